//! The row of each subject. The rows themselves have the ids, so that an id is in memory once.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};
use model::KnelpuntId;

use crate::rows::SubjectEntries;

/// Rows by subject.
#[derive(Debug, Default)]
pub(crate) struct RowIndex {
    rows: HashTable<u32>,
    /// With a random seed: whoever reports could otherwise choose ids that all fall into one place.
    hasher: DefaultHashBuilder,
}

impl RowIndex {
    /// Finds the row of a subject.
    pub(crate) fn find(&self, id: KnelpuntId, subjects: &[SubjectEntries]) -> Option<u32> {
        let hash = self.hasher.hash_one(id);
        let found = self.rows.find(hash, |row| subjects[*row as usize].id == id);
        found.copied()
    }

    /// Inserts the last of `subjects`, which must not be there yet; returns its row.
    ///
    /// # Panics
    ///
    /// When there are 2^32 subjects, more than memory can have.
    pub(crate) fn insert_last(&mut self, subjects: &[SubjectEntries]) -> u32 {
        let row = u32::try_from(subjects.len() - 1);
        assert!(row.is_ok(), "there are fewer than 2^32 subjects");
        let row = row.unwrap_or_default();
        let hash = |row: &u32| self.hasher.hash_one(subjects[*row as usize].id);
        self.rows.insert_unique(hash(&row), row, hash);
        row
    }

    /// Returns the bytes in use.
    #[cfg(feature = "size-accounting")]
    pub(crate) fn bytes(&self) -> usize {
        // Beside each entry the table has a byte of its own.
        self.rows.capacity() * (1 + size_of::<u32>())
    }
}
