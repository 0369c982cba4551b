//! The sizes of the views in memory and on disk, for measurements; compiled with the feature `size-accounting` only.

use model::KnelpuntId;

use crate::{Views, ViewsError, epoch, keys, subject_log::SubjectLog};

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
        self.store.shared.memory.read().columns.len()
    }

    /// Lists the sizes of most parts in memory. Links of merges, the contents of large knelpunten, and the overhead of
    /// sled and the allocator are not included.
    ///
    /// Visits every knelpunt, and blocks commits meanwhile.
    pub fn sizes_in_memory(&self) -> Vec<PartSize> {
        let memory = self.store.shared.memory.read();
        let parts = memory.columns.memory_usage().into_iter();
        let mut parts: Vec<PartSize> = parts
            .map(|(name, bytes)| PartSize { name, bytes })
            .collect();
        let logs = &memory.subject_logs;
        parts.push(PartSize {
            name: "subject logs",
            bytes: logs.capacity() * size_of::<(KnelpuntId, SubjectLog)>()
                + logs.values().map(SubjectLog::heap_bytes).sum::<usize>(),
        });
        parts.push(PartSize {
            name: "consultation logs",
            bytes: memory.consultation_logs.bytes(),
        });
        parts
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
