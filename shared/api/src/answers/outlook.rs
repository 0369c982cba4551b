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
    /// Open knelpunten of which the outlook is known, with and without `outlook`.
    pub known: usize,
    /// Open knelpunten of which it is unknown.
    pub unknown: usize,
    /// How many of the known are expected to be resolved within `withinDays`: the sum of 1 − `stillOpen.value`.
    pub expected_resolved: f64,
    /// The known by `stillOpen.value`, in ten steps from 0 to 1.
    pub distribution: Vec<OutlookStep>,
    /// The known of the last step, by category: the most frequent first, then in order of code.
    pub likely_to_stay: Vec<OutlookCategory>,
    /// The knelpunten of this page: those of which the outlook is unknown first, then the most likely to stay open.
    pub items: Vec<OutlookItem>,
    /// The cursor of the next page; null on the last page.
    pub next_cursor: Option<String>,
}

/// The knelpunten that are about as likely to stay open.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OutlookStep {
    /// The lowest share of the step.
    pub from: f64,
    /// The share below which the step lies; the last step includes 1.
    pub to: f64,
    /// The number of knelpunten.
    pub knelpunten: usize,
}

/// The knelpunten of a category that are the most likely to stay open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OutlookCategory {
    /// Code of the category.
    #[schemars(with = "CategoryCode")]
    pub category: String,
    /// Name of the category in Dutch.
    pub category_name: String,
    /// The number of knelpunten.
    pub knelpunten: usize,
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
    /// The same compared with all episodes, as with `groupBy=none`; absent where `stillOpen` is known, and with
    /// `groupBy=none`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub compared_with_all: Option<OutlookOverAll>,
}

/// How likely a knelpunt is to stay open, compared with all episodes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OutlookOverAll {
    /// The share of all episodes that were still open after `withinDays` more, of those that reached its age.
    pub still_open: PointAnswer,
    /// The number of episodes that were followed beyond its age.
    pub at_risk: usize,
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
