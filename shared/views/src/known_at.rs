//! The population as the log was when its last sequence was P.
//!
//! Only knelpunten that something after P could have changed are folded again: those whose events are all facts
//! from memory, the others from their records up to P. Those never change, so they are read without holding the
//! fold back.

use std::{
    borrow::Borrow,
    collections::{BTreeSet, HashSet},
};

use fold::{Knelpunt, Record, SubjectRecords, has_competing_contents, join};
use model::KnelpuntId;
use questions::{Population, together};

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
    answer: impl FnOnce(Population<'_>) -> T,
) -> Result<T, AskError> {
    let mut folded: Vec<Knelpunt> = Vec::new();
    let mut done: HashSet<KnelpuntId> = HashSet::new();
    loop {
        let memory = held.memory.read();
        let missing = missing(&memory, known_at, &mut done);
        if missing.is_empty() {
            return Ok(answer(
                memory.columns.population_known_at(known_at, &folded),
            ));
        }
        drop(memory);
        let fold = |component: &BTreeSet<KnelpuntId>| fold_component(held, component, known_at);
        for knelpunten in together::map(&missing, fold) {
            folded.extend(knelpunten?);
        }
    }
}

/// Gives the linked subjects, a component at a time, that were touched after a sequence and are not yet among those
/// done; then they are.
///
/// A component that grew since some of it was done is read without that: merges known at the sequence reach no
/// further than what was linked then.
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
        let mut component = memory.links.component(knelpunt.id, &Links::default());
        component.retain(|id| done.insert(*id));
        missing.push(component);
    }
    missing
}

/// Folds linked subjects from what had arrived of them: to nothing, if nothing had.
pub(crate) fn fold_component(
    held: &Held,
    component: &BTreeSet<KnelpuntId>,
    known_at: u64,
) -> Result<Vec<Knelpunt>, ViewsError> {
    let memory = held.memory.read();
    let told = || {
        let told = component.iter();
        told.filter_map(|id| Some((*id, memory.told.get(id)?)))
    };
    if !told().any(|(_, told)| told.is_known_at(known_at)) {
        return Ok(Vec::new());
    }
    let known: Vec<SubjectRecords<&Record>> =
        told().map(|(id, told)| told.known(id, known_at)).collect();
    if !known
        .iter()
        .any(|subject| has_competing_contents(&subject.records))
    {
        return Ok(fold(known, &memory));
    }
    // Contents are read without holding the fold back.
    let whole: Vec<_> = told()
        .map(|(id, told)| told.records(id, known_at))
        .collect();
    drop(memory);
    let contents = Contents::of(&held.db);
    let mut subjects = Vec::with_capacity(whole.len());
    for (mut subject, sequences) in whole {
        contents.complete(&mut subject.records, &sequences)?;
        subjects.push(subject);
    }
    Ok(fold(subjects, &held.memory.read()))
}

fn fold<R: Borrow<Record>>(mut subjects: Vec<SubjectRecords<R>>, memory: &Memory) -> Vec<Knelpunt> {
    forget_untold(&mut subjects);
    let names = memory.columns.interner();
    join(&subjects, &mut |text| match names.find(text) {
        Some(name) => name,
        None => {
            panic!("every name of a record, such as {text:?}, was entered when it was committed")
        }
    })
}

/// Takes away who a knelpunt is where no event that had arrived said so.
fn forget_untold<R: Borrow<Record>>(subjects: &mut [SubjectRecords<R>]) {
    let mut told = BTreeSet::new();
    for subject in &*subjects {
        for record in subject.records.iter().map(Borrow::borrow) {
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
                memory.columns.mark_corrected(id(number));
            }
        }
        for (one, other) in links {
            memory.links.enter(id(*one), id(*other));
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
