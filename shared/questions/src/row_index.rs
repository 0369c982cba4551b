//! Where each subject's knelpunt stands: the number of its row, found by what the row says itself, so that an id is
//! held once.

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
    /// The rows that hold a knelpunt, by its id.
    own: HashTable<u32>,
    /// The subjects that merges made part of a knelpunt with another id, with its row.
    absorbed: HashMap<KnelpuntId, u32>,
    hasher: RandomState,
}

impl RowIndex {
    /// Finds the row of the knelpunt that a subject belongs to.
    pub(crate) fn row(&self, subject: KnelpuntId, rows: &[Option<Knelpunt>]) -> Option<usize> {
        let subject_id = Some(subject);
        let hash = self.hasher.hash_one(subject_id);
        let own = self.own.find(hash, |row| id(*row, rows) == subject_id);
        let row = own.or_else(|| self.absorbed.get(&subject))?;
        Some(*row as usize)
    }

    /// Enters the subjects of a row that holds a knelpunt, none of which is in any other.
    pub(crate) fn enter(&mut self, row: u32, rows: &[Option<Knelpunt>]) {
        let Some(knelpunt) = &rows[row as usize] else {
            return;
        };
        let hash = |row: &u32| self.hasher.hash_one(id(*row, rows));
        self.own.insert_unique(hash(&row), row, hash);
        for member in knelpunt
            .members
            .iter()
            .filter(|member| **member != knelpunt.id)
        {
            self.absorbed.insert(*member, row);
        }
    }

    /// Counts the bytes that it takes.
    pub(crate) fn bytes(&self) -> usize {
        // A place has a byte of its own beside what it holds.
        let own = self.own.capacity() * (1 + size_of::<u32>());
        own + self.absorbed.capacity() * (1 + size_of::<(KnelpuntId, u32)>())
    }

    /// Forgets the subjects of a row that still holds its knelpunt.
    pub(crate) fn forget(&mut self, row: u32, rows: &[Option<Knelpunt>]) {
        let Some(knelpunt) = &rows[row as usize] else {
            return;
        };
        let hash = self.hasher.hash_one(Some(knelpunt.id));
        if let Ok(found) = self.own.find_entry(hash, |held| *held == row) {
            found.remove();
        }
        for member in &knelpunt.members {
            self.absorbed.remove(member);
        }
    }
}

fn id(row: u32, rows: &[Option<Knelpunt>]) -> Option<KnelpuntId> {
    rows[row as usize].as_ref().map(|knelpunt| knelpunt.id)
}
