//! The data of the six events, as they stand on the wire.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Identity, Subject, canonical_name};

/// What an event says, by type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Data {
    /// Somebody observed the knelpunt.
    Reported(KnelpuntReported),
    /// Somebody observed that it was gone.
    Resolved(KnelpuntResolved),
    /// Two knelpunten proved to be one.
    Merged(KnelpuntMerged),
    /// A municipality was asked in a round.
    Consulted(MunicipalityConsulted),
    /// An event was taken back.
    Withdrawn(EventWithdrawn),
    /// An event's free text was taken out.
    Redacted(EventRedacted),
}

/// The type of an event, version 1 of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
    /// `event-withdrawn`
    EventWithdrawn,
    /// `event-redacted`
    EventRedacted,
}

/// Somebody observed the knelpunt at a time: the first report opens an episode, the next ones confirm it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KnelpuntReported {
    /// CBS code of the municipality, such as `GM0344`.
    pub municipality: String,
    /// Code of the category, from the catalogue.
    pub category: String,
    /// Code of the building block that it concerns, from the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub building_block: Option<String>,
    /// The party on whom it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<Party>,
    /// Number of a ticket or a system, where two knelpunten are alike in all the above; never a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$"))]
    pub reference: Option<String>,
    /// When it was so in reality: a date, or a date-time with offset (RFC 3339).
    pub observed_at: String,
    /// Since when it was known to be so: a date, or a date-time with offset; not after `observedAt`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known_since: Option<String>,
    /// Slug of the round in which it was heard, such as `2013-02`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^[a-z0-9][a-z0-9-]{0,31}$"))]
    pub round: Option<String>,
    /// Who said so, as a role; never a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reporter: Option<Reporter>,
    /// Free text without personal data, at most 4 000 code points.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 4000))]
    pub description: Option<String>,
}

/// Somebody observed that the knelpunt was gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KnelpuntResolved {
    /// CBS code of the municipality, such as `GM0344`.
    pub municipality: String,
    /// Code of the category, from the catalogue.
    pub category: String,
    /// Code of the building block that it concerned, from the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub building_block: Option<String>,
    /// The party on whom it waited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<Party>,
    /// Number of a ticket or a system, as in the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$"))]
    pub reference: Option<String>,
    /// When it was gone in reality: a date, or a date-time with offset (RFC 3339).
    pub observed_at: String,
    /// How it ended.
    pub outcome: Outcome,
    /// Code of what helped, from the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
    /// Slug of the round in which it was heard, such as `2013-02`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^[a-z0-9][a-z0-9-]{0,31}$"))]
    pub round: Option<String>,
    /// Who said so, as a role; never a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reporter: Option<Reporter>,
    /// Free text without personal data, at most 4 000 code points.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 4000))]
    pub description: Option<String>,
}

/// A knelpunt proved to be another one: what is known of it counts as known of the other, whose identity stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KnelpuntMerged {
    /// CBS code of the municipality of both.
    pub municipality: String,
    /// Code of the category of the one that is absorbed.
    pub category: String,
    /// Code of the building block of the one that is absorbed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub building_block: Option<String>,
    /// The party of the one that is absorbed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<Party>,
    /// The reference of the one that is absorbed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$"))]
    pub reference: Option<String>,
    /// The identity, within the same municipality, of the one that it goes into.
    pub into: Into,
    /// Why, at most 1 000 code points.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 1000))]
    pub reason: Option<String>,
}

/// An identity without its municipality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Into {
    /// Code of the category, from the catalogue.
    pub category: String,
    /// Code of the building block, from the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub building_block: Option<String>,
    /// The party on whom it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<Party>,
    /// Number of a ticket or a system.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$"))]
    pub reference: Option<String>,
}

