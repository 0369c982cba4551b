//! Reads contents by sequence.
//!
//! A content that a reader asks for was committed before, and a block that changes meanwhile only gains contents. So
//! blocks are read without the lock on memory.

use std::cell::{Cell, RefCell};

use fold::{Record, has_competing_contents};
use sled::{IVec, Tree};

use crate::{
    ViewsError, blocks,
    entry::{ContentEntry, ContentText},
    epoch, keys,
    subject_log::SequencedRecord,
};

/// Reads contents; caches the block last read, because neighbours are often read one after the other.
#[derive(Debug)]
pub(crate) struct Contents<'a> {
    tree: &'a Tree,
    facts: RefCell<Vec<ContentEntry>>,
    /// Unpacked, but not decoded: one text is wanted of many.
    texts: RefCell<Vec<u8>>,
    blocks_read: Cell<usize>,
}

impl Drop for Contents<'_> {
    fn drop(&mut self) {
        epoch::collect(self.blocks_read.get());
    }
}

impl<'a> Contents<'a> {
    pub(crate) fn new(tree: &'a Tree) -> Self {
        Self {
            tree,
            facts: RefCell::default(),
            texts: RefCell::default(),
            blocks_read: Cell::default(),
        }
    }

    /// Reads the facts of the content that first arrived at a sequence.
    pub(crate) fn entry(&self, sequence: u64) -> Result<ContentEntry, ViewsError> {
        let is_it = |entry: &&ContentEntry| entry.sequence == sequence;
        let mut block = self.facts.borrow_mut();
        if !block.iter().any(|entry| is_it(&entry)) {
            let found = self.at_or_before(keys::FACTS, sequence)?;
            *block = blocks::unpack(&found.ok_or_else(missing)?.1)?;
        }
        block.iter().find(is_it).cloned().ok_or_else(missing)
    }

    /// Reads the record of the content that first arrived at a sequence.
    pub(crate) fn record(&self, sequence: u64) -> Result<SequencedRecord, ViewsError> {
        let ContentEntry { record, .. } = self.entry(sequence)?;
        Ok(SequencedRecord { record, sequence })
    }

    /// Reads the texts of the content that first arrived at a sequence.
    pub(crate) fn text(&self, sequence: u64) -> Result<ContentText, ViewsError> {
        let mut block = self.texts.borrow_mut();
        if let Some(text) = blocks::find_text(&block, sequence)? {
            return Ok(text);
        }
        let found = self.at_or_before(keys::TEXTS, sequence)?;
        *block = blocks::unpack_bytes(&found.ok_or_else(missing)?.1)?;
        blocks::find_text(&block, sequence)?.ok_or_else(missing)
    }

    /// Reads the texts of records whose contents compete; leaves any other records alone.
    pub(crate) fn read_competing_texts(
        &self,
        records: &mut [Record],
        sequences: &[u64],
    ) -> Result<(), ViewsError> {
        if !has_competing_contents(records) {
            return Ok(());
        }
        for (record, sequence) in records.iter_mut().zip(sequences) {
            if record.text.is_none() {
                record.set_content(self.text(*sequence)?.into_content());
            }
        }
        Ok(())
    }

    /// Reads the block for a content that arrived at a sequence; none before the first block.
    pub(crate) fn block(
        &self,
        sequence: u64,
    ) -> Result<Option<Vec<(ContentEntry, ContentText)>>, ViewsError> {
        let Some((first, facts)) = self.at_or_before(keys::FACTS, sequence)? else {
            return Ok(None);
        };
        let texts = self.tree.get(keys::by_sequence(keys::TEXTS, first))?;
        blocks::decode(&facts, &texts.ok_or_else(missing)?).map(Some)
    }

    fn at_or_before(&self, tag: u8, sequence: u64) -> Result<Option<(u64, IVec)>, ViewsError> {
        self.blocks_read.update(|count| count + 1);
        let range = keys::by_sequence(tag, 0)..=keys::by_sequence(tag, sequence);
        let last = self.tree.range(range).next_back().transpose()?;
        Ok(last.and_then(|(key, value)| Some((keys::sequence(&key)?, value))))
    }
}

fn missing() -> ViewsError {
    ViewsError::damaged("a content is missing")
}
