//! The population as the log was when its last sequence was P.
//!
//! Only knelpunten that something after P could have changed are folded again, from their records up to P. Those
//! never change, so they are read without holding the fold back.

use std::collections::BTreeSet;

use fold::{Knelpunt, join};
use model::KnelpuntId;
use questions::Population;

use crate::{
    AskError, ViewsError, records,
    store::{Held, Memory},
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
            let untouched = memory
                .columns
                .untouched_since(known_at)
                .filter(|knelpunt| !done.contains(&knelpunt.id));
            let rows = untouched.chain(&folded).collect();
            return Ok(answer(&Population {
                names: memory.columns.names(),
                rows,
            }));
        }
        drop(memory);
        for component in missing {
            folded.extend(fold_component(held, &component, known_at)?);
            done.extend(component);
        }
    }
}

/// Gives the linked subjects, a component at a time, that were touched after a sequence and are not done yet.
fn missing(
    memory: &Memory,
    known_at: u64,
    done: &BTreeSet<KnelpuntId>,
) -> Vec<BTreeSet<KnelpuntId>> {
    let mut entered: BTreeSet<KnelpuntId> = BTreeSet::new();
    let mut missing = Vec::new();
    for knelpunt in memory.columns.touched_after(known_at) {
        if done.contains(&knelpunt.id) || entered.contains(&knelpunt.id) {
            continue;
        }
        let component = memory.links.component(knelpunt.id);
        entered.extend(&component);
        missing.push(component);
    }
    missing
}

/// Folds linked subjects from what had arrived of them.
pub(crate) fn fold_component(
    held: &Held,
    component: &BTreeSet<KnelpuntId>,
    known_at: u64,
) -> Result<Vec<Knelpunt>, ViewsError> {
    let mut subjects = Vec::with_capacity(component.len());
    for id in component {
        subjects.push(records::subject(&*held.db, *id, known_at)?);
    }
    let memory = held.memory.read();
    let names = memory.columns.names();
    Ok(join(&subjects, &mut |text| {
        let name = names.find(text);
        assert!(
            name.is_some(),
            "every name of a record was entered when it was committed"
        );
        name.unwrap_or_else(|| unreachable!("asserted above"))
    }))
}

/// Says whether any event had a subject, or named it as the target of a merge, up to a sequence.
pub(crate) fn exists(
    held: &Held,
    id: KnelpuntId,
    component: &BTreeSet<KnelpuntId>,
    known_at: u64,
) -> Result<bool, ViewsError> {
    for member in component {
        let subject = records::subject(&*held.db, *member, known_at)?;
        let names = |record| *member == id || crate::enter::merged_into(record) == Some(id);
        if subject.records.iter().any(names) {
            return Ok(true);
        }
    }
    Ok(false)
}
