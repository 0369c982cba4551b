//! The consultations that count, by municipality and round.

use std::collections::BTreeMap;

use fold::{ConsultationFact, Symbol};

/// The consultations that count, by municipality and round, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Consultations(BTreeMap<(Symbol, Symbol), Vec<ConsultationFact>>);

impl Consultations {
    /// Replaces the consultations of a municipality in a round, which must be in order.
    pub fn set(
        &mut self,
        municipality_and_round: (Symbol, Symbol),
        consultations: Vec<ConsultationFact>,
    ) {
        if consultations.is_empty() {
            self.0.remove(&municipality_and_round);
        } else {
            self.0.insert(municipality_and_round, consultations);
        }
    }

    /// Returns the consultations of a municipality in a round.
    pub fn get(&self, municipality_and_round: (Symbol, Symbol)) -> &[ConsultationFact] {
        self.0
            .get(&municipality_and_round)
            .map_or(&[], Vec::as_slice)
    }

    /// Returns all consultations, by municipality and round.
    pub fn iter(&self) -> impl Iterator<Item = ((Symbol, Symbol), &[ConsultationFact])> {
        self.0
            .iter()
            .map(|(key, consultations)| (*key, consultations.as_slice()))
    }
}
