//! The log-rank test: do the groups differ in how fast their episodes end?
//!
//! The plain test, over the risk sets from 0 on. Observed less expected numbers have a variance
//! matrix whose rows sum to 0 and that has nothing positive off its diagonal: all of it follows
//! from the *links*, one for each pair of groups, the sum of `c n_i n_j` over the times at
//! which something ended. Nothing is ever subtracted from a link, so nothing cancels and a variance that
//! is singular is seen exactly: some groups are linked with none of the others.

use std::mem;

use super::chi_squared::upper_tail;
use super::risk::enters_by;
use super::{Span, real};

/// The outcome of a log-rank test.
#[derive(Clone, Debug, PartialEq)]
pub struct LogRank {
    /// The statistic.
    pub chi_squared: f64,
    /// One less than the number of groups that take part.
    pub degrees_of_freedom: u32,
    /// The probability of a statistic at least as large if all groups are alike.
    pub p: f64,
    /// How many ended in each of the groups given, while at risk.
    pub observed: Vec<usize>,
    /// How many would have if all groups were alike; where it is 0 the group takes no part.
    pub expected: Vec<f64>,
}

/// Compares `groups` (Klein and Moeschberger 2003, section 7.3).
///
/// `None` if fewer than two groups were at risk when anything ended, or if the variance is
/// singular: if some of them were never at risk together with any of the others then.
///
/// With k groups, N spans and D times at which something ended it takes O(N log N + k (N + D) + k³)
/// steps and room for k² numbers.
pub fn log_rank(groups: &[&[Span]]) -> Option<LogRank> {
    let mut sweep = Sweep::over(groups.len());
    sweep.run(&Changes::of(groups));
    let taking_part: Vec<_> = (0..groups.len())
        .filter(|&g| sweep.expected[g] > 0.0)
        .collect();
    let degrees_of_freedom = u32::try_from(taking_part.len()).ok()?.checked_sub(1)?;
    if degrees_of_freedom == 0 {
        return None;
    }
    let excess = taking_part
        .iter()
        .map(|&g| real(sweep.observed[g]) - sweep.expected[g]);
    let chi_squared = squared_distance(excess.collect(), sweep.links_among(&taking_part))?;
    Some(LogRank {
        chi_squared,
        degrees_of_freedom,
        p: upper_tail(chi_squared, degrees_of_freedom),
        observed: sweep.observed,
        expected: sweep.expected,
    })
}

/// The comings and goings in all groups together, each in order of time.
struct Changes {
    entries: Vec<(i64, usize)>,
    exits: Vec<Exit>,
}

struct Exit {
    time_us: i64,
    group: usize,
    ended: bool,
}

impl Changes {
    fn of(groups: &[&[Span]]) -> Changes {
        let (mut entries, mut exits) = (Vec::new(), Vec::new());
        for (group, spans) in groups.iter().enumerate() {
            for span in spans.iter().filter(|span| span.is_ever_at_risk()) {
                entries.push((span.entry_us, group));
                exits.push(Exit {
                    time_us: span.exit_us,
                    group,
                    ended: span.ended,
                });
            }
        }
        entries.sort_unstable();
        exits.sort_unstable_by_key(|exit| exit.time_us);
        Changes { entries, exits }
    }
}

/// What has been counted up to some time, group by group.
struct Sweep {
    at_risk: Vec<f64>,
    observed: Vec<usize>,
    expected: Vec<f64>,
    /// The sum of c over the times since the number at risk in a group last changed. It is added
    /// to the group's links when that number changes again, because doing so at each time for
    /// each pair would cost k² D.
    pending: Vec<f64>,
    /// The link of a pair is the sum of its two places.
    links: Vec<Vec<f64>>,
}

impl Sweep {
    fn over(groups: usize) -> Sweep {
        let zeros = vec![0.0; groups];
        Sweep {
            links: vec![zeros.clone(); groups],
            at_risk: zeros.clone(),
            observed: vec![0; groups],
            expected: zeros.clone(),
            pending: zeros,
        }
    }

    fn run(&mut self, changes: &Changes) {
        let mut entries = changes.entries.iter().peekable();
        for together in changes.exits.chunk_by(|a, b| a.time_us == b.time_us) {
            let time_us = together[0].time_us;
            while let Some(&(_, group)) = entries.next_if(|entry| enters_by(entry.0, time_us)) {
                self.change(group, 1.0);
            }
            self.count(together);
            for exit in together {
                self.change(exit.group, -1.0);
            }
        }
    }

    /// Counts those that end at one time: d of the n at risk, and c = d (n − d) / (n² (n − 1)).
    fn count(&mut self, exits: &[Exit]) {
        let ending: Vec<_> = exits.iter().filter(|exit| exit.ended).collect();
        if ending.is_empty() {
            return;
        }
        for exit in &ending {
            self.observed[exit.group] += 1;
        }
        let (n, d) = (self.at_risk.iter().sum::<f64>(), real(ending.len()));
        let c = if n > 1.0 {
            d / n * (n - d) / n / (n - 1.0)
        } else {
            0.0
        };
        self.pending.iter_mut().for_each(|pending| *pending += c);
        for (expected, at_risk) in self.expected.iter_mut().zip(&self.at_risk) {
            *expected += d / n * at_risk;
        }
    }

    fn change(&mut self, group: usize, by: f64) {
        if self.pending[group] > 0.0 {
            self.settle(group);
        }
        self.at_risk[group] += by;
    }

    /// Adds what is pending to the links of one group. For a pair that is what has come since the
    /// later of their changes: the lesser of the two sums.
    fn settle(&mut self, group: usize) {
        let (pending, at_risk) = (mem::take(&mut self.pending[group]), self.at_risk[group]);
        let others = self.pending.iter().zip(&self.at_risk);
        for (link, (other_pending, other_at_risk)) in self.links[group].iter_mut().zip(others) {
            *link += pending.min(*other_pending) * at_risk * other_at_risk;
        }
    }

    /// The links of each of `groups` with those before it in that list. All have left by now, so
    /// nothing is pending.
    fn links_among(&self, groups: &[usize]) -> Vec<Vec<f64>> {
        let link = |a: usize, b: usize| self.links[a][b] + self.links[b][a];
        let row =
            |(place, &a): (usize, &usize)| groups[..place].iter().map(|&b| link(a, b)).collect();
        groups.iter().enumerate().map(row).collect()
    }
}

/// `excess`ᵀ V⁻ `excess`, where V has the negated `links` off its diagonal and rows that sum to 0,
/// and `excess` sums to 0 too; `None` if V has a rank of less than all groups but one.
///
/// Gaussian elimination from the last group to the second, in the form that only adds (Grassmann,
/// Taksar and Heyman 1985): the group that goes shares out its excess and its links to those that
/// stay, in proportion to its links with them.
fn squared_distance(mut excess: Vec<f64>, mut links: Vec<Vec<f64>>) -> Option<f64> {
    let mut squared = 0.0;
    while excess.len() > 1 {
        let (leaving, row) = (excess.pop()?, links.pop()?);
        let total: f64 = row.iter().sum();
        if total <= 0.0 {
            return None;
        }
        squared += leaving * leaving / total;
        for (staying, link) in row.iter().enumerate() {
            let share = link / total;
            excess[staying] += share * leaving;
            for (other, link) in links[staying].iter_mut().zip(&row) {
                *other += share * link;
            }
        }
    }
    Some(squared)
}
