use jiff::civil::Date;
use model::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::DateSchema;

use super::{Answer, PartyAnswer, Table};

/// A page of the parties that knelpunten wait on, those that hold back the most municipalities first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct WaitingOn {
    /// The number of parties on all pages.
    pub total: usize,
    /// The parties of this page.
    pub items: Vec<WaitingOnItem>,
    /// The cursor of the next page; null on the last page.
    pub next_cursor: Option<String>,
}

/// A party, and what waits on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct WaitingOnItem {
    /// The party, in canonical form.
    pub party: PartyAnswer,
    /// Its name as the last report or resolution of its knelpunten has it.
    pub party_name: String,
    /// Open knelpunten that wait on it.
    pub open: usize,
    /// Those of them that persist.
    pub persisting: usize,
    /// Municipalities with an open knelpunt that waits on it, by the division.
    pub municipalities: usize,
    /// The instant from which the age of the oldest open one counts; null when none is open.
    pub oldest_since: Option<Instant>,
    /// The day of `oldestSince` in Europe/Amsterdam.
    #[schemars(with = "Option<DateSchema>")]
    pub oldest_since_on: Option<Date>,
    /// The age of the open ones in days, at the median; null when none is open.
    pub median_age_days: Option<f64>,
    /// Episodes.
    pub n: usize,
    /// Episodes that ended.
    pub resolved: usize,
    /// The day by which half of the episodes had ended, with open ones as censored; null when not reached.
    pub median_days: Option<f64>,
    /// Lower bound of the median's 95 % interval.
    pub median_low: Option<f64>,
    /// Upper bound of the median's 95 % interval; null when not reached.
    pub median_high: Option<f64>,
}

impl Answer for WaitingOn {
    fn table(&self) -> Table {
        let columns = [
            "party.kind",
            "party.name",
            "partyName",
            "open",
            "persisting",
            "municipalities",
            "oldestSince",
            "oldestSinceOn",
            "medianAgeDays",
            "n",
            "resolved",
            "medianDays",
            "medianLow",
            "medianHigh",
        ];
        // A table is for people, who see a name with single spaces; the JSON has it exactly as it was written.
        let mut items = self.items.clone();
        for item in &mut items {
            item.party_name = model::written_name(&item.party_name);
        }
        Table::new(&columns, &items)
    }

    fn next_cursor(&self) -> Option<&str> {
        self.next_cursor.as_deref()
    }
}
