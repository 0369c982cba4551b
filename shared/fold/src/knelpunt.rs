//! A knelpunt as questions see it: its identity, and the facts that count, in order.

use model::{Instant, KnelpuntId};

use crate::{End, Episode, Fact, FactKind, Fold, IdentityKeys, Members};

/// A knelpunt with its facts.
#[derive(Debug, Clone)]
pub struct Knelpunt {
    /// Its id; of merged subjects, the id of the absorbing one.
    pub id: KnelpuntId,
    /// Its identity; none while no event has named it (a withdrawal arrived first).
    pub identity: Option<IdentityKeys>,
    /// The subjects whose events are its events, in order, itself included.
    pub members: Members,
    facts: Vec<Fact>,
    /// The fold of many facts, so that a fact that comes last takes constant time; few facts are folded on demand.
    fold: Option<Box<Fold>>,
    /// How often facts were inserted elsewhere than last, or removed.
    revisions: u32,
}

/// The facts of a knelpunt at some moment.
#[derive(Debug, Clone, Copy)]
pub struct FoldMark {
    fold: Fold,
    facts: usize,
    revisions: u32,
}

/// The facts of one knelpunt that are visible at an instant.
#[derive(Debug, Clone)]
pub struct VisibleFacts<'a> {
    past: &'a [Fact],
    /// Facts that arrived later are excluded.
    arrived: u64,
    /// Resolutions given as a date: visible, although their instant, the end of that day, lies ahead.
    early: Vec<&'a Fact>,
}

/// Two knelpunten are equal when they have the same subjects and facts: all else follows from these.
impl PartialEq for Knelpunt {
    fn eq(&self, other: &Self) -> bool {
        let key = |knelpunt: &Self| (knelpunt.id, knelpunt.identity);
        key(self) == key(other) && self.members == other.members && self.facts == other.facts
    }
}

impl Eq for Knelpunt {}

impl Knelpunt {
    /// Creates a knelpunt from its facts, in any order.
    pub fn new(
        id: KnelpuntId,
        identity: Option<IdentityKeys>,
        members: Vec<KnelpuntId>,
        mut facts: Vec<Fact>,
    ) -> Self {
        facts.sort_unstable_by_key(Fact::order);
        facts.shrink_to_fit();
        Self {
            id,
            identity,
            members: members.into(),
            fold: fold_many(&facts),
            facts,
            revisions: 0,
        }
    }

    /// Returns the reports and resolutions that count, in the order of the fold.
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// Returns the bytes that it takes on the heap.
    #[cfg(feature = "size-accounting")]
    pub fn heap_bytes(&self) -> usize {
        let fold = self.fold.as_deref().map_or(0, size_of_val);
        self.members.heap_bytes() + self.facts.capacity() * size_of::<Fact>() + fold
    }

    /// Returns the episode that is open when all facts are visible.
    pub fn open(&self) -> Option<Episode> {
        self.fold().open().copied()
    }

    fn fold(&self) -> Fold {
        let fold = self.fold.as_deref().copied();
        fold.unwrap_or_else(|| fold_all(&self.facts))
    }

    /// Inserts facts: in constant time each where they come last, otherwise in one pass over all.
    pub fn insert(&mut self, mut facts: Vec<Fact>) {
        facts.sort_unstable_by_key(Fact::order);
        let (count, last) = (facts.len(), self.facts.last());
        let appended = last
            .zip(facts.first())
            .is_none_or(|(last, next)| last.order() < next.order());
        self.reserve(count);
        self.facts.append(&mut facts);
        if appended {
            let new = &self.facts[self.facts.len() - count..];
            match &mut self.fold {
                Some(fold) => **fold = new.iter().fold(**fold, after),
                None => self.fold = fold_many(&self.facts),
            }
        } else {
            // Two runs in order: the stable sort merges them.
            self.facts.sort_by_key(Fact::order);
            self.fold = fold_many(&self.facts);
            self.revisions += 1;
        }
    }

    /// Grows by a quarter, where a vector would double: most knelpunten are small, and there are many.
    fn reserve(&mut self, count: usize) {
        if self.facts.capacity() - self.facts.len() < count {
            self.facts.reserve_exact(count.max(self.facts.len() / 4));
        }
    }

    /// Removes the facts that no longer count.
    pub fn remove(&mut self, gone: impl Fn(&Fact) -> bool) {
        self.facts.retain(|fact| !gone(fact));
        self.fold = fold_many(&self.facts);
        self.revisions += 1;
    }

    /// Marks the facts of this moment.
    pub fn mark(&self) -> FoldMark {
        FoldMark {
            fold: self.fold(),
            facts: self.facts.len(),
            revisions: self.revisions,
        }
    }

