//! The figures of curves, which resolution times and recurrence have in common.

use std::collections::BTreeMap;

use api::{
    answers::{CurveFigures, EventCount, LogRankAnswer, PointAnswer, StepAnswer},
    parameters::Grouping,
};

use crate::{
    Parameters,
    statistics::{Detail, LogRank, Step, Survival},
};

/// The days at which survival is given.
pub(crate) const SURVIVAL_AT_DAYS: [u16; 3] = [90, 180, 365];

/// How curves are asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurveOptions {
    /// The attribute to group by.
    pub group_by: Option<Grouping>,
    /// The horizon of the restricted mean: above 0, at most 36 500.
    pub horizon_days: f64,
    /// How much of each curve is returned.
    pub detail: Detail,
}

impl Default for CurveOptions {
    fn default() -> Self {
        Self {
            group_by: None,
            horizon_days: 365.0,
            detail: Detail::Summary,
        }
    }
}

impl CurveOptions {
    /// Parses the parameters of a link.
    pub(crate) fn parse(parameters: &mut Parameters) -> Self {
        let horizon = |text: &str| {
            text.parse::<f64>()
                .ok()
                .filter(|days| *days > 0.0 && *days <= 36_500.0)
        };
        let detail = |text: &str| (text == "full").then_some(Detail::Full);
        let default = Self::default();
        let group_by = parameters.grouping();
        let horizon_must_be = "a number of days above 0, at most 36500";
        let horizon_days = parameters.parse("horizonDays", horizon_must_be, horizon);
        let detail_must_be = "full; leave it out for at most 400 points";
        let detail = parameters.parse("curve", detail_must_be, detail);
        Self {
            group_by,
            horizon_days: horizon_days.unwrap_or(default.horizon_days),
            detail: detail.unwrap_or(default.detail),
        }
    }
}

/// The least expected number of ends with which the chi-squared distribution is a good approximation (Cochran 1954,
/// Biometrics 10, 417–451).
const EXPECTED_AT_LEAST: f64 = 5.0;

/// Reads the figures of a curve.
pub(crate) fn curve_figures<E: EventCount>(curve: &Survival, detail: Detail) -> CurveFigures<E> {
    CurveFigures {
        from_days: curve.from_days,
        median_days: curve.median_days,
        median_low: curve.median_low,
        median_high: curve.median_high,
        survival: survival_at_days(curve),
        curve: curve.curve(detail).into_iter().map(step_answer).collect(),
    }
}

fn step_answer<E: EventCount>(step: Step) -> StepAnswer<E> {
    let (low, high) = step.interval().unzip();
    StepAnswer {
        days: step.days(),
        at_risk: step.at_risk,
        count: E::from(step.resolved),
        survival: step.survival,
        low,
        high,
    }
}

/// Returns the share that is left at each of the days.
fn survival_at_days(curve: &Survival) -> BTreeMap<String, PointAnswer> {
    let at_days = |days: u16| (days.to_string(), curve.at(f64::from(days)));
    BTreeMap::from(SURVIVAL_AT_DAYS.map(at_days))
}

/// Returns the outcome of a test between groups.
pub(crate) fn log_rank_answer(test: &LogRank) -> LogRankAnswer {
    let compared = test.expected.iter().filter(|expected| **expected > 0.0);
    let small = compared.filter(|expected| **expected < EXPECTED_AT_LEAST);
    LogRankAnswer {
        chi_squared: test.chi_squared,
        degrees_of_freedom: test.degrees_of_freedom,
        p: test.p,
        small_groups: Some(small.count()),
    }
}
