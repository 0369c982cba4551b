use std::sync::Arc;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answer, GroupName, Table};
use crate::DateSchema;

/// The figures of every period, and of every group in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Trend {
    /// In order of period, then group; the group without a value is last.
    pub items: Vec<TrendItem>,
}

/// One period of one group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrendItem {
    /// First day of the period.
    #[schemars(with = "DateSchema")]
    pub period: Date,
    /// The group; absent without `groupBy`.
    #[serde(flatten)]
    pub group: Option<Arc<GroupName>>,
    /// The figures of the period.
    #[serde(flatten)]
    pub figures: PeriodFigures,
}

/// The figures of a period: opened − resolved is the change of open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PeriodFigures {
    /// Reports.
    pub reported: i64,
    /// Episodes that opened.
    pub opened: i64,
    /// Episodes that opened and were not the first of their knelpunt.
    pub recurred: i64,
    /// Episodes that ended.
    pub resolved: i64,
    /// Episodes that ended, by outcome.
    pub resolved_by_outcome: ResolvedByOutcome,
    /// Episodes that are open at the end of the period.
    pub open_at_end: i64,
    /// Episodes that are open at the end of the period and persist.
    pub persisting_at_end: i64,
    /// Episodes that are open at the end of the period, and whose last report by then is a year (365 days) old or older;
    /// `confirmWithinDays` replaces the 365.
    pub unconfirmed_at_end: i64,
}

/// Episodes that ended, by outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ResolvedByOutcome {
    /// Solved.
    pub solved: i64,
    /// No longer relevant.
    pub lapsed: i64,
    /// Solved for many at once.
    pub central: i64,
}

impl Answer for Trend {
    fn table(&self) -> Table {
        let columns = [
            "period",
            "group",
            "label",
            "reported",
            "opened",
            "recurred",
            "resolved",
            "resolvedByOutcome.solved",
            "resolvedByOutcome.lapsed",
            "resolvedByOutcome.central",
            "openAtEnd",
            "persistingAtEnd",
            "unconfirmedAtEnd",
        ];
        Table::grouped(&columns, &self.items)
    }
}
