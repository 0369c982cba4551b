use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Answer, CurveFigures, GroupName, LogRankAnswer, PointAnswer, ResolvedByOutcome, ResolvedCount,
    RestrictedMeanAnswer, Table,
};

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
    /// Episodes that ended, by outcome: six that ended may be six that lapsed. There is no filter by outcome: what has
    /// not ended has none, so that open episodes would be left out, and every time would be too short.
    pub resolved_by_outcome: ResolvedByOutcome,
    /// Episodes that are open.
    pub censored: usize,
    /// The share that is still open, by days since `since`.
    #[serde(flatten)]
    pub figures: CurveFigures<ResolvedCount>,
    /// The median if every end had come just after the last report of its episode: an episode that was reported until
    /// some day, and later found to have ended, may have ended at any time since. Null when not reached.
    pub median_days_earliest: Option<f64>,
    /// The share that has ended by each outcome.
    pub cumulative_incidence: CumulativeIncidence,
    /// The mean number of days that an episode is open, up to a horizon; null where there are no episodes, or a group
    /// lowers the horizon to 0.
    pub restricted_mean: Option<RestrictedMeanAnswer>,
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
            "resolvedByOutcome.solved",
            "resolvedByOutcome.lapsed",
            "resolvedByOutcome.central",
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
        Table::grouped(&columns, &self.groups)
    }
}
