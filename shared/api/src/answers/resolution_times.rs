use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answer, GroupName, Table, table::objects};

/// Survival of each group, and whether the groups differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResolutionTimes {
    /// In order of code, the group without a value last; one group without `groupBy`.
    pub groups: Vec<GroupAnswer>,
    /// The log-rank test between the groups; null where there is nothing to compare.
    pub log_rank: Option<LogRankAnswer>,
    /// The log-rank test of each pair of groups alone; null unless there are 2 to 20 groups.
    pub pairs: Option<Vec<PairAnswer>>,
    /// Whether episodes last the longer, or the shorter, the larger the municipality: the log-rank test for trend with
    /// the size classes as scores; null without `groupBy=sizeClass`, or where there is nothing to compare.
    pub log_rank_trend: Option<LogRankAnswer>,
}

/// Survival of one group: the share of episodes that is still open, by days since `since`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupAnswer {
    /// The group; absent without `groupBy`.
    #[serde(flatten)]
    pub group: Option<GroupName>,
    /// Episodes.
    pub n: usize,
    /// Episodes that ended.
    pub resolved: usize,
    /// Episodes that are open.
    pub censored: usize,
    /// The day from which the curve counts; the curve is conditional on it.
    pub from_days: f64,
    /// The day by which half of the episodes had ended; null when not reached.
    pub median_days: Option<f64>,
    /// Lower bound of the median's 95 % interval.
    pub median_low: Option<f64>,
    /// Upper bound of the median's 95 % interval; null when not reached.
    pub median_high: Option<f64>,
    /// The median if every end had come just after the last report of its episode: an episode that was reported until
    /// some day, and later found to have ended, may have ended at any time since. Null when not reached.
    pub median_days_earliest: Option<f64>,
    /// The share that is still open at 90, 180 and 365 days, by number of days.
    pub survival: BTreeMap<String, PointAnswer>,
    /// The share that has ended by each outcome.
    pub cumulative_incidence: CumulativeIncidence,
    /// The mean number of days that an episode is open, up to a horizon; null where there are no episodes, or a group
    /// lowers the horizon to 0.
    pub restricted_mean: Option<RestrictedMeanAnswer>,
    /// The curve: its steps in order of time.
    pub curve: Vec<StepAnswer>,
}

/// The share that has ended by each outcome at 90, 180 and 365 days, by number of days. The three and the share that is
/// still open add up to 1; each is null where that is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CumulativeIncidence {
    /// Solved.
    pub solved: BTreeMap<String, PointAnswer>,
    /// No longer relevant.
    pub lapsed: BTreeMap<String, PointAnswer>,
    /// Solved for many at once.
    pub central: BTreeMap<String, PointAnswer>,
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

/// The mean number of days that an episode is open, up to a horizon.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RestrictedMeanAnswer {
    /// The mean, in days.
    pub days: f64,
    /// Its standard error, in days.
    pub se: f64,
    /// The horizon, in days: as requested, or the largest exit of the group that was followed for the shortest time
    /// and has open episodes. All groups have one horizon, so that their means compare: a group of one open knelpunt of
    /// 25 days lowers it to 25. Leave such a group out of the filter to see further.
    pub horizon_days: f64,
}

/// A step of the curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct StepAnswer {
    /// Days since `since`.
    pub days: f64,
    /// Episodes at risk just before.
    pub at_risk: usize,
    /// Episodes that ended at this moment.
    pub resolved: usize,
    /// The share that is still open just after.
    pub survival: f64,
    /// Lower bound of its 95 % interval.
    pub low: Option<f64>,
    /// Upper bound of its 95 % interval.
    pub high: Option<f64>,
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
}

/// The log-rank test of two groups; without a statistic where there is nothing to compare.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PairAnswer {
    /// The code of the first group; null for the knelpunten without a value.
    pub first: Option<String>,
    /// The code of the second group, which comes later.
    pub second: Option<String>,
    /// The statistic, which has one degree of freedom.
    pub chi_squared: Option<f64>,
    /// The probability of a statistic at least as large if the two do not differ.
    pub p: Option<f64>,
    /// The probability corrected for the number of pairs (Holm).
    pub p_holm: Option<f64>,
}

impl Answer for ResolutionTimes {
    fn table(&self) -> Table {
        let columns = [
            "group",
            "label",
            "n",
            "resolved",
            "censored",
            "fromDays",
            "medianDays",
            "medianLow",
            "medianHigh",
            "medianDaysEarliest",
            "survival.90.value",
            "survival.180.value",
            "survival.365.value",
            "cumulativeIncidence.solved.365.value",
            "cumulativeIncidence.lapsed.365.value",
            "cumulativeIncidence.central.365.value",
            "restrictedMean.days",
            "restrictedMean.se",
            "restrictedMean.horizonDays",
        ];
        let is_grouped = self
            .groups
            .first()
            .is_some_and(|group| group.group.is_some());
        Table::grouped(&columns, is_grouped, &objects(&self.groups))
    }
}
