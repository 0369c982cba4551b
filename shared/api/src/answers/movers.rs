use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answer, GroupName, PointAnswer, Table};
use crate::DateSchema;

/// What has changed between two windows of dates, by group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Movers {
    /// The groups that have a count in either window, the least likely to be due to chance first.
    pub items: Vec<MoversItem>,
    /// First day of the window.
    #[schemars(with = "DateSchema")]
    pub from: Date,
    /// Last day of the window.
    #[schemars(with = "DateSchema")]
    pub to: Date,
    /// First day of the window that it is compared with.
    #[schemars(with = "DateSchema")]
    pub compare_from: Date,
    /// Last day of that window.
    #[schemars(with = "DateSchema")]
    pub compare_to: Date,
}

/// A group in both windows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MoversItem {
    /// The group.
    #[serde(flatten)]
    pub group: GroupName,
    /// What was counted in the window that it is compared with.
    pub before: WindowCount,
    /// What was counted in the window.
    pub now: WindowCount,
    /// The rate now divided by the rate before, with its exact 95 % interval; the value and the upper bound are null
    /// where nothing was counted before.
    pub ratio: PointAnswer,
    /// The probability of a difference at least as unlikely if the rates are the same; null without exposure.
    pub p: Option<f64>,
    /// The probability corrected for the number of groups (Benjamini and Hochberg): of the groups at most at this value,
    /// at most this share is expected not to have changed.
    pub q: Option<f64>,
    /// Whether the rate went up or down by more than chance: where `q` is at most 0.05.
    pub direction: Direction,
}

/// What was counted of a group in a window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WindowCount {
    /// The count.
    pub count: u64,
    /// The days of the window, or the municipalities that rounds reached in it, once for each round.
    pub exposure: u64,
}

/// Where a rate went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// It went up.
    Up,
    /// It went down.
    Down,
    /// Chance may explain the difference.
    None,
}

impl Answer for Movers {
    fn table(&self) -> Table {
        let columns = [
            "group",
            "label",
            "before.count",
            "before.exposure",
            "now.count",
            "now.exposure",
            "ratio.value",
            "ratio.low",
            "ratio.high",
            "p",
            "q",
            "direction",
        ];
        Table::new(&columns, &self.items)
    }
}
