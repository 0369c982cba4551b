use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Answer, GroupName, LogRankAnswer, PointAnswer, RestrictedMeanAnswer, Table, table::objects,
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
    /// The day from which the curve counts: 0.
    pub from_days: f64,
    /// The day by which half had been reported again; null when not reached.
    pub median_days: Option<f64>,
    /// Lower bound of the median's 95 % interval.
    pub median_low: Option<f64>,
    /// Upper bound of the median's 95 % interval; null when not reached.
    pub median_high: Option<f64>,
    /// The share that is still resolved at 90, 180 and 365 days, by number of days.
    pub survival: BTreeMap<String, PointAnswer>,
    /// The mean number of days without a new report, up to a horizon; null where nothing was followed for any time.
    pub restricted_mean: Option<RestrictedMeanAnswer>,
    /// The curve: its steps in order of time.
    pub curve: Vec<RecurrenceStep>,
}

/// A step of the curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RecurrenceStep {
    /// Days since the end of the episode.
    pub days: f64,
    /// Ended episodes at risk just before.
    pub at_risk: usize,
    /// Knelpunten that were reported again at this moment.
    pub recurred: usize,
    /// The share that is still resolved just after.
    pub survival: f64,
    /// Lower bound of its 95 % interval.
    pub low: Option<f64>,
    /// Upper bound of its 95 % interval.
    pub high: Option<f64>,
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
        let is_grouped = self
            .groups
            .first()
            .is_some_and(|group| group.group.is_some());
        Table::grouped(&columns, is_grouped, &objects(&self.groups))
    }
}
