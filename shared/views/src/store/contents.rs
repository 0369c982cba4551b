//! Reads the texts of contents by sequence.
//!
//! A content that a reader asks for was committed before, and a commit that moves it from the open block into a block
//! does so in one batch. So texts are read without the lock on memory.

use std::cell::{Cell, RefCell};

use model::Content;
use sled::{IVec, Tree};

use super::{blocks, chunk::ContentText, epoch, keys};
use crate::ViewsError;

/// Reads texts; caches the block last read, because neighbours are often read one after the other.
#[derive(Debug)]
pub(crate) struct Contents<'a> {
    tree: &'a Tree,
    /// Unpacked, but not decoded: one text is wanted of many.
    block: RefCell<Vec<u8>>,
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
            block: RefCell::default(),
            blocks_read: Cell::default(),
        }
    }

    /// Reads the texts of the content that first arrived at a sequence.
    pub(crate) fn text(&self, sequence: u64) -> Result<ContentText, ViewsError> {
        if let Some(text) = blocks::find_text(&self.block.borrow(), sequence)? {
            return Ok(text);
        }
        // It may have been moved from the open block into a block between the first look and the second.
        for is_open in [false, true, false] {
            if is_open {
                self.read_open_block()?;
            } else {
                self.read_block(sequence)?;
            }
            if let Some(text) = blocks::find_text(&self.block.borrow(), sequence)? {
                return Ok(text);
            }
        }
        Err(ViewsError::damaged("a content is missing"))
    }

    /// Reads the canonical JSON of the content that first arrived at a sequence.
    pub(crate) fn content(&self, sequence: u64) -> Result<Content, ViewsError> {
        self.text(sequence).map(ContentText::into_content)
    }

    fn read_block(&self, sequence: u64) -> Result<(), ViewsError> {
        self.blocks_read.update(|count| count + 1);
        let range = keys::by_sequence(keys::TEXTS, 0)..=keys::by_sequence(keys::TEXTS, sequence);
        let last: Option<(IVec, IVec)> = self.tree.range(range).next_back().transpose()?;
        if let Some((_, value)) = last {
            *self.block.borrow_mut() = blocks::unpack_bytes(&value)?;
        }
        Ok(())
    }

    fn read_open_block(&self) -> Result<(), ViewsError> {
        let mut bytes = Vec::new();
        for pair in self.tree.scan_prefix([keys::SLOT_TEXTS]) {
            bytes.extend(blocks::unpack_bytes(&pair?.1)?);
            self.blocks_read.update(|count| count + 1);
        }
        *self.block.borrow_mut() = bytes;
        Ok(())
    }
}
