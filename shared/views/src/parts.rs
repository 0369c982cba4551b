//! What the views take, part by part: where memory and disk go.

use model::KnelpuntId;

use crate::{Views, ViewsError, garbage, keys, told::Told};

/// A part of the views.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// What it is, for people.
    pub name: &'static str,
    /// The bytes that it takes.
    pub bytes: usize,
}

impl Views {
    /// Counts the knelpunten, those without an episode included.
    pub fn knelpunten(&self) -> usize {
        self.store.held.memory.read().columns.len()
    }

    /// Lists most of what is held in memory, with the bytes in use: who is linked with whom, where the facts of crowded
    /// knelpunten lie, and what sled and the allocator keep besides are not in it.
    ///
    /// Looks at every knelpunt, and holds commits back meanwhile.
    pub fn in_memory(&self) -> Vec<Part> {
        let memory = self.store.held.memory.read();
        let parts = memory.columns.memory_usage().into_iter();
        let mut parts: Vec<Part> = parts.map(|(name, bytes)| Part { name, bytes }).collect();
        let told = memory.told.capacity() * size_of::<(KnelpuntId, Told)>();
        parts.push(Part {
            name: "what was told where facts do not say all",
            bytes: told + memory.told.values().map(Told::bytes_beside).sum::<usize>(),
        });
        parts.push(Part {
            name: "what was told of consultations",
            bytes: memory.consultations.bytes(),
        });
        parts
    }

    /// Lists what is kept, with the bytes of keys and values; what sled needs to find them is not in it.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub fn kept(&self) -> Result<Vec<Part>, ViewsError> {
        let parts = [
            ("facts, in blocks", keys::FACTS),
            ("texts, in blocks", keys::TEXTS),
            ("the open knelpunten", keys::OPEN),
            ("quarantine", keys::QUARANTINE),
            ("checkpoints", keys::CHECKPOINT),
        ];
        let db = &self.store.held.db;
        let bytes = |tag| {
            let pairs = garbage::freed(db.scan_prefix([tag]));
            pairs
                .map(|pair| pair.map(|(key, value)| key.len() + value.len()))
                .sum::<Result<usize, sled::Error>>()
        };
        let parts = parts.map(|(name, tag)| {
            Ok(Part {
                name,
                bytes: bytes(tag)?,
            })
        });
        parts.into_iter().collect()
    }
}