/// A municipality was asked in a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MunicipalityConsulted {
    /// CBS code of the municipality, such as `GM0344`.
    pub municipality: String,
    /// Slug of the round, such as `2013-02`.
    #[schemars(regex(pattern = r"^[a-z0-9][a-z0-9-]{0,31}$"))]
    pub round: String,
    /// When: a date, or a date-time with offset (RFC 3339).
    pub observed_at: String,
    /// Whether anybody was reached.
    pub outcome: ConsultationOutcome,
    /// The categories that were covered; absent means all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topics: Option<Vec<String>>,
    /// The organisation that asked, never a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub coach_organisation: Option<String>,
}

/// An event was taken back; counts whichever of the two arrives first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EventWithdrawn {
    /// The event that is taken back; it has the same subject as this one.
    pub event: EventRef,
    /// CBS code of the municipality of that event.
    pub municipality: String,
    /// Why, at most 1 000 code points.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 1000))]
    pub reason: Option<String>,
}

/// An event is replaced by the same without its free text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EventRedacted {
    /// The event that is redacted; it has the same subject as this one.
    pub event: EventRef,
    /// CBS code of the municipality of that event.
    pub municipality: String,
    /// What stands in its place.
    pub replacement: Replacement,
    /// Why, at most 1 000 code points.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 1000))]
    pub reason: Option<String>,
}

/// Names an event by who sent it under which id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventRef {
    /// The `source` of that event.
    #[schemars(length(min = 1, max = 200))]
    pub source: String,
    /// The `id` of that event.
    #[schemars(length(min = 1, max = 200))]
    pub id: String,
}

/// What stands in the place of a redacted event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Replacement {
    /// Its full type, such as `nl.knelpunten.knelpunt-reported.v1`.
    #[serde(rename = "type")]
    pub event_type: String,
    /// Its time, RFC 3339 with offset.
    pub time: String,
    /// Its data, as that type has it, without the free text.
    pub data: serde_json::Map<String, serde_json::Value>,
}

/// The party on whom a knelpunt waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// What kind of party.
    pub kind: PartyKind,
    /// Its name; spelling in capitals and spaces makes no difference.
    #[schemars(length(min = 1, max = 200))]
    pub name: String,
}

/// What kind of party a knelpunt waits on.
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

/// Who said so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reporter {
    /// A role, such as `information-manager`; never a name.
    #[schemars(length(min = 1, max = 200))]
    pub role: String,
}

/// How a knelpunt ended.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It was solved.
    Solved,
    /// It was no longer relevant.
    Lapsed,
    /// It was solved for many at once.
    Central,
}

/// Whether anybody was reached.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ConsultationOutcome {
    /// Somebody was reached.
    Reached,
    /// Nobody answered.
    NoAnswer,
    /// They would rather not.
    Declined,
}

impl EventType {
    /// Lists the types in the order of the contract.
    pub const ALL: [Self; 6] = [
        Self::KnelpuntReported,
        Self::KnelpuntResolved,
        Self::KnelpuntMerged,
        Self::MunicipalityConsulted,
        Self::EventWithdrawn,
        Self::EventRedacted,
    ];

    /// Gives the name that stands in NATS subjects, such as `knelpunt-reported`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::KnelpuntReported => "knelpunt-reported",
            Self::KnelpuntResolved => "knelpunt-resolved",
            Self::KnelpuntMerged => "knelpunt-merged",
            Self::MunicipalityConsulted => "municipality-consulted",
            Self::EventWithdrawn => "event-withdrawn",
            Self::EventRedacted => "event-redacted",
        }
    }

    /// Gives the full type on the wire, such as `nl.knelpunten.knelpunt-reported.v1`.
    pub fn full_name(self) -> String {
        format!("nl.knelpunten.{}.v1", self.name())
    }

    /// Reads a full type; none when name or version is unknown.
    pub fn parse(full_name: &str) -> Option<Self> {
        let name = full_name
            .strip_prefix("nl.knelpunten.")?
            .strip_suffix(".v1")?;
        Self::ALL.into_iter().find(|known| known.name() == name)
    }
}

impl PartyKind {
    /// Lists the kinds.
    pub const ALL: [Self; 3] = [Self::Supplier, Self::NationalBody, Self::Partnership];

