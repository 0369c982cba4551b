//! The facts of municipalities that count: consultations by round, support by kind.

use std::collections::BTreeMap;

use fold::{ConsultationFact, SupportFact, Symbol};

/// The facts that count of municipalities, by municipality and by the name of a round or of a kind of support, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MunicipalFacts<T>(BTreeMap<(Symbol, Symbol), Vec<T>>);

/// The consultations that count, by municipality and round, in order.
pub type Consultations = MunicipalFacts<ConsultationFact>;

/// The support that counts, by municipality and kind, in order.
pub type Support = MunicipalFacts<SupportFact>;

impl<T> Default for MunicipalFacts<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> MunicipalFacts<T> {
    /// Replaces the facts of a municipality under a name, which must be in order.
    pub fn set(&mut self, municipality_and_name: (Symbol, Symbol), facts: Vec<T>) {
        if facts.is_empty() {
            self.0.remove(&municipality_and_name);
        } else {
            self.0.insert(municipality_and_name, facts);
        }
    }

    /// Returns the facts of a municipality under a name.
    pub fn get(&self, municipality_and_name: (Symbol, Symbol)) -> &[T] {
        self.0
            .get(&municipality_and_name)
            .map_or(&[], Vec::as_slice)
    }

    /// Returns all facts, by municipality and name.
    pub fn iter(&self) -> impl Iterator<Item = ((Symbol, Symbol), &[T])> {
        self.0.iter().map(|(key, facts)| (*key, facts.as_slice()))
    }
}
