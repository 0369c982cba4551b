//! The rows of exports: flat, so that every format has the same columns.

use jiff::civil::Date;
use model::{Instant, KnelpuntId, Outcome, PartyKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    BuildingBlockCode, CategoryCode, DateSchema, Example, HistoryItem, KnelpuntEvents, RemedyCode,
    answers::{KnelpuntAnswer, KnelpuntStatus, Table},
};

/// A row of an export.
pub trait ExportRow: Serialize + JsonSchema {
    /// Returns the columns, in order: the names of the fields in JSON.
    fn columns() -> Vec<&'static str>;

    /// Returns a row, as an example.
    fn example_row() -> Value;

    /// Returns rows as a table, with exact numbers.
    fn table(rows: &[Self]) -> Table
    where
        Self: Sized,
    {
        Table::exact(&Self::columns(), rows)
    }
}

/// What an episode and a knelpunt have in common.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RowIdentity {
    /// The id of the knelpunt.
    pub id: KnelpuntId,
    /// CBS code of the municipality, by the division.
    pub municipality: Option<String>,
    /// Name of the municipality.
    pub municipality_name: Option<String>,
    /// CBS code of the municipality that reported it, where it is another one.
    pub inherited_from: Option<String>,
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
    /// The kind of party that it waits on.
    pub party_kind: Option<PartyKind>,
    /// The canonical name of that party.
    pub party: Option<String>,
    /// The name of that party as it was last written.
    pub party_name: Option<String>,
    /// Its reference, in canonical form.
    pub reference: Option<String>,
    /// Its reference as it was last written.
    pub reference_as_written: Option<String>,
}

/// An episode in an export.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EpisodeExport {
    /// The knelpunt.
    #[serde(flatten)]
    pub identity: RowIdentity,
    /// The number of the episode, from 1.
    pub episode: usize,
    /// The instant from which its duration counts.
    pub since: Instant,
    /// Its day in Europe/Amsterdam.
    #[schemars(with = "DateSchema")]
    pub since_on: Date,
    /// When the opening report observed it.
    pub opened_at: Instant,
    /// Its day in Europe/Amsterdam.
    #[schemars(with = "DateSchema")]
    pub opened_on: Date,
    /// When it ended; null while it is open.
    pub ended_at: Option<Instant>,
    /// Its day in Europe/Amsterdam.
    #[schemars(with = "Option<DateSchema>")]
    pub ended_on: Option<Date>,
    /// Its outcome; null while it is open.
    pub outcome: Option<Outcome>,
    /// Code of the remedy that the resolution named.
    #[schemars(with = "Option<RemedyCode>")]
    pub remedy: Option<String>,
    /// Days of 24 hours from `since` to its end, or to the as-of instant while it is open.
    pub duration_days: f64,
    /// The number of its reports.
    pub reports: u32,
    /// The rounds of its reports, with spaces between them.
    pub rounds: String,
}

/// A knelpunt in an export.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct KnelpuntExport {
    /// The knelpunt.
    #[serde(flatten)]
    pub identity: RowIdentity,
    /// Its status.
    pub status: KnelpuntStatus,
    /// Whether it persists.
    pub persisting: bool,
    /// Its age in days of 24 hours; null when it is not open.
    pub age_days: Option<f64>,
    /// The number of its episodes.
    pub episodes: usize,
    /// The number of the reports of its episodes.
    pub reports: u64,
    /// When its first episode opened.
    pub first_opened_at: Option<Instant>,
    /// Its day in Europe/Amsterdam.
    #[schemars(with = "Option<DateSchema>")]
    pub first_opened_on: Option<Date>,
    /// The instant from which the duration of its last episode counts.
    pub since: Option<Instant>,
    /// Its day in Europe/Amsterdam.
    #[schemars(with = "Option<DateSchema>")]
    pub since_on: Option<Date>,
    /// When its last episode ended; null while it is open.
    pub ended_at: Option<Instant>,
    /// Its day in Europe/Amsterdam.
    #[schemars(with = "Option<DateSchema>")]
    pub ended_on: Option<Date>,
    /// The outcome of its last episode; null while it is open.
    pub outcome: Option<Outcome>,
    /// The ids of the knelpunten that were merged into it, with spaces between them.
    pub merged_from: String,
}

/// An event in an export.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EventExport {
    /// The id of the knelpunt, after merges.
    pub knelpunt: KnelpuntId,
    /// The event.
    #[serde(flatten)]
    pub event: HistoryItem,
}

