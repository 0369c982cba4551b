//! The facts of rounds, in a column that questions about rounds scan, so that no fact is fetched.

use fold::{Fold, Observation, ObservationKind, Symbol};
use model::Instant;

/// A report or resolution of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoundFact {
    /// The round.
    pub round: Symbol,
    /// What it observed.
    pub verdict: RoundVerdict,
    /// When it was observed; of a resolution given as a date, the end of that day.
    pub instant: Instant,
    /// The instant from which it is visible; of a resolution given as a date, the start of that day.
    pub visible_from: Instant,
}

/// What a round observed of a knelpunt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundVerdict {
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
    /// Creates it from an observation that follows all folded so far; none when it is of no round.
    pub(crate) fn new(observed: &Observation, fold: &Fold) -> Option<Self> {
        let verdict = match observed.kind {
            ObservationKind::Resolution { .. } => RoundVerdict::Gone,
            ObservationKind::Report { .. } if fold.open().is_some() => RoundVerdict::Confirmed,
            ObservationKind::Report { .. } if fold.episodes() > 0 => RoundVerdict::Recurred,
            ObservationKind::Report { .. } => RoundVerdict::First,
        };
        Some(Self {
            round: observed.round?,
            verdict,
            instant: observed.instant,
            visible_from: observed.visible_from(),
        })
    }
}

impl RoundVerdict {
    /// Whether it was a report.
    pub const fn is_report(self) -> bool {
        !matches!(self, Self::Gone)
    }
}
