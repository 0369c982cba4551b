//! The closed sets of the contract: event types, kinds of party, outcomes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The type of an event, version 1 of each.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum EventType {
    /// `knelpunt-reported`
    KnelpuntReported,
    /// `knelpunt-resolved`
    KnelpuntResolved,
    /// `knelpunt-merged`
    KnelpuntMerged,
    /// `municipality-consulted`
    MunicipalityConsulted,
    /// `support-received`
    SupportReceived,
    /// `event-withdrawn`
    EventWithdrawn,
    /// `event-redacted`
    EventRedacted,
}

/// The kind of party that a knelpunt waits on.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum PartyKind {
    /// A supplier.
    Supplier,
    /// A national body.
    NationalBody,
    /// A partnership of municipalities.
    Partnership,
}

/// How an episode of a knelpunt ended.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Solved.
    Solved,
    /// No longer relevant.
    Lapsed,
    /// Solved for many municipalities at once.
    Central,
}

/// The result of a consultation: reached, or why not.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ConsultationOutcome {
    /// Somebody was reached.
    Reached,
    /// Nobody answered.
    NoAnswer,
    /// The municipality declined to take part.
    Declined,
}

impl EventType {
    /// All types, in the order of the contract.
    pub const ALL: [Self; 7] = [
        Self::KnelpuntReported,
        Self::KnelpuntResolved,
        Self::KnelpuntMerged,
        Self::MunicipalityConsulted,
        Self::SupportReceived,
        Self::EventWithdrawn,
        Self::EventRedacted,
    ];

    /// Returns the name used in NATS subjects, such as `knelpunt-reported`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::KnelpuntReported => "knelpunt-reported",
            Self::KnelpuntResolved => "knelpunt-resolved",
            Self::KnelpuntMerged => "knelpunt-merged",
            Self::MunicipalityConsulted => "municipality-consulted",
            Self::SupportReceived => "support-received",
            Self::EventWithdrawn => "event-withdrawn",
            Self::EventRedacted => "event-redacted",
        }
    }

    /// Returns the full type on the wire, such as `nl.knelpunten.knelpunt-reported.v1`.
    pub fn full_name(self) -> String {
        format!("nl.knelpunten.{}.v1", self.name())
    }

    /// Returns the `$id` of the schema of these events, which our emitters give as `dataschema`.
    pub fn schema_id(self) -> String {
        format!("urn:nl:knelpunten:schema:{}:v1", self.name())
    }

    /// Parses a full type; `None` when its name or version is unknown.
    pub fn parse(full_name: &str) -> Option<Self> {
        let name = full_name
            .strip_prefix("nl.knelpunten.")?
            .strip_suffix(".v1")?;
        Self::ALL.into_iter().find(|known| known.name() == name)
    }
}

impl PartyKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Supplier, Self::NationalBody, Self::Partnership];

    /// Returns the code on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Supplier => "supplier",
            Self::NationalBody => "national-body",
            Self::Partnership => "partnership",
        }
    }

    /// Parses the code on the wire.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Self; 3] = [Self::Solved, Self::Lapsed, Self::Central];

    /// Returns the code on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Solved => "solved",
            Self::Lapsed => "lapsed",
            Self::Central => "central",
        }
    }

    /// Parses the code on the wire.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }
}

impl ConsultationOutcome {
    /// All outcomes.
    pub const ALL: [Self; 3] = [Self::Reached, Self::NoAnswer, Self::Declined];

    /// Returns the code on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::NoAnswer => "no-answer",
            Self::Declined => "declined",
        }
    }

    /// Parses the code on the wire.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }
}
