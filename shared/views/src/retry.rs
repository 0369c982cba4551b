//! The quarantine retry: messages in quarantine, validated again.
//!
//! An event that is valid now is folded at the sequence at which it arrived, so that the views are the same as after
//! reading the log from its start.

use std::collections::BTreeMap;

use sled::{Batch, Db, IVec};

use crate::{
    Arrival, Classified, QuarantineRetry, Views, ViewsError,
    blocks::Block,
    codes,
    commit::ChangeSet,
    contents::Contents,
    digest::Sum,
    entry::{ContentEntry, ContentText},
    keys,
    open_block::OpenBlock,
    store::versions,
    values::{self, QuarantinedValue},
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
        let db = &self.store.shared.db;
        let is_quarantined = |arrival: &&Arrival| {
            let key = keys::by_sequence(keys::QUARANTINE, arrival.sequence);
            db.contains_key(key).is_ok_and(|contained| contained)
        };
        let quarantined: Vec<Arrival> = arrivals.iter().filter(is_quarantined).cloned().collect();
        let (valid, invalid): (Vec<Arrival>, Vec<Arrival>) = quarantined
            .into_iter()
            .partition(|arrival| matches!(arrival.message, Classified::Event(_)));
        let memory = &mut *self.store.shared.memory.write();
        let changes = ChangeSet::new(&valid, memory, &Contents::new(db))?;
        let mut batch = Batch::default();
        let new = changes.apply(memory, &mut batch);
        let mut batch = OverwriteBatch {
            db,
            stored: memory.header.digests.stored,
            batch,
        };
        for arrival in &valid {
            batch.put(keys::by_sequence(keys::QUARANTINE, arrival.sequence), None)?;
        }
        for arrival in &invalid {
            batch.put_reasons(arrival)?;
        }
        batch.insert_contents(new.contents)?;
        if let Some(first) = valid.first() {
            batch.remove_checkpoints(first.sequence)?;
        }
        let codes = values::write(&codes::known(self.register));
        batch.put([keys::CODES], Some(codes))?;
        let header = &mut memory.header;
        header.digests.stored = batch.stored;
        header.versions = versions(self.register);
        header.quarantined -= valid.len() as u64;
        batch.batch.insert(&[keys::HEAD][..], header.write());
        db.apply_batch(batch.batch)?;
        // The last block may be among those that were rewritten.
        memory.open_block = OpenBlock::load(db)?;
        Ok(QuarantineRetry {
            folded: valid.len() as u64,
            still_invalid: invalid.len() as u64,
            erased: 0,
        })
    }
}

/// A batch that may overwrite or remove values, and the sum over what is stored after it.
struct OverwriteBatch<'a> {
    db: &'a Db,
    stored: Sum,
    batch: Batch,
}

impl OverwriteBatch<'_> {
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

    /// Inserts contents into the blocks in which they would be if they had been valid when they arrived.
    fn insert_contents(&mut self, new: Vec<(ContentEntry, ContentText)>) -> Result<(), ViewsError> {
        let contents = Contents::new(self.db);
        let mut blocks: BTreeMap<u64, Vec<(ContentEntry, ContentText)>> = BTreeMap::new();
        for (entry, text) in new {
            let stored = contents.block(entry.sequence)?;
            let first = stored.as_ref().and_then(|stored| stored.first());
            // A content from before all blocks begins one of its own.
            let first = first.map_or(entry.sequence, |(first, _)| first.sequence);
            let block = blocks
                .entry(first)
                .or_insert_with(|| stored.unwrap_or_default());
            let index = block.partition_point(|(other, _)| other.sequence < entry.sequence);
            block.insert(index, (entry, text));
        }
        for block in blocks.into_values() {
            for (key, value) in Block::from_contents(&block).pairs() {
                self.put(key, Some(value))?;
            }
        }
        Ok(())
    }

    fn remove_checkpoints(&mut self, from: u64) -> Result<(), ViewsError> {
        let range = keys::from_sequence(keys::CHECKPOINT, from);
        let keys: Vec<IVec> = self.db.range(range).keys().collect::<Result<_, _>>()?;
        keys.into_iter().try_for_each(|key| self.put(key, None))
    }
}
