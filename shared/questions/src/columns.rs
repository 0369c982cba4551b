//! The knelpunten in memory: each with its facts, and beside them, in columns, everything that questions scan.

use std::collections::BTreeSet;

use fold::{ConsultationFact, Fact, Fold, Interner, Knelpunt, Symbol};
use model::KnelpuntId;

use crate::{Consultations, row_index::RowIndex, timeline::Timelines};

/// All knelpunten, found by the subjects that make them up.
#[derive(Debug, Default)]
pub struct Columns {
    interner: Interner,
    rows: Vec<Option<Knelpunt>>,
    free_rows: Vec<usize>,
    row_index: RowIndex,
    timelines: Timelines,
    /// By row, the last sequence of the log that could have changed its knelpunt.
    last_changes: Vec<u64>,
    /// By row, the sequence at which the first of its facts arrived: before it nothing of the knelpunt was known.
    first_arrivals: Vec<u64>,
    /// By row, whether its knelpunt has corrections, so that its facts do not tell how it was known earlier.
    has_corrections: Vec<bool>,
    /// The municipalities of all knelpunten that are or were in memory.
    municipalities: BTreeSet<Symbol>,
    consultations: Consultations,
}

impl Columns {
    /// Creates empty columns with texts that have their symbols already.
    pub fn with_interner(interner: Interner) -> Self {
        Self {
            interner,
            ..Self::default()
        }
    }

    /// Returns the texts behind the symbols.
    pub fn interner(&self) -> &Interner {
        &self.interner
    }

    /// Returns the consultations that count.
    pub const fn consultations(&self) -> &Consultations {
        &self.consultations
    }

    /// Replaces the consultations that count of a municipality in a round.
    pub fn set_consultations(
        &mut self,
        municipality_and_round: (Symbol, Symbol),
        consultations: Vec<ConsultationFact>,
    ) {
        self.consultations
            .set(municipality_and_round, consultations);
    }

    /// Returns the symbol of a text, a new one if it has none yet.
    pub fn intern(&mut self, text: &str) -> Symbol {
        self.interner.intern(text)
    }

    /// Finds the knelpunt that a subject is, or is merged into.
    pub fn find(&self, subject: KnelpuntId) -> Option<&Knelpunt> {
        self.rows[self.row(subject)?].as_ref()
    }

    /// Returns the last sequence that could have changed the knelpunt of a subject.
    pub fn last_change(&self, subject: KnelpuntId) -> Option<u64> {
        self.row(subject).map(|row| self.last_changes[row])
    }

    /// Records that a sequence could have changed the knelpunt of a subject.
    pub fn record_change(&mut self, subject: KnelpuntId, sequence: u64) {
        if let Some(row) = self.row(subject) {
            self.last_changes[row] = self.last_changes[row].max(sequence);
        }
    }

    /// Records that the knelpunt of a subject has corrections: its facts do not tell how it was known earlier.
    pub fn mark_corrected(&mut self, subject: KnelpuntId) {
        if let Some(row) = self.row(subject) {
            self.has_corrections[row] = true;
        }
    }

    /// Returns the knelpunten with corrections that something after a sequence could have changed.
    pub fn corrected_since(&self, sequence: u64) -> impl Iterator<Item = &Knelpunt> {
        let rows = self.has_corrections.iter().zip(&self.last_changes);
        let rows = rows.zip(&self.rows);
        rows.filter(move |((has_corrections, last_change), _)| {
            **has_corrections && **last_change > sequence
        })
        .filter_map(|(_, knelpunt)| knelpunt.as_ref())
    }

    /// Finds the row of the knelpunt of a subject.
    fn row(&self, subject: KnelpuntId) -> Option<usize> {
        self.row_index.find(subject, &self.rows)
    }

    /// Returns the knelpunt of a row that is not empty.
    pub(crate) fn knelpunt(&self, row: usize) -> &Knelpunt {
        let Some(knelpunt) = &self.rows[row] else {
            panic!("a row that was found has a knelpunt")
        };
        knelpunt
    }

    /// Returns what questions scan, by row.
    pub(crate) fn timelines(&self) -> &Timelines {
        &self.timelines
    }

    /// Returns, by row, the last sequence that could have changed its knelpunt.
    pub(crate) fn last_changes(&self) -> &[u64] {
        &self.last_changes
    }

