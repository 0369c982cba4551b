//! What an event is about, with its texts as symbols.

use fold::Symbol;
use model::{KnelpuntId, Subject};
use serde::{Deserialize, Serialize};

/// The subject of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SubjectKey {
    /// A knelpunt.
    Knelpunt(KnelpuntId),
    /// The consultations of a municipality in a round.
    Consultation {
        /// CBS code of the municipality.
        municipality: Symbol,
        /// Slug of the round.
        round: Symbol,
    },
}

impl SubjectKey {
    /// Interns the texts of a subject.
    pub fn intern(subject: &Subject, intern: &mut impl FnMut(&str) -> Symbol) -> Self {
        match subject {
            Subject::Knelpunt(id) => Self::Knelpunt(*id),
            Subject::Consultation {
                municipality,
                round,
            } => Self::Consultation {
                municipality: intern(municipality),
                round: intern(round),
            },
        }
    }

    /// Returns the key of a subject whose texts have symbols; none when no event has named them.
    pub fn find(subject: &Subject, find: impl Fn(&str) -> Option<Symbol>) -> Option<Self> {
        Some(match subject {
            Subject::Knelpunt(id) => Self::Knelpunt(*id),
            Subject::Consultation {
                municipality,
                round,
            } => Self::Consultation {
                municipality: find(municipality)?,
                round: find(round)?,
            },
        })
    }

    /// Returns the same subject in the symbols of another interner.
    #[must_use]
    pub fn map_symbols(self, map: &impl Fn(Symbol) -> Symbol) -> Self {
        match self {
            Self::Knelpunt(id) => Self::Knelpunt(id),
            Self::Consultation {
                municipality,
                round,
            } => Self::Consultation {
                municipality: map(municipality),
                round: map(round),
            },
        }
    }
}