    /// Returns the facts appended since a mark, and the fold of those before; none when others changed too.
    pub fn since(&self, mark: &FoldMark) -> Option<(Fold, &[Fact])> {
        let is_unchanged = self.revisions == mark.revisions;
        let new = self.facts.get(mark.facts..).filter(|_| is_unchanged);
        new.map(|facts| (mark.fold, facts))
    }

    /// Returns the knelpunt as it was known when the facts up to a place in the order of arrival had arrived.
    #[must_use]
    pub fn as_known_at(&self, arrived: u64) -> Self {
        let facts: Vec<Fact> = self.known_at(arrived).copied().collect();
        Self {
            id: self.id,
            identity: self.identity,
            members: self.members.clone(),
            fold: fold_many(&facts),
            facts,
            revisions: 0,
        }
    }

    /// Returns the facts up to a place in the order of arrival, in the order of the fold.
    pub fn known_at(&self, arrived: u64) -> impl Iterator<Item = &Fact> {
        known(&self.facts, arrived)
    }

    /// Returns the facts that are visible at an instant.
    pub fn visible_at(&self, at: Instant) -> VisibleFacts<'_> {
        self.visible_as_known_at(at, u64::MAX)
    }

    /// Returns the facts that are visible at an instant, up to a place in the order of arrival.
    pub fn visible_as_known_at(&self, at: Instant, arrived: u64) -> VisibleFacts<'_> {
        let (past, ahead) = self.facts.split_at(self.passed(at));
        VisibleFacts {
            past,
            arrived,
            early: early(ahead, at, arrived).collect(),
        }
    }

    /// Finds a resolution given as a date that is visible at an instant and ends the open episode although its own
    /// instant, the end of that day, lies ahead.
    pub fn end_ahead(&self, at: Instant, arrived: u64) -> Option<End> {
        let ahead = &self.facts[self.passed(at)..];
        let end = |fact: &Fact| match fact.kind {
            FactKind::Resolution { outcome, remedy } => Some(End {
                at: fact.instant,
                outcome,
                remedy,
            }),
            FactKind::Report { .. } => None,
        };
        early(ahead, at, arrived).find_map(end)
    }

    /// Returns the number of facts up to an instant: they are in order, and none is visible later than its instant.
    fn passed(&self, at: Instant) -> usize {
        self.facts.partition_point(|fact| fact.instant <= at)
    }
}

impl<'a> VisibleFacts<'a> {
    /// Returns the facts, in order.
    pub fn facts(&self) -> impl DoubleEndedIterator<Item = &'a Fact> + Clone {
        known(self.past, self.arrived).chain(self.early.iter().copied())
    }

    /// Returns the facts at or after an instant, in order.
    pub fn facts_from(&self, start: Instant) -> impl Iterator<Item = &'a Fact> {
        let before = self.past.partition_point(|fact| fact.instant < start);
        let early = self.early.iter().copied();
        known(&self.past[before..], self.arrived)
            .chain(early.skip_while(move |fact| fact.instant < start))
    }

    /// Folds the facts.
    pub fn fold(&self) -> Fold {
        self.facts().fold(Fold::default(), after)
    }
}

fn known(facts: &[Fact], arrived: u64) -> impl DoubleEndedIterator<Item = &Fact> + Clone {
    facts.iter().filter(move |fact| fact.arrived <= arrived)
}

/// Returns those of the facts after an instant that are visible then.
fn early(ahead: &[Fact], at: Instant, arrived: u64) -> impl Iterator<Item = &Fact> {
    ahead
        .iter()
        .take_while(move |fact| fact.instant.since(at) < LONGEST_DAY_MICROSECONDS)
        .filter(move |fact| fact.arrived <= arrived && fact.dated && fact.visible() <= at)
}

fn after(mut fold: Fold, fact: &Fact) -> Fold {
    fold.step(fact);
    fold
}

/// Folds facts, if they are too many to be folded on demand.
fn fold_many(facts: &[Fact]) -> Option<Box<Fold>> {
    (facts.len() > FOLDED_ON_DEMAND_MAX).then(|| Box::new(fold_all(facts)))
}

fn fold_all(facts: &[Fact]) -> Fold {
    facts.iter().fold(Fold::default(), after)
}

/// Most knelpunten have few facts, and a fold takes as much memory as one and a half: only those with more have one.
const FOLDED_ON_DEMAND_MAX: usize = 8;

/// The day on which clocks go back has 25 hours: a resolution given as a date is visible at most so long before its
/// instant.
const LONGEST_DAY_MICROSECONDS: i64 = 25 * 3_600 * 1_000_000;
