//! Whether what is kept and what is held still say the same.
//!
//! Works a part of the knelpunten at a time and holds nothing back for longer than that takes, so that commits go on
//! meanwhile. What a commit has changed since it began is looked at no further: the commit itself said what it is.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use fold::{Fact, Knelpunt, Symbol};
use model::{KnelpuntId, Subject};
use sled::IVec;

use crate::{
    AskError, Audit, Reader, ViewsError,
    blocks::{self, Whole},
    contents::Contents,
    digest::Sum,
    keys,
    load::Loading,
    memory::Memory,
    open_index,
    store::Held,
};

/// In how many parts the knelpunten are looked at.
const PARTS: u8 = 16;
/// The part with which consultations are looked at: there are few.
const WITH_CONSULTATIONS: u8 = 0;
/// The most differences that are named.
const DIFFERENCES_LIMIT: usize = 100;

impl Reader {
    /// Compares what is kept with what is held: contents with the digest, columns with the contents they were folded
    /// from, the open index with the columns.
    ///
    /// Takes about as long as opening the views does, and as much memory for a small part of them.
    ///
    /// # Errors
    ///
    /// While the views are being replaced, or when the store fails.
    pub fn audit(&self) -> Result<Audit, AskError> {
        let held = self.held_anyhow()?;
        let (position, events) = {
            let memory = held.memory.read();
            (memory.head.anchor.position, memory.head.digests.events)
        };
        let mut audit = Audit {
            position,
            ..Audit::default()
        };
        let sum = contents(&held, &mut audit)?;
        if sum != events {
            audit.differs(format!(
                "the contents up to {position} add up to {}, the digest says {}",
                sum.text(),
                events.text()
            ));
        }
        for part in 0..PARTS {
            columns(&held, part, &mut audit)?;
            open(&held, part, &mut audit)?;
        }
        Ok(audit)
    }
}

impl Audit {
    pub(crate) fn differs(&mut self, what: String) {
        if self.differences.len() < DIFFERENCES_LIMIT {
            self.differences.push(what);
        }
    }
}

/// Adds up the contents up to the position.
fn contents(held: &Held, audit: &mut Audit) -> Result<Sum, ViewsError> {
    let mut sum = Sum::default();
    for block in blocks::whole(&held.db) {
        let Whole { first, contents } = block?;
        if first > audit.position {
            break;
        }
        match contents {
            Ok(contents) => {
                for (entry, text) in contents {
                    if entry.sequence <= audit.position {
                        audit.contents += 1;
                        sum = sum.plus(entry.sum(&text));
                    }
                }
            }
            Err(error) => audit.differs(format!("the block from {first}: {error}")),
        }
    }
    Ok(sum)
}

fn is_in(part: u8, id: KnelpuntId) -> bool {
    id.as_bytes()[15] % PARTS == part
}

/// Folds a part of the knelpunten anew, and compares those that nothing has touched since.
fn columns(held: &Held, part: u8, audit: &mut Audit) -> Result<(), ViewsError> {
    let anew = fold_anew(held, part, audit.position)?;
    let memory = held.memory.read();
    let untouched = |id| {
        memory
            .columns
            .last_change(id)
            .is_none_or(|at| at <= audit.position)
    };
    let rows = |memory: &Memory| -> BTreeMap<KnelpuntId, Knelpunt> {
        let rows = memory.columns.iter().filter(|row| is_in(part, row.id));
        let rows = rows.filter(|row| untouched(row.id));
        rows.map(|row| (row.id, plainly(row))).collect()
    };
    let (is, must) = (rows(&memory), rows(&anew));
    if part == WITH_CONSULTATIONS {
        consultations(&memory, &anew, audit);
    }
    drop(memory);
    audit.knelpunten += is.len() as u64;
    for id in is
        .keys()
        .chain(must.keys().filter(|id| !is.contains_key(id)))
    {
        if is.get(id) != must.get(id) {
            audit.differs(format!(
                "knelpunt {id}: what is held of it is not what its events fold to"
            ));
        }
    }
    Ok(())
}

/// Compares the consultations that count, where nothing came since.
fn consultations(memory: &Memory, anew: &Memory, audit: &mut Audit) {
    let (is, must) = (memory.columns.consultations(), anew.columns.consultations());
    let names = memory.columns.interner();
    let known: BTreeSet<(Symbol, Symbol)> =
        is.iter().chain(must.iter()).map(|(of, _)| of).collect();
    for of in known {
        let untouched = memory.consultations.untouched(of, audit.position);
        if untouched && is.get(of) != must.get(of) {
            let (municipality, round) = (names.text(of.0), names.text(of.1));
            audit.differs(format!(
                "the consultation of {municipality} in {round}: what is held of it is not what its events fold to"
            ));
        }
    }
}

/// Leaves out when facts arrived, which is not noted of every one.
fn plainly(row: &Knelpunt) -> Knelpunt {
    let facts = row.facts().iter().map(|fact| Fact {
        arrived: 0,
        ..*fact
    });
    let members = row.members.iter().copied().collect();
    Knelpunt::new(row.id, row.identity, members, facts.collect())
}

/// Folds the knelpunten of a part from what is kept up to a position, and those that are linked with them.
fn fold_anew(held: &Held, part: u8, position: u64) -> Result<Memory, ViewsError> {
    let (mut loading, linked) = {
        let memory = held.memory.read();
        let linked: HashSet<KnelpuntId> = memory.links.subjects().collect();
        (
            Loading::with_names(memory.columns.interner().clone()),
            linked,
        )
    };
    for block in blocks::facts(&held.db) {
        for entry in block? {
            let wanted = match &entry.subject {
                Subject::Knelpunt(id) => is_in(part, *id) || linked.contains(id),
                Subject::Consultation { .. } => part == WITH_CONSULTATIONS,
            };
            if entry.sequence <= position && wanted {
                loading.enter(entry);
            }
        }
    }
    loading.into_memory(&Contents::of(&held.db))
}

/// Compares the open index with the columns.
fn open(held: &Held, part: u8, audit: &mut Audit) -> Result<(), ViewsError> {
    let memory = held.memory.read();
    let rows = memory.columns.iter().filter(|row| is_in(part, row.id));
    let must = open_index::entries(rows, &memory.columns);
    let mut is: BTreeMap<Vec<u8>, IVec> = BTreeMap::new();
    for pair in held.db.scan_prefix([keys::OPEN]) {
        let (key, value) = pair?;
        if keys::last_id(&key).is_none_or(|id| is_in(part, id)) {
            is.insert(key.to_vec(), value);
        }
    }
    drop(memory);
    for (key, value) in &must {
        match is.remove(key) {
            None => audit.differs(format!("the open index lacks {}", open_index::text(key))),
            Some(held) if held != *value => {
                audit.differs(format!("the open index errs on {}", open_index::text(key)));
            }
            Some(_) => {}
        }
    }
    for key in is.keys() {
        audit.differs(format!(
            "the open index has {} in vain",
            open_index::text(key)
        ));
    }
    Ok(())
}
