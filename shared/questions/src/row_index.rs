//! The row of each subject's knelpunt. The rows themselves are the keys, so that an id is in memory once.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, RandomState},
};

use fold::Knelpunt;
use hashbrown::HashTable;
use model::KnelpuntId;

/// Rows by subject.
#[derive(Debug, Default)]
pub(crate) struct RowIndex {
    /// The rows that have a knelpunt, by its id.
    own: HashTable<u32>,
    /// The subjects that merges made part of a knelpunt with another id, with its row.
    absorbed: HashMap<KnelpuntId, u32>,
    hasher: RandomState,
}

impl RowIndex {
    /// Finds the row of the knelpunt that a subject belongs to.
    pub(crate) fn find(&self, subject: KnelpuntId, rows: &[Option<Knelpunt>]) -> Option<usize> {
        let subject_id = Some(subject);
        let hash = self.hasher.hash_one(subject_id);
        let own = self.own.find(hash, |row| id(*row, rows) == subject_id);
        let row = own.or_else(|| self.absorbed.get(&subject))?;
        Some(*row as usize)
    }

    /// Inserts the subjects of a row that has a knelpunt; none of them may be in any other row.
    pub(crate) fn insert(&mut self, row: u32, rows: &[Option<Knelpunt>]) {
        let Some(knelpunt) = &rows[row as usize] else {
            return;
        };
        let hash = |row: &u32| self.hasher.hash_one(id(*row, rows));
        self.own.insert_unique(hash(&row), row, hash);
        let members = knelpunt.members.iter();
        for member in members.filter(|member| **member != knelpunt.id) {
            self.absorbed.insert(*member, row);
        }
    }

    /// Returns the bytes in use.
    #[cfg(feature = "size-accounting")]
    pub(crate) fn bytes(&self) -> usize {
        // Beside each entry the table has a byte of its own.
        let own = self.own.capacity() * (1 + size_of::<u32>());
        own + self.absorbed.capacity() * (1 + size_of::<(KnelpuntId, u32)>())
    }

    /// Removes the subjects of a row, which must still have its knelpunt.
    pub(crate) fn remove(&mut self, row: u32, rows: &[Option<Knelpunt>]) {
        let Some(knelpunt) = &rows[row as usize] else {
            return;
        };
        let hash = self.hasher.hash_one(Some(knelpunt.id));
        if let Ok(entry) = self.own.find_entry(hash, |candidate| *candidate == row) {
            entry.remove();
        }
        for member in &knelpunt.members {
            self.absorbed.remove(member);
        }
    }
}

fn id(row: u32, rows: &[Option<Knelpunt>]) -> Option<KnelpuntId> {
    rows[row as usize].as_ref().map(|knelpunt| knelpunt.id)
}
