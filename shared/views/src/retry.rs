//! What was in quarantine, judged again.
//!
//! An event that is valid now is folded at the sequence at which it arrived, so that the views are what reading the
//! log from its start would make of it.

use std::collections::BTreeMap;

use sled::{Batch, Db, IVec};

use crate::{
    Arrival, Classified, QuarantineRetry, Views, ViewsError,
    blocks::Block,
    codes,
    commit::Change,
    contents::Contents,
    digest::Sum,
    entry::{Entry, Text},
    keys,
    store::versions,
    tail::Tail,
    values::{self, QuarantinedValue},
};

impl Views {
    /// Says whether what is in quarantine must be judged again before the log is read on: the register or the
    /// catalogue are others than those it was judged by.
    pub fn needs_quarantine_retry(&self) -> bool {
        self.store.held.memory.read().head.versions != versions(self.register)
    }

    /// Takes what was in quarantine, judged again, in order of sequence; other arrivals are passed over.
    ///
    /// Events that are valid now are folded, each at its own sequence; what is not gets the reasons of now.
    /// Checkpoints behind the first event that was folded are forgotten, because they were without it.
    ///
    /// # Errors
    ///
    /// As for [`Views::commit`].
    pub fn retry_quarantine(
        &mut self,
        arrivals: &[Arrival],
    ) -> Result<QuarantineRetry, ViewsError> {
        if self.hub.held.read().is_none() {
            return Err(ViewsError::Closed);
        }
        let retried = self.retry_held(arrivals);
        let retried = self.closing_on_failure(retried)?;
        self.settle()?;
        Ok(retried)
    }

    fn retry_held(&self, arrivals: &[Arrival]) -> Result<QuarantineRetry, ViewsError> {
        let db = &self.store.held.db;
        let is_held = |arrival: &&Arrival| {
            let place = keys::by_sequence(keys::QUARANTINE, arrival.sequence);
            db.contains_key(place).is_ok_and(|held| held)
        };
        let again: Vec<Arrival> = arrivals.iter().filter(is_held).cloned().collect();
        let (valid, invalid): (Vec<Arrival>, Vec<Arrival>) = again
            .into_iter()
            .partition(|arrival| matches!(arrival.message, Classified::Event(_)));
        let memory = &mut *self.store.held.memory.write();
        let change = Change::of(&valid, memory, &Contents::of(db))?;
        let mut batch = Batch::default();
        let entered = change.apply(memory, &mut batch);
        let mut writes = Writes {
            db,
            kept: memory.head.digests.kept,
            batch,
        };
        for arrival in &valid {
            writes.put(keys::by_sequence(keys::QUARANTINE, arrival.sequence), None)?;
        }
        for arrival in &invalid {
            writes.put_reasons(arrival)?;
        }
        writes.put_contents(entered.contents)?;
        if let Some(first) = valid.first() {
            writes.forget_checkpoints(first.sequence)?;
        }
        let codes = values::write(&codes::of(self.register));
        writes.put([keys::CODES], Some(codes))?;
        let head = &mut memory.head;
        head.digests.kept = writes.kept;
        head.versions = versions(self.register);
        head.quarantined -= valid.len() as u64;
        writes.batch.insert(&[keys::HEAD][..], head.write());
        db.apply_batch(writes.batch)?;
        memory.tail = Tail::load(db)?;
        Ok(QuarantineRetry {
            folded: valid.len() as u64,
            still_invalid: invalid.len() as u64,
            erased: 0,
        })
    }
}

/// Writes over what may be there.
struct Writes<'a> {
    db: &'a Db,
    kept: Sum,
    batch: Batch,
}

impl Writes<'_> {
    fn put<K: AsRef<[u8]>>(&mut self, key: K, value: Option<IVec>) -> Result<(), ViewsError> {
        let key = key.as_ref();
        if let Some(held) = self.db.get(key)? {
            self.kept.take(key, &held);
        }
        match value {
            Some(value) => {
                self.kept.add(key, &value);
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
        let value = values::write(&QuarantinedValue::of(subject, reasons, payload));
        let key = keys::by_sequence(keys::QUARANTINE, arrival.sequence);
        self.put(key, Some(value))
    }

    /// Puts contents into the blocks in which they would be, had they been valid when they arrived.
    fn put_contents(&mut self, new: Vec<(Entry, Text)>) -> Result<(), ViewsError> {
        let contents = Contents::of(self.db);
        let mut blocks: BTreeMap<u64, Vec<(Entry, Text)>> = BTreeMap::new();
        for (entry, text) in new {
            let held = contents.block(entry.sequence)?;
            let first = held.as_ref().and_then(|held| held.first());
            // What came before all blocks makes one of its own.
            let first = first.map_or(entry.sequence, |(first, _)| first.sequence);
            let block = blocks
                .entry(first)
                .or_insert_with(|| held.unwrap_or_default());
            let at = block.partition_point(|(held, _)| held.sequence < entry.sequence);
            block.insert(at, (entry, text));
        }
        for block in blocks.into_values() {
            for (key, value) in Block::of(&block).pairs() {
                self.put(key, Some(value))?;
            }
        }
        Ok(())
    }

    fn forget_checkpoints(&mut self, from: u64) -> Result<(), ViewsError> {
        let range = keys::from_sequence(keys::CHECKPOINT, from);
        let keys: Vec<IVec> = self.db.range(range).keys().collect::<Result<_, _>>()?;
        keys.into_iter().try_for_each(|key| self.put(key, None))
    }
}
