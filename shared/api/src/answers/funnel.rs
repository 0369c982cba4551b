use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answer, GroupName, PointAnswer, Table};

/// Which groups stand out by more than chance: the share of episodes that is still open after some days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Funnel {
    /// The share over all groups shown, around which the limits lie; null without an episode.
    pub target: Option<f64>,
    /// In order of code, the group without a value last. There is no rank.
    pub items: Vec<FunnelItem>,
}

/// A group with its limits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FunnelItem {
    /// The group.
    #[serde(flatten)]
    pub group: GroupName,
    /// Episodes that opened at least so many days ago.
    pub n: u64,
    /// Those that were still open after so many days.
    pub x: u64,
    /// `x` of `n`, with its 95 % interval.
    pub share: PointAnswer,
    /// Between which the share lies by chance, with 95 %, if the group is like all others.
    pub limits95: Limits,
    /// The same, with 99.8 %.
    pub limits998: Limits,
    /// Where the share lies.
    pub position: FunnelPosition,
}

/// Limits around the target.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Limits {
    /// The lower limit.
    pub low: f64,
    /// The upper limit.
    pub high: f64,
}

/// Where a share lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FunnelPosition {
    /// Above the upper limit of 99.8 %.
    Above998,
    /// Above the upper limit of 95 %.
    Above95,
    /// Between the limits.
    Inside,
    /// Below the lower limit of 95 %.
    Below95,
    /// Below the lower limit of 99.8 %.
    Below998,
}

impl Answer for Funnel {
    fn table(&self) -> Table {
        let columns = [
            "group",
            "label",
            "n",
            "x",
            "share.value",
            "share.low",
            "share.high",
            "limits95.low",
            "limits95.high",
            "limits998.low",
            "limits998.high",
            "position",
        ];
        Table::new(&columns, &self.items)
    }
}
