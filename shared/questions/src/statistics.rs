//! Survival statistics: how long episodes last, when some of them have not ended yet.
//!
//! Spans in, figures out: no clock, no filter, no JSON. Definitions follow the standard texts
//! (Kaplan and Meier 1958; Klein and Moeschberger 2003), with two strict rules:
//! ties are exact, because times are whole microseconds until the last moment, and no float
//! decides whether a curve is at most one half, because a product that should be 0.5 seldom is.

mod binomial;
mod chi_squared;
mod curve;
mod entries_and_exits;
mod half;
mod incidence;
mod interval;
mod log_rank;
mod mantel_byar;
mod multiple;
mod outlook;
mod pairs;
#[cfg(test)]
mod properties;
mod rate_test;
mod restricted_mean;
mod risk;
mod survival;
mod sweep;
mod trend_test;
mod variance;
#[cfg(test)]
mod worked_cases;

pub use binomial::{Tails, control_limits, wilson_interval};
pub use curve::Detail;
pub use log_rank::LogRank;
pub use mantel_byar::{Exposed, MantelByar, compare_exposed};
pub use multiple::benjamini_hochberg;
pub use outlook::{OutlookCurve, StillOpen};
pub use pairs::{PAIRED_GROUPS, PairTest};
pub use rate_test::RateTest;
pub use restricted_mean::shared_horizon_days;
pub use survival::{Step, Survival};
pub use trend_test::TrendTest;

use entries_and_exits::EntriesAndExits;
use risk::GroupTimeline;
use state::together;

const DAY_US: i64 = 86_400_000_000;

/// One episode as survival analysis sees it, in whole microseconds since it began.
///
/// `0 <= entry_us <= exit_us` is meant; a span for which it does not hold counts in `n` but is
/// never at risk, as is one that ends at the very moment, later than 0, at which it was first seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// When it was first observed: 0, or later if it had been going on unseen (left truncation).
    pub entry_us: i64,
    /// When it ended, or until when it has been followed.
    pub exit_us: i64,
    /// What ended it at `exit_us`; if nothing did it is open, and censored there.
    pub end: Option<Cause>,
}

/// What ended a span: one of a few causes that compete, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause(u8);

impl Cause {
    /// The number of causes.
    pub const COUNT: usize = 3;
    /// The first: the only one where causes do not matter.
    pub const FIRST: Self = Self(0);
    /// The second.
    pub const SECOND: Self = Self(1);
    /// The third.
    pub const THIRD: Self = Self(2);

    /// Returns its number, from 0.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

impl Span {
    /// Returns whether it had begun and had not ended just before so many days.
    pub fn is_at_risk_after(self, days: u32) -> bool {
        let time_us = i64::from(days) * DAY_US;
        let has_entered = risk::enters_by(self.entry_us, time_us);
        self.is_ever_at_risk() && has_entered && self.exit_us >= time_us
    }

    /// At risk at t if entry < t <= exit, and at 0 if entry = 0: is there such a t?
    fn is_ever_at_risk(self) -> bool {
        let starts_at_zero = self.entry_us == 0 && self.exit_us == 0;
        self.entry_us >= 0 && (self.entry_us < self.exit_us || starts_at_zero)
    }
}

/// Estimates the curve of each of `groups`, whose spans may be in any order, and tests whether they differ.
///
/// Costs one sort of all spans together.
pub fn compare(groups: &[&[Span]]) -> (Vec<Survival>, Option<LogRank>) {
    let entries_and_exits = EntriesAndExits::new(groups);
    together::both(
        || curves_over(groups, &entries_and_exits),
        || log_rank::log_rank(&entries_and_exits),
    )
}

/// What groups are compared by.
pub struct DetailedComparison {
    /// The curve of each group.
    pub curves: Vec<Survival>,
    /// Whether they differ.
    pub log_rank: Option<LogRank>,
    /// Whether any two differ; none unless there are as many groups as [`PAIRED_GROUPS`].
    pub pairs: Option<Vec<PairTest>>,
    /// Whether there is a trend over their scores.
    pub trend: Option<TrendTest>,
}

/// Compares groups as [`compare`] does, each two of them, and over scores: a group without one takes no part in the trend.
///
/// Costs one sort of all spans together.
pub fn compare_in_detail(groups: &[&[Span]], scores: &[Option<u8>]) -> DetailedComparison {
    let entries_and_exits = EntriesAndExits::new(groups);
    let (curves, (log_rank, pairs, trend)) = together::both(
        || curves_over(groups, &entries_and_exits),
        || {
            (
                log_rank::log_rank(&entries_and_exits),
                pairs::pair_tests(&entries_and_exits),
                trend_test::trend_test(&entries_and_exits, scores),
            )
        },
    );
    DetailedComparison {
        curves,
        log_rank,
        pairs,
        trend,
    }
}

/// Estimates the curve of each of `groups` alone.
pub fn curves(groups: &[&[Span]]) -> Vec<Survival> {
    curves_over(groups, &EntriesAndExits::new(groups))
}

/// Returns the median of each of `groups`, as [`Survival::median_days`], without the rest of the curve.
pub fn medians_days(groups: &[&[Span]]) -> Vec<Option<f64>> {
    let median = |spans: &&[Span]| survival::median_days(&GroupTimeline::from_spans(spans));
    together::map(groups, median)
}

fn curves_over(groups: &[&[Span]], entries_and_exits: &EntriesAndExits) -> Vec<Survival> {
    let timelines = entries_and_exits.timelines();
    let curves = groups.iter().zip(&timelines);
    let curves = curves.map(|(spans, timeline)| Survival::over(spans, timeline));
    curves.collect()
}

/// Converts whole microseconds to days of 86 400 seconds.
#[expect(
    clippy::cast_precision_loss,
    reason = "2^53 microseconds are 285 years"
)]
fn days(time_us: i64) -> f64 {
    time_us as f64 / DAY_US as f64
}

/// A count as a number to calculate with.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
fn real(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
impl Survival {
    /// The curve of one group alone.
    fn from_spans(spans: &[Span]) -> Survival {
        compare(&[spans]).0.remove(0)
    }
}

/// The test alone.
#[cfg(test)]
fn log_rank(groups: &[&[Span]]) -> Option<LogRank> {
    compare(groups).1
}
