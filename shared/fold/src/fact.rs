//! A report or a resolution that counts, and who a knelpunt is, with their texts as interner.

use model::{EventKey, Identity, Instant, Outcome, PartyKind};

use crate::{Record, RecordKind, Symbol};

/// An identity, as interner.
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
    /// When it was so.
    pub instant: Instant,
    /// The event.
    pub key: EventKey,
    /// Place of its subject among the knelpunt's members.
    pub member: u32,
    /// Who sent it.
    pub source: Symbol,
    /// In which round, if in one.
    pub round: Option<Symbol>,
    /// Report or resolution.
    pub kind: FactKind,
    /// True for a resolution given as a date, which is seen all day long although it counts as the day's end.
    pub dated: bool,
    /// True when it has a description.
    pub described: bool,
    /// True when it says who reported it.
    pub with_reporter: bool,
    /// Its place in the order of arrival: carried for who asks what was known when, and never looked at here.
    pub arrived: u64,
}

/// What was observed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactKind {
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
        remedy: Option<Symbol>,
    },
}

impl IdentityKeys {
    /// Enters an identity's texts as interner.
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
    /// Takes the fact from a record of the subject at place `member`; none when it is no report or resolution.
    ///
    /// It has arrived at 0, for those who keep no order of arrival.
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

    /// Gives from when on it is seen: earlier than when it was so for a resolution given as a date.
    pub fn visible(&self) -> Instant {
        if self.dated {
            Instant::start_of(self.instant.day()).unwrap_or(self.instant)
        } else {
            self.instant
        }
    }

    /// Gives what facts of one knelpunt are ordered by: instant, reports first, event key, subject.
    ///
    /// Members are in order of id, so their places compare as subjects do.
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

    /// Puts facts in order; compares their numbers.
    #[track_caller]
    fn check(facts: &[Fact], numbers: &[u64]) {
        let mut facts = facts.to_vec();
        facts.sort_by_key(Fact::order);
        let told: Vec<u64> = facts.iter().map(|fact| fact.arrived).collect();
        assert_eq!(told, numbers);
    }

    #[test]
    fn instant_goes_before_kind_kind_before_key_and_key_before_subject() {
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
