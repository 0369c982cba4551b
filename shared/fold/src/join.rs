//! Merges: the subjects that make up one knelpunt, and the knelpunten that they make.

use std::collections::{BTreeMap, BTreeSet};

use model::{Identity, KnelpuntId};

use crate::{Fact, Knelpunt, Name, Record, Traits, What, standing};

/// All records of one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectRecords {
    /// The subject.
    pub id: KnelpuntId,
    /// Who it is, if any event has said so.
    pub identity: Option<Identity>,
    /// Every content of every event under it.
    pub records: Vec<Record>,
}

/// Folds subjects that merges may join into knelpunten, in order of id.
///
/// `enter` gives the name of a text. `subjects` must hold every subject that any merge of one of them names. A
/// subject points to the target of its last merge that counts, by (`time`, event key); chains are followed, and on
/// a cycle its smallest id stands.
pub fn join(subjects: &[SubjectRecords], enter: &mut impl FnMut(&str) -> Name) -> Vec<Knelpunt> {
    let mut kept = BTreeMap::new();
    let mut pointers = BTreeMap::new();
    for subject in subjects {
        let counting: Vec<&Record> = standing(&subject.records)
            .values()
            .filter(|held| !held.withdrawn)
            .map(|held| held.record)
            .collect();
        if let Some(target) = last_merge(&counting) {
            pointers.insert(subject.id, target);
        }
        kept.insert(subject.id, (subject, counting));
    }
    let mut groups: BTreeMap<KnelpuntId, Vec<KnelpuntId>> = BTreeMap::new();
    for id in kept.keys() {
        groups.entry(end_of(*id, &pointers)).or_default().push(*id);
    }
    groups
        .into_iter()
        .map(|(id, members)| knelpunt(id, members, &kept, enter))
        .collect()
}

fn last_merge(counting: &[&Record]) -> Option<KnelpuntId> {
    let merges = counting.iter().filter_map(|record| match &record.what {
        What::Merged { into } => Some(((record.time, record.key), into.id())),
        _ => None,
    });
    merges
        .max_by_key(|(order, _)| *order)
        .map(|(_, target)| target)
}

/// Follows pointers to where they end, or to the smallest id of the cycle that they run into.
fn end_of(start: KnelpuntId, pointers: &BTreeMap<KnelpuntId, KnelpuntId>) -> KnelpuntId {
    let mut path = vec![start];
    let mut passed = BTreeSet::from([start]);
    let mut at = start;
    while let Some(next) = pointers.get(&at) {
        if !passed.insert(*next) {
            let cycle = path.iter().skip_while(|id| *id != next);
            return cycle.min().copied().unwrap_or(*next);
        }
        path.push(*next);
        at = *next;
    }
    at
}

fn knelpunt(
    id: KnelpuntId,
    members: Vec<KnelpuntId>,
    kept: &BTreeMap<KnelpuntId, (&SubjectRecords, Vec<&Record>)>,
    enter: &mut impl FnMut(&str) -> Name,
) -> Knelpunt {
    let identity = kept
        .get(&id)
        .and_then(|(subject, _)| subject.identity.as_ref());
    let traits = identity.map(|identity| Traits::of(identity, enter));
    let mut facts: Vec<Fact> = Vec::new();
    for (member, subject) in (0..).zip(&members) {
        let records = kept.get(subject).map_or(&[][..], |(_, counting)| counting);
        facts.extend(
            records
                .iter()
                .filter_map(|record| Fact::of(record, member, enter)),
        );
    }
    Knelpunt::new(id, traits, members, facts)
}
