//! The population as known at an earlier sequence.
//!
//! Only knelpunten that a later event could have changed are folded again: those without corrections from their facts
//! in memory, the others from their records up to the sequence. Such records never change, so they are read without
//! the lock on memory.

use std::{
    borrow::Borrow,
    collections::{BTreeSet, HashSet},
};

use fold::{Knelpunt, Record, SubjectRecords, has_competing_contents, join};
use model::KnelpuntId;
use questions::{Population, together};

use crate::{AskError, ViewsError, contents::Contents, memory::Memory, store::OpenStore};

/// Answers from the population as known at a sequence.
pub(crate) fn ask<T>(
    store: &OpenStore,
    known_at: u64,
    answer: impl FnOnce(Population<'_>) -> T,
) -> Result<T, AskError> {
    let mut folded: Vec<Knelpunt> = Vec::new();
    let mut done: HashSet<KnelpuntId> = HashSet::new();
    loop {
        let memory = store.memory.read();
        let missing = missing(&memory, known_at, &mut done);
        if missing.is_empty() {
            return Ok(answer(
                memory.columns.population_known_at(known_at, &folded),
            ));
        }
        // Folding takes long, and a commit waits for the lock. A commit in between may change more subjects, so that
        // the loop looks again until nothing is missing.
        drop(memory);
        let fold = |component: &BTreeSet<KnelpuntId>| fold_component(store, component, known_at);
        for knelpunten in together::map(&missing, fold) {
            folded.extend(knelpunten?);
        }
    }
}

/// Returns the linked subjects with corrections, by component, that changed after a sequence and are not done yet;
/// marks them as done.
///
/// A component may grow after some of it was done. It is then read without that part: merges known at the sequence
/// reach no further than the links at the time.
fn missing(
    memory: &Memory,
    known_at: u64,
    done: &mut HashSet<KnelpuntId>,
) -> Vec<BTreeSet<KnelpuntId>> {
    let mut missing = Vec::new();
    for knelpunt in memory.columns.corrected_since(known_at) {
        if knelpunt.members.iter().all(|member| done.contains(member)) {
            continue;
        }
        let mut component = memory.links.component(knelpunt.id);
        component.retain(|id| done.insert(*id));
        missing.push(component);
    }
    missing
}

/// Folds linked subjects from the records that had arrived; returns nothing if none had.
pub(crate) fn fold_component(
    store: &OpenStore,
    component: &BTreeSet<KnelpuntId>,
    known_at: u64,
) -> Result<Vec<Knelpunt>, ViewsError> {
    let memory = store.memory.read();
    let logs = || {
        let subjects = component.iter();
        subjects.filter_map(|id| Some((*id, memory.subject_logs.get(id)?)))
    };
    if !logs().any(|(_, log)| log.is_known_at(known_at)) {
        return Ok(Vec::new());
    }
    let known: Vec<SubjectRecords<&Record>> = logs()
        .map(|(id, log)| log.borrow_records(id, known_at))
        .collect();
    if !known
        .iter()
        .any(|subject| has_competing_contents(&subject.records))
    {
        return Ok(fold(known, &memory));
    }
    let cloned: Vec<_> = logs()
        .map(|(id, log)| log.clone_records(id, known_at))
        .collect();
    // Texts are read without the lock: a commit would wait for it.
    drop(memory);
    let contents = Contents::new(&store.db);
    let mut subjects = Vec::with_capacity(cloned.len());
    for (mut subject, sequences) in cloned {
        contents.read_competing_texts(&mut subject.records, &sequences)?;
        subjects.push(subject);
    }
    Ok(fold(subjects, &store.memory.read()))
}

fn fold<R: Borrow<Record>>(mut subjects: Vec<SubjectRecords<R>>, memory: &Memory) -> Vec<Knelpunt> {
    remove_unknown_identities(&mut subjects);
    let interner = memory.columns.interner();
    join(&subjects, &mut |text| match interner.find(text) {
        Some(symbol) => symbol,
        None => {
            panic!("every text of a record, such as {text:?}, was interned when it was committed")
        }
    })
}

/// Removes the identities that none of the records gives.
fn remove_unknown_identities<R: Borrow<Record>>(subjects: &mut [SubjectRecords<R>]) {
    let mut identified = BTreeSet::new();
    for subject in &*subjects {
        for record in subject.records.iter().map(Borrow::borrow) {
            if record.identifies() {
                identified.insert(subject.id);
            }
            identified.extend(record.merges_into().map(model::Identity::id));
        }
    }
    for subject in subjects {
        if !identified.contains(&subject.id) {
            subject.identity = None;
        }
    }
}

/// Whether any event up to a sequence had a subject, or named it as the target of a merge.
pub(crate) fn exists(
    memory: &Memory,
    id: KnelpuntId,
    component: &BTreeSet<KnelpuntId>,
    known_at: u64,
) -> bool {
    let is_it = |identity: &model::Identity| identity.id() == id;
    component.iter().any(|member| {
        let log = memory.subject_logs.get(member).into_iter();
        let mut known = log.flat_map(|log| log.up_to(known_at));
        known.any(|sequenced| *member == id || sequenced.record.merges_into().is_some_and(is_it))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject_log::SubjectLog;

    /// Checks what is missing as known at 10 of three linked knelpunten, all changed later, of which some are done.
    #[track_caller]
    fn check(links: &[(u8, u8)], done: &[u8], expected: &[&[u8]]) {
        let id = |number: u8| KnelpuntId::from_bytes([number; 16]);
        let mut memory = Memory::default();
        for number in 1..=3 {
            let members = vec![id(number)];
            let knelpunt = Knelpunt::new(id(number), None, members, Vec::new());
            memory.columns.insert(knelpunt, 11);
            if links
                .iter()
                .any(|(one, other)| [*one, *other].contains(&number))
            {
                memory
                    .subject_logs
                    .insert(id(number), SubjectLog::default());
                memory.columns.mark_corrected(id(number));
            }
        }
        for (one, other) in links {
            memory.links.insert(id(*one), id(*other));
        }
        let ids = |numbers: &&[u8]| numbers.iter().map(|number| id(*number)).collect();
        let mut done: HashSet<KnelpuntId> = done.iter().map(|number| id(*number)).collect();
        assert!(missing(&memory, 11, &mut done.clone()).is_empty());
        let expected: BTreeSet<BTreeSet<KnelpuntId>> = expected.iter().map(ids).collect();
        let found: BTreeSet<_> = missing(&memory, 10, &mut done).into_iter().collect();
        assert_eq!(found, expected);
        assert!(missing(&memory, 10, &mut done).is_empty());
    }

    #[test]
    fn linked_subjects_are_read_together_and_uncorrected_ones_not_at_all() {
        check(&[(1, 2)], &[], &[&[1, 2]]);
        check(&[], &[], &[]);
    }

    #[test]
    fn subjects_that_are_done_are_not_read_again_when_their_component_grows() {
        check(&[(1, 2), (2, 3)], &[1, 2], &[&[3]]);
        check(&[(1, 2), (2, 3)], &[1, 2, 3], &[]);
    }
}
