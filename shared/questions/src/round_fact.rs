//! What rounds said of a knelpunt, fact by fact: columns that questions about rounds scan, so that no fact is fetched.

use fold::{Fact, FactKind, Fold, Symbol};
use model::Instant;

/// A fact of a round.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RoundFact {
    pub(crate) round: Symbol,
    /// What it said.
    pub(crate) said: RoundVerdict,
    /// From when on that is seen.
    pub(crate) from: Instant,
}

/// What a round said of a knelpunt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RoundVerdict {
    /// A report that opened the first episode.
    First,
    /// A report that opened another episode.
    Recurred,
    /// A report of what was open.
    Confirmed,
    /// A resolution, whether anything was open or not.
    Gone,
}

impl RoundFact {
    /// Gives what a fact said that comes behind all that was folded; none when it is of no round.
    pub(crate) fn of(fact: &Fact, fold: &Fold) -> Option<Self> {
        let said = match fact.kind {
            FactKind::Resolution { .. } => RoundVerdict::Gone,
            FactKind::Report { .. } if fold.open().is_some() => RoundVerdict::Confirmed,
            FactKind::Report { .. } if fold.episodes() > 0 => RoundVerdict::Recurred,
            FactKind::Report { .. } => RoundVerdict::First,
        };
        Some(Self {
            round: fact.round?,
            said,
            from: fact.visible(),
        })
    }
}

impl RoundVerdict {
    /// Says whether it was a report.
    pub(crate) const fn is_there(self) -> bool {
        !matches!(self, Self::Gone)
    }
}
