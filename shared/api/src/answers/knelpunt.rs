use crate::{BuildingBlockCode, CategoryCode, DateSchema, RemedyCode};
use jiff::civil::Date;
use model::{Instant, KnelpuntId, Outcome, PartyKind, Reporter};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A knelpunt with its episodes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct KnelpuntAnswer {
    /// Its id; of a merged knelpunt, the id of the knelpunt that absorbed it.
    pub id: KnelpuntId,
    /// The link to it, as of now.
    #[serde(rename = "self")]
    pub link: String,
    /// CBS code of the municipality, by the division; null while no event has named it.
    pub municipality: Option<String>,
    /// Name of the municipality.
    pub municipality_name: Option<String>,
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
    #[schemars(with = "Option<CategoryCode>")]
    pub category: Option<String>,
    /// Name of the category in Dutch.
    pub category_name: Option<String>,
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
    /// Its status.
    pub status: KnelpuntStatus,
    /// Whether it persists.
    pub persisting: bool,
    /// Its age in days of 24 hours; null when it is not open.
    pub age_days: Option<f64>,
    /// Its episodes, in order.
    pub episodes: Vec<EpisodeAnswer>,
    /// The ids of the knelpunten that were merged into it.
    pub merged_from: Vec<KnelpuntId>,
    /// The last description of it.
    pub description: Option<String>,
    /// The last reporter.
    pub reporter: Option<Reporter>,
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

/// The status of a knelpunt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum KnelpuntStatus {
    /// Its last episode has not ended.
    Open,
    /// Its last episode ended.
    Resolved,
    /// It has no episode.
    None,
}

/// A party, in canonical form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PartyAnswer {
    /// The kind of party.
    pub kind: PartyKind,
    /// Name of the kind in Dutch.
    pub kind_name: String,
    /// Its canonical name.
    pub name: String,
}

impl KnelpuntAnswer {
    /// Returns kind and name of the party as people see it: as it was last written.
    pub fn party_as_written(&self) -> Option<(PartyKind, &str)> {
        as_written(self.party.as_ref(), self.party_name.as_deref())
    }

    /// Returns the last description and its day, if it adds something to the first: it is another one, and of the last
    /// episode.
    pub fn later_description(&self) -> Option<(&str, Date)> {
        let first = self.first_description.as_deref();
        let last = self.description.as_deref().zip(self.described_at)?;
        later_description(first, last, self.episodes.last()?.opened_at)
    }
}

/// Returns kind and name of a party as it was last written.
pub(super) fn as_written<'a>(
    party: Option<&PartyAnswer>,
    name: Option<&'a str>,
) -> Option<(PartyKind, &'a str)> {
    Some((party?.kind, name?))
}

/// Returns a last description and its day, if it adds something to the first. What closed an earlier episode does not: it
/// would say of what came back that it is gone.
pub(super) fn later_description<'a>(
    first: Option<&str>,
    (last, described_at): (&'a str, Instant),
    opened_at: Instant,
) -> Option<(&'a str, Date)> {
    let adds = Some(last) != first && described_at >= opened_at;
    adds.then(|| (last, described_at.day()))
}

/// An episode.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EpisodeAnswer {
    /// When the opening report observed it.
    pub opened_at: Instant,
    /// The day of `openedAt` in Europe/Amsterdam.
    #[schemars(with = "DateSchema")]
    pub opened_on: Date,
    /// The instant from which its duration counts.
    pub since: Instant,
    /// The day of `since` in Europe/Amsterdam.
    #[schemars(with = "DateSchema")]
    pub since_on: Date,
    /// When it ended; null while it is open.
    pub ended_at: Option<Instant>,
    /// The day of `endedAt` in Europe/Amsterdam.
    #[schemars(with = "Option<DateSchema>")]
    pub ended_on: Option<Date>,
    /// Its outcome; null while it is open.
    pub outcome: Option<Outcome>,
    /// Code of the remedy.
    #[schemars(with = "Option<RemedyCode>")]
    pub remedy: Option<String>,
    /// Days of 24 hours from `since` to its end, or to the as-of instant while it is open.
    pub duration_days: f64,
    /// The number of its reports.
    pub reports: u32,
    /// The rounds of its reports.
    pub rounds: Vec<String>,
}
