use jiff::civil::Date;
use model::{Instant, KnelpuntId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answer, PointAnswer, Table};
use crate::{CategoryCode, DateSchema};

/// A page of the open knelpunten, those that are the least likely to be resolved first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Outlook {
    /// The number of knelpunten on all pages.
    pub total: usize,
    /// The knelpunten of this page: those of which the outlook is unknown first, then the most likely to stay open.
    pub items: Vec<OutlookItem>,
    /// The cursor of the next page; null on the last page.
    pub next_cursor: Option<String>,
}

/// An open knelpunt, and how likely it is to stay open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OutlookItem {
    /// Its id.
    pub id: KnelpuntId,
    /// The link to it.
    pub href: String,
    /// CBS code of the municipality, by the division.
    pub municipality: String,
    /// Name of the municipality.
    pub municipality_name: String,
    /// CBS code of the municipality that reported it, where it is another one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub inherited_from: Option<String>,
    /// True when the municipality that reported it was split, so that a part of it belongs elsewhere.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub through_split: bool,
    /// CBS codes of those that got other parts of it; the knelpunt counts with the main successor, because it is not
    /// known in which part it is.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub other_successors: Vec<String>,
    /// Code of the category.
    #[schemars(with = "CategoryCode")]
    pub category: String,
    /// Name of the category in Dutch.
    pub category_name: String,
    /// The instant from which its age counts.
    pub since: Instant,
    /// The day of `since` in Europe/Amsterdam.
    #[schemars(with = "DateSchema")]
    pub since_on: Date,
    /// Days of 24 hours from `since` to the as-of instant.
    pub age_days: f64,
    /// The share of comparable episodes that were still open after `withinDays` more, of those that reached its age; all
    /// null where too little is known.
    pub still_open: PointAnswer,
    /// The number of episodes of its stratum that were followed beyond its age.
    pub at_risk: usize,
    /// Code of its stratum, the group that it is compared with; null for those without a value, and with `groupBy=none`.
    pub stratum: Option<String>,
}

impl Answer for Outlook {
    fn table(&self) -> Table {
        let columns = [
            "municipality",
            "municipalityName",
            "inheritedFrom",
            "throughSplit",
            "otherSuccessors",
            "category",
            "categoryName",
            "since",
            "sinceOn",
            "ageDays",
            "stillOpen.value",
            "stillOpen.low",
            "stillOpen.high",
            "atRisk",
            "stratum",
            "id",
        ];
        Table::new(&columns, &self.items)
    }

    fn next_cursor(&self) -> Option<&str> {
        self.next_cursor.as_deref()
    }
}
