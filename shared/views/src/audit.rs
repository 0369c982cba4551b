//! The audit: does the store still agree with itself and with memory?
//!
//! It audits a part of the knelpunten at a time and takes locks only for one part, so that commits go on meanwhile.
//! Knelpunten that a commit changes after the start are skipped: their commit has just computed them.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use api::AuditReport;
use fold::{Fact, Knelpunt, Symbol};
use model::{KnelpuntId, Subject};
use sled::IVec;

use crate::{
    AskError, Reader, ViewsError,
    blocks::{self, DecodedBlock},
    contents::Contents,
    digest::Sum,
    keys,
    load::MemoryBuilder,
    memory::Memory,
    offline::push_difference,
    open_index,
    store::OpenStore,
};

/// The number of parts that the knelpunten are divided into.
const PARTS: u8 = 16;
/// The part that also contains the consultations: there are few.
const CONSULTATIONS_PART: u8 = 0;

impl Reader {
    /// Compares contents with the digest, columns with a new fold of the contents, and the open index with the
    /// columns.
    ///
    /// Takes about as long as opening the views, and as much memory as a small part of them.
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
            audit_columns(&store, part, &mut audit)?;
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
    let mut sum = Sum::default();
    for block in blocks::decoded_up_to(audit.position, &store.db) {
        let DecodedBlock { first, contents } = block?;
        match contents {
            Ok(contents) => {
                for (entry, text) in contents {
                    audit.events += 1;
                    sum = sum.plus(entry.sum(&text));
                }
            }
            Err(error) => add(audit, format!("the block from {first}: {error}")),
        }
    }
    Ok(sum)
}

fn is_in(part: u8, id: KnelpuntId) -> bool {
    id.as_bytes()[15] % PARTS == part
}

/// Folds a part of the knelpunten again, and compares those that have not changed since.
fn audit_columns(store: &OpenStore, part: u8, audit: &mut AuditReport) -> Result<(), ViewsError> {
    let refolded = refold(store, part, audit.position)?;
    let memory = store.memory.read();
    let is_unchanged = |id| {
        memory
            .columns
            .last_change(id)
            .is_none_or(|sequence| sequence <= audit.position)
    };
    let rows = |memory: &Memory| -> BTreeMap<KnelpuntId, Knelpunt> {
        let rows = memory.columns.iter().filter(|row| is_in(part, row.id));
        let rows = rows.filter(|row| is_unchanged(row.id));
        rows.map(|row| (row.id, without_sequences(row))).collect()
    };
    let (actual, expected) = (rows(&memory), rows(&refolded));
    if part == CONSULTATIONS_PART {
        audit_consultations(&memory, &refolded, audit);
    }
    drop(memory);
    audit.knelpunten += actual.len() as u64;
    for id in actual
        .keys()
        .chain(expected.keys().filter(|id| !actual.contains_key(id)))
    {
        if actual.get(id) != expected.get(id) {
            add(
                audit,
                format!("knelpunt {id}: memory differs from a new fold of its events"),
            );
        }
    }
    Ok(())
}

/// Compares the effective consultations that have not changed since.
fn audit_consultations(memory: &Memory, refolded: &Memory, audit: &mut AuditReport) {
    let (actual, expected) = (
        memory.columns.consultations(),
        refolded.columns.consultations(),
    );
    let interner = memory.columns.interner();
    let known: BTreeSet<(Symbol, Symbol)> = actual
        .iter()
        .chain(expected.iter())
        .map(|(of, _)| of)
        .collect();
    for of in known {
        let is_unchanged = memory
            .consultation_logs
            .is_unchanged_since(of, audit.position);
        if is_unchanged && actual.get(of) != expected.get(of) {
            let (municipality, round) = (interner.text(of.0), interner.text(of.1));
            add(
                audit,
                format!(
                    "the consultation of {municipality} in {round}: memory differs from a new fold of its events"
                ),
            );
        }
    }
}

/// Returns a knelpunt without the sequences of its facts: those of corrected subjects are not recorded.
fn without_sequences(row: &Knelpunt) -> Knelpunt {
    let facts = row.facts().iter().map(|fact| Fact {
        arrived: 0,
        ..*fact
    });
    let members = row.members.iter().copied().collect();
    Knelpunt::new(row.id, row.identity, members, facts.collect())
}

/// Folds a part of the knelpunten, and those that are linked with them, from the contents up to a position.
fn refold(store: &OpenStore, part: u8, position: u64) -> Result<Memory, ViewsError> {
    let (mut builder, linked) = {
        let memory = store.memory.read();
        let linked: HashSet<KnelpuntId> = memory.links.subjects().collect();
        // With the same symbols, so that knelpunten can be compared.
        let interner = memory.columns.interner().clone();
        (MemoryBuilder::with_interner(interner), linked)
    };
    for block in blocks::facts(&store.db) {
        for entry in block? {
            let wanted = match &entry.subject {
                Subject::Knelpunt(id) => is_in(part, *id) || linked.contains(id),
                Subject::Consultation { .. } => part == CONSULTATIONS_PART,
            };
            if entry.sequence <= position && wanted {
                builder.insert(entry);
            }
        }
    }
    builder.build(&Contents::new(&store.db))
}

/// Compares the open index with the columns.
fn audit_open_index(
    store: &OpenStore,
    part: u8,
    audit: &mut AuditReport,
) -> Result<(), ViewsError> {
    // Until the index is read as well: a commit changes both.
    let memory = store.memory.read();
    let rows = memory.columns.iter().filter(|row| is_in(part, row.id));
    let expected = open_index::entries(rows, &memory.columns);
    let mut actual: BTreeMap<Vec<u8>, IVec> = BTreeMap::new();
    for pair in store.db.scan_prefix([keys::OPEN]) {
        let (key, value) = pair?;
        if keys::last_id(&key).is_none_or(|id| is_in(part, id)) {
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
