//! One commit: arrivals into the store and into memory, with the position, in one atomic batch.
//!
//! [`deduplicate`](dedup::deduplicate) finds the new contents among the arrivals. They become chunks; a chunk is
//! appended to the open block of the store and inserted into the state, which is folded then.

pub(crate) mod dedup;

use std::collections::HashSet;

use model::{Content, KnelpuntId};
use sled::Batch;
use state::State;

use crate::{
    Arrival, ViewsError,
    store::{
        Memory, OpenStore,
        chunk::{Chunk, NewContent},
        contents::Contents,
        epoch, keys,
        open_block::OpenBlock,
        open_index, values,
    },
};
use dedup::{NewContents, deduplicate};

/// How many keys of the open index are written together, when all are.
const INDEX_BATCH: usize = 1_024;

/// The arrivals of one commit.
pub(crate) struct CommitSlice<'a> {
    /// In order, behind the position.
    pub(crate) arrivals: &'a [Arrival],
    pub(crate) stream_created_at: Option<i64>,
    /// A checkpoint between the position and the first arrival: no arrival has its sequence.
    pub(crate) passed_checkpoint: Option<u64>,
    /// The next checkpoint; no arrival is behind it.
    pub(crate) checkpoint: u64,
    /// Whether the open index is left as it is: far behind the log, it would be written again and again. (10^6 events:
    /// 13 s of CPU and 500 MB on disk more than writing it once at the end.)
    pub(crate) leaves_open_index: bool,
}

/// A commit that is worked out, but not visible yet.
pub(crate) struct StagedCommit<'a> {
    slice: CommitSlice<'a>,
    store: &'a OpenStore,
    new: NewContents<'a>,
    chunks: Vec<Chunk>,
}

impl<'a> StagedCommit<'a> {
    /// Works out a commit. When this fails, nothing has changed.
    pub(crate) fn new(slice: CommitSlice<'a>, store: &'a OpenStore) -> Self {
        let memory = store.memory.read();
        let new = deduplicate(slice.arrivals, &memory.state);
        let chunks = chunks(&new.contents, &memory.state, &memory.open_block);
        drop(memory);
        Self {
            slice,
            store,
            new,
            chunks,
        }
    }

    /// Changes memory and store. When this fails, memory is ahead of the store and must not be read any more.
    pub(crate) fn commit(self) -> Result<(), ViewsError> {
        let Self {
            slice,
            store,
            new,
            chunks,
        } = self;
        // Until the batch is applied: a reader must not see memory ahead of the store. Of a commit, readers wait for this
        // part alone.
        let mut guard = store.memory.write();
        let memory = &mut *guard;
        let mut batch = Batch::default();
        if let Some(passed) = slice.passed_checkpoint {
            add_checkpoint(passed, memory, &mut batch);
        }
        append_to_blocks(&chunks, &new.contents, memory, &mut batch);
        insert(chunks, &new.contents, memory, store)?;
        fold(memory, slice.leaves_open_index, &mut batch);
        add_counts(&new, memory, &mut batch);
        let anchor = &mut memory.header.anchor;
        anchor.advance(slice.arrivals, slice.stream_created_at);
        if anchor.position == slice.checkpoint {
            add_checkpoint(slice.checkpoint, memory, &mut batch);
        }
        // The position is in the same batch as the changes: after a crash the log is read from exactly behind them.
        batch.insert(&[keys::HEAD][..], memory.header.write());
        store.db.apply_batch(batch)?;
        drop(guard);
        // A batch counts as one write, for which sled frees far less than it has replaced.
        epoch::collect(slice.arrivals.len());
        Ok(())
    }
}

/// Writes the open index after commits that left it as it was.
///
/// In many batches: sled releases nothing that it replaces before the end of one. (10^6 events: 400 MB more at the peak.)
pub(crate) fn update_open_index(store: &OpenStore) -> Result<(), ViewsError> {
    let changes = open_index::differences(&store.db, &store.memory.read().state)?;
    let mut changes = changes.into_iter().peekable();
    loop {
        let mut guard = store.memory.write();
        let header = &mut guard.header;
        let mut batch = Batch::default();
        for change in changes.by_ref().take(INDEX_BATCH) {
            change.add_to(&mut batch, &mut header.digests.stored);
        }
        let is_last = changes.peek().is_none();
        header.open_index_is_behind = !is_last;
        batch.insert(&[keys::HEAD][..], header.write());
        store.db.apply_batch(batch)?;
        drop(guard);
        epoch::collect(INDEX_BATCH);
        if is_last {
            return Ok(());
        }
    }
}

