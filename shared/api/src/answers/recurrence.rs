use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Answer, CurveFigures, GroupName, LogRankAnswer, RecurredCount, RestrictedMeanAnswer, Table,
};

/// How long resolved knelpunten stay resolved, by group, and whether the groups differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Recurrence {
    /// In order of code, the group without a value last; one group without `groupBy`. A group without an episode that
    /// ended is absent.
    pub groups: Vec<RecurrenceGroup>,
    /// The log-rank test between the groups; null where there is nothing to compare.
    pub log_rank: Option<LogRankAnswer>,
}

/// Survival of one group: the share of ended episodes after which the knelpunt has not been reported again, by days since
/// the end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RecurrenceGroup {
    /// The group; absent without `groupBy`.
    #[serde(flatten)]
    pub group: Option<GroupName>,
    /// Episodes that ended.
    pub n: usize,
    /// Episodes after which the knelpunt was reported again.
    pub recurred: usize,
    /// Episodes after which it was not.
    pub censored: usize,
    /// The share that is still resolved, by days since the end.
    #[serde(flatten)]
    pub figures: CurveFigures<RecurredCount>,
    /// The mean number of days without a new report, up to a horizon; null where nothing was followed for any time.
    pub restricted_mean: Option<RestrictedMeanAnswer>,
}

impl Answer for Recurrence {
    fn table(&self) -> Table {
        let columns = [
            "group",
            "label",
            "n",
            "recurred",
            "censored",
            "fromDays",
            "medianDays",
            "medianLow",
            "medianHigh",
            "survival.90.value",
            "survival.180.value",
            "survival.365.value",
            "restrictedMean.days",
            "restrictedMean.se",
            "restrictedMean.horizonDays",
        ];
        Table::grouped(&columns, &self.groups)
    }
}
