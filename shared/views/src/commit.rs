//! One commit: arrivals into the store and the columns, with the position, in one atomic batch.

use std::collections::{BTreeMap, BTreeSet};

use fold::Knelpunt;
use model::KnelpuntId;
use questions::Columns;

use crate::{
    Arrival, ViewsError,
    digest::Digests,
    enter::{self, Entered},
    keys, open_index,
    plan::Plan,
    staged::Staged,
    store::Held,
    values,
};

/// How many writes' worth the collector frees at one go: 8 bags of 64, and a write leaves a few things behind.
const WRITES_FREED_AT_ONCE: usize = 64;

/// What is committed at once.
pub(crate) struct Piece<'a> {
    /// In order, behind the position.
    pub(crate) arrivals: &'a [Arrival],
    pub(crate) stream_created_at: Option<i64>,
    /// A checkpoint that lies between the position and the first arrival: nothing stands at its own sequence.
    pub(crate) passed: Option<u64>,
    /// The next checkpoint; no arrival lies behind it.
    pub(crate) checkpoint: u64,
}

/// A commit of which nothing can be seen yet.
pub(crate) struct Prepared<'a> {
    piece: Piece<'a>,
    held: &'a Held,
    staged: Staged<'a>,
    plan: Plan,
    counts: Counts,
}

struct Counts {
    duplicates: u64,
    conflicts: u64,
    quarantined: u64,
}

impl<'a> Prepared<'a> {
    /// Works out all that changes; when it fails, nothing has.
    pub(crate) fn of(piece: Piece<'a>, held: &'a Held) -> Result<Self, ViewsError> {
        let memory = held.memory.read();
        let mut staged = Staged::on(&held.db);
        let entered: Entered = enter::enter(piece.arrivals, &memory, &mut staged)?;
        let counts = Counts {
            duplicates: entered.duplicates,
            conflicts: entered.conflicts,
            quarantined: entered.quarantined,
        };
        let plan = Plan::of(entered, &memory, &staged)?;
        drop(memory);
        Ok(Self {
            piece,
            held,
            staged,
            plan,
            counts,
        })
    }

    /// Changes columns and store; when it fails, what is in memory is what never was, and nobody may read it.
    pub(crate) fn commit(self) -> Result<(), ViewsError> {
        let Self {
            piece,
            held,
            mut staged,
            plan,
            counts,
        } = self;
        let memory = &mut *held.memory.write();
        let mut digests: Digests = memory.head.digests;
        if let Some(passed) = piece.passed {
            let place = keys::by_sequence(keys::CHECKPOINT, passed);
            staged.put_new(place, values::write(&digests.canonical));
        }
        let touched: BTreeSet<KnelpuntId> = plan.touched().collect();
        let before = open_index::entries(rows(&touched, &memory.columns), &memory.columns);
        plan.apply(memory);
        let after = open_index::entries(rows(&touched, &memory.columns), &memory.columns);
        open_index::change(before, after, &mut staged);
        let writes = staged.len();
        let mut batch = staged.into_batch(&mut digests)?;
        let head = &mut memory.head;
        head.anchor.advance(piece.arrivals, piece.stream_created_at);
        if head.anchor.position == piece.checkpoint {
            let place = keys::by_sequence(keys::CHECKPOINT, piece.checkpoint);
            let value = values::write(&digests.canonical);
            digests.add(&place, &value);
            batch.insert(place, value);
        }
        head.digests = digests;
        head.duplicates += counts.duplicates;
        head.conflicts += counts.conflicts;
        head.quarantined += counts.quarantined;
        batch.insert(&[keys::HEAD][..], head.write());
        held.db.apply_batch(batch)?;
        free_memory(writes);
        Ok(())
    }
}

/// Frees what sled has replaced in memory by so many writes.
///
/// sled leaves that to an epoch collector, which frees a little at every hundredth read or write; a batch is one
/// write to it, so without this a log that is read fast takes memory without bound.
fn free_memory(writes: usize) {
    for _ in 0..=writes / WRITES_FREED_AT_ONCE {
        crossbeam_epoch::pin().flush();
    }
}

/// Gives the knelpunten that subjects belong to, each once.
fn rows<'a>(
    subjects: &BTreeSet<KnelpuntId>,
    columns: &'a Columns,
) -> impl Iterator<Item = &'a Knelpunt> {
    let found: BTreeMap<KnelpuntId, &Knelpunt> = subjects
        .iter()
        .filter_map(|id| columns.find(*id))
        .map(|knelpunt| (knelpunt.id, knelpunt))
        .collect();
    found.into_values()
}