const IDENTITY: [&str; 13] = [
    "id",
    "municipality",
    "municipalityName",
    "inheritedFrom",
    "category",
    "categoryName",
    "buildingBlock",
    "buildingBlockName",
    "partyKind",
    "party",
    "partyName",
    "reference",
    "referenceAsWritten",
];

impl ExportRow for EpisodeExport {
    fn columns() -> Vec<&'static str> {
        let own = [
            "episode",
            "since",
            "sinceOn",
            "openedAt",
            "openedOn",
            "endedAt",
            "endedOn",
            "outcome",
            "remedy",
            "durationDays",
            "reports",
            "rounds",
        ];
        [&IDENTITY[..], &own].concat()
    }

    fn example_row() -> Value {
        json!(Self::all(&KnelpuntAnswer::example()).next())
    }
}

impl ExportRow for KnelpuntExport {
    fn columns() -> Vec<&'static str> {
        let own = [
            "status",
            "persisting",
            "ageDays",
            "episodes",
            "reports",
            "firstOpenedAt",
            "firstOpenedOn",
            "since",
            "sinceOn",
            "endedAt",
            "endedOn",
            "outcome",
            "mergedFrom",
        ];
        [&IDENTITY[..], &own].concat()
    }

    fn example_row() -> Value {
        json!(Self::new(&KnelpuntAnswer::example()))
    }
}

impl ExportRow for EventExport {
    fn columns() -> Vec<&'static str> {
        vec![
            "knelpunt",
            "sequence",
            "key",
            "type",
            "source",
            "id",
            "time",
            "observedAt",
            "subject",
            "withdrawn",
            "redacted",
            "data",
        ]
    }

    fn example_row() -> Value {
        let events = KnelpuntEvents::example().items.into_iter();
        let row = |event| Self {
            knelpunt: KnelpuntAnswer::example().id,
            event,
        };
        json!(events.map(row).next())
    }
}

impl RowIdentity {
    /// Creates the identity of a knelpunt.
    pub fn new(answer: &KnelpuntAnswer) -> Self {
        let party = answer.party.as_ref();
        Self {
            id: answer.id,
            municipality: answer.municipality.clone(),
            municipality_name: answer.municipality_name.clone(),
            inherited_from: answer.inherited_from.clone(),
            category: answer.category.clone(),
            category_name: answer.category_name.clone(),
            building_block: answer.building_block.clone(),
            building_block_name: answer.building_block_name.clone(),
            party_kind: party.map(|party| party.kind),
            party: party.map(|party| party.name.clone()),
            party_name: answer.party_name.clone(),
            reference: answer.reference.clone(),
            reference_as_written: answer.reference_as_written.clone(),
        }
    }
}

impl EpisodeExport {
    /// Returns the episodes of a knelpunt.
    pub fn all(answer: &KnelpuntAnswer) -> impl Iterator<Item = Self> {
        let identity = RowIdentity::new(answer);
        (1..)
            .zip(&answer.episodes)
            .map(move |(number, episode)| Self {
                identity: identity.clone(),
                episode: number,
                since: episode.since,
                since_on: episode.since.day(),
                opened_at: episode.opened_at,
                opened_on: episode.opened_at.day(),
                ended_at: episode.ended_at,
                ended_on: episode.ended_at.map(Instant::day),
                outcome: episode.outcome,
                remedy: episode.remedy.clone(),
                duration_days: episode.duration_days,
                reports: episode.reports,
                rounds: episode.rounds.join(" "),
            })
    }
}

impl KnelpuntExport {
    /// Creates the row of a knelpunt.
    pub fn new(answer: &KnelpuntAnswer) -> Self {
        let (first, last) = (answer.episodes.first(), answer.episodes.last());
        let reports = answer.episodes.iter();
        let absorbed: Vec<String> = answer.merged_from.iter().map(ToString::to_string).collect();
        let opened = first.map(|episode| episode.opened_at);
        let since = last.map(|episode| episode.since);
        let ended = last.and_then(|episode| episode.ended_at);
        Self {
            identity: RowIdentity::new(answer),
            status: answer.status,
            persisting: answer.persisting,
            age_days: answer.age_days,
            episodes: answer.episodes.len(),
            reports: reports.map(|episode| u64::from(episode.reports)).sum(),
            first_opened_at: opened,
            first_opened_on: opened.map(Instant::day),
            since,
            since_on: since.map(Instant::day),
            ended_at: ended,
            ended_on: ended.map(Instant::day),
            outcome: last.and_then(|episode| episode.outcome),
            merged_from: absorbed.join(" "),
        }
    }
}
