//! A knelpunt as questions see it: who it is, and the facts that count, in order.

use model::{Instant, KnelpuntId};

use crate::{End, Episode, Fact, FactKind, Fold, IdentityKeys, Members};

/// A knelpunt with all that was observed of it.
#[derive(Debug, Clone)]
pub struct Knelpunt {
    /// Its id; of merged ones that of the one that stands.
    pub id: KnelpuntId,
    /// Who it is; none while no event has said so (a withdrawal came first).
    pub identity: Option<IdentityKeys>,
    /// The subjects whose events are its events, in order, itself included.
    pub members: Members,
    facts: Vec<Fact>,
    /// What many facts fold to, kept so that one that comes last takes constant time; few are folded when asked.
    fold: Option<Box<Fold>>,
    /// How often facts came elsewhere than last, or went.
    revisions: u32,
}

/// How far a knelpunt's facts had come at some moment.
#[derive(Debug, Clone, Copy)]
pub struct FoldMark {
    fold: Fold,
    facts: usize,
    revisions: u32,
}

/// The facts of one knelpunt that are seen at an instant.
#[derive(Debug, Clone)]
pub struct VisibleFacts<'a> {
    past: &'a [Fact],
    /// Facts that arrived later are left out.
    arrived: u64,
    /// Resolutions given as a date, seen although their instant, the end of that day, is still to come.
    early: Vec<&'a Fact>,
}

/// Two are the same when they are the same subjects with the same facts: all else follows from these.
impl PartialEq for Knelpunt {
    fn eq(&self, other: &Self) -> bool {
        let who = |of: &Self| (of.id, of.identity);
        who(self) == who(other) && self.members == other.members && self.facts == other.facts
    }
}

impl Eq for Knelpunt {}

impl Knelpunt {
    /// Makes a knelpunt of its facts, in whatever order.
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
            fold: kept(&facts),
            facts,
            revisions: 0,
        }
    }

    /// Gives the reports and resolutions that count, in the order of the fold.
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// Counts the bytes that it takes beside itself.
    #[cfg(feature = "size-accounting")]
    pub fn heap_bytes(&self) -> usize {
        let fold = self.fold.as_deref().map_or(0, size_of_val);
        self.members.heap_bytes() + self.facts.capacity() * size_of::<Fact>() + fold
    }

    /// Gives the episode that is open when all facts are seen, if one is.
    pub fn open(&self) -> Option<Episode> {
        self.fold().open().copied()
    }

    fn fold(&self) -> Fold {
        let kept = self.fold.as_deref().copied();
        kept.unwrap_or_else(|| fold_all(&self.facts))
    }

    /// Puts more facts in their places: in constant time each where they come last, else in one pass over all.
    pub fn insert(&mut self, mut facts: Vec<Fact>) {
        facts.sort_unstable_by_key(Fact::order);
        let (count, last) = (facts.len(), self.facts.last());
        let appended = last
            .zip(facts.first())
            .is_none_or(|(last, next)| last.order() < next.order());
        self.make_room(count);
        self.facts.append(&mut facts);
        if appended {
            let new = &self.facts[self.facts.len() - count..];
            match &mut self.fold {
                Some(fold) => **fold = new.iter().fold(**fold, after),
                None => self.fold = kept(&self.facts),
            }
        } else {
            // Two runs in order: the stable sort merges them.
            self.facts.sort_by_key(Fact::order);
            self.fold = kept(&self.facts);
            self.revisions += 1;
        }
    }

    /// Grows by a quarter where a vector would double: most knelpunten are small, and there are many of them.
    fn make_room(&mut self, count: usize) {
        if self.facts.capacity() - self.facts.len() < count {
            self.facts.reserve_exact(count.max(self.facts.len() / 4));
        }
    }

    /// Takes out the facts that no longer count.
    pub fn remove(&mut self, gone: impl Fn(&Fact) -> bool) {
        self.facts.retain(|fact| !gone(fact));
        self.fold = kept(&self.facts);
        self.revisions += 1;
    }

    /// Notes how far the facts have come.
    pub fn mark(&self) -> FoldMark {
        FoldMark {
            fold: self.fold(),
            facts: self.facts.len(),
            revisions: self.revisions,
        }
    }

    /// Gives the facts that came since a mark, and what those before them fold to; none when others changed as well.
    pub fn since(&self, mark: &FoldMark) -> Option<(Fold, &[Fact])> {
        let alike = self.revisions == mark.revisions;
        let new = self.facts.get(mark.facts..).filter(|_| alike);
        new.map(|facts| (mark.fold, facts))
    }

    /// Gives the knelpunt as it was when only facts up to a place in the order of arrival were known.
    #[must_use]
    pub fn as_known_at(&self, arrived: u64) -> Self {
        let facts: Vec<Fact> = self.known_at(arrived).copied().collect();
        Self {
            id: self.id,
            identity: self.identity,
            members: self.members.clone(),
            fold: kept(&facts),
            facts,
            revisions: 0,
        }
    }

    /// Gives the facts up to a place in the order of arrival, in the order of the fold.
    pub fn known_at(&self, arrived: u64) -> impl Iterator<Item = &Fact> {
        known(&self.facts, arrived)
    }

    /// Gives the facts that are seen at an instant.
    pub fn visible_at(&self, at: Instant) -> VisibleFacts<'_> {
        self.visible_as_known_at(at, u64::MAX)
    }

    /// Gives the facts that are seen at an instant, as far as they were known at a place in the order of arrival.
    pub fn visible_as_known_at(&self, at: Instant, arrived: u64) -> VisibleFacts<'_> {
        let (past, ahead) = self.facts.split_at(self.passed(at));
        VisibleFacts {
            past,
            arrived,
            early: early(ahead, at, arrived).collect(),
        }
    }

    /// Finds the end of the episode that is open by then, if a resolution given as a date is seen to end it although
    /// the end of that day is still to come.
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

    /// Counts the facts up to an instant: they are in order of it, and nothing is seen later than its instant.
    fn passed(&self, at: Instant) -> usize {
        self.facts.partition_point(|fact| fact.instant <= at)
    }
}

impl<'a> VisibleFacts<'a> {
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
        self.facts().fold(Fold::default(), after)
    }
}

fn known(facts: &[Fact], arrived: u64) -> impl DoubleEndedIterator<Item = &Fact> + Clone {
    facts.iter().filter(move |fact| fact.arrived <= arrived)
}

/// Gives the facts, of those that lie after an instant, that are seen by then.
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

/// Folds facts, if they are too many to be folded whenever that is asked.
fn kept(facts: &[Fact]) -> Option<Box<Fold>> {
    (facts.len() > FOLDED_WHEN_ASKED).then(|| Box::new(fold_all(facts)))
}

fn fold_all(facts: &[Fact]) -> Fold {
    facts.iter().fold(Fold::default(), after)
}

/// Most knelpunten have few facts, and a fold takes as much room as one and a half: it is kept of those with more.
const FOLDED_WHEN_ASKED: usize = 8;

/// The day on which clocks go back has 25 hours: a resolution given as a date is seen no earlier than that before
/// its instant.
const LONGEST_DAY_MICROSECONDS: i64 = 25 * 3_600 * 1_000_000;
