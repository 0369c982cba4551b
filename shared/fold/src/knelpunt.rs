//! A knelpunt as questions see it: who it is, and the facts that count, in order.

use model::{EventKey, Identity, Instant, KnelpuntId, Outcome, PartyKind};

use crate::{Episode, Fold, Name, Record, What};

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

/// An identity, as names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Traits {
    /// CBS code of the municipality that reported it.
    pub municipality: Name,
    /// Code of the category.
    pub category: Name,
    /// Code of the building block.
    pub building_block: Option<Name>,
    /// Kind and canonical name of the party.
    pub party: Option<(PartyKind, Name)>,
    /// Canonical reference.
    pub reference: Option<Name>,
}

/// A report or a resolution that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fact {
    /// When it was so.
    pub instant: Instant,
    /// From when on it is seen: earlier than `instant` for a resolution given as a date.
    pub visible: Instant,
    /// The event.
    pub key: EventKey,
    /// Place of its subject among the knelpunt's members.
    pub member: u32,
    /// Who sent it.
    pub source: Name,
    /// In which round, if in one.
    pub round: Option<Name>,
    /// Report or resolution.
    pub kind: Kind,
    /// True when it has a description.
    pub described: bool,
    /// True when it says who reported it.
    pub with_reporter: bool,
}

/// What was observed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// That the knelpunt was there.
    Report {
        /// Since when that was known, if said.
        known_since: Option<Instant>,
    },
    /// That it was gone.
    Resolution {
        /// How it ended.
        outcome: Outcome,
        /// What helped, if said.
        remedy: Option<Name>,
    },
}

impl Traits {
    /// Enters an identity's texts as names.
    pub fn of(identity: &Identity, enter: &mut impl FnMut(&str) -> Name) -> Self {
        Self {
            municipality: enter(&identity.municipality),
            category: enter(&identity.category),
            building_block: identity.building_block.as_deref().map(&mut *enter),
            party: identity
                .party
                .as_ref()
                .map(|(kind, name)| (*kind, enter(name))),
            reference: identity.reference.as_deref().map(&mut *enter),
        }
    }
}

impl Fact {
    /// Takes the fact from a record; none when it is no report or resolution.
    pub fn of(record: &Record, member: u32, enter: &mut impl FnMut(&str) -> Name) -> Option<Self> {
        let (instant, visible, round, kind, described, with_reporter) = match &record.what {
            What::Reported {
                instant,
                known_since,
                round,
                described,
                with_reporter,
            } => {
                let kind = Kind::Report {
                    known_since: *known_since,
                };
                (*instant, *instant, round, kind, *described, *with_reporter)
            }
            What::Resolved {
                instant,
                visible,
                outcome,
                remedy,
                round,
                described,
                with_reporter,
            } => {
                let remedy = remedy.as_deref().map(&mut *enter);
                let kind = Kind::Resolution {
                    outcome: *outcome,
                    remedy,
                };
                (*instant, *visible, round, kind, *described, *with_reporter)
            }
            What::Merged { .. }
            | What::Consulted
            | What::Withdrawn { .. }
            | What::Redacted { .. } => return None,
        };
        let source = enter(&record.source);
        let round = round.as_deref().map(&mut *enter);
        Some(Self {
            instant,
            visible,
            key: record.key,
            member,
            source,
            round,
            kind,
            described,
            with_reporter,
        })
    }

    /// Gives what facts of one knelpunt are ordered by: instant, reports first, event key, subject.
    ///
    /// Members are in order of id, so their places compare as subjects do.
    pub fn order(&self) -> (Instant, bool, EventKey, u32) {
        (
            self.instant,
            matches!(self.kind, Kind::Resolution { .. }),
            self.key,
            self.member,
        )
    }
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

    /// Says who it is, once that is known.
    #[must_use]
    pub fn identified(self, traits: Option<Traits>) -> Self {
        Self { traits, ..self }
    }

    /// Gives the reports and resolutions that count, in the order of the fold.
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// Gives the episode that is open when all facts are seen, if one is.
    pub const fn open(&self) -> Option<&Episode> {
        self.fold.open()
    }

    /// Puts one more fact in its place: in constant time when it comes last.
    pub fn insert(&mut self, fact: Fact) {
        let place = self
            .facts
            .partition_point(|held| held.order() < fact.order());
        self.facts.insert(place, fact);
        if place + 1 == self.facts.len() {
            self.fold.step(&fact);
        } else {
            self.fold = fold_all(&self.facts);
        }
    }

    /// Gives the facts that are seen at an instant, in order.
    pub fn visible_at(&self, at: Instant) -> impl DoubleEndedIterator<Item = &Fact> + Clone {
        // Facts are in order of instant, and nothing is seen later than its instant.
        let end = self.facts.partition_point(|fact| fact.instant <= at);
        let early = self.facts[end..]
            .iter()
            .take_while(move |fact| fact.instant.since(at) < LONGEST_DAY_MICROSECONDS);
        let early: Vec<&Fact> = early.filter(|fact| fact.visible <= at).collect();
        self.facts[..end].iter().chain(early)
    }
}

fn fold_all(facts: &[Fact]) -> Fold {
    facts.iter().fold(Fold::default(), |mut fold, fact| {
        fold.step(fact);
        fold
    })
}

/// The day on which clocks go back has 25 hours; a resolution given as a date is seen no earlier than that.
const LONGEST_DAY_MICROSECONDS: i64 = 25 * 3_600 * 1_000_000;
