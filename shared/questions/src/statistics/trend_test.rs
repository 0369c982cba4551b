//! The log-rank test for trend: do episodes end the sooner, or the later, the higher the score of their group?

use super::chi_squared::upper_tail;
use super::entries_and_exits::EntriesAndExits;
use super::risk::enters_by;

/// The outcome of a test for trend, which has one degree of freedom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrendTest {
    /// The statistic.
    pub chi_squared: f64,
    /// The probability of a statistic at least as large if the score makes no difference.
    pub p: f64,
}

/// The sums over those at risk, in whole numbers, so that a variance of 0 is 0.
#[derive(Clone, Copy, Default)]
struct AtRisk {
    count: i64,
    /// Σ s n.
    scores: i64,
    /// Σ s² n.
    squares: i64,
}

impl AtRisk {
    /// Counts so many more of a group with a score; one without takes no part.
    const fn change(&mut self, by: i64, score: Option<i64>) {
        let Some(score) = score else { return };
        self.count += by;
        self.scores += by * score;
        self.squares += by * score * score;
    }
}

/// Tests for a trend over groups with their scores (Tarone 1975): at the times t at which anything ended,
/// U = Σ (Σ s dᵢ − d Σ s nᵢ / n) and V = Σ d (n − d) / (n − 1) (Σ s² nᵢ / n − (Σ s nᵢ / n)²) where n > 1, over groups i;
/// chi-squared = U² / V. A group without a score takes no part. None with fewer than two groups, or where V is 0.
pub(super) fn trend_test(
    entries_and_exits: &EntriesAndExits,
    scores: &[Option<u8>],
) -> Option<TrendTest> {
    if scores.iter().flatten().count() < 2 {
        return None;
    }
    let scores: Vec<Option<i64>> = scores.iter().map(|score| score.map(i64::from)).collect();
    let (excess, variance) = sums(entries_and_exits, &scores);
    let chi_squared = excess * excess / variance;
    (variance > 0.0).then(|| TrendTest {
        chi_squared,
        p: upper_tail(chi_squared, 1),
    })
}

/// Returns U and V.
fn sums(entries_and_exits: &EntriesAndExits, scores: &[Option<i64>]) -> (f64, f64) {
    let mut at_risk = AtRisk::default();
    for (count, score) in entries_and_exits.at_start.iter().zip(scores) {
        at_risk.change(i64::from(*count), *score);
    }
    let mut entries = entries_and_exits.entries.iter().peekable();
    let (mut excess, mut variance) = (0.0, 0.0);
    for together in entries_and_exits
        .exits
        .chunk_by(|a, b| a.time_us == b.time_us)
    {
        while let Some((_, group)) =
            entries.next_if(|entry| enters_by(entry.0, together[0].time_us))
        {
            at_risk.change(1, scores[*group as usize]);
        }
        let mut ended = AtRisk::default();
        for exit in together.iter().filter(|exit| exit.end.is_some()) {
            ended.change(1, scores[exit.group as usize]);
        }
        let (u, v) = at_one_time(at_risk, ended);
        (excess, variance) = (excess + u, variance + v);
        for exit in together {
            at_risk.change(-1, scores[exit.group as usize]);
        }
    }
    (excess, variance)
}

/// Returns what one time adds to U and V.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts and scores stay far below 2^53"
)]
fn at_one_time(at_risk: AtRisk, ended: AtRisk) -> (f64, f64) {
    if ended.count == 0 {
        return (0.0, 0.0);
    }
    let n = at_risk.count as f64;
    let d = ended.count as f64;
    let excess = (ended.scores * at_risk.count - ended.count * at_risk.scores) as f64 / n;
    if at_risk.count < 2 {
        return (excess, 0.0);
    }
    let spread = at_risk.squares * at_risk.count - at_risk.scores * at_risk.scores;
    (excess, d * (n - d) / (n - 1.0) * (spread as f64 / (n * n)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::{Cause, DAY_US, Span, compare};

    fn test(groups: &[(u8, &[Span])]) -> Option<TrendTest> {
        let (scores, groups): (Vec<_>, Vec<_>) = groups
            .iter()
            .map(|(score, spans)| (Some(*score), *spans))
            .unzip();
        trend_test(&EntriesAndExits::new(&groups), &scores)
    }

    fn group(days: &[(i64, bool)]) -> Vec<Span> {
        let span = |&(days, ended): &(i64, bool)| Span {
            entry_us: 0,
            exit_us: days * DAY_US,
            end: ended.then_some(Cause::FIRST),
        };
        days.iter().map(span).collect()
    }

    #[test]
    fn of_two_groups_it_is_the_log_rank_test_whatever_their_scores() {
        let (one, other) = (
            group(&[(3, true), (8, true), (8, false), (15, true)]),
            group(&[(5, true), (30, true), (40, false)]),
        );
        let log_rank = compare(&[&one, &other]).1.unwrap();
        for scores in [(1, 2), (1, 8), (5, 4)] {
            let test = test(&[(scores.0, &one), (scores.1, &other)]).unwrap();
            assert!(
                (test.chi_squared - log_rank.chi_squared).abs() < 1e-12,
                "{test:?}"
            );
            assert!((test.p - log_rank.p).abs() < 1e-12, "{test:?}");
        }
    }

    #[test]
    fn by_hand_with_three_groups_of_one() {
        // At 1: n 3, mean score 2, U 1 − 2, V 2/3; at 2: n 2, mean 5/2, U 2 − 5/2, V 1/4; at 3 alone. (3/2)² / (11/12).
        let groups = [1, 2, 3].map(|day| group(&[(day, true)]));
        let test = test(&[(1, &groups[0]), (2, &groups[1]), (3, &groups[2])]).unwrap();
        assert!((test.chi_squared - 27.0 / 11.0).abs() < 1e-12, "{test:?}");
    }

    #[test]
    fn without_two_groups_or_any_variance_there_is_no_test() {
        let (one, open) = (group(&[(3, true)]), group(&[(2, false)]));
        assert_eq!(test(&[(1, &one)]), None);
        assert_eq!(test(&[(1, &one), (2, &open)]), None);
        assert_eq!(test(&[(4, &one), (4, &one)]), None);
    }
}
