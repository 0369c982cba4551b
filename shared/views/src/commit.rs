//! One commit: arrivals into the store and into memory, with the position, in one atomic batch.

use std::collections::{BTreeMap, BTreeSet};

use fold::Knelpunt;
use model::KnelpuntId;
use questions::Columns;
use sled::Batch;

use crate::{
    Arrival, ViewsError,
    contents::Contents,
    dedup::{self, NewContents},
    digest::Sum,
    epoch, keys,
    memory::Memory,
    open_index,
    plan::CommitPlan,
    store::OpenStore,
    values,
};

/// The arrivals of one commit.
pub(crate) struct CommitSlice<'a> {
    /// In order, behind the position.
    pub(crate) arrivals: &'a [Arrival],
    pub(crate) stream_created_at: Option<i64>,
    /// A checkpoint between the position and the first arrival: no arrival has its sequence.
    pub(crate) passed_checkpoint: Option<u64>,
    /// The next checkpoint; no arrival is behind it.
    pub(crate) checkpoint: u64,
}

/// A commit that is worked out, but not visible yet.
pub(crate) struct StagedCommit<'a> {
    slice: CommitSlice<'a>,
    store: &'a OpenStore,
    changes: ChangeSet,
}

/// The changes by some arrivals.
pub(crate) struct ChangeSet {
    new: NewContents,
    /// The sum of what the contents add to the canonical part.
    events: Sum,
    plan: CommitPlan,
}

impl ChangeSet {
    /// Works out the changes.
    pub(crate) fn new(
        arrivals: &[Arrival],
        memory: &Memory,
        contents: &Contents<'_>,
    ) -> Result<Self, ViewsError> {
        let mut new = dedup::deduplicate(arrivals, memory, contents)?;
        let plan = CommitPlan::new(&mut new, memory, contents)?;
        let sums = new.contents.iter().map(|(entry, text)| entry.sum(text));
        Ok(Self {
            events: sums.fold(Sum::default(), Sum::plus),
            new,
            plan,
        })
    }

    /// Changes memory, and adds the changes of the open index to the batch. The caller stores the contents.
    pub(crate) fn apply(self, memory: &mut Memory, batch: &mut Batch) -> NewContents {
        let changed: BTreeSet<KnelpuntId> = self.plan.changed_subjects().collect();
        let before = open_index::entries(rows(&changed, &memory.columns), &memory.columns);
        self.plan.apply(memory);
        let after = open_index::entries(rows(&changed, &memory.columns), &memory.columns);
        let header = &mut memory.header;
        open_index::apply_difference(before, after, batch, &mut header.digests);
        header.digests.events = header.digests.events.plus(self.events);
        header.duplicates += self.new.duplicates;
        header.conflicts += self.new.conflicts;
        self.new
    }
}

impl<'a> StagedCommit<'a> {
    /// Works out a commit. When this fails, nothing has changed.
    pub(crate) fn new(slice: CommitSlice<'a>, store: &'a OpenStore) -> Result<Self, ViewsError> {
        let memory = store.memory.read();
        let changes = ChangeSet::new(slice.arrivals, &memory, &Contents::new(&store.db))?;
        drop(memory);
        Ok(Self {
            slice,
            store,
            changes,
        })
    }

    /// Changes memory and store. When this fails, memory is ahead of the store and must not be read any more.
    pub(crate) fn commit(self) -> Result<(), ViewsError> {
        let Self {
            slice,
            store,
            changes,
        } = self;
        // Until the batch is applied: a reader must not see memory ahead of the store.
        let memory = &mut *store.memory.write();
        let mut batch = Batch::default();
        if let Some(passed) = slice.passed_checkpoint {
            add_checkpoint(passed, memory, &mut batch);
        }
        let new = changes.apply(memory, &mut batch);
        add_contents(&new, memory, &mut batch);
        let anchor = &mut memory.header.anchor;
        anchor.advance(slice.arrivals, slice.stream_created_at);
        if anchor.position == slice.checkpoint {
            add_checkpoint(slice.checkpoint, memory, &mut batch);
        }
        // The position is in the same batch as the changes: after a crash the log is read from exactly behind them.
        batch.insert(&[keys::HEAD][..], memory.header.write());
        store.db.apply_batch(batch)?;
        // A batch counts as one write, for which sled frees far less than it has replaced.
        epoch::collect(slice.arrivals.len());
        Ok(())
    }
}

/// Adds contents and quarantined messages to a batch.
fn add_contents(new: &NewContents, memory: &mut Memory, batch: &mut Batch) {
    let Memory {
        open_block, header, ..
    } = memory;
    open_block.append(&new.contents, batch, &mut header.digests.stored);
    for (sequence, value) in &new.quarantine {
        let key = keys::by_sequence(keys::QUARANTINE, *sequence);
        let value = values::write(value);
        header.digests.stored.add(&key, &value);
        batch.insert(&key[..], value);
    }
    header.quarantined += new.quarantine.len() as u64;
}

fn add_checkpoint(position: u64, memory: &mut Memory, batch: &mut Batch) {
    let digests = &mut memory.header.digests;
    let key = keys::by_sequence(keys::CHECKPOINT, position);
    let value = values::write(&digests.canonical());
    digests.stored.add(&key, &value);
    batch.insert(&key[..], value);
}

/// Lists the knelpunten of subjects, each once.
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
