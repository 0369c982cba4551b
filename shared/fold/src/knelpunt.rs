//! A knelpunt as questions see it: who it is, and the facts that count, in order.

use model::{Instant, KnelpuntId};

use crate::{Episode, Fact, Fold, Traits};

/// A knelpunt with all that was observed of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Knelpunt {
    /// Its id; of merged ones that of the one that stands.
    pub id: KnelpuntId,
    /// Who it is; none while no event has said so (a withdrawal came first).
    pub traits: Option<Traits>,
    /// The subjects whose events are its events, in order, itself included.
    pub members: Vec<KnelpuntId>,
    facts: Vec<Fact>,
    /// All facts folded, kept so that one that comes last takes constant time.
    fold: Fold,
}

/// The facts of one knelpunt that are seen at an instant.
#[derive(Debug, Clone)]
pub struct Visible<'a> {
    past: &'a [Fact],
    /// What all facts fold to, where all are seen.
    whole: Option<&'a Fold>,
    /// Facts that arrived later are left out.
    arrived: u64,
    /// Resolutions given as a date, seen although their instant, the end of that day, is still to come.
    early: Vec<&'a Fact>,
}

impl Knelpunt {
    /// Makes a knelpunt of its facts, in whatever order.
    pub fn new(
        id: KnelpuntId,
        traits: Option<Traits>,
        members: Vec<KnelpuntId>,
        mut facts: Vec<Fact>,
    ) -> Self {
        facts.sort_unstable_by_key(Fact::order);
        let fold = fold_all(&facts);
        Self {
            id,
            traits,
            members,
            facts,
            fold,
        }
    }

    /// Gives the reports and resolutions that count, in the order of the fold.
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// Gives the episode that is open when all facts are seen, if one is.
    pub const fn open(&self) -> Option<&Episode> {
        self.fold.open()
    }

    /// Puts more facts in their places: in constant time each where they come last, else in one pass over all.
    pub fn enter(&mut self, mut facts: Vec<Fact>) {
        facts.sort_unstable_by_key(Fact::order);
        let count = facts.len();
        let (last, next) = (self.facts.last(), facts.first());
        let appended = last
            .zip(next)
            .is_none_or(|(last, next)| last.order() < next.order());
        self.facts.append(&mut facts);
        if appended {
            let new = &self.facts[self.facts.len() - count..];
            self.fold = new.iter().fold(self.fold, after);
        } else {
            // Two runs in order: the stable sort merges them.
            self.facts.sort_by_key(Fact::order);
            self.fold = fold_all(&self.facts);
        }
    }

    /// Takes out the facts that no longer count.
    pub fn take_out(&mut self, gone: impl Fn(&Fact) -> bool) {
        self.facts.retain(|fact| !gone(fact));
        self.fold = fold_all(&self.facts);
    }

    /// Gives the knelpunt as it was when only facts up to a place in the order of arrival were known.
    #[must_use]
    pub fn as_known_at(&self, arrived: u64) -> Self {
        let known = self.facts.iter().filter(|fact| fact.arrived <= arrived);
        let facts: Vec<Fact> = known.copied().collect();
        Self {
            id: self.id,
            traits: self.traits,
            members: self.members.clone(),
            fold: fold_all(&facts),
            facts,
        }
    }

    /// Gives the facts that are seen at an instant.
    pub fn visible_at(&self, at: Instant) -> Visible<'_> {
        self.visible_as_known_at(at, u64::MAX)
    }

    /// Gives the facts that are seen at an instant, as far as they were known at a place in the order of arrival.
    pub fn visible_as_known_at(&self, at: Instant, arrived: u64) -> Visible<'_> {
        let latest = self.fold.latest();
        // The usual question is about now: then the facts themselves need not be looked at.
        let whole = arrived == u64::MAX && latest.is_none_or(|latest| latest <= at);
        // Facts are in order of instant, and nothing is seen later than its instant.
        let end = if whole {
            self.facts.len()
        } else {
            self.facts.partition_point(|fact| fact.instant <= at)
        };
        let (past, ahead) = self.facts.split_at(end);
        let early = ahead
            .iter()
            .take_while(|fact| fact.instant.since(at) < LONGEST_DAY_MICROSECONDS)
            .filter(|fact| fact.visible <= at && fact.arrived <= arrived);
        Visible {
            past,
            whole: whole.then_some(&self.fold),
            arrived,
            early: early.collect(),
        }
    }
}

impl<'a> Visible<'a> {
    /// Gives the facts, in order.
    pub fn facts(&self) -> impl DoubleEndedIterator<Item = &'a Fact> + Clone {
        known(self.past, self.arrived).chain(self.early.iter().copied())
    }

    /// Gives the facts at an instant or later, in order.
    pub fn facts_from(&self, start: Instant) -> impl Iterator<Item = &'a Fact> {
        let before = self.past.partition_point(|fact| fact.instant < start);
        let early = self.early.iter().copied();
        known(&self.past[before..], self.arrived)
            .chain(early.skip_while(move |fact| fact.instant < start))
    }

    /// Gives what they fold to.
    pub fn fold(&self) -> Fold {
        let folded = |fold, fact| after(fold, fact);
        self.whole
            .copied()
            .unwrap_or_else(|| self.facts().fold(Fold::default(), folded))
    }

    /// Says whether nothing is seen yet.
    pub fn is_empty(&self) -> bool {
        match self.whole {
            Some(fold) => fold.latest().is_none(),
            None => self.facts().next().is_none(),
        }
    }
}

fn known(facts: &[Fact], arrived: u64) -> impl DoubleEndedIterator<Item = &Fact> + Clone {
    facts.iter().filter(move |fact| fact.arrived <= arrived)
}

fn after(mut fold: Fold, fact: &Fact) -> Fold {
    fold.step(fact);
    fold
}

fn fold_all(facts: &[Fact]) -> Fold {
    facts.iter().fold(Fold::default(), after)
}

/// The day on which clocks go back has 25 hours; a resolution given as a date is seen no earlier than that.
const LONGEST_DAY_MICROSECONDS: i64 = 25 * 3_600 * 1_000_000;
