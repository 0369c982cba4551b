use crate::{BuildingBlockCode, CategoryCode, DateSchema, RemedyCode};
use jiff::civil::Date;
use model::{Instant, KnelpuntId, Outcome, PartyKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answer, KnelpuntStatus, PartyAnswer, Table, knelpunt};

/// A page of a list of knelpunten.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Persisting {
    /// The number of knelpunten on all pages.
    pub total: usize,
    /// The knelpunten of this page, in order of `since`, then id, unless the link sorts otherwise.
    pub items: Vec<PersistingItem>,
    /// The cursor of the next page; null on the last page.
    pub next_cursor: Option<String>,
}

/// A knelpunt, with its last episode.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersistingItem {
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
    /// Its status.
    pub status: KnelpuntStatus,
    /// When the opening report of its last episode observed it.
    pub opened_at: Instant,
    /// The day of `openedAt` in Europe/Amsterdam.
    #[schemars(with = "DateSchema")]
    pub opened_on: Date,
    /// The instant from which its age counts.
    pub since: Instant,
    /// The day of `since` in Europe/Amsterdam.
    #[schemars(with = "DateSchema")]
    pub since_on: Date,
    /// When its last episode ended; null while it is open.
    pub ended_at: Option<Instant>,
    /// The day of `endedAt` in Europe/Amsterdam.
    #[schemars(with = "Option<DateSchema>")]
    pub ended_on: Option<Date>,
    /// The outcome of that episode; null while it is open.
    pub outcome: Option<Outcome>,
    /// Code of the remedy that the resolution named.
    #[schemars(with = "Option<RemedyCode>")]
    pub remedy: Option<String>,
    /// Days of 24 hours from `since` to the end of its last episode, or to the as-of instant while it is open.
    pub age_days: f64,
    /// Whether it persists.
    pub persisting: bool,
    /// The number of its episodes.
    pub episodes: usize,
    /// The number of its reports.
    pub reports: usize,
    /// The rounds in which it was reported during its last episode.
    pub rounds: Vec<String>,
    /// When it was last reported.
    pub last_reported_at: Instant,
    /// The day of `lastReportedAt` in Europe/Amsterdam.
    #[schemars(with = "DateSchema")]
    pub last_reported_on: Date,
    /// The first description of it, which says what it is: that of the first report that has one.
    pub first_description: Option<String>,
    /// When that report observed it.
    pub first_described_at: Option<Instant>,
    /// The day of `firstDescribedAt` in Europe/Amsterdam.
    #[schemars(with = "Option<DateSchema>")]
    pub first_described_on: Option<Date>,
    /// When the event with the last description observed it: a report, or the resolution that ended an episode.
    pub described_at: Option<Instant>,
    /// The day of `describedAt` in Europe/Amsterdam.
    #[schemars(with = "Option<DateSchema>")]
    pub described_on: Option<Date>,
}

impl PersistingItem {
    /// Returns kind and name of the party as people see it: as it was last written.
    pub fn party_as_written(&self) -> Option<(PartyKind, &str)> {
        knelpunt::as_written(self.party.as_ref(), self.party_name.as_deref())
    }

    /// Returns the last description and its day, if it adds something to the first: it is another one, and of the last
    /// episode.
    pub fn later_description(&self) -> Option<(&str, Date)> {
        let first = self.first_description.as_deref();
        let last = self.description.as_deref().zip(self.described_at)?;
        knelpunt::later_description(first, last, self.opened_at)
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
            "status",
            "outcome",
            "remedy",
            "since",
            "sinceOn",
            "openedAt",
            "openedOn",
            "endedAt",
            "endedOn",
            "lastReportedAt",
            "lastReportedOn",
            "episodes",
            "reports",
            "rounds",
            "description",
            "id",
            "firstDescription",
            "firstDescribedAt",
            "firstDescribedOn",
            "describedAt",
            "describedOn",
        ];
        Table::new(&columns, &self.items)
    }

    fn next_cursor(&self) -> Option<&str> {
        self.next_cursor.as_deref()
    }
}
