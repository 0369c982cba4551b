//! What an event is about, with its texts as symbols.

use fold::Symbol;
use model::{KnelpuntId, Subject};
use serde::{Deserialize, Serialize};

/// The subject of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SubjectKey {
    /// A knelpunt.
    Knelpunt(KnelpuntId),
    /// The consultations of a municipality in a round, or its support of a kind.
    InMunicipality {
        /// CBS code of the municipality.
        municipality: Symbol,
        /// Slug of the round, or code of the support.
        name: Symbol,
    },
}

impl SubjectKey {
    /// Interns the texts of a subject.
    pub fn intern(subject: &Subject, intern: &mut impl FnMut(&str) -> Symbol) -> Self {
        match subject {
            Subject::Knelpunt(id) => Self::Knelpunt(*id),
            Subject::InMunicipality { municipality, name } => Self::InMunicipality {
                municipality: intern(municipality),
                name: intern(name),
            },
        }
    }

    /// Returns the key of a subject whose texts have symbols; none when no event has named them.
    pub fn find(subject: &Subject, find: impl Fn(&str) -> Option<Symbol>) -> Option<Self> {
        Some(match subject {
            Subject::Knelpunt(id) => Self::Knelpunt(*id),
            Subject::InMunicipality { municipality, name } => Self::InMunicipality {
                municipality: find(municipality)?,
                name: find(name)?,
            },
        })
    }

    /// Returns the same subject in the symbols of another interner.
    #[must_use]
    pub fn map_symbols(self, map: &impl Fn(Symbol) -> Symbol) -> Self {
        match self {
            Self::Knelpunt(id) => Self::Knelpunt(id),
            Self::InMunicipality { municipality, name } => Self::InMunicipality {
                municipality: map(municipality),
                name: map(name),
            },
        }
    }
}
