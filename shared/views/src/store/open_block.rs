//! The open block: the contents that do not fill a block yet.
//!
//! Each commit writes its contents once, into the next slot; when there are enough of them, they are written once more,
//! as a block. Slots are overwritten and never removed: those of contents that are in a block are ignored. (100 000
//! commits of one event: 344 MB written, where rewriting the last block of 16 with each commit wrote 1 739 MB.)

use sled::{Batch, IVec, Tree};

use super::{
    blocks::{self, Block},
    chunk::{Chunk, NewContent},
    digest::{Digests, Sum},
    keys,
};
use crate::ViewsError;

/// The contents that are in no block yet.
#[derive(Debug, Default)]
pub(crate) struct OpenBlock {
    block: Block,
    /// The number of slots that they are in.
    slots: usize,
    /// The hashes of all slots that were ever written.
    hashes: Vec<Sum>,
}

impl OpenBlock {
    /// Reads the slots whose contents are behind `end`, the last sequence in a block; returns their chunks too.
    pub(crate) fn load(tree: &Tree, end: u64) -> Result<(Self, Vec<Chunk>), ViewsError> {
        let mut open = Self::default();
        let mut all = Vec::new();
        for pair in tree.scan_prefix([keys::SLOT_FACTS]) {
            let (key, facts) = pair?;
            let slot = keys::sequence(&key).unwrap_or_default();
            let texts_key = keys::by_sequence(keys::SLOT_TEXTS, slot);
            let texts = tree.get(texts_key)?;
            let texts =
                texts.ok_or_else(|| ViewsError::damaged("a slot of the open block is missing"))?;
            let mut hash = Sum::default();
            hash.add(&key, &facts);
            hash.add(&texts_key, &texts);
            open.hashes.push(hash);
            let chunks = blocks::chunks(&facts)?;
            if chunks
                .last()
                .and_then(Chunk::last)
                .is_some_and(|last| last > end)
            {
                let texts = blocks::unpack_bytes(&texts)?;
                open.block
                    .push_stored(&blocks::unpack_bytes(&facts)?, &texts)?;
                open.slots += 1;
                all.extend(chunks);
            }
        }
        Ok((open, all))
    }

    /// Returns the number of contents that may be in the next chunk.
    pub(crate) fn capacity_for(&self, contents: &[NewContent<'_>]) -> usize {
        self.block.capacity_for(contents)
    }

    /// Appends the chunks of one commit, each with its contents, and adds the changes to a batch and to the digests.
    pub(crate) fn append<'a>(
        &mut self,
        chunks: impl Iterator<Item = (&'a Chunk, &'a [NewContent<'a>])>,
        batch: &mut Batch,
        digests: &mut Digests,
    ) {
        let mut own = Block::default();
        for (chunk, contents) in chunks {
            self.block.push(chunk, contents);
            own.push(chunk, contents);
            if self.block.is_full() {
                put_block(&std::mem::take(&mut self.block), batch, digests);
                self.slots = 0;
                own = Block::default();
            }
        }
        if !own.is_empty() {
            self.put_slot(&own, batch, digests);
        }
    }

    /// Writes the contents as a block, if there are any.
    pub(crate) fn flush(&mut self, batch: &mut Batch, digests: &mut Digests) {
        if !self.block.is_empty() {
            put_block(&std::mem::take(&mut self.block), batch, digests);
            self.slots = 0;
        }
    }

    fn put_slot(&mut self, block: &Block, batch: &mut Batch, digests: &mut Digests) {
        let slot = self.slots as u64;
        let mut hash = Sum::default();
        for (tag, value) in [keys::SLOT_FACTS, keys::SLOT_TEXTS]
            .into_iter()
            .zip(block.pack())
        {
            let key = keys::by_sequence(tag, slot);
            hash.add(&key, &value);
            batch.insert(&key[..], value);
        }
        match self.hashes.get_mut(self.slots) {
            Some(before) => digests.stored = digests.stored.minus(std::mem::replace(before, hash)),
            None => self.hashes.push(hash),
        }
        digests.stored = digests.stored.plus(hash);
        self.slots += 1;
    }
}

/// Adds a block, which is not stored yet, to a batch and to the digests.
pub(crate) fn put_block(block: &Block, batch: &mut Batch, digests: &mut Digests) {
    let [facts, texts]: [IVec; 2] = block.pack();
    let key = keys::by_sequence(keys::FACTS, block.first);
    digests.stored.add(&key, &facts);
    batch.insert(&key[..], facts);
    let key = keys::by_sequence(keys::TEXTS, block.first);
    digests.texts.add(&key, &texts);
    batch.insert(&key[..], texts);
}
