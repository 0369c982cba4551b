//! Live changes: what the stream of changes sends.

use jiff::civil::Date;
use model::{Instant, KnelpuntId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    BuildingBlockCode, CategoryCode, DateSchema, Example, RemedyCode, operations::EXAMPLE_KNELPUNT,
};

/// What became of a knelpunt, or of what is known of a municipality, when an event arrived.
///
/// It says what the log knew before and after, all observations included, whatever day it is: that a knelpunt begins to
/// persist by its age alone is no event, and is not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// The position of the event in the log.
    pub position: u64,
    /// What changed.
    pub change: ChangeKind,
    /// The knelpunt that the event belongs to now; null for consultations and support.
    pub knelpunt: Option<KnelpuntId>,
    /// The path of the knelpunt in the API.
    #[schemars(extend("format" = "uri-reference"))]
    pub href: Option<String>,
    /// The id that the event names, where it is merged into the knelpunt.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub subject: Option<KnelpuntId>,
    /// CBS code of the municipality that reported it; null where only a correction of an event has arrived, not the event.
    pub municipality: Option<String>,
    /// The name of the municipality.
    pub municipality_name: Option<String>,
    /// Code of the category.
    #[schemars(with = "Option<CategoryCode>")]
    pub category: Option<String>,
    /// Code of the building block.
    #[schemars(with = "Option<BuildingBlockCode>")]
    pub building_block: Option<String>,
    /// Slug of the round.
    pub round: Option<String>,
    /// Code of the remedy, for support.
    #[schemars(with = "Option<RemedyCode>")]
    pub support: Option<String>,
    /// The source of the event.
    pub source: String,
    /// When it was observed; null for corrections and merges.
    pub observed_at: Option<Instant>,
    /// The day of that in Europe/Amsterdam.
    #[schemars(with = "Option<DateSchema>")]
    pub observed_on: Option<Date>,
    /// Whether the knelpunt was open before; null for consultations and support.
    pub was_open: Option<bool>,
    /// Whether the knelpunt is open after it.
    pub is_open: Option<bool>,
}

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum ChangeKind {
    /// A report opened a knelpunt for the first time.
    Opened,
    /// A report opened a knelpunt that had been resolved before.
    Recurred,
    /// A report of a knelpunt that was open already, or of the past.
    Reported,
    /// A resolution ended the open episode.
    Resolved,
    /// A resolution of the past, or of a knelpunt that was not open.
    ResolutionRecorded,
    /// The knelpunt proved to be another one.
    Merged,
    /// An event was withdrawn, or arrived after its withdrawal.
    Withdrawn,
    /// The free text of an event was removed.
    Redacted,
    /// Another content arrived for an event that had arrived before.
    Corrected,
    /// A municipality was consulted in a round.
    Consulted,
    /// A municipality received support.
    SupportReceived,
}

/// Some changes were left out: read again what was derived from them. The stream goes on behind the position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChangesReset {
    /// Why.
    pub reason: String,
    /// The position behind which the stream goes on; `knownAt` asks for the state at it.
    pub position: u64,
}

/// The last message of a stream that the server ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChangesDropped {
    /// Why.
    pub reason: String,
    /// The position up to which changes were sent; reconnect with the last event id to get the rest.
    pub position: u64,
}

impl Example for Change {
    fn example() -> Self {
        let observed_at = Instant::from_microseconds(1_360_623_600_000_000);
        Self {
            position: 13_023,
            change: ChangeKind::Recurred,
            knelpunt: KnelpuntId::parse(EXAMPLE_KNELPUNT),
            href: Some(format!("/v1/knelpunten/{EXAMPLE_KNELPUNT}")),
            subject: None,
            municipality: Some("GM0344".to_owned()),
            municipality_name: Some("Utrecht".to_owned()),
            category: Some("supplier-delivery".to_owned()),
            building_block: Some("bag".to_owned()),
            round: Some("2013-02".to_owned()),
            support: None,
            source: "urn:nld:oin:00000001823288444000:systeem:rondgang".to_owned(),
            observed_at: Some(observed_at),
            observed_on: Some(observed_at.day()),
            was_open: Some(false),
            is_open: Some(true),
        }
    }
}

impl ChangeKind {
    /// Every value.
    pub const ALL: [Self; 11] = [
        Self::Opened,
        Self::Recurred,
        Self::Reported,
        Self::Resolved,
        Self::ResolutionRecorded,
        Self::Merged,
        Self::Withdrawn,
        Self::Redacted,
        Self::Corrected,
        Self::Consulted,
        Self::SupportReceived,
    ];
}
