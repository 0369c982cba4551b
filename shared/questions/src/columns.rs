//! What is held in memory: every knelpunt with its facts, and in columns beside them all that questions scan.

use std::collections::BTreeSet;

use fold::{ConsultationFact, Fact, Fold, Interner, Knelpunt, Symbol};
use model::KnelpuntId;

use crate::{Consultations, row_index::RowIndex, timeline::Timelines};

/// All knelpunten, found by the subjects that make them up.
#[derive(Debug, Default)]
pub struct Columns {
    interner: Interner,
    rows: Vec<Option<Knelpunt>>,
    free: Vec<usize>,
    found: RowIndex,
    courses: Timelines,
    /// By row, the last sequence of the log that could have changed its knelpunt.
    touched: Vec<u64>,
    /// By row, the sequence at which the first of its facts arrived: before it nothing of the knelpunt was known.
    first_arrived: Vec<u64>,
    /// By row, whether facts do not say all that was told of its knelpunt.
    corrected: Vec<bool>,
    /// The municipalities of all knelpunten that are or were held.
    municipalities: BTreeSet<Symbol>,
    consultations: Consultations,
}

impl Columns {
    /// Begins with texts that have their names already.
    pub fn with_interner(interner: Interner) -> Self {
        Self {
            interner,
            ..Self::default()
        }
    }

    /// Gives the texts behind the names.
    pub fn interner(&self) -> &Interner {
        &self.interner
    }

    /// Gives the consultations that count.
    pub const fn consultations(&self) -> &Consultations {
        &self.consultations
    }

    /// Puts in, for a municipality and a round, the consultations that count, in the place of those before.
    pub fn set_consultations(&mut self, of: (Symbol, Symbol), consulted: Vec<ConsultationFact>) {
        self.consultations.set(of, consulted);
    }

    /// Gives the number of a text, a new one if it has none yet.
    pub fn intern(&mut self, text: &str) -> Symbol {
        self.interner.intern(text)
    }

    /// Finds the knelpunt that a subject is, or is merged into.
    pub fn find(&self, subject: KnelpuntId) -> Option<&Knelpunt> {
        self.rows[self.row(subject)?].as_ref()
    }

    /// Gives the last sequence that could have changed the knelpunt that a subject belongs to.
    pub fn last_change(&self, subject: KnelpuntId) -> Option<u64> {
        self.row(subject).map(|row| self.touched[row])
    }

    /// Says that a sequence could have changed the knelpunt that a subject belongs to.
    pub fn record_change(&mut self, subject: KnelpuntId, sequence: u64) {
        if let Some(row) = self.row(subject) {
            self.touched[row] = self.touched[row].max(sequence);
        }
    }

    /// Says that facts do not say all that was told of the knelpunt that a subject belongs to.
    pub fn mark_corrected(&mut self, subject: KnelpuntId) {
        if let Some(row) = self.row(subject) {
            self.corrected[row] = true;
        }
    }

    /// Lists the knelpunten that were set corrected and that something after a sequence could have changed.
    pub fn corrected_since(&self, sequence: u64) -> impl Iterator<Item = &Knelpunt> {
        let rows = self.corrected.iter().zip(&self.touched).zip(&self.rows);
        rows.filter(move |((corrected, touched), _)| **corrected && **touched > sequence)
            .filter_map(|(_, knelpunt)| knelpunt.as_ref())
    }

    /// Finds the row of the knelpunt that a subject belongs to.
    pub(crate) fn row(&self, subject: KnelpuntId) -> Option<usize> {
        self.found.row(subject, &self.rows)
    }

    /// Gives the knelpunt of a row that holds one.
    pub(crate) fn knelpunt(&self, row: usize) -> &Knelpunt {
        let Some(knelpunt) = &self.rows[row] else {
            panic!("a row that was found holds a knelpunt")
        };
        knelpunt
    }

    /// Gives what questions scan, by row.
    pub(crate) fn courses(&self) -> &Timelines {
        &self.courses
    }

    /// Says, by row, which sequence was the last that could have changed its knelpunt.
    pub(crate) fn last_changes(&self) -> &[u64] {
        &self.touched
    }

