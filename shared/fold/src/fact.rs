//! A report or a resolution that counts, as a fact of its knelpunt.

use model::{EventKey, Identity, Instant, PartyKind};
use serde::{Deserialize, Serialize};

use crate::{Observation, Record, Symbol};

/// An identity, as symbols.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
pub struct Fact<'a> {
    /// What was observed.
    pub observation: &'a Observation,
    /// The record that it is from.
    pub record: &'a Record,
    /// Index of its subject among the members of the knelpunt.
    pub member: u32,
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

    /// Returns the same identity in the symbols of another interner.
    #[must_use]
    pub fn map_symbols(self, map: &impl Fn(Symbol) -> Symbol) -> Self {
        Self {
            municipality: map(self.municipality),
            category: map(self.category),
            building_block: self.building_block.map(map),
            party: self.party.map(|(kind, name)| (kind, map(name))),
            reference: self.reference.map(map),
        }
    }
}

impl<'a> Fact<'a> {
    /// Creates the fact of a record of the member with this index; none when it is no report or resolution.
    pub fn from_record(record: &'a Record, member: u32) -> Option<Self> {
        record.observation().map(|observation| Self {
            observation,
            record,
            member,
        })
    }

    /// Returns the observation with its source.
    pub const fn sourced(&self) -> (&'a Observation, Symbol) {
        (self.observation, self.record.source)
    }

    /// Returns the sort key of the facts of one knelpunt: instant, reports first, event key, subject.
    ///
    /// Members are in order of id, so their indices compare as subjects do.
    pub fn order(&self) -> (Instant, bool, EventKey, u32) {
        let Observation { instant, .. } = self.observation;
        let is_resolution = !self.observation.is_report();
        (*instant, is_resolution, self.record.key, self.member)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        RecordKind,
        sample::{
            SampleKind::{self, Reported, Resolved},
            key, observed, record,
        },
    };

    fn fact(event: &str, at: i64, what: SampleKind) -> Record {
        record(event, 0, RecordKind::Observed(observed(at, None, what)))
    }

    /// Sorts the facts of records, each with its member, and compares their indices.
    #[track_caller]
    fn check(records: &[(Record, u32)], indices: &[usize]) {
        let order = |index: usize| {
            let (record, member) = &records[index];
            Fact::from_record(record, *member).unwrap().order()
        };
        let mut sorted: Vec<usize> = (0..records.len()).collect();
        sorted.sort_by_key(|index| order(*index));
        assert_eq!(sorted, indices);
    }

    #[test]
    fn facts_are_ordered_by_instant_then_kind_then_key_then_subject() {
        check(
            &[
                (fact("e", 2, Reported), 0),
                (fact("f", 1, Resolved), 0),
                (fact("g", 1, Reported), 0),
            ],
            &[2, 1, 0],
        );
        let (first, second) = if key("e") < key("f") {
            ("e", "f")
        } else {
            ("f", "e")
        };
        check(
            &[
                (fact(second, 1, Reported), 0),
                (fact(first, 1, Reported), 1),
                (fact(first, 1, Reported), 0),
            ],
            &[2, 1, 0],
        );
    }
}
