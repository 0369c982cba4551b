//! A knelpunt as questions see it: its identity, and the facts that count, in order.

use model::{Instant, KnelpuntId};

use crate::{End, Fact, Fold, IdentityKeys, ObservationKind};

/// A knelpunt with its facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Knelpunt<'a> {
    /// Its id; of merged subjects, the id of the absorbing one.
    pub id: KnelpuntId,
    /// Its identity; none while no event has named it (a withdrawal arrived first).
    pub identity: Option<IdentityKeys>,
    /// The subjects whose events are its events, in order, itself included.
    pub members: Vec<KnelpuntId>,
    facts: Vec<Fact<'a>>,
}

/// The facts of one knelpunt that are visible at an instant.
#[derive(Debug, Clone)]
pub struct VisibleFacts<'a> {
    past: &'a [Fact<'a>],
    /// Resolutions given as a date: visible, although their instant, the end of that day, lies ahead.
    early: Vec<Fact<'a>>,
}

impl<'a> Knelpunt<'a> {
    /// Creates a knelpunt from its facts, in any order.
    pub fn new(
        id: KnelpuntId,
        identity: Option<IdentityKeys>,
        members: Vec<KnelpuntId>,
        mut facts: Vec<Fact<'a>>,
    ) -> Self {
        facts.sort_unstable_by_key(Fact::order);
        Self {
            id,
            identity,
            members,
            facts,
        }
    }

    /// Returns the reports and resolutions that count, in the order of the fold.
    pub fn facts(&self) -> &[Fact<'a>] {
        &self.facts
    }

    /// Returns the facts that are visible at an instant.
    pub fn visible_at(&'a self, at: Instant) -> VisibleFacts<'a> {
        let (past, ahead) = self.facts.split_at(self.passed(at));
        VisibleFacts {
            past,
            early: early(ahead, at).collect(),
        }
    }

    /// Finds a resolution given as a date that is visible at an instant and ends the open episode although its own
    /// instant, the end of that day, lies ahead.
    pub fn end_ahead(&self, at: Instant) -> Option<End> {
        let ahead = &self.facts[self.passed(at)..];
        early(ahead, at).find_map(|fact| match fact.observation.kind {
            ObservationKind::Resolution { outcome, remedy } => Some(End {
                at: fact.observation.instant,
                outcome,
                remedy,
            }),
            ObservationKind::Report { .. } => None,
        })
    }

    /// Returns the number of facts up to an instant: they are in order, and none is visible later than its instant.
    fn passed(&self, at: Instant) -> usize {
        self.facts
            .partition_point(|fact| fact.observation.instant <= at)
    }
}

impl<'a> VisibleFacts<'a> {
    /// Returns the facts, in order.
    pub fn facts(&self) -> impl DoubleEndedIterator<Item = Fact<'a>> + Clone {
        self.past.iter().chain(&self.early).copied()
    }

    /// Returns the facts at or after an instant, in order.
    pub fn facts_from(&self, start: Instant) -> impl Iterator<Item = Fact<'a>> {
        let before = |fact: &Fact<'_>| fact.observation.instant < start;
        let past = &self.past[self.past.partition_point(before)..];
        let early = &self.early[self.early.partition_point(before)..];
        past.iter().chain(early).copied()
    }

    /// Folds the facts.
    pub fn fold(&self) -> Fold {
        self.facts().fold(Fold::default(), |mut fold, fact| {
            fold.step(fact.observation);
            fold
        })
    }
}

/// Returns those of the facts after an instant that are visible then.
fn early<'a>(ahead: &[Fact<'a>], at: Instant) -> impl Iterator<Item = Fact<'a>> {
    ahead
        .iter()
        .take_while(move |fact| fact.observation.instant.since(at) < LONGEST_DAY_MICROSECONDS)
        .filter(move |fact| fact.observation.dated && fact.observation.visible_from() <= at)
        .copied()
}

/// The day on which clocks go back has 25 hours: a resolution given as a date is visible at most so long before its
/// instant.
const LONGEST_DAY_MICROSECONDS: i64 = 25 * 3_600 * 1_000_000;
