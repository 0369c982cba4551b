use jiff::civil::Date;
use model::{Instant, KnelpuntId, Outcome, PartyKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answer, PartyAnswer, Table, knelpunt};
use crate::{BuildingBlockCode, CategoryCode, DateSchema, RemedyCode, parameters::EpisodeEvent};

/// A page of what happened to episodes, in order of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EpisodeList {
    /// The number of items on all pages.
    pub total: usize,
    /// What happened, in order of `at`, then id.
    pub items: Vec<EpisodeListItem>,
    /// The cursor of the next page; null on the last page.
    pub next_cursor: Option<String>,
}

/// What happened to one episode.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EpisodeListItem {
    /// What happened.
    pub event: EpisodeEvent,
    /// When it happened.
    pub at: Instant,
    /// The day of `at` in Europe/Amsterdam.
    #[schemars(with = "DateSchema")]
    pub on: Date,
    /// The id of the knelpunt.
    pub id: KnelpuntId,
    /// The link to the knelpunt.
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
    /// The party that it waits on.
    pub party: Option<PartyAnswer>,
    /// The name of that party as it was last written.
    pub party_name: Option<String>,
    /// Its reference, in canonical form.
    pub reference: Option<String>,
    /// The reference as it was last written.
    pub reference_as_written: Option<String>,
    /// The instant from which the duration counts.
    pub since: Instant,
    /// The day of `since` in Europe/Amsterdam.
    #[schemars(with = "DateSchema")]
    pub since_on: Date,
    /// When the opening report observed it.
    pub opened_at: Instant,
    /// The day of `openedAt` in Europe/Amsterdam.
    #[schemars(with = "DateSchema")]
    pub opened_on: Date,
    /// When the episode ended; null while it is open.
    pub ended_at: Option<Instant>,
    /// The day of `endedAt` in Europe/Amsterdam.
    #[schemars(with = "Option<DateSchema>")]
    pub ended_on: Option<Date>,
    /// Its outcome; null while it is open.
    pub outcome: Option<Outcome>,
    /// Code of the remedy that the resolution named.
    #[schemars(with = "Option<RemedyCode>")]
    pub remedy: Option<String>,
    /// Days of 24 hours from `since` to the end, or to the as-of instant while it is open.
    pub duration_days: f64,
    /// The number of the episode, from 1.
    pub episode: usize,
}

impl EpisodeListItem {
    /// Returns kind and name of the party as people see it: as it was last written.
    pub fn party_as_written(&self) -> Option<(PartyKind, &str)> {
        knelpunt::as_written(self.party.as_ref(), self.party_name.as_deref())
    }
}

impl Answer for EpisodeList {
    fn table(&self) -> Table {
        let columns = [
            "event",
            "at",
            "on",
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
            "since",
            "sinceOn",
            "openedAt",
            "openedOn",
            "endedAt",
            "endedOn",
            "outcome",
            "remedy",
            "durationDays",
            "episode",
            "id",
        ];
        Table::new(&columns, &self.items)
    }

    fn next_cursor(&self) -> Option<&str> {
        self.next_cursor.as_deref()
    }
}
