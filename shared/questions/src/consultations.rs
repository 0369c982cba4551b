//! The consultations that count, by municipality and round.

use std::collections::BTreeMap;

use fold::{ConsultationFact, Symbol};

/// Who was asked in which round.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Consultations(BTreeMap<(Symbol, Symbol), Vec<ConsultationFact>>);

impl Consultations {
    /// Puts in, for a municipality and a round, the consultations that count, in order, in the place of those before.
    pub fn set(&mut self, of: (Symbol, Symbol), consulted: Vec<ConsultationFact>) {
        if consulted.is_empty() {
            self.0.remove(&of);
        } else {
            self.0.insert(of, consulted);
        }
    }

    /// Gives those of a municipality in a round.
    pub fn get(&self, of: (Symbol, Symbol)) -> &[ConsultationFact] {
        self.0.get(&of).map_or(&[], Vec::as_slice)
    }

    /// Lists all, each municipality and round once.
    pub fn iter(&self) -> impl Iterator<Item = ((Symbol, Symbol), &[ConsultationFact])> {
        self.0.iter().map(|(of, held)| (*of, held.as_slice()))
    }
}
