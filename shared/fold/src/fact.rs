//! A report or a resolution that counts, and who a knelpunt is, with their texts as names.

use model::{EventKey, Identity, Instant, Outcome, PartyKind};

use crate::{Name, Record, What};

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
    /// Takes the fact from a record of the subject at place `member`; none when it is no report or resolution.
    ///
    /// It has arrived at 0, for those who keep no order of arrival.
    pub fn of(record: &Record, member: u32, enter: &mut impl FnMut(&str) -> Name) -> Option<Self> {
        let (instant, dated, round, kind, described, with_reporter) = match &record.what {
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
                (*instant, false, round, kind, *described, *with_reporter)
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
                let dated = visible < instant;
                (*instant, dated, round, kind, *described, *with_reporter)
            }
            What::Merged { .. }
            | What::Consulted { .. }
            | What::Withdrawn { .. }
            | What::Redacted { .. } => return None,
        };
        let source = enter(&record.source);
        let round = round.as_deref().map(&mut *enter);
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
            matches!(self.kind, Kind::Resolution { .. }),
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
