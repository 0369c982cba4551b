//! The quarantine retry: messages in quarantine, validated again.
//!
//! An event that is valid now is folded at the sequence at which it arrived, so that the views are the same as after
//! reading the log from its start.

use std::collections::{BTreeMap, btree_map::Entry};

use sled::{Batch, Db, IVec};

use crate::{
    Arrival, Classified, QuarantineRetry, Views, ViewsError,
    commit::{self, dedup},
    store::{
        Memory, OpenStore,
        blocks::{self, Block},
        chunk::{Chunk, ContentText, NewContent},
        codes,
        digest::{Digests, Sum},
        keys, open_block,
        values::{self, QuarantinedValue},
        versions,
    },
};

impl Views {
    /// Whether the quarantine must be validated again: register or catalogue have changed since.
    pub fn needs_quarantine_retry(&self) -> bool {
        self.store.shared.memory.read().header.versions != versions(self.register)
    }

    /// Accepts quarantined messages that were validated again, in order of sequence; ignores other arrivals.
    ///
    /// Folds events that are valid now, each at its own sequence, and stores the new reasons of the others. Removes
    /// the checkpoints behind the first event folded, because they were made without it.
    ///
    /// # Errors
    ///
    /// As for [`Views::commit`].
    pub fn retry_quarantine(
        &mut self,
        arrivals: &[Arrival],
    ) -> Result<QuarantineRetry, ViewsError> {
        if self.hub.store.read().is_none() {
            return Err(ViewsError::Closed);
        }
        let retry = self.commit_retry(arrivals);
        let retry = self.close_on_failure(retry)?;
        self.sync()?;
        Ok(retry)
    }

    fn commit_retry(&self, arrivals: &[Arrival]) -> Result<QuarantineRetry, ViewsError> {
        let store = &self.store.shared;
        let is_quarantined = |arrival: &&Arrival| {
            let key = keys::by_sequence(keys::QUARANTINE, arrival.sequence);
            store.db.contains_key(key).is_ok_and(|contained| contained)
        };
        let quarantined: Vec<Arrival> = arrivals.iter().filter(is_quarantined).cloned().collect();
        let (valid, invalid): (Vec<Arrival>, Vec<Arrival>) = quarantined
            .into_iter()
            .partition(|arrival| matches!(arrival.message, Classified::Event(_)));
        let memory = &mut *store.memory.write();
        // A content is inserted between others: those must be in blocks.
        commit::flush_open_block(memory, store)?;
        let mut batch = Batch::default();
        let folded = insert_late(&valid, memory, store, &mut batch)?;
        let mut overwrite = Overwrite {
            db: &store.db,
            batch: &mut batch,
            stored: &mut memory.header.digests.stored,
        };
        for arrival in &valid {
            overwrite.put(keys::by_sequence(keys::QUARANTINE, arrival.sequence), None)?;
        }
        for arrival in &invalid {
            overwrite.put_reasons(arrival)?;
        }
        if let Some(first) = valid.first() {
            overwrite.remove_checkpoints(first.sequence)?;
        }
        let codes = values::write(&codes::known(self.register));
        overwrite.put([keys::CODES], Some(codes))?;
        let header = &mut memory.header;
        header.versions = versions(self.register);
        header.quarantined -= folded;
        batch.insert(&[keys::HEAD][..], header.write());
        store.db.apply_batch(batch)?;
        Ok(QuarantineRetry {
            folded,
            still_invalid: invalid.len() as u64,
            erased: 0,
        })
    }
}

/// Folds events as if they had been valid when they arrived; returns the number of messages.
fn insert_late(
    valid: &[Arrival],
    memory: &mut Memory,
    store: &OpenStore,
    batch: &mut Batch,
) -> Result<u64, ViewsError> {
    let new = dedup::deduplicate(valid, &memory.state);
    let mut blocks: BTreeMap<u64, DecodedBlock> = BTreeMap::new();
    let mut chunks = Vec::new();
    for content in &new.contents {
        let chunk = || Chunk::new(&[*content], |id| !memory.state.is_identified(id));
        let first = block_of(&store.db, content.sequence)?;
        let block = match blocks.entry(first) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(DecodedBlock::read(&store.db, first)?),
        };
        block.insert(chunk(), content);
        chunks.push(chunk());
    }
    for (first, block) in blocks {
        block.put(first, &store.db, batch, &mut memory.header.digests)?;
    }
    let digests = &mut memory.header.digests;
    digests.events = digests.events.plus(new.digest);
    memory.header.duplicates += new.duplicates;
    memory.header.conflicts += new.conflicts;
    commit::insert(chunks, &new.contents, memory, store)?;
    commit::fold(memory, false, batch);
    Ok(valid.len() as u64)
}

