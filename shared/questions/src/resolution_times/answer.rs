//! What is said of one group.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    GroupName,
    statistics::{Detail, LogRank, Point, Step, Survival},
};

/// The days at which survival is given.
const SURVIVAL_AT_DAYS: [u16; 3] = [90, 180, 365];

/// Survival of one group: the share that is still open, by days since.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupAnswer {
    /// The group; none when not grouped.
    #[serde(flatten)]
    pub group: Option<GroupName>,
    /// Episodes.
    pub n: usize,
    /// Those that ended.
    pub resolved: usize,
    /// Those that are open.
    pub censored: usize,
    /// Day from which on the curve counts, and on which it is conditional.
    pub from_days: f64,
    /// Day by which half of them were gone; none when not reached.
    pub median_days: Option<f64>,
    /// Lower end of its 95 % interval.
    pub median_low: Option<f64>,
    /// Upper end of its 95 % interval; none when not reached.
    pub median_high: Option<f64>,
    /// The share still open at 90, 180 and 365 days.
    pub survival: BTreeMap<String, PointAnswer>,
    /// The mean of the days open, up to a horizon.
    pub restricted_mean: RestrictedMeanAnswer,
    /// The curve.
    pub curve: Vec<StepAnswer>,
}

/// A share with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PointAnswer {
    /// The share; none where it is not known.
    pub value: Option<f64>,
    /// Lower end.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// The mean of the days open up to a horizon.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RestrictedMeanAnswer {
    /// The mean, in days.
    pub days: f64,
    /// Its standard error, in days.
    pub se: f64,
    /// The horizon, in days.
    pub horizon_days: f64,
}

/// A step of the curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StepAnswer {
    /// Days since.
    pub days: f64,
    /// Episodes at risk just before.
    pub at_risk: usize,
    /// Episodes that ended then.
    pub resolved: usize,
    /// The share still open after.
    pub survival: f64,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end of its 95 % interval.
    pub high: Option<f64>,
}

/// The log-rank test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LogRankAnswer {
    /// The statistic.
    pub chi_squared: f64,
    /// Groups compared less one.
    pub degrees_of_freedom: u32,
    /// The probability of a statistic as large when groups do not differ.
    pub p: f64,
}

impl GroupAnswer {
    /// Reads a group's figures from its curve.
    pub(super) fn of(
        group: Option<GroupName>,
        curve: &Survival,
        horizon_days: f64,
        detail: Detail,
    ) -> Self {
        let mean = curve.restricted_mean(horizon_days);
        let point = |days: u16| {
            (
                days.to_string(),
                PointAnswer::from(curve.at(f64::from(days))),
            )
        };
        Self {
            group,
            n: curve.n,
            resolved: curve.resolved,
            censored: curve.censored,
            from_days: curve.from_days,
            median_days: curve.median_days,
            median_low: curve.median_low,
            median_high: curve.median_high,
            survival: SURVIVAL_AT_DAYS.into_iter().map(point).collect(),
            restricted_mean: RestrictedMeanAnswer {
                days: mean.days,
                se: mean.se,
                horizon_days: mean.horizon_days,
            },
            curve: curve
                .curve(detail)
                .into_iter()
                .map(StepAnswer::from)
                .collect(),
        }
    }
}

impl From<LogRank> for LogRankAnswer {
    fn from(test: LogRank) -> Self {
        Self {
            chi_squared: test.chi_squared,
            degrees_of_freedom: test.degrees_of_freedom,
            p: test.p,
        }
    }
}

impl From<Point> for PointAnswer {
    fn from(point: Point) -> Self {
        Self {
            value: point.value,
            low: point.low,
            high: point.high,
        }
    }
}

impl From<Step> for StepAnswer {
    fn from(step: Step) -> Self {
        let (low, high) = step.interval().unzip();
        Self {
            days: step.days(),
            at_risk: step.at_risk,
            resolved: step.resolved,
            survival: step.survival,
            low,
            high,
        }
    }
}
