use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answer, Table};

/// The figures of all selected knelpunten at once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Knelpunten with an episode.
    pub knelpunten: usize,
    /// Their episodes.
    pub episodes: usize,
    /// Knelpunten that are open.
    pub open: usize,
    /// Open knelpunten that persist.
    pub persisting: usize,
    /// Episodes after the first of the same knelpunt.
    pub recurrences: usize,
    /// Reports.
    pub reports: usize,
}

impl Answer for Summary {
    fn table(&self) -> Table {
        let columns = [
            "knelpunten",
            "episodes",
            "open",
            "persisting",
            "recurrences",
            "reports",
        ];
        Table::new(&columns, std::slice::from_ref(self))
    }
}