    /// Gives the code on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Supplier => "supplier",
            Self::NationalBody => "national-body",
            Self::Partnership => "partnership",
        }
    }

    /// Reads the code on the wire.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }
}

impl Outcome {
    /// Lists the outcomes.
    pub const ALL: [Self; 3] = [Self::Solved, Self::Lapsed, Self::Central];

    /// Gives the code on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Solved => "solved",
            Self::Lapsed => "lapsed",
            Self::Central => "central",
        }
    }
}

impl ConsultationOutcome {
    /// Lists the outcomes.
    pub const ALL: [Self; 3] = [Self::Reached, Self::NoAnswer, Self::Declined];

    /// Gives the code on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::NoAnswer => "no-answer",
            Self::Declined => "declined",
        }
    }
}

impl Data {
    /// Gives the type.
    pub const fn event_type(&self) -> EventType {
        match self {
            Self::Reported(_) => EventType::KnelpuntReported,
            Self::Resolved(_) => EventType::KnelpuntResolved,
            Self::Merged(_) => EventType::KnelpuntMerged,
            Self::Consulted(_) => EventType::MunicipalityConsulted,
            Self::Withdrawn(_) => EventType::EventWithdrawn,
            Self::Redacted(_) => EventType::EventRedacted,
        }
    }

    /// Gives the code of the municipality that it is about.
    pub fn municipality(&self) -> &str {
        match self {
            Self::Reported(data) => &data.municipality,
            Self::Resolved(data) => &data.municipality,
            Self::Merged(data) => &data.municipality,
            Self::Consulted(data) => &data.municipality,
            Self::Withdrawn(data) => &data.municipality,
            Self::Redacted(data) => &data.municipality,
        }
    }

    /// Gives the identity of the knelpunt that it is about; none where the data do not say it.
    pub fn identity(&self) -> Option<Identity> {
        match self {
            Self::Reported(data) => Some(identity(
                &data.municipality,
                &data.category,
                data.building_block.as_deref(),
                data.party.as_ref(),
                data.reference.as_deref(),
            )),
            Self::Resolved(data) => Some(identity(
                &data.municipality,
                &data.category,
                data.building_block.as_deref(),
                data.party.as_ref(),
                data.reference.as_deref(),
            )),
            Self::Merged(data) => Some(identity(
                &data.municipality,
                &data.category,
                data.building_block.as_deref(),
                data.party.as_ref(),
                data.reference.as_deref(),
            )),
            Self::Consulted(_) | Self::Withdrawn(_) | Self::Redacted(_) => None,
        }
    }

    /// Gives the subject that follows from the data; none for what names another event, whose subject it shares.
    pub fn subject(&self) -> Option<Subject> {
        match self {
            Self::Consulted(data) => Some(Subject::Consultation {
                municipality: data.municipality.clone(),
                round: data.round.clone(),
            }),
            _ => self
                .identity()
                .map(|identity| Subject::Knelpunt(identity.id())),
        }
    }

    /// Gives the NATS subject: `knelpunten.<type>.<municipality>`.
    pub fn nats_subject(&self) -> String {
        format!(
            "knelpunten.{}.{}",
            self.event_type().name(),
            self.municipality()
        )
    }
}

impl KnelpuntMerged {
    /// Gives the identity of the knelpunt that it goes into.
    pub fn target(&self) -> Identity {
        let Into {
            category,
            building_block,
            party,
            reference,
        } = &self.into;
        identity(
            &self.municipality,
            category,
            building_block.as_deref(),
            party.as_ref(),
            reference.as_deref(),
        )
    }
}

/// Brings the identifying members into canonical form.
pub(crate) fn identity(
    municipality: &str,
    category: &str,
    building_block: Option<&str>,
    party: Option<&Party>,
    reference: Option<&str>,
) -> Identity {
    Identity {
        municipality: municipality.to_owned(),
        category: category.to_owned(),
        building_block: building_block.map(str::to_owned),
        party: party
            .as_ref()
            .map(|party| (party.kind, canonical_name(&party.name))),
        reference: reference.map(canonical_name),
    }
}
