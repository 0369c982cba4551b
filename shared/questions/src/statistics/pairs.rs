//! The log-rank test of each pair of groups.

use std::ops::RangeInclusive;

use super::chi_squared::upper_tail;
use super::entries_and_exits::EntriesAndExits;
use super::multiple::holm;
use super::real;
use super::risk::enters_by;

/// Of how many groups the pairs are tested: with more there would be too many to read.
pub const PAIRED_GROUPS: RangeInclusive<usize> = 2..=20;

/// The log-rank test of two groups alone; none where no two of them were at risk when one, but not all, ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairTest {
    /// The index of the first group.
    pub first: usize,
    /// The index of the second group, which comes later.
    pub second: usize,
    /// The statistic, which has one degree of freedom.
    pub chi_squared: Option<f64>,
    /// The probability of a statistic at least as large if both are alike.
    pub p: Option<f64>,
    /// The probability after Holm's correction over the pairs that have one.
    pub p_holm: Option<f64>,
}

/// What is counted of the first group of a pair.
#[derive(Clone, Copy, Default)]
struct Counts {
    /// Observed less expected.
    excess: f64,
    variance: f64,
}

/// Tests each pair of `groups`, as the log-rank test of all does: U = Σ (d₁ − d n₁ / n) and
/// V = Σ d (n − d) n₁ n₂ / (n² (n − 1)) over the times at which any of the two ended, chi-squared = U² / V (Klein and
/// Moeschberger 2003, 7.3). None unless there are as many groups as [`PAIRED_GROUPS`].
///
/// One pass over all entries and exits, in which each end counts in all pairs of its group.
pub(super) fn pair_tests(entries_and_exits: &EntriesAndExits) -> Option<Vec<PairTest>> {
    let groups = entries_and_exits.at_start.len();
    if !PAIRED_GROUPS.contains(&groups) {
        return None;
    }
    let counts = count(entries_and_exits);
    let indices =
        (0..groups).flat_map(|first| (first + 1..groups).map(move |second| (first, second)));
    let mut pairs: Vec<PairTest> = indices
        .map(|(first, second)| {
            let Counts { excess, variance } = counts[first][second];
            let chi_squared = (variance > 0.0).then(|| excess * excess / variance);
            PairTest {
                first,
                second,
                chi_squared,
                p: chi_squared.map(|chi_squared| upper_tail(chi_squared, 1)),
                p_holm: None,
            }
        })
        .collect();
    let corrected = holm(&pairs.iter().map(|pair| pair.p).collect::<Vec<_>>());
    for (pair, p_holm) in pairs.iter_mut().zip(corrected) {
        pair.p_holm = p_holm;
    }
    Some(pairs)
}

/// Counts of each group beside each other group; those of the lower index first are complete.
fn count(entries_and_exits: &EntriesAndExits) -> Vec<Vec<Counts>> {
    let groups = entries_and_exits.at_start.len();
    let mut counts = vec![vec![Counts::default(); groups]; groups];
    let mut at_risk: Vec<f64> = entries_and_exits
        .at_start
        .iter()
        .map(|n| f64::from(*n))
        .collect();
    let mut ended = vec![0.0; groups];
    let mut entries = entries_and_exits.entries.iter().peekable();
    for together in entries_and_exits
        .exits
        .chunk_by(|a, b| a.time_us == b.time_us)
    {
        while let Some((_, group)) =
            entries.next_if(|entry| enters_by(entry.0, together[0].time_us))
        {
            at_risk[*group as usize] += 1.0;
        }
        // They are in order of group.
        for of_group in together.chunk_by(|a, b| a.group == b.group) {
            let count = of_group.iter().filter(|exit| exit.end.is_some()).count();
            ended[of_group[0].group as usize] = real(count);
        }
        for of_group in together.chunk_by(|a, b| a.group == b.group) {
            add(&mut counts, of_group[0].group as usize, &at_risk, &ended);
        }
        for of_group in together.chunk_by(|a, b| a.group == b.group) {
            let group = of_group[0].group as usize;
            ended[group] = 0.0;
            at_risk[group] -= real(of_group.len());
        }
    }
    counts
}

/// Counts one time in the pairs of a group of which some ended. A pair of which both ended some counts once: with its
/// first group.
fn add(counts: &mut [Vec<Counts>], group: usize, at_risk: &[f64], ended: &[f64]) {
    if ended[group] == 0.0 {
        return;
    }
    for other in (0..at_risk.len()).filter(|other| *other != group) {
        let (first, second) = (group.min(other), group.max(other));
        if group == second && ended[first] > 0.0 {
            continue;
        }
        let (d, n) = (
            ended[first] + ended[second],
            at_risk[first] + at_risk[second],
        );
        let share = at_risk[first] / n;
        let counts = &mut counts[first][second];
        counts.excess += ended[first] - d * share;
        if n > 1.0 {
            counts.variance += d * (n - d) / (n - 1.0) * share * (1.0 - share);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::{Cause, DAY_US, Span, compare};

    fn test(groups: &[&[Span]]) -> Option<Vec<PairTest>> {
        pair_tests(&EntriesAndExits::new(groups))
    }

    fn group(days: &[(i64, i64, bool)]) -> Vec<Span> {
        let span = |&(entry, exit, ended): &(i64, i64, bool)| Span {
            entry_us: entry * DAY_US,
            exit_us: exit * DAY_US,
            end: ended.then_some(Cause::FIRST),
        };
        days.iter().map(span).collect()
    }

    #[test]
    fn each_pair_is_the_log_rank_test_of_the_two_alone() {
        let groups = [
            group(&[(0, 3, true), (0, 8, true), (0, 8, false), (2, 15, true)]),
            group(&[(0, 3, true), (0, 8, true), (1, 30, false), (5, 40, true)]),
            group(&[(0, 8, true), (0, 20, true), (0, 40, true)]),
            // At risk nowhere.
            group(&[(5, 5, false)]),
        ];
        let groups: Vec<&[Span]> = groups.iter().map(Vec::as_slice).collect();
        let pairs = test(&groups).unwrap();
        assert_eq!(pairs.len(), 6);
        for pair in pairs {
            let alone = compare(&[groups[pair.first], groups[pair.second]]).1;
            let near = |one: f64, other: f64| (one - other).abs() < 1e-9;
            let same = match (pair.chi_squared, &alone) {
                (Some(one), Some(other)) => near(one, other.chi_squared),
                (one, other) => one.is_none() && other.is_none(),
            };
            assert!(same, "{pair:?} {alone:?}");
            assert_eq!(pair.p.is_some(), pair.second < 3);
        }
    }

    #[test]
    fn one_group_has_no_pairs_and_twenty_one_have_too_many() {
        let one = group(&[(0, 3, true)]);
        assert_eq!(test(&[&one]), None);
        assert_eq!(test(&[one.as_slice(); 21]), None);
        assert_eq!(test(&[one.as_slice(); 20]).unwrap().len(), 190);
    }
}
