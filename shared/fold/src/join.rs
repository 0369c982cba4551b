//! Merges: subjects, combined into knelpunten.

use std::collections::{BTreeMap, BTreeSet};

use model::KnelpuntId;

use crate::{Fact, IdentityKeys, Knelpunt, Record, RecordKind, effective_records};

/// All records of one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectRecords<'a> {
    /// The subject.
    pub id: KnelpuntId,
    /// Its identity, if any event has named it.
    pub identity: Option<IdentityKeys>,
    /// Every content of every event of it, in any order.
    pub records: Vec<&'a Record>,
}

/// A subject with the records of it that count.
struct CountingSubject<'a> {
    identity: Option<IdentityKeys>,
    records: Vec<&'a Record>,
}

/// Combines subjects into knelpunten, in order of id, and selects their facts.
///
/// `subjects` must include the target of every merge of one of them. A subject points to the target of its last merge
/// that counts, by (`time`, event key). Chains are followed; a cycle resolves to its smallest id.
pub fn join<'a>(subjects: &[SubjectRecords<'a>]) -> Vec<Knelpunt<'a>> {
    let mut counting = BTreeMap::new();
    let mut pointers = BTreeMap::new();
    for subject in subjects {
        let records: Vec<&Record> = effective_records(subject.records.iter().copied())
            .values()
            .filter(|effective| !effective.withdrawn)
            .map(|effective| effective.record)
            .collect();
        if let Some(target) = last_merge(&records) {
            pointers.insert(subject.id, target);
        }
        let identity = subject.identity;
        counting.insert(subject.id, CountingSubject { identity, records });
    }
    let mut groups: BTreeMap<KnelpuntId, Vec<KnelpuntId>> = BTreeMap::new();
    for id in counting.keys() {
        groups.entry(resolve(*id, &pointers)).or_default().push(*id);
    }
    groups
        .into_iter()
        .map(|(id, members)| knelpunt(id, members, &counting))
        .collect()
}

fn last_merge(records: &[&Record]) -> Option<KnelpuntId> {
    let merges = records.iter().filter_map(|record| match &record.kind {
        RecordKind::Merged { into, time } => Some(((*time, record.key), *into)),
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

fn knelpunt<'a>(
    id: KnelpuntId,
    members: Vec<KnelpuntId>,
    counting: &BTreeMap<KnelpuntId, CountingSubject<'a>>,
) -> Knelpunt<'a> {
    let identity = counting.get(&id).and_then(|subject| subject.identity);
    let mut facts: Vec<Fact<'a>> = Vec::new();
    for (member, subject) in (0..).zip(&members) {
        let records = counting.get(subject).into_iter();
        let records = records.flat_map(|subject| &subject.records);
        facts.extend(records.filter_map(|record| Fact::from_record(record, member)));
    }
    Knelpunt::new(id, identity, members, facts)
}

#[cfg(test)]
mod tests {
    use model::Instant;

    use super::*;
    use crate::sample::{day, id, identity, merge, report, withdrawal};

    /// Joins subjects, and compares the knelpunten: each with its members and the days of its facts.
    #[track_caller]
    fn check(subjects: &[(&str, Vec<Record>)], expected: &[(&str, &[&str], &[i64])]) {
        let subjects: Vec<SubjectRecords> = subjects
            .iter()
            .map(|(category, records)| SubjectRecords {
                id: id(category),
                identity: Some(identity(category)),
                records: records.iter().collect(),
            })
            .collect();
        let joined = join(&subjects);
        let found: BTreeMap<KnelpuntId, (Vec<KnelpuntId>, Vec<Instant>)> = joined
            .iter()
            .map(|knelpunt| {
                let facts = knelpunt.facts().iter();
                let days = facts.map(|fact| fact.observation.instant).collect();
                (knelpunt.id, (knelpunt.members.clone(), days))
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
            let named = subjects.iter().find(|subject| subject.id == knelpunt.id);
            assert_eq!(
                Some(knelpunt.identity),
                named.map(|subject| subject.identity)
            );
        }
    }

    #[test]
    fn subjects_without_merges_are_knelpunten_of_their_own() {
        check(
            &[("a", vec![report("1", 5, 0)]), ("b", vec![])],
            &[("a", &["a"], &[5]), ("b", &["b"], &[])],
        );
    }

    #[test]
    fn the_events_of_merged_subjects_follow_the_chain() {
        check(
            &[
                ("a", vec![report("1", 5, 0), merge("m", 1, "b")]),
                ("b", vec![report("1", 3, 0), merge("n", 2, "c")]),
                ("c", vec![report("1", 4, 0)]),
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
                ("a", vec![report("1", 1, 0), merge("m", 1, "b")]),
                ("b", vec![report("1", 2, 0), merge("m", 1, "c")]),
                ("c", vec![report("1", 3, 0), merge("m", 1, "b")]),
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
                    vec![report("1", 1, 0), merge("m", 1, "b"), withdrawal("w", "m")],
                ),
                ("b", vec![]),
            ],
            &[("a", &["a"], &[1]), ("b", &["b"], &[])],
        );
    }
}
