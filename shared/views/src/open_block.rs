//! The last block: the one that still grows.

use sled::{Batch, IVec, Tree};

use crate::{
    ViewsError,
    blocks::{self, Block},
    digest::Sum,
    entry::{ContentEntry, ContentText},
    keys,
};

/// The block that is being filled.
#[derive(Debug, Default)]
pub(crate) struct OpenBlock {
    block: Block,
    /// The pairs under which the store has it now.
    stored: Vec<(IVec, IVec)>,
}

impl OpenBlock {
    /// Reads the last block.
    pub(crate) fn load(tree: &Tree) -> Result<Self, ViewsError> {
        let last = |tag| tree.scan_prefix([tag]).next_back().transpose();
        let (Some(facts), Some(texts)) = (last(keys::FACTS)?, last(keys::TEXTS)?) else {
            return Ok(Self::default());
        };
        let block = Block::from_contents(&blocks::decode(&facts.1, &texts.1)?);
        if block.is_full() {
            return Ok(Self::default());
        }
        Ok(Self {
            block,
            stored: vec![facts, texts],
        })
    }

    /// Appends contents to the blocks, and adds the changes to a batch and to the sum of what is stored.
    pub(crate) fn append(
        &mut self,
        contents: &[(ContentEntry, ContentText)],
        batch: &mut Batch,
        stored: &mut Sum,
    ) {
        if contents.is_empty() {
            return;
        }
        for (key, value) in self.stored.drain(..) {
            stored.subtract(&key, &value);
        }
        for (entry, text) in contents {
            self.block.push(entry, text);
            if self.block.is_full() {
                put(&std::mem::take(&mut self.block), batch, stored);
            }
        }
        if !self.block.is_empty() {
            let pairs = put(&self.block, batch, stored);
            self.stored = pairs.map(|(key, value)| (key[..].into(), value)).into();
        }
    }
}

/// Adds a block to a batch. The sum must not include an earlier state of it.
fn put(block: &Block, batch: &mut Batch, stored: &mut Sum) -> [([u8; 9], IVec); 2] {
    let pairs = block.pairs();
    for (key, value) in &pairs {
        stored.add(key, value);
        batch.insert(&key[..], value.clone());
    }
    pairs
}
