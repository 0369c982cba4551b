//! A report or a resolution that counts, and the identity of a knelpunt, with their texts as symbols.

use model::{EventKey, Identity, Instant, Outcome, PartyKind};

use crate::{Record, RecordKind, Symbol};

/// An identity, as symbols.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdentityKeys {
    /// CBS code of the municipality that reported it.
    pub municipality: Symbol,
    /// Code of the category.
    pub category: Symbol,
    /// Code of the building block.
    pub building_block: Option<Symbol>,
    /// Kind and canonical name of the party.
    pub party: Option<(PartyKind, Symbol)>,
    /// Canonical reference.
    pub reference: Option<Symbol>,
}

/// A report or a resolution that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fact {
    /// When it was observed.
    pub instant: Instant,
    /// The event.
    pub key: EventKey,
    /// Index of its subject among the members of the knelpunt.
    pub member: u32,
    /// The source.
    pub source: Symbol,
    /// The round, if it has one.
    pub round: Option<Symbol>,
    /// Report or resolution.
    pub kind: FactKind,
    /// True for a resolution given as a date, which is visible all day although its instant is the end of the day.
    pub dated: bool,
    /// True when it has a description.
    pub described: bool,
    /// True when it names a reporter.
    pub with_reporter: bool,
    /// Its place in the order of arrival, for known-at; the fold never looks at it.
    pub arrived: u64,
}

/// The observation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactKind {
    /// The knelpunt exists.
    Report {
        /// Since when it was known, if given.
        known_since: Option<Instant>,
    },
    /// The knelpunt is gone.
    Resolution {
        /// The outcome.
        outcome: Outcome,
        /// The remedy, if given.
        remedy: Option<Symbol>,
    },
}

impl IdentityKeys {
    /// Interns the texts of an identity.
    pub fn intern(identity: &Identity, intern: &mut impl FnMut(&str) -> Symbol) -> Self {
        Self {
            municipality: intern(&identity.municipality),
            category: intern(&identity.category),
            building_block: identity.building_block.as_deref().map(&mut *intern),
            party: identity
                .party
                .as_ref()
                .map(|(kind, name)| (*kind, intern(name))),
            reference: identity.reference.as_deref().map(&mut *intern),
        }
    }
}

impl Fact {
    /// Creates the fact of a record of the member with this index; none when it is no report or resolution.
    ///
    /// Its `arrived` is 0.
    pub fn from_record(
        record: &Record,
        member: u32,
        intern: &mut impl FnMut(&str) -> Symbol,
    ) -> Option<Self> {
        let (instant, dated, round, kind, described, with_reporter) = match &record.kind {
            RecordKind::Reported {
                instant,
                known_since,
                round,
                described,
                with_reporter,
            } => {
                let kind = FactKind::Report {
                    known_since: *known_since,
                };
                (*instant, false, round, kind, *described, *with_reporter)
            }
            RecordKind::Resolved {
                instant,
                visible,
                outcome,
                remedy,
                round,
                described,
                with_reporter,
            } => {
                let remedy = remedy.as_deref().map(&mut *intern);
                let kind = FactKind::Resolution {
                    outcome: *outcome,
                    remedy,
                };
                let dated = visible < instant;
                (*instant, dated, round, kind, *described, *with_reporter)
            }
            RecordKind::Merged { .. }
            | RecordKind::Consulted { .. }
            | RecordKind::Withdrawn { .. }
            | RecordKind::Redacted { .. } => return None,
        };
        let source = intern(&record.source);
        let round = round.as_deref().map(&mut *intern);
        Some(Self {
            instant,
            key: record.key,
            member,
            source,
            round,
            kind,
            dated,
            described,
            with_reporter,
            arrived: 0,
        })
    }

    /// Returns the instant from which it is visible: earlier than its own for a resolution given as a date.
    pub fn visible(&self) -> Instant {
        if self.dated {
            Instant::start_of(self.instant.day()).unwrap_or(self.instant)
        } else {
            self.instant
        }
    }

    /// Returns the sort key of the facts of one knelpunt: instant, reports first, event key, subject.
    ///
    /// Members are in order of id, so their indices compare as subjects do.
    pub fn order(&self) -> (Instant, bool, EventKey, u32) {
        (
            self.instant,
            matches!(self.kind, FactKind::Resolution { .. }),
            self.key,
            self.member,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{REPORTED, RESOLVED, day, fact};

    /// Sorts facts, and compares their numbers.
    #[track_caller]
    fn check(facts: &[Fact], numbers: &[u64]) {
        let mut facts = facts.to_vec();
        facts.sort_by_key(Fact::order);
        let sorted: Vec<u64> = facts.iter().map(|fact| fact.arrived).collect();
        assert_eq!(sorted, numbers);
    }

    #[test]
    fn facts_are_ordered_by_instant_then_kind_then_key_then_subject() {
        check(
            &[
                fact(1, day(2), None, REPORTED),
                fact(2, day(1), None, RESOLVED),
                fact(3, day(1), None, REPORTED),
            ],
            &[3, 2, 1],
        );
        let of_second = Fact {
            member: 1,
            ..fact(4, day(1), None, REPORTED)
        };
        let of_first = Fact {
            key: of_second.key,
            ..fact(5, day(1), None, REPORTED)
        };
        check(
            &[of_second, of_first, fact(3, day(1), None, REPORTED)],
            &[3, 5, 4],
        );
    }
}