    /// Returns, by row, the sequence at which the first of its facts arrived.
    pub(crate) fn first_arrivals(&self) -> &[u64] {
        &self.first_arrivals
    }

    /// Returns, by row, whether its knelpunt has corrections.
    pub(crate) fn has_corrections(&self) -> &[bool] {
        &self.has_corrections
    }

    /// Returns the municipalities of the knelpunten, each once; some may have none any more.
    pub(crate) fn municipalities(&self) -> impl Iterator<Item = Symbol> {
        self.municipalities.iter().copied()
    }

    /// Inserts a knelpunt, last changed by a sequence; none of its subjects may be part of another.
    ///
    /// # Panics
    ///
    /// When there are 2^32 knelpunten, more than memory can have.
    pub fn insert(&mut self, knelpunt: Knelpunt, last_change: u64) {
        let row = self.free_rows.pop().unwrap_or_else(|| self.add_row());
        self.last_changes[row] = last_change;
        self.first_arrivals[row] = first_arrival(knelpunt.facts());
        self.has_corrections[row] = false;
        let facts = knelpunt.facts().iter();
        self.timelines.append(row, Fold::default(), facts);
        self.rows[row] = Some(knelpunt);
        self.row_index.insert(row_number(row), &self.rows);
        self.copy_identity(row);
    }

    fn add_row(&mut self) -> usize {
        let row = self.rows.len();
        self.rows.push(None);
        self.last_changes.push(0);
        self.first_arrivals.push(u64::MAX);
        self.has_corrections.push(false);
        self.timelines.resize(row + 1);
        row
    }

    /// Copies the identity of a row's knelpunt into the columns.
    fn copy_identity(&mut self, row: usize) {
        let identity = self.rows[row]
            .as_ref()
            .and_then(|knelpunt| knelpunt.identity);
        self.timelines.set_identity(row, identity);
        self.municipalities
            .extend(identity.map(|identity| identity.municipality));
    }

    /// Removes the knelpunt of a subject.
    pub fn remove(&mut self, subject: KnelpuntId) -> Option<Knelpunt> {
        let row = self.row(subject)?;
        self.row_index.remove(row_number(row), &self.rows);
        self.free_rows.push(row);
        self.timelines.clear(row);
        self.rows[row].take()
    }

    /// Changes the knelpunt of a subject, with the interner at hand; does nothing if there is none.
    ///
    /// The columns follow: in constant time for each fact that comes last, otherwise by a new fold of the knelpunt.
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
            self.timelines.clear(row);
            self.first_arrivals[row] = u64::MAX;
            (Fold::default(), knelpunt.facts())
        });
        self.first_arrivals[row] = self.first_arrivals[row].min(first_arrival(facts));
        self.timelines.append(row, fold, facts.iter());
        self.copy_identity(row);
    }

    /// Returns the bytes in use, by part.
    #[cfg(feature = "size-accounting")]
    pub fn memory_usage(&self) -> Vec<(&'static str, usize)> {
        let rows = self.rows.len();
        let facts = self.iter().map(Knelpunt::heap_bytes);
        let sequences = 2 * size_of::<u64>() + size_of::<bool>();
        let mut parts = vec![
            ("facts", facts.sum()),
            ("knelpunten", rows * size_of::<Option<Knelpunt>>()),
            ("row index", self.row_index.bytes()),
            ("sequences", rows * sequences),
            ("interner", self.interner.bytes()),
        ];
        parts.extend(self.timelines.memory_usage());
        parts
    }

    /// Returns the number of knelpunten, those without an episode included.
    pub fn len(&self) -> usize {
        self.rows.len() - self.free_rows.len()
    }

    /// Whether there are no knelpunten.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the knelpunten, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &Knelpunt> {
        self.rows.iter().flatten()
    }
}

fn row_number(row: usize) -> u32 {
    let number = u32::try_from(row);
    assert!(number.is_ok(), "there are fewer than 2^32 knelpunten");
    number.unwrap_or_default()
}

/// Returns the sequence at which the first of some facts arrived.
fn first_arrival(facts: &[Fact]) -> u64 {
    let arrived = facts.iter().map(|fact| fact.arrived);
    arrived.min().unwrap_or(u64::MAX)
}
