//! What is held in memory: every knelpunt with its facts, in an order that makes a question one scan.

use std::collections::HashMap;

use fold::{Knelpunt, Name, Names};
use model::KnelpuntId;

/// All knelpunten, found by the subjects that make them up.
#[derive(Debug, Default)]
pub struct Columns {
    names: Names,
    rows: Vec<Option<Row>>,
    free: Vec<usize>,
    row_of: HashMap<KnelpuntId, usize>,
}

/// A knelpunt, and the last sequence of the log that could have changed it.
#[derive(Debug)]
struct Row {
    knelpunt: Knelpunt,
    touched: u64,
}

/// The knelpunten that a question is asked over, and the texts behind their names.
#[derive(Debug)]
pub struct Population<'a> {
    /// The texts.
    pub names: &'a Names,
    /// The knelpunten, in no particular order.
    pub rows: Vec<Known<'a>>,
}

/// A knelpunt, as far as it is known.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The knelpunt.
    pub knelpunt: &'a Knelpunt,
    /// Facts that arrived later are left out.
    pub arrived: u64,
}

impl<'a> From<&'a Knelpunt> for Known<'a> {
    /// Takes all that there is of it.
    fn from(knelpunt: &'a Knelpunt) -> Self {
        Self {
            knelpunt,
            arrived: u64::MAX,
        }
    }
}

impl Columns {
    /// Gives the texts behind the names.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// Gives the number of a text, a new one if it has none yet.
    pub fn enter(&mut self, text: &str) -> Name {
        self.names.enter(text)
    }

    /// Finds the knelpunt that a subject is, or is merged into.
    pub fn find(&self, subject: KnelpuntId) -> Option<&Knelpunt> {
        self.row(subject).map(|row| &row.knelpunt)
    }

    /// Gives the last sequence that could have changed the knelpunt that a subject belongs to.
    pub fn touched(&self, subject: KnelpuntId) -> Option<u64> {
        self.row(subject).map(|row| row.touched)
    }

    /// Says that a sequence could have changed the knelpunt that a subject belongs to.
    pub fn touch(&mut self, subject: KnelpuntId, sequence: u64) {
        if let Some(row) = self.row_mut(subject) {
            row.touched = row.touched.max(sequence);
        }
    }

    /// Lists the knelpunten that a sequence after `position` could have changed.
    pub fn touched_after(&self, position: u64) -> impl Iterator<Item = &Knelpunt> {
        self.rows
            .iter()
            .flatten()
            .filter(move |row| row.touched > position)
            .map(|row| &row.knelpunt)
    }

    /// Lists the knelpunten that no sequence after `position` could have changed.
    pub fn untouched_since(&self, position: u64) -> impl Iterator<Item = &Knelpunt> {
        self.rows
            .iter()
            .flatten()
            .filter(move |row| row.touched <= position)
            .map(|row| &row.knelpunt)
    }

    fn row(&self, subject: KnelpuntId) -> Option<&Row> {
        self.rows.get(*self.row_of.get(&subject)?)?.as_ref()
    }

    fn row_mut(&mut self, subject: KnelpuntId) -> Option<&mut Row> {
        self.rows.get_mut(*self.row_of.get(&subject)?)?.as_mut()
    }

    /// Puts a knelpunt in, last changed by `touched`; it takes over the subjects that make it up.
    pub fn insert(&mut self, knelpunt: Knelpunt, touched: u64) {
        let row = self.free.pop().unwrap_or(self.rows.len());
        for member in &knelpunt.members {
            self.row_of.insert(*member, row);
        }
        let held = Some(Row { knelpunt, touched });
        if row == self.rows.len() {
            self.rows.push(held);
        } else {
            self.rows[row] = held;
        }
    }

    /// Takes out the knelpunt that a subject belongs to.
    pub fn remove(&mut self, subject: KnelpuntId) -> Option<Knelpunt> {
        let row = self.row_of.remove(&subject)?;
        let knelpunt = self.rows[row].take()?.knelpunt;
        self.free.push(row);
        for member in &knelpunt.members {
            self.row_of.remove(member);
        }
        Some(knelpunt)
    }

    /// Changes the knelpunt that a subject belongs to, with the names at hand; nothing happens where there is none.
    pub fn change(&mut self, subject: KnelpuntId, change: impl FnOnce(&mut Knelpunt, &mut Names)) {
        let row = self.row_of.get(&subject).copied();
        if let Some(Some(row)) = row.and_then(|row| self.rows.get_mut(row)) {
            change(&mut row.knelpunt, &mut self.names);
        }
    }

    /// Counts the knelpunten, those without an episode included.
    pub fn len(&self) -> usize {
        self.rows.len() - self.free.len()
    }

    /// Says whether there is no knelpunt at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Lists the knelpunten, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &Knelpunt> {
        self.rows.iter().flatten().map(|row| &row.knelpunt)
    }

    /// Gives all of them as what questions are asked over.
    pub fn population(&self) -> Population<'_> {
        Population {
            names: &self.names,
            rows: self.iter().map(Known::from).collect(),
        }
    }
}
