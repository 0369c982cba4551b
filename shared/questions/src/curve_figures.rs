//! The figures of curves, which resolution times and recurrence have in common.

use std::collections::BTreeMap;

use api::{
    answers::{LogRankAnswer, PointAnswer},
    parameters::Grouping,
};

use crate::{
    Parameters,
    statistics::{Detail, LogRank, Survival},
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

/// Returns the share that is left at each of the days.
pub(crate) fn survival_at_days(curve: &Survival) -> BTreeMap<String, PointAnswer> {
    let at_days = |days: u16| (days.to_string(), curve.at(f64::from(days)));
    BTreeMap::from(SURVIVAL_AT_DAYS.map(at_days))
}

/// Returns the outcome of a test between groups.
pub(crate) fn log_rank_answer(test: &LogRank) -> LogRankAnswer {
    LogRankAnswer {
        chi_squared: test.chi_squared,
        degrees_of_freedom: test.degrees_of_freedom,
        p: test.p,
    }
}