    /// Says, by row, at which sequence the first of its facts arrived.
    pub(crate) fn first_arrivals(&self) -> &[u64] {
        &self.first_arrived
    }

    /// Says, by row, whether facts do not say all that was told of its knelpunt.
    pub(crate) fn corrected(&self) -> &[bool] {
        &self.corrected
    }

    /// Lists the municipalities of the knelpunten, each once; of some there may be none any more.
    pub(crate) fn municipalities(&self) -> impl Iterator<Item = Symbol> {
        self.municipalities.iter().copied()
    }

    /// Puts a knelpunt in, last changed by `touched`; none of the subjects that make it up may be in any other.
    ///
    /// # Panics
    ///
    /// When there are 2^32 knelpunten, which no memory holds.
    pub fn insert(&mut self, knelpunt: Knelpunt, touched: u64) {
        let row = self.free.pop().unwrap_or_else(|| self.add_row());
        self.touched[row] = touched;
        (self.first_arrived[row], self.corrected[row]) = (first_arrived(knelpunt.facts()), false);
        let facts = knelpunt.facts().iter();
        self.courses.follow(row, Fold::default(), facts);
        self.rows[row] = Some(knelpunt);
        self.found.enter(number(row), &self.rows);
        self.name(row);
    }

    fn add_row(&mut self) -> usize {
        let row = self.rows.len();
        self.rows.push(None);
        self.touched.push(0);
        self.first_arrived.push(u64::MAX);
        self.corrected.push(false);
        self.courses.resize(row + 1);
        row
    }

    /// Takes over from the knelpunt of a row who it is.
    fn name(&mut self, row: usize) {
        let identity = self.rows[row].as_ref().and_then(|held| held.identity);
        self.courses.name(row, identity);
        self.municipalities
            .extend(identity.map(|identity| identity.municipality));
    }

    /// Takes out the knelpunt that a subject belongs to.
    pub fn remove(&mut self, subject: KnelpuntId) -> Option<Knelpunt> {
        let row = self.row(subject)?;
        self.found.forget(number(row), &self.rows);
        self.free.push(row);
        self.courses.clear(row);
        self.rows[row].take()
    }

    /// Changes the knelpunt that a subject belongs to, with the names at hand; nothing happens where there is none.
    ///
    /// What questions scan follows: in constant time for each fact that comes last, else the knelpunt is folded anew.
    pub fn update(
        &mut self,
        subject: KnelpuntId,
        change: impl FnOnce(&mut Knelpunt, &mut Interner),
    ) {
        let Some(row) = self.row(subject) else { return };
        let Some(knelpunt) = &mut self.rows[row] else {
            return;
        };
        let mark = knelpunt.mark();
        change(knelpunt, &mut self.interner);
        let (fold, facts) = knelpunt.since(&mark).unwrap_or_else(|| {
            self.courses.clear(row);
            self.first_arrived[row] = u64::MAX;
            (Fold::default(), knelpunt.facts())
        });
        self.first_arrived[row] = self.first_arrived[row].min(first_arrived(facts));
        self.courses.follow(row, fold, facts.iter());
        self.name(row);
    }

    /// Says what is held, and of each the bytes that are in use.
    pub fn memory_usage(&self) -> Vec<(&'static str, usize)> {
        let rows = self.rows.len();
        let facts = self.iter().map(Knelpunt::bytes_beside);
        let numbers = 2 * size_of::<u64>() + size_of::<bool>();
        let mut parts = vec![
            ("facts", facts.sum()),
            ("knelpunten", rows * size_of::<Option<Knelpunt>>()),
            ("how they are found", self.found.bytes()),
            ("when they changed", rows * numbers),
            ("interner", self.interner.bytes()),
        ];
        parts.extend(self.courses.memory_usage());
        parts
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
        self.rows.iter().flatten()
    }
}

fn number(row: usize) -> u32 {
    let number = u32::try_from(row);
    assert!(number.is_ok(), "there are fewer than 2^32 knelpunten");
    number.unwrap_or_default()
}

/// Gives the sequence at which the first of some facts arrived.
fn first_arrived(facts: &[Fact]) -> u64 {
    let arrived = facts.iter().map(|fact| fact.arrived);
    arrived.min().unwrap_or(u64::MAX)
}
