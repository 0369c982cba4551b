//! The audit: does the store still agree with itself and with memory?
//!
//! It audits a part of the knelpunten at a time and takes locks only for one part, so that commits go on meanwhile.
//! Knelpunten that a commit changes after the start are skipped: their commit has just computed them.

use std::collections::{BTreeMap, BTreeSet};

use api::AuditReport;
use fold::{Interner, Knelpunt, Symbol};
use model::KnelpuntId;
use sled::IVec;
use state::{MunicipalFacts, State, SubjectKey, Timeline};

use super::offline::{describe_subject, push_difference};
use crate::{
    AskError, Reader, ViewsError,
    store::{
        OpenStore,
        contents::Contents,
        digest::Sum,
        keys, open_index,
        stored::{self, StoredBlock},
    },
};

/// The number of parts that the knelpunten are divided into.
const PARTS: u8 = 16;
/// The part that also contains the consultations and support: there are few.
const MUNICIPAL_PART: u8 = 0;

impl Reader {
    /// Compares contents with the digest, the state with a new fold of the contents, and the open index with the
    /// state.
    ///
    /// It needs about as long as opening the views, and as much memory as a small part of them.
    ///
    /// # Errors
    ///
    /// While the views are being replaced, or when the store fails.
    pub fn audit(&self) -> Result<AuditReport, AskError> {
        let store = self.store_during_rebuild()?;
        let (position, events) = {
            let memory = store.memory.read();
            (memory.header.anchor.position, memory.header.digests.events)
        };
        let mut audit = AuditReport {
            position,
            ..AuditReport::default()
        };
        let sum = audit_contents(&store, &mut audit)?;
        if sum != events {
            add(
                &mut audit,
                format!(
                    "the contents up to {position} add up to {}, but the digest is {}",
                    sum.text(),
                    events.text()
                ),
            );
        }
        for part in 0..PARTS {
            audit_state(&store, part, &mut audit)?;
            audit_open_index(&store, part, &mut audit)?;
        }
        Ok(audit)
    }
}

fn add(audit: &mut AuditReport, difference: String) {
    push_difference(&mut audit.differences, difference);
}

/// Adds up the contents up to the position.
fn audit_contents(store: &OpenStore, audit: &mut AuditReport) -> Result<Sum, ViewsError> {
    let (mut sum, mut interner) = (Sum::default(), Interner::default());
    stored::for_each_block(store, |block| {
        let StoredBlock {
            first, contents, ..
        } = block;
        let contents = match contents.and_then(|contents| contents.decode(&mut interner)) {
            Ok(contents) => contents.into_iter(),
            Err(error) => {
                add(audit, format!("the block from {first}: {error}"));
                return Ok(());
            }
        };
        let position = audit.position;
        for (facts, text) in contents.filter(|(facts, _)| facts.sequence <= position) {
            audit.events += 1;
            let subject = facts.subject(&interner);
            let (key, content) = (facts.record.key, facts.record.content);
            sum.add(&keys::content(&subject, key, content), &[]);
            if !text.matches(key, content) {
                let subject = describe_subject(&subject);
                let sequence = facts.sequence;
                add(
                    audit,
                    format!("event {sequence} of {subject}: another text"),
                );
            }
        }
        Ok(())
    })?;
    Ok(sum)
}

fn is_in(part: u8, id: KnelpuntId) -> bool {
    id.as_bytes()[15] % PARTS == part
}

/// Folds a part of the knelpunten again, and compares those that have not changed since.
fn audit_state(store: &OpenStore, part: u8, audit: &mut AuditReport) -> Result<(), ViewsError> {
    let refolded = refold(store, part, audit.position)?;
    let memory = store.memory.read();
    let is_unchanged = |row: &usize| memory.state.last_changes()[*row] <= audit.position;
    let actual = knelpunten(&memory.state, part, is_unchanged);
    let changed = |id: &KnelpuntId| {
        let row = memory.state.find(*id);
        row.is_some_and(|row| !is_unchanged(&row))
    };
    let mut expected = knelpunten(&refolded, part, |_| true);
    expected.retain(|id, _| !changed(id));
    if part == MUNICIPAL_PART {
        let (state, new) = (&memory.state, &refolded);
        let consultations = [state.consultations(), new.consultations()];
        audit_municipal(
            state,
            consultations,
            |municipality, round| format!("the consultation of {municipality} in {round}"),
            audit,
        );
        let support = [state.support(), new.support()];
        audit_municipal(
            state,
            support,
            |municipality, support| format!("the support {support} of {municipality}"),
            audit,
        );
    }
    audit.knelpunten += actual.len() as u64;
    let ids: BTreeSet<&KnelpuntId> = actual.keys().chain(expected.keys()).collect();
    for id in ids {
        if actual.get(id) != expected.get(id) {
            let difference = "memory differs from a new fold of its events";
            add(audit, format!("knelpunt {id}: {difference}"));
        }
    }
    Ok(())
}

