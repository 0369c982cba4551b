//! The population as the log was when its last sequence was P.
//!
//! Only knelpunten that something after P could have changed are folded again: those whose events are all facts
//! from memory, the others from their records up to P. Those never change, so they are read without holding the
//! fold back.

use std::collections::BTreeSet;

use fold::{Knelpunt, SubjectRecords, join};
use model::KnelpuntId;
use questions::Population;

use crate::{
    AskError, ViewsError,
    contents::Contents,
    memory::{Links, Memory},
    store::Held,
};

/// Asks over the population as known at a sequence.
pub(crate) fn ask<T>(
    held: &Held,
    known_at: u64,
    answer: impl FnOnce(&Population<'_>) -> T,
) -> Result<T, AskError> {
    let mut folded: Vec<Knelpunt> = Vec::new();
    let mut done: BTreeSet<KnelpuntId> = BTreeSet::new();
    loop {
        let memory = held.memory.read();
        let missing = missing(&memory, known_at, &done);
        if missing.is_empty() {
            return Ok(answer_over(&memory, known_at, &folded, answer));
        }
        drop(memory);
        for component in missing {
            folded.extend(fold_component(held, &component, known_at)?);
            done.extend(component);
        }
    }
}

fn answer_over<T>(
    memory: &Memory,
    known_at: u64,
    folded: &[Knelpunt],
    answer: impl FnOnce(&Population<'_>) -> T,
) -> T {
    let apart = memory.not_plain();
    answer(&memory.columns.population_known_at(known_at, apart, folded))
}

/// Gives the linked subjects, a component at a time, that were touched after a sequence and whose records must be
/// read.
///
/// A component that grew since some of it was done is read without that: merges known at the sequence reach no
/// further than what was linked then.
fn missing(
    memory: &Memory,
    known_at: u64,
    done: &BTreeSet<KnelpuntId>,
) -> Vec<BTreeSet<KnelpuntId>> {
    let mut entered: BTreeSet<KnelpuntId> = done.clone();
    let mut missing = Vec::new();
    let touched = |id: &KnelpuntId| memory.columns.touched(*id) > Some(known_at);
    for id in memory.not_plain().filter(touched) {
        if entered.contains(&id) {
            continue;
        }
        let component = memory.links.component(id, &Links::default());
        let new: BTreeSet<KnelpuntId> = component.difference(&entered).copied().collect();
        entered.extend(&new);
        missing.push(new);
    }
    missing
}

/// Folds linked subjects from what had arrived of them.
pub(crate) fn fold_component(
    held: &Held,
    component: &BTreeSet<KnelpuntId>,
    known_at: u64,
) -> Result<Vec<Knelpunt>, ViewsError> {
    let told = told(&held.memory.read(), component, known_at);
    let contents = Contents::of(&held.db);
    let mut subjects = Vec::with_capacity(told.len());
    for (mut subject, sequences) in told {
        contents.complete(&mut subject.records, &sequences)?;
        subjects.push(subject);
    }
    forget_untold(&mut subjects);
    let memory = held.memory.read();
    let names = memory.columns.names();
    Ok(join(&subjects, &mut |text| match names.find(text) {
        Some(name) => name,
        None => {
            panic!("every name of a record, such as {text:?}, was entered when it was committed")
        }
    }))
}

/// Gives what was told of subjects up to a sequence, and the sequences of it.
fn told(
    memory: &Memory,
    component: &BTreeSet<KnelpuntId>,
    known_at: u64,
) -> Vec<(SubjectRecords, Vec<u64>)> {
    let told = component
        .iter()
        .filter_map(|id| Some((*id, memory.told.get(id)?)));
    told.map(|(id, told)| told.records(id, known_at)).collect()
}

/// Takes away who a knelpunt is where no event that had arrived said so.
fn forget_untold(subjects: &mut [SubjectRecords]) {
    let mut told = BTreeSet::new();
    for subject in &*subjects {
        for record in &subject.records {
            if record.identifies() {
                told.insert(subject.id);
            }
            told.extend(record.merges_into().map(model::Identity::id));
        }
    }
    for subject in subjects.iter_mut().filter(|held| !told.contains(&held.id)) {
        subject.identity = None;
    }
}

/// Says whether any event had a subject, or named it as the target of a merge, up to a sequence.
pub(crate) fn exists(
    memory: &Memory,
    id: KnelpuntId,
    component: &BTreeSet<KnelpuntId>,
    known_at: u64,
) -> bool {
    let names_it = |identity: &model::Identity| identity.id() == id;
    component.iter().any(|member| {
        let told = memory.told.get(member).into_iter();
        let mut known = told.flat_map(|told| told.up_to(known_at));
        known.any(|held| *member == id || held.record.merges_into().is_some_and(names_it))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::told::Told;

    /// Lists what must be read as known at 10 of three linked knelpunten, all touched later, of which some are done.
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
                memory.told.insert(id(number), Told::default());
            }
        }
        for (one, other) in links {
            memory.links.enter(id(*one), id(*other));
        }
        let ids = |numbers: &[u8]| numbers.iter().map(|number| id(*number)).collect();
        let done: BTreeSet<KnelpuntId> = ids(done);
        let expected: Vec<BTreeSet<KnelpuntId>> = expected.iter().map(|part| ids(part)).collect();
        assert_eq!(missing(&memory, 10, &done), expected);
        assert!(missing(&memory, 11, &done).is_empty());
    }

    #[test]
    fn linked_subjects_are_read_together_and_plain_ones_not_at_all() {
        check(&[(1, 2)], &[], &[&[1, 2]]);
        check(&[], &[], &[]);
    }

    #[test]
    fn what_is_done_is_not_read_again_when_more_was_linked_to_it_meanwhile() {
        check(&[(1, 2), (2, 3)], &[1, 2], &[&[3]]);
        check(&[(1, 2), (2, 3)], &[1, 2, 3], &[]);
    }
}
