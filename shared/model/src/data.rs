//! The data of the seven event types, as on the wire.

mod codes;
mod correction;
mod merge;
mod observation;

use serde::Serialize;

pub use codes::{ConsultationOutcome, EventType, Outcome, PartyKind};
pub use correction::{EventRedacted, EventRef, EventWithdrawn, Replacement};
pub use merge::{KnelpuntMerged, MergeTarget, Party};
pub use observation::{
    KnelpuntReported, KnelpuntResolved, MunicipalityConsulted, Reporter, SupportReceived,
};

use crate::{Identity, Subject};
use merge::canonical_identity;

/// The data of an event, by type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Data {
    /// The knelpunt was observed.
    Reported(KnelpuntReported),
    /// The knelpunt was observed to be gone.
    Resolved(KnelpuntResolved),
    /// A knelpunt was absorbed by another.
    Merged(KnelpuntMerged),
    /// A municipality was consulted in a round.
    Consulted(MunicipalityConsulted),
    /// A municipality received support.
    Supported(SupportReceived),
    /// An event was withdrawn.
    Withdrawn(EventWithdrawn),
    /// An event was replaced without its free text.
    Redacted(EventRedacted),
}

impl Data {
    /// Returns the event type.
    pub const fn event_type(&self) -> EventType {
        match self {
            Self::Reported(_) => EventType::KnelpuntReported,
            Self::Resolved(_) => EventType::KnelpuntResolved,
            Self::Merged(_) => EventType::KnelpuntMerged,
            Self::Consulted(_) => EventType::MunicipalityConsulted,
            Self::Supported(_) => EventType::SupportReceived,
            Self::Withdrawn(_) => EventType::EventWithdrawn,
            Self::Redacted(_) => EventType::EventRedacted,
        }
    }

    /// Returns the code of the municipality concerned.
    pub fn municipality(&self) -> &str {
        match self {
            Self::Reported(data) => &data.municipality,
            Self::Resolved(data) => &data.municipality,
            Self::Merged(data) => &data.municipality,
            Self::Consulted(data) => &data.municipality,
            Self::Supported(data) => &data.municipality,
            Self::Withdrawn(data) => &data.municipality,
            Self::Redacted(data) => &data.municipality,
        }
    }

    /// Returns the canonical identity of the knelpunt concerned; `None` for types without one.
    pub fn identity(&self) -> Option<Identity> {
        match self {
            Self::Reported(data) => Some(canonical_identity(
                &data.municipality,
                &data.category,
                data.building_block.as_deref(),
                data.party.as_ref(),
                data.reference.as_deref(),
            )),
            Self::Resolved(data) => Some(canonical_identity(
                &data.municipality,
                &data.category,
                data.building_block.as_deref(),
                data.party.as_ref(),
                data.reference.as_deref(),
            )),
            Self::Merged(data) => Some(canonical_identity(
                &data.municipality,
                &data.category,
                data.building_block.as_deref(),
                data.party.as_ref(),
                data.reference.as_deref(),
            )),
            Self::Consulted(_) | Self::Supported(_) | Self::Withdrawn(_) | Self::Redacted(_) => {
                None
            }
        }
    }

    /// Returns the subject derived from the data; `None` for a withdrawal or redaction, which shares the subject of the
    /// event it corrects.
    pub fn subject(&self) -> Option<Subject> {
        match self {
            Self::Consulted(data) => Some(Subject::InMunicipality {
                municipality: data.municipality.clone(),
                name: data.round.clone(),
            }),
            Self::Supported(data) => Some(Subject::InMunicipality {
                municipality: data.municipality.clone(),
                name: data.support.clone(),
            }),
            Self::Reported(_)
            | Self::Resolved(_)
            | Self::Merged(_)
            | Self::Withdrawn(_)
            | Self::Redacted(_) => self
                .identity()
                .map(|identity| Subject::Knelpunt(identity.id())),
        }
    }

    /// Returns the NATS subject: `knelpunten.<type>.<municipality>`. It is for routing and permissions; validity is a
    /// function of the event alone, so an event that arrived on another subject is the same event.
    pub fn nats_subject(&self) -> String {
        format!(
            "knelpunten.{}.{}",
            self.event_type().name(),
            self.municipality()
        )
    }
}
