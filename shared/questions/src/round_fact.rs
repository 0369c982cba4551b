//! The facts of rounds, in a column that questions about rounds scan, so that no fact is fetched.

use fold::{Fact, FactKind, Fold, Symbol};
use model::Instant;

/// A report or resolution of a round.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RoundFact {
    pub(crate) round: Symbol,
    pub(crate) verdict: RoundVerdict,
    /// The instant from which it is visible.
    pub(crate) visible_from: Instant,
}

/// What a round observed of a knelpunt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RoundVerdict {
    /// A report that opened the first episode.
    First,
    /// A report that opened another episode.
    Recurred,
    /// A report during an episode.
    Confirmed,
    /// A resolution, whether anything was open or not.
    Gone,
}

impl RoundFact {
    /// Creates it from a fact that follows all facts folded so far; none when the fact is of no round.
    pub(crate) fn new(fact: &Fact, fold: &Fold) -> Option<Self> {
        let verdict = match fact.kind {
            FactKind::Resolution { .. } => RoundVerdict::Gone,
            FactKind::Report { .. } if fold.open().is_some() => RoundVerdict::Confirmed,
            FactKind::Report { .. } if fold.episodes() > 0 => RoundVerdict::Recurred,
            FactKind::Report { .. } => RoundVerdict::First,
        };
        Some(Self {
            round: fact.round?,
            verdict,
            visible_from: fact.visible(),
        })
    }
}

impl RoundVerdict {
    /// Whether it was a report.
    pub(crate) const fn is_report(self) -> bool {
        !matches!(self, Self::Gone)
    }
}
