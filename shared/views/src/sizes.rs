//! The sizes of the views in memory and on disk, for measurements; compiled with the feature `size-accounting` only.

use crate::{
    Views, ViewsError,
    store::{epoch, keys},
};

/// The size of one part of the views.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartSize {
    /// The part, for people.
    pub name: &'static str,
    /// Its size in bytes.
    pub bytes: usize,
}

impl Views {
    /// Returns the number of knelpunten, including those without an episode.
    pub fn knelpunten(&self) -> usize {
        self.store.shared.memory.read().state.knelpunten()
    }

    /// Lists the sizes of most parts in memory. Links of merges, the open block of the store, and the overhead of sled and the
    /// allocator are not included.
    ///
    /// Visits every subject, and blocks commits meanwhile.
    pub fn sizes_in_memory(&self) -> Vec<PartSize> {
        let memory = self.store.shared.memory.read();
        let parts = memory.state.memory_usage().into_iter();
        parts
            .map(|(name, bytes)| PartSize { name, bytes })
            .collect()
    }

    /// Lists the sizes of keys and values in the store, without what sled needs to find them.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub fn sizes_stored(&self) -> Result<Vec<PartSize>, ViewsError> {
        let parts = [
            ("facts, in blocks", keys::FACTS),
            ("texts, in blocks", keys::TEXTS),
            ("the open knelpunten", keys::OPEN),
            ("quarantine", keys::QUARANTINE),
            ("checkpoints", keys::CHECKPOINT),
        ];
        let db = &self.store.shared.db;
        let bytes = |tag| {
            let pairs = epoch::collecting(db.scan_prefix([tag]));
            pairs
                .map(|pair| pair.map(|(key, value)| key.len() + value.len()))
                .sum::<Result<usize, sled::Error>>()
        };
        let parts = parts.map(|(name, tag)| {
            Ok(PartSize {
                name,
                bytes: bytes(tag)?,
            })
        });
        parts.into_iter().collect()
    }
}
