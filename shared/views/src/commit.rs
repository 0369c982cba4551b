//! One commit: arrivals into the store and into memory, with the position, in one atomic batch.

use std::collections::{BTreeMap, BTreeSet};

use fold::Knelpunt;
use model::KnelpuntId;
use questions::Columns;
use sled::Batch;

use crate::{
    Arrival, ViewsError,
    contents::Contents,
    digest::Sum,
    enter::{self, Entered},
    garbage, keys,
    memory::Memory,
    open_index,
    plan::Plan,
    store::Held,
    values,
};

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
    change: Change,
}

/// What contents change of what is kept and held.
pub(crate) struct Change {
    pub(crate) entered: Entered,
    /// What the contents add to the canonical part.
    events: Sum,
    plan: Plan,
}

impl Change {
    /// Works out what arrivals change.
    pub(crate) fn of(
        arrivals: &[Arrival],
        memory: &Memory,
        contents: &Contents<'_>,
    ) -> Result<Self, ViewsError> {
        let mut entered = enter::enter(arrivals, memory, contents)?;
        let plan = Plan::of(&mut entered, memory, contents)?;
        let sums = entered.contents.iter().map(|(entry, text)| entry.sum(text));
        Ok(Self {
            events: sums.fold(Sum::default(), Sum::plus),
            entered,
            plan,
        })
    }

    /// Changes memory, and enters what becomes of the open index; the contents are left to keep.
    pub(crate) fn apply(self, memory: &mut Memory, batch: &mut Batch) -> Entered {
        let touched: BTreeSet<KnelpuntId> = self.plan.touched().collect();
        let before = open_index::entries(rows(&touched, &memory.columns), &memory.columns);
        self.plan.apply(memory);
        let after = open_index::entries(rows(&touched, &memory.columns), &memory.columns);
        let head = &mut memory.head;
        open_index::change(before, after, batch, &mut head.digests);
        head.digests.events = head.digests.events.plus(self.events);
        head.duplicates += self.entered.duplicates;
        head.conflicts += self.entered.conflicts;
        self.entered
    }
}

impl<'a> Prepared<'a> {
    /// Works out all that changes; when it fails, nothing has.
    pub(crate) fn of(piece: Piece<'a>, held: &'a Held) -> Result<Self, ViewsError> {
        let memory = held.memory.read();
        let change = Change::of(piece.arrivals, &memory, &Contents::of(&held.db))?;
        drop(memory);
        Ok(Self {
            piece,
            held,
            change,
        })
    }

    /// Changes memory and store; when it fails, what is in memory is what never was, and nobody may read it.
    pub(crate) fn commit(self) -> Result<(), ViewsError> {
        let Self {
            piece,
            held,
            change,
        } = self;
        let memory = &mut *held.memory.write();
        let mut batch = Batch::default();
        if let Some(passed) = piece.passed {
            put_checkpoint(passed, memory, &mut batch);
        }
        let entered = change.apply(memory, &mut batch);
        keep(&entered, memory, &mut batch);
        let anchor = &mut memory.head.anchor;
        anchor.advance(piece.arrivals, piece.stream_created_at);
        if anchor.position == piece.checkpoint {
            put_checkpoint(piece.checkpoint, memory, &mut batch);
        }
        batch.insert(&[keys::HEAD][..], memory.head.write());
        held.db.apply_batch(batch)?;
        garbage::free(piece.arrivals.len());
        Ok(())
    }
}

/// Enters what is kept of arrivals.
fn keep(entered: &Entered, memory: &mut Memory, batch: &mut Batch) {
    let Memory { tail, head, .. } = memory;
    tail.append(&entered.contents, batch, &mut head.digests.kept);
    for (sequence, value) in &entered.quarantine {
        let key = keys::by_sequence(keys::QUARANTINE, *sequence);
        let value = values::write(value);
        head.digests.kept.add(&key, &value);
        batch.insert(&key[..], value);
    }
    head.quarantined += entered.quarantine.len() as u64;
}

fn put_checkpoint(position: u64, memory: &mut Memory, batch: &mut Batch) {
    let digests = &mut memory.head.digests;
    let key = keys::by_sequence(keys::CHECKPOINT, position);
    let value = values::write(&digests.canonical());
    digests.kept.add(&key, &value);
    batch.insert(&key[..], value);
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