/// Returns the knelpunten of a part, each with its timeline.
fn knelpunten(
    state: &State,
    part: u8,
    is_wanted: impl Fn(&usize) -> bool,
) -> BTreeMap<KnelpuntId, (Knelpunt<'_>, Timeline<'_>)> {
    let roots = state.roots().filter(|row| is_in(part, state.id(*row)));
    let wanted = roots.filter(is_wanted);
    let knelpunt = |row| (state.id(row), (state.knelpunt(row), state.timeline(row)));
    wanted.map(knelpunt).collect()
}

/// Compares the facts that count of subjects in a municipality that have not changed since.
fn audit_municipal<T: PartialEq>(
    state: &State,
    [actual, expected]: [&MunicipalFacts<T>; 2],
    describe: impl Fn(&str, &str) -> String,
    audit: &mut AuditReport,
) {
    let interner = state.interner();
    let all = actual.iter().chain(expected.iter());
    let known: BTreeSet<(Symbol, Symbol)> = all.map(|(of, _)| of).collect();
    for of in known {
        let is_unchanged = state.is_unchanged_since(of, audit.position);
        if is_unchanged && actual.get(of) != expected.get(of) {
            let what = describe(interner.text(of.0), interner.text(of.1));
            let difference = "memory differs from a new fold of its events";
            add(audit, format!("{what}: {difference}"));
        }
    }
}

/// Folds a part of the knelpunten, and those that are linked with them, from the contents up to a position.
fn refold(store: &OpenStore, part: u8, position: u64) -> Result<State, ViewsError> {
    let (mut refolded, linked) = {
        let state = &store.memory.read().state;
        let linked: BTreeSet<KnelpuntId> = state.linked().collect();
        // With the same symbols, so that knelpunten can be compared.
        (State::with_interner(state.interner().clone()), linked)
    };
    stored::for_each_block(store, |block| {
        // One that cannot be unpacked is reported with the contents.
        let chunks = block.contents.and_then(|contents| contents.chunks());
        for chunk in chunks.into_iter().flatten() {
            chunk.insert_into(&mut refolded, |subject, sequence| {
                let is_wanted = match subject {
                    SubjectKey::Knelpunt(id) => is_in(part, id) || linked.contains(&id),
                    SubjectKey::InMunicipality { .. } => part == MUNICIPAL_PART,
                };
                is_wanted && sequence <= position
            });
        }
        Ok(())
    })?;
    let contents = Contents::new(&store.db);
    refolded.rank(|sequence| contents.content(sequence))?;
    refolded.fold(|_, _| {});
    Ok(refolded)
}

/// Compares the open index with the state.
fn audit_open_index(
    store: &OpenStore,
    part: u8,
    audit: &mut AuditReport,
) -> Result<(), ViewsError> {
    // Until the index is read as well: a commit changes both.
    let memory = store.memory.read();
    if memory.header.open_index_is_behind {
        return Ok(());
    }
    let state = &memory.state;
    let rows = state.roots().filter(|row| is_in(part, state.id(*row)));
    let open = rows.filter_map(|row| state.open(row));
    let expected: BTreeMap<Vec<u8>, IVec> = open
        .map(|open| open_index::entry(&open, state.interner()))
        .collect();
    let mut actual: BTreeMap<Vec<u8>, IVec> = BTreeMap::new();
    for pair in store.db.scan_prefix([keys::OPEN]) {
        let (key, value) = pair?;
        if keys::parse_open(&key).is_none_or(|(_, _, id)| is_in(part, id)) {
            actual.insert(key.to_vec(), value);
        }
    }
    drop(memory);
    for (key, value) in &expected {
        let name = open_index::describe(key);
        match actual.remove(key) {
            None => add(audit, format!("the open index lacks {name}")),
            Some(stored) if stored != *value => {
                add(
                    audit,
                    format!("the open index has another value for {name}"),
                );
            }
            Some(_) => {}
        }
    }
    for key in actual.keys() {
        let name = open_index::describe(key);
        add(
            audit,
            format!("the open index contains {name}, which is not open"),
        );
    }
    Ok(())
}
