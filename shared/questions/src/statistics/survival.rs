//! The Kaplan–Meier curve of one group: what share is still open after so many days.

use api::answers::PointAnswer;

use super::half::first_at_most_half;
use super::interval::{first_high_at_most_half, first_low_at_most_half};
use super::risk::{GroupTimeline, RiskSet};
use super::{Cause, Span, days, real};

/// The survival curve of one group and the figures read from it.
///
/// The curve is conditional on `from_days`: with late entries too few are at risk before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Survival {
    /// How many spans there are, at risk or not.
    pub n: usize,
    /// How many of them ended.
    pub resolved: usize,
    /// How many of them ended by each cause.
    pub by_cause: [u32; Cause::COUNT],
    /// How many of them are open.
    pub censored: usize,
    /// Where the curve starts.
    pub from_days: f64,
    /// The first time at which the curve is at most 1/2, compared exactly; `None`: not reached.
    pub median_days: Option<f64>,
    /// The first time at which the lower bound is at most 1/2, or the curve is 0.
    pub median_low: Option<f64>,
    /// The first time at which the upper bound is at most 1/2.
    pub median_high: Option<f64>,
    /// Every fall of the curve, in order of time.
    pub steps: Vec<Step>,
    pub(super) largest_exit_us: i64,
    reaches_zero: bool,
}

/// One fall of the curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// When, in whole microseconds.
    pub time_us: i64,
    /// How many were at risk.
    pub at_risk: usize,
    /// How many of these ended.
    pub resolved: usize,
    /// How many of these by each cause.
    pub by_cause: [u32; Cause::COUNT],
    /// The share that is left just after.
    pub survival: f64,
    /// The variance of it relative to its square; infinite where it is 0.
    pub relative_variance: f64,
}

impl Survival {
    /// Estimates the curve of `spans` whose entries and exits are the `timeline` (Kaplan and Meier 1958; with late
    /// entries Klein and Moeschberger 2003, 4.6).
    pub(super) fn over(spans: &[Span], timeline: &GroupTimeline) -> Survival {
        let start_us = timeline.start_us();
        let steps = steps(&timeline.risk_sets(start_us));
        let mut by_cause = [0; Cause::COUNT];
        for cause in spans.iter().filter_map(|span| span.end) {
            by_cause[cause.index()] += 1;
        }
        let resolved = by_cause.iter().map(|count| *count as usize).sum();
        Survival {
            n: spans.len(),
            resolved,
            by_cause,
            censored: spans.len() - resolved,
            from_days: days(start_us),
            median_days: first_at_most_half(&steps).map(Step::days),
            median_low: first_low_at_most_half(&steps).map(Step::days),
            median_high: first_high_at_most_half(&steps).map(Step::days),
            largest_exit_us: spans.iter().map(|span| span.exit_us).max().unwrap_or(0),
            reaches_zero: steps.iter().any(|step| step.survivors() == 0),
            steps,
        }
    }

    /// Reads the curve at `days`, counting what ends at that very time.
    ///
    /// Unknown before `from_days`, and beyond the last one seen unless the curve is 0 by then:
    /// it is never carried forward.
    pub fn at(&self, days: f64) -> PointAnswer {
        let is_beyond = days > self.largest_exit_days() && !self.reaches_zero;
        if self.n == 0 || days < self.from_days || is_beyond {
            return PointAnswer::default();
        }
        let fallen = self.steps.partition_point(|step| step.days() <= days);
        match self.steps[..fallen].last() {
            Some(step) => {
                let (low, high) = step.interval().unzip();
                PointAnswer {
                    value: Some(step.survival),
                    low,
                    high,
                }
            }
            None => PointAnswer {
                value: Some(1.0),
                ..PointAnswer::default()
            },
        }
    }

    /// Until when anyone was followed.
    pub fn largest_exit_days(&self) -> f64 {
        days(self.largest_exit_us)
    }

    /// Whether all that were at risk at some time ended at that time, so that the curve is 0 and
    /// known for ever after.
    pub fn reaches_zero(&self) -> bool {
        self.reaches_zero
    }
}

impl Step {
    /// When, in days.
    pub fn days(&self) -> f64 {
        days(self.time_us)
    }

    /// How many were left of those at risk.
    pub(super) fn survivors(&self) -> usize {
        self.at_risk - self.resolved
    }

    /// What this fall adds to the relative variance of all that follows: d / (n (n − d)), infinite
    /// where all ended (Greenwood 1926; Klein and Moeschberger 2003, 4.2.2).
    pub(super) fn added_variance(&self) -> f64 {
        real(self.resolved) / (real(self.at_risk) * real(self.survivors()))
    }
}

/// Returns the median of the curve of the spans whose entries and exits are the `timeline`.
pub(super) fn median_days(timeline: &GroupTimeline) -> Option<f64> {
    let steps = steps(&timeline.risk_sets(timeline.start_us()));
    first_at_most_half(&steps).map(Step::days)
}

fn steps(sets: &[RiskSet]) -> Vec<Step> {
    let (mut survival, mut variance) = (1.0, 0.0);
    let fall = |&RiskSet {
                    time_us,
                    at_risk,
                    resolved,
                    by_cause,
                }: &RiskSet| {
        let mut step = Step {
            time_us,
            at_risk,
            resolved,
            by_cause,
            survival,
            relative_variance: variance,
        };
        survival *= real(step.survivors()) / real(at_risk);
        variance += step.added_variance();
        (step.survival, step.relative_variance) = (survival, variance);
        step
    };
    sets.iter().map(fall).collect()
}
