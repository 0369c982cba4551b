//! Curves of Kaplan and Meier, and the tests between them, as the questions about time answer them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A curve, with the figures that are read from it; `E` counts what happens at its steps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CurveFigures<E> {
    /// The day from which the curve counts; the curve is conditional on it.
    pub from_days: f64,
    /// The day by which it had happened to half; null when not reached.
    pub median_days: Option<f64>,
    /// Lower bound of the median's 95 % interval.
    pub median_low: Option<f64>,
    /// Upper bound of the median's 95 % interval; null when not reached.
    pub median_high: Option<f64>,
    /// The share to which it has not happened at 90, 180 and 365 days, by number of days.
    pub survival: BTreeMap<String, PointAnswer>,
    /// The curve: its steps in order of time.
    pub curve: Vec<StepAnswer<E>>,
}

/// A step of a curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct StepAnswer<E> {
    /// Days since the curve began.
    pub days: f64,
    /// Those at risk just before.
    pub at_risk: usize,
    /// To how many of them it happened.
    #[serde(flatten)]
    pub count: E,
    /// The share to which it has not happened just after.
    pub survival: f64,
    /// Lower bound of its 95 % interval.
    pub low: Option<f64>,
    /// Upper bound of its 95 % interval.
    pub high: Option<f64>,
}

/// What happens at the steps of a curve, counted.
pub trait EventCount: Copy + From<usize> {
    /// Returns the number.
    fn count(self) -> usize;
}

/// The number of episodes that ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ResolvedCount {
    /// Episodes that ended at this moment.
    pub resolved: usize,
}

/// The number of knelpunten that were reported again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RecurredCount {
    /// Knelpunten that were reported again at this moment.
    pub recurred: usize,
}

impl From<usize> for ResolvedCount {
    fn from(resolved: usize) -> Self {
        Self { resolved }
    }
}

impl From<usize> for RecurredCount {
    fn from(recurred: usize) -> Self {
        Self { recurred }
    }
}

impl EventCount for ResolvedCount {
    fn count(self) -> usize {
        self.resolved
    }
}

impl EventCount for RecurredCount {
    fn count(self) -> usize {
        self.recurred
    }
}

/// A share with its 95 % interval.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PointAnswer {
    /// The share; null where it is unknown.
    pub value: Option<f64>,
    /// Lower bound.
    pub low: Option<f64>,
    /// Upper bound.
    pub high: Option<f64>,
}

/// The mean number of days until it happens, up to a horizon.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RestrictedMeanAnswer {
    /// The mean, in days.
    pub days: f64,
    /// Its standard error, in days.
    pub se: f64,
    /// The horizon, in days: as requested, or the largest exit of the group that was followed for the shortest time
    /// and to whose members it has not all happened. All groups have one horizon, so that their means compare: a group of
    /// one open knelpunt of 25 days lowers it to 25. Leave such a group out of the filter to see further.
    pub horizon_days: f64,
}

/// The log-rank test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LogRankAnswer {
    /// The statistic.
    pub chi_squared: f64,
    /// One less than the number of groups compared.
    pub degrees_of_freedom: u32,
    /// The probability of a statistic at least as large if the groups do not differ.
    pub p: f64,
    /// The number of groups compared that are too small for `p`, which is an approximation for large groups: those in
    /// which fewer than 5 ends are expected. Do not rely on `p` unless this is 0. Absent where the groups are not compared
    /// as such: in a trend over them, and between periods with and without support.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub small_groups: Option<usize>,
}
