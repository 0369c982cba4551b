//! The log-rank test: do the groups differ in how fast their episodes end?
//!
//! The plain test, over the risk sets from 0 on. Observed less expected numbers have a variance
//! matrix that is never written down, because with many groups that costs most: all that is needed
//! of it is what it does to weights on the groups, and that is one pass over the entries and exits.

use super::chi_squared::upper_tail;
use super::entries_and_exits::EntriesAndExits;
use super::real;
use super::sweep::Sweep;
use super::variance::Variance;

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

/// Compares groups by their `entries_and_exits` (Klein and Moeschberger 2003, section 7.3).
///
/// `None` if fewer than two groups were at risk when anything ended, or if the variance is
/// singular: if some of them were never at risk together with any of the others then.
///
/// With k groups and N spans it takes O(N + k) steps for each of the few times, at most 2 k and a
/// few, that the variance is applied.
pub(super) fn log_rank(entries_and_exits: &EntriesAndExits) -> Option<LogRank> {
    let groups = entries_and_exits.at_start.len();
    if groups < 2 {
        return None;
    }
    let sweep = Sweep::over(entries_and_exits);
    let taking_part: Vec<_> = (0..groups).filter(|&g| sweep.expected[g] > 0.0).collect();
    let degrees_of_freedom = u32::try_from(taking_part.len()).ok()?.checked_sub(1)?;
    if degrees_of_freedom == 0 || !sweep.linked.are_one(&taking_part) {
        return None;
    }
    let excess = sweep.observed.iter().zip(&sweep.expected);
    let excess = excess.map(|(&observed, expected)| real(observed) - expected);
    let variance = Variance::new(sweep.changes, groups);
    let chi_squared = variance.squared_distance(excess.collect());
    Some(LogRank {
        chi_squared,
        degrees_of_freedom,
        p: upper_tail(chi_squared, degrees_of_freedom),
        observed: sweep.observed,
        expected: sweep.expected,
    })
}
