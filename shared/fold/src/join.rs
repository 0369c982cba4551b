//! Merges: subjects, combined into knelpunten.

use std::{
    borrow::Borrow,
    collections::{BTreeMap, BTreeSet},
};

use model::{Identity, KnelpuntId};

use crate::{Fact, IdentityKeys, Knelpunt, Record, RecordKind, Symbol, effective_records};

/// All records of one subject, or references to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectRecords<R = Record> {
    /// The subject.
    pub id: KnelpuntId,
    /// Its identity, if any event has named it.
    pub identity: Option<Identity>,
    /// Every content of every event of it.
    pub records: Vec<R>,
}

/// Combines subjects into knelpunten, in order of id, and selects their facts.
///
/// `subjects` must include the target of every merge of one of them. A subject points to the target of its last merge
/// that counts, by (`time`, event key). Chains are followed; a cycle resolves to its smallest id.
pub fn join<R: Borrow<Record>>(
    subjects: &[SubjectRecords<R>],
    intern: &mut impl FnMut(&str) -> Symbol,
) -> Vec<Knelpunt> {
    let mut effective = BTreeMap::new();
    let mut pointers = BTreeMap::new();
    for subject in subjects {
        let records: Vec<&Record> = effective_records(&subject.records)
            .values()
            .filter(|effective| !effective.withdrawn)
            .map(|effective| effective.record)
            .collect();
        if let Some(target) = last_merge(&records) {
            pointers.insert(subject.id, target);
        }
        effective.insert(subject.id, (subject, records));
    }
    let mut groups: BTreeMap<KnelpuntId, Vec<KnelpuntId>> = BTreeMap::new();
    for id in effective.keys() {
        groups.entry(resolve(*id, &pointers)).or_default().push(*id);
    }
    groups
        .into_iter()
        .map(|(id, members)| knelpunt(id, members, &effective, intern))
        .collect()
}

fn last_merge(records: &[&Record]) -> Option<KnelpuntId> {
    let merges = records.iter().filter_map(|record| match &record.kind {
        RecordKind::Merged { into } => Some(((record.time, record.key), into.id())),
        _ => None,
    });
    merges
        .max_by_key(|(order, _)| *order)
        .map(|(_, target)| target)
}

/// Follows pointers to the last subject, or to the smallest id of the cycle that they lead to.
fn resolve(start: KnelpuntId, pointers: &BTreeMap<KnelpuntId, KnelpuntId>) -> KnelpuntId {
    let mut path = vec![start];
    let mut visited = BTreeSet::from([start]);
    let mut at = start;
    while let Some(next) = pointers.get(&at) {
        if !visited.insert(*next) {
            let cycle = path.iter().skip_while(|id| *id != next);
            return cycle.min().copied().unwrap_or(*next);
        }
        path.push(*next);
        at = *next;
    }
    at
}

fn knelpunt<R>(
    id: KnelpuntId,
    members: Vec<KnelpuntId>,
    effective: &BTreeMap<KnelpuntId, (&SubjectRecords<R>, Vec<&Record>)>,
    intern: &mut impl FnMut(&str) -> Symbol,
) -> Knelpunt {
    let identity = effective
        .get(&id)
        .and_then(|(subject, _)| subject.identity.as_ref());
    let keys = identity.map(|identity| IdentityKeys::intern(identity, intern));
    let mut facts: Vec<Fact> = Vec::new();
    for (member, subject) in (0..).zip(&members) {
        let records = effective
            .get(subject)
            .map_or(&[][..], |(_, records)| records);
        facts.extend(
            records
                .iter()
                .filter_map(|record| Fact::from_record(record, member, intern)),
        );
    }
    Knelpunt::new(id, keys, members, facts)
}

#[cfg(test)]
mod tests {
    use model::Instant;

    use super::*;
    use crate::{
        Interner,
        sample::{day, id, identity, merge, report, withdrawal},
    };

    /// Joins subjects, and compares the knelpunten: each with its members and the days of its facts.
    #[track_caller]
    fn check(subjects: &[(&str, Vec<Record>)], expected: &[(&str, &[&str], &[i64])]) {
        let subjects: Vec<SubjectRecords> = subjects
            .iter()
            .map(|(category, records)| SubjectRecords {
                id: id(category),
                identity: Some(identity(category)),
                records: records.clone(),
            })
            .collect();
        let mut interner = Interner::default();
        let joined = join(&subjects, &mut |text| interner.intern(text));
        let found: BTreeMap<KnelpuntId, (Vec<KnelpuntId>, Vec<Instant>)> = joined
            .iter()
            .map(|knelpunt| {
                let days = knelpunt.facts().iter().map(|fact| fact.instant).collect();
                (knelpunt.id, (knelpunt.members.to_vec(), days))
            })
            .collect();
        let expected = expected
            .iter()
            .map(|(category, members, days)| {
                let mut members: Vec<KnelpuntId> = members.iter().map(|name| id(name)).collect();
                members.sort_unstable();
                (
                    id(category),
                    (members, days.iter().map(|at| day(*at)).collect()),
                )
            })
            .collect();
        assert_eq!(found, expected);
        for knelpunt in joined {
            let category = knelpunt
                .identity
                .map(|identity| interner.text(identity.category).to_owned());
            assert_eq!(category.map(|category| id(&category)), Some(knelpunt.id));
        }
    }

    #[test]
    fn subjects_without_merges_are_knelpunten_of_their_own() {
        check(
            &[("a", vec![report("1", 5, "x")]), ("b", vec![])],
            &[("a", &["a"], &[5]), ("b", &["b"], &[])],
        );
    }

    #[test]
    fn the_events_of_merged_subjects_follow_the_chain() {
        check(
            &[
                ("a", vec![report("1", 5, "x"), merge("m", 1, "b")]),
                ("b", vec![report("1", 3, "y"), merge("n", 2, "c")]),
                ("c", vec![report("1", 4, "z")]),
            ],
            &[("c", &["a", "b", "c"], &[3, 4, 5])],
        );
    }

    #[test]
    fn the_last_merge_by_time_counts_and_by_key_at_equal_times() {
        let later = if crate::sample::key("m") < crate::sample::key("n") {
            "n"
        } else {
            "m"
        };
        let into = |name: &str| if name == later { "b" } else { "c" };
        check(
            &[
                (
                    "a",
                    vec![
                        merge("m", 7, into("m")),
                        merge("n", 7, into("n")),
                        merge("o", 6, "c"),
                    ],
                ),
                ("b", vec![]),
                ("c", vec![]),
            ],
            &[("b", &["a", "b"], &[]), ("c", &["c"], &[])],
        );
    }

    #[test]
    fn a_cycle_and_the_subjects_that_lead_to_it_resolve_to_its_smallest_id() {
        let smallest = if id("b") < id("c") { "b" } else { "c" };
        check(
            &[
                ("a", vec![report("1", 1, "x"), merge("m", 1, "b")]),
                ("b", vec![report("1", 2, "y"), merge("m", 1, "c")]),
                ("c", vec![report("1", 3, "z"), merge("m", 1, "b")]),
            ],
            &[(smallest, &["a", "b", "c"], &[1, 2, 3])],
        );
    }

    #[test]
    fn a_withdrawn_merge_separates_the_subjects() {
        check(
            &[
                (
                    "a",
                    vec![
                        report("1", 1, "x"),
                        merge("m", 1, "b"),
                        withdrawal("w", "m"),
                    ],
                ),
                ("b", vec![]),
            ],
            &[("a", &["a"], &[1]), ("b", &["b"], &[])],
        );
    }
}