/// Moves the contents of the open block into a block.
pub(crate) fn flush_open_block(memory: &mut Memory, store: &OpenStore) -> Result<(), ViewsError> {
    let mut batch = Batch::default();
    memory
        .open_block
        .flush(&mut batch, &mut memory.header.digests);
    batch.insert(&[keys::HEAD][..], memory.header.write());
    store.db.apply_batch(batch)?;
    Ok(())
}

/// Divides new contents into chunks: the first fills the open block, each other one a block.
pub(crate) fn chunks(new: &[NewContent<'_>], state: &State, open: &OpenBlock) -> Vec<Chunk> {
    let mut named: HashSet<KnelpuntId> = HashSet::new();
    let mut chunks = Vec::new();
    let (mut rest, mut count) = (new, open.capacity_for(new));
    while !rest.is_empty() {
        let (own, after) = rest.split_at(count);
        let is_unidentified = |id| !state.is_identified(id) && named.insert(id);
        chunks.push(Chunk::new(own, is_unidentified));
        count = OpenBlock::default().capacity_for(after);
        rest = after;
    }
    chunks
}

fn append_to_blocks(
    chunks: &[Chunk],
    new: &[NewContent<'_>],
    memory: &mut Memory,
    batch: &mut Batch,
) {
    let mut rest = new;
    let own = chunks.iter().map(|chunk| {
        let (own, after) = rest.split_at(chunk.len());
        rest = after;
        (chunk, own)
    });
    memory
        .open_block
        .append(own, batch, &mut memory.header.digests);
}

/// Inserts chunks into the state, and ranks the contents that begin to compete.
pub(crate) fn insert(
    chunks: Vec<Chunk>,
    new: &[NewContent<'_>],
    memory: &mut Memory,
    store: &OpenStore,
) -> Result<(), ViewsError> {
    for chunk in chunks {
        chunk.insert_into(&mut memory.state, |_, _| true);
    }
    let stored = Contents::new(&store.db);
    memory
        .state
        .rank(|sequence| -> Result<Content, ViewsError> {
            match new.binary_search_by_key(&sequence, |content| content.sequence) {
                Ok(index) => Ok(new[index].event.content.clone()),
                Err(_) => stored.content(sequence),
            }
        })
}

/// Folds the changes, and adds those of the open index to the batch, unless it is left as it is, or is behind already.
pub(crate) fn fold(memory: &mut Memory, leaves_open_index: bool, batch: &mut Batch) {
    let Memory { state, header, .. } = memory;
    if leaves_open_index || header.open_index_is_behind {
        state.fold(|_, _| {});
        header.open_index_is_behind = true;
        return;
    }
    let mut changes = Vec::new();
    state.fold(|before, now| changes.push((before, now)));
    let stored = &mut header.digests.stored;
    open_index::update(&changes, state.interner(), batch, stored);
}

/// Adds the quarantined messages, and counts.
fn add_counts(new: &NewContents<'_>, memory: &mut Memory, batch: &mut Batch) {
    let header = &mut memory.header;
    for (sequence, value) in &new.quarantine {
        let key = keys::by_sequence(keys::QUARANTINE, *sequence);
        let value = values::write(value);
        header.digests.stored.add(&key, &value);
        batch.insert(&key[..], value);
    }
    header.quarantined += new.quarantine.len() as u64;
    header.duplicates += new.duplicates;
    header.conflicts += new.conflicts;
    header.digests.events = header.digests.events.plus(new.digest);
}

fn add_checkpoint(position: u64, memory: &mut Memory, batch: &mut Batch) {
    let digests = &mut memory.header.digests;
    let key = keys::by_sequence(keys::CHECKPOINT, position);
    let value = values::write(&digests.events);
    digests.stored.add(&key, &value);
    batch.insert(&key[..], value);
}
