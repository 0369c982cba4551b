//! The last block: the one that grows.

use sled::{Batch, IVec, Tree};

use crate::{
    ViewsError,
    blocks::{self, Block},
    digest::Sum,
    entry::{Entry, Text},
    keys,
};

/// The block that is being filled, and what the store holds of it.
#[derive(Debug, Default)]
pub(crate) struct Tail {
    block: Block,
    kept: Vec<(IVec, IVec)>,
}

impl Tail {
    /// Reads the last block.
    pub(crate) fn load(tree: &Tree) -> Result<Self, ViewsError> {
        let last = |tag| tree.scan_prefix([tag]).next_back().transpose();
        let (Some(facts), Some(texts)) = (last(keys::FACTS)?, last(keys::TEXTS)?) else {
            return Ok(Self::default());
        };
        let block = Block::of(&blocks::together(&facts.1, &texts.1)?);
        if block.is_full() {
            return Ok(Self::default());
        }
        Ok(Self {
            block,
            kept: vec![facts, texts],
        })
    }

    /// Puts contents behind the last into blocks, and enters what changes.
    pub(crate) fn append(&mut self, contents: &[(Entry, Text)], batch: &mut Batch, kept: &mut Sum) {
        if contents.is_empty() {
            return;
        }
        for (key, value) in self.kept.drain(..) {
            kept.take(&key, &value);
        }
        for (entry, text) in contents {
            self.block.push(entry, text);
            if self.block.is_full() {
                put(&std::mem::take(&mut self.block), batch, kept);
            }
        }
        if !self.block.is_empty() {
            let pairs = put(&self.block, batch, kept);
            self.kept = pairs.map(|(key, value)| (key[..].into(), value)).into();
        }
    }
}

/// Enters a block that the store does not hold, or no longer adds up with.
pub(crate) fn put(block: &Block, batch: &mut Batch, kept: &mut Sum) -> [([u8; 9], IVec); 2] {
    let pairs = block.pairs();
    for (key, value) in &pairs {
        kept.add(key, value);
        batch.insert(&key[..], value.clone());
    }
    pairs
}
