//! Every block with its texts, the open block included, for comparisons.

use fold::Interner;
use sled::{IVec, Tree};

use super::{
    blocks,
    chunk::{Chunk, ContentText, StoredFacts},
    epoch, keys,
};
use crate::{ViewsError, store::OpenStore};

/// A block, or a slot of the open block.
pub(crate) struct StoredBlock {
    /// The sequence of its first content, as far as known without unpacking it.
    pub(crate) first: u64,
    /// The sequence of its last content, as far as known.
    pub(crate) last: u64,
    /// Its contents, if its texts are there.
    pub(crate) contents: Result<PackedContents, ViewsError>,
}

/// The contents of a block, packed.
pub(crate) struct PackedContents {
    facts: IVec,
    texts: IVec,
}

impl PackedContents {
    /// Unpacks the facts.
    pub(crate) fn chunks(&self) -> Result<Vec<Chunk>, ViewsError> {
        blocks::chunks(&self.facts)
    }

    /// Unpacks the contents, with their symbols in an interner.
    pub(crate) fn decode(
        &self,
        interner: &mut Interner,
    ) -> Result<Vec<(StoredFacts, ContentText)>, ViewsError> {
        let texts = blocks::texts(&self.texts)?;
        let chunks = self.chunks()?.into_iter();
        let facts: Vec<_> = chunks
            .flat_map(|chunk| chunk.into_contents(interner))
            .collect();
        let sequences = facts.iter().map(|facts| facts.sequence);
        if !sequences.eq(texts.iter().map(|(sequence, _)| *sequence)) {
            let reason = "facts and texts of a block do not match";
            return Err(ViewsError::damaged(reason));
        }
        Ok(facts
            .into_iter()
            .zip(texts.into_iter().map(|(_, text)| text))
            .collect())
    }
}

/// Lists every block behind a sequence, and the slots of the open block behind them, in order of sequence.
pub(crate) fn blocks(
    tree: &Tree,
    after: Option<u64>,
) -> impl Iterator<Item = Result<StoredBlock, ViewsError>> {
    let mut end = after.unwrap_or_default();
    let from = keys::from_sequence(keys::FACTS, after.map_or(0, |after| after + 1));
    let full = tree.range(from).map(|pair| (pair, keys::TEXTS));
    let open = tree.scan_prefix([keys::SLOT_FACTS]);
    let open = open.map(|pair| (pair, keys::SLOT_TEXTS));
    let read = move |(pair, texts): (sled::Result<(IVec, IVec)>, u8)| {
        let (key, facts) = pair?;
        let number = keys::sequence(&key).unwrap_or_default();
        let stored = tree.get(keys::by_sequence(texts, number))?;
        let chunks = blocks::chunks(&facts).unwrap_or_default();
        let last = chunks.last().and_then(Chunk::last);
        if texts == keys::SLOT_TEXTS && last.is_some_and(|last| last <= end) {
            // The slot of contents that are in a block by now.
            return Ok(None);
        }
        end = last.unwrap_or(end);
        let contents = stored.map(|texts| PackedContents { facts, texts });
        Ok(Some(StoredBlock {
            first: chunks.first().and_then(Chunk::first).unwrap_or(number),
            last: last.unwrap_or(number),
            contents: contents
                .ok_or_else(|| ViewsError::damaged("the texts of a block are missing")),
        }))
    };
    epoch::collecting(full.chain(open).map(read).filter_map(Result::transpose))
}

/// Visits every block of an open store, and the slots of the open block, each content once, while commits go on.
pub(crate) fn for_each_block(
    store: &OpenStore,
    mut visit: impl FnMut(StoredBlock) -> Result<(), ViewsError>,
) -> Result<(), ViewsError> {
    let mut last = None;
    for pair in store.db.scan_prefix([keys::FACTS]).keys() {
        last = keys::sequence(&pair?);
    }
    let mut read = None;
    for block in blocks(&store.db, None) {
        let block = block?;
        // Behind the last block of the start begins what changes.
        if last.is_none_or(|last| block.first > last) {
            break;
        }
        read = Some(block.last);
        visit(block)?;
    }
    // Until the rest is read: a commit overwrites slots of the open block, and moves their contents into a block.
    let _memory = store.memory.read();
    blocks(&store.db, read).try_for_each(|block| visit(block?))
}
