//! The data of the six events, as they stand on the wire.

mod codes;
mod correction;
mod merge;
mod observation;

use serde::Serialize;

pub use codes::{ConsultationOutcome, EventType, Outcome, PartyKind};
pub use correction::{EventRedacted, EventRef, EventWithdrawn, Replacement};
pub use merge::{KnelpuntMerged, MergeTarget, Party};
pub use observation::{KnelpuntReported, KnelpuntResolved, MunicipalityConsulted, Reporter};

use crate::{Identity, Subject};
use merge::identity;

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