/// Returns the first sequence of the block in which a content belongs: before all blocks it begins one of its own.
fn block_of(db: &Db, sequence: u64) -> Result<u64, ViewsError> {
    let range = keys::by_sequence(keys::FACTS, 0)..=keys::by_sequence(keys::FACTS, sequence);
    let last = db.range(range).next_back().transpose()?;
    Ok(last
        .and_then(|(key, _)| keys::sequence(&key))
        .unwrap_or(sequence))
}

/// A block, to insert contents into.
#[derive(Default)]
struct DecodedBlock {
    chunks: Vec<Chunk>,
    texts: Vec<(u64, ContentText)>,
}

impl DecodedBlock {
    /// Reads a block; an empty one if there is none.
    fn read(db: &Db, first: u64) -> Result<Self, ViewsError> {
        let facts = db.get(keys::by_sequence(keys::FACTS, first))?;
        let texts = db.get(keys::by_sequence(keys::TEXTS, first))?;
        Ok(match (facts, texts) {
            (Some(facts), Some(texts)) => Self {
                chunks: blocks::chunks(&facts)?,
                texts: blocks::texts(&texts)?,
            },
            _ => Self::default(),
        })
    }

    /// Inserts the chunk of one content, between those before and after it.
    fn insert(&mut self, new: Chunk, content: &NewContent<'_>) {
        let sequence = content.sequence;
        let mut chunks = Vec::with_capacity(self.chunks.len() + 2);
        let mut after = Vec::new();
        for chunk in std::mem::take(&mut self.chunks) {
            let (earlier, later) = chunk.split_at(sequence);
            chunks.extend(earlier);
            after.extend(later);
        }
        chunks.push(new);
        chunks.extend(after);
        self.chunks = chunks;
        let index = self.texts.partition_point(|(other, _)| *other < sequence);
        let text = ContentText::from_event(content.event);
        self.texts.insert(index, (sequence, text));
    }

    /// Adds the block to a batch and to the digests, in place of the one that was read.
    fn put(
        self,
        first: u64,
        db: &Db,
        batch: &mut Batch,
        digests: &mut Digests,
    ) -> Result<(), ViewsError> {
        for (tag, sum) in [
            (keys::FACTS, &mut digests.stored),
            (keys::TEXTS, &mut digests.texts),
        ] {
            let key = keys::by_sequence(tag, first);
            if let Some(old) = db.get(key)? {
                sum.subtract(&key, &old);
            }
        }
        let mut block = Block::default();
        block.push_all(&self.chunks, &self.texts);
        block.first = first;
        open_block::put_block(&block, batch, digests);
        Ok(())
    }
}

/// Overwrites or removes values, and follows them in the sum of what is stored.
struct Overwrite<'a> {
    db: &'a Db,
    batch: &'a mut Batch,
    stored: &'a mut Sum,
}

impl Overwrite<'_> {
    fn put<K: AsRef<[u8]>>(&mut self, key: K, value: Option<IVec>) -> Result<(), ViewsError> {
        let key = key.as_ref();
        if let Some(old) = self.db.get(key)? {
            self.stored.subtract(key, &old);
        }
        match value {
            Some(value) => {
                self.stored.add(key, &value);
                self.batch.insert(key, value);
            }
            None => self.batch.remove(key),
        }
        Ok(())
    }

    fn put_reasons(&mut self, arrival: &Arrival) -> Result<(), ViewsError> {
        let Classified::Invalid {
            subject,
            reasons,
            payload,
        } = &arrival.message
        else {
            return Ok(());
        };
        let value = values::write(&QuarantinedValue::new(subject, reasons, payload));
        let key = keys::by_sequence(keys::QUARANTINE, arrival.sequence);
        self.put(key, Some(value))
    }

    fn remove_checkpoints(&mut self, from: u64) -> Result<(), ViewsError> {
        let range = keys::from_sequence(keys::CHECKPOINT, from);
        let keys: Vec<IVec> = self.db.range(range).keys().collect::<Result<_, _>>()?;
        keys.into_iter().try_for_each(|key| self.put(key, None))
    }
}
