use crate::{BuildingBlockCode, CategoryCode};
use model::{Instant, KnelpuntId, PartyKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answer, PartyAnswer, Table, knelpunt};

/// A page of the list of open knelpunten, oldest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Persisting {
    /// The number of knelpunten on all pages.
    pub total: usize,
    /// The knelpunten of this page, in order of `since`, then id.
    pub items: Vec<PersistingItem>,
    /// The cursor of the next page; null on the last page.
    pub next_cursor: Option<String>,
}

/// An open knelpunt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersistingItem {
    /// Its id.
    pub id: KnelpuntId,
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
    /// Code of the building block.
    #[schemars(with = "Option<BuildingBlockCode>")]
    pub building_block: Option<String>,
    /// Name of the building block in Dutch.
    pub building_block_name: Option<String>,
    /// The party that it waits on.
    pub party: Option<PartyAnswer>,
    /// The name of that party as it was last written.
    pub party_name: Option<String>,
    /// Its reference, in canonical form.
    pub reference: Option<String>,
    /// The reference as it was last written.
    pub reference_as_written: Option<String>,
    /// The last description of it.
    pub description: Option<String>,
    /// When the opening report of the open episode observed it.
    pub opened_at: Instant,
    /// The instant from which its age counts.
    pub since: Instant,
    /// Days of 24 hours from `since` to the as-of instant.
    pub age_days: f64,
    /// Whether it persists.
    pub persisting: bool,
    /// The number of its episodes.
    pub episodes: usize,
    /// The number of its reports.
    pub reports: usize,
    /// The rounds in which it was reported during the open episode.
    pub rounds: Vec<String>,
    /// When it was last reported.
    pub last_reported_at: Instant,
}

impl PersistingItem {
    /// Returns kind and name of the party as people see it: as it was last written.
    pub fn party_as_written(&self) -> Option<(PartyKind, &str)> {
        knelpunt::as_written(self.party.as_ref(), self.party_name.as_deref())
    }
}

impl Answer for Persisting {
    fn table(&self) -> Table {
        let columns = [
            "municipality",
            "municipalityName",
            "inheritedFrom",
            "throughSplit",
            "otherSuccessors",
            "category",
            "categoryName",
            "buildingBlock",
            "party.kind",
            "party.name",
            "partyName",
            "reference",
            "referenceAsWritten",
            "ageDays",
            "persisting",
            "since",
            "openedAt",
            "lastReportedAt",
            "episodes",
            "reports",
            "rounds",
            "description",
            "id",
        ];
        Table::new(&columns, &self.items)
    }

    fn next_cursor(&self) -> Option<&str> {
        self.next_cursor.as_deref()
    }
}
