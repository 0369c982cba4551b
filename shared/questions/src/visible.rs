//! One knelpunt in detail: the facts that are visible at the as-of instant.

use fold::{Episode, Fact, Fold, Knelpunt, Observation, VisibleFacts, episodes};
use model::Instant;

use crate::TextAddress;

/// A knelpunt with the facts that are visible at an instant.
pub(crate) struct VisibleKnelpunt<'a> {
    pub(crate) knelpunt: &'a Knelpunt<'a>,
    pub(crate) at: Instant,
    facts: VisibleFacts<'a>,
}

impl<'a> VisibleKnelpunt<'a> {
    /// Selects the facts that are visible at an instant.
    pub(crate) fn new(knelpunt: &'a Knelpunt<'a>, at: Instant) -> Self {
        Self {
            knelpunt,
            at,
            facts: knelpunt.visible_at(at),
        }
    }

    /// Returns the visible observations at or after an instant, in order.
    pub(crate) fn observed_from(&self, start: Instant) -> impl Iterator<Item = &'a Observation> {
        self.facts.facts_from(start).map(|fact| fact.observation)
    }

    /// Returns the episodes at the as-of instant.
    pub(crate) fn episodes(&self) -> impl Iterator<Item = Episode> {
        episodes(self.facts.facts().map(|fact| fact.observation))
    }

    /// Folds the visible facts.
    pub(crate) fn fold(&self) -> Fold {
        self.facts.fold()
    }

    /// Finds the last event for which `has` holds.
    pub(crate) fn last_with(&self, has: impl Fn(&Observation) -> bool) -> Option<TextAddress> {
        let fact: Fact<'_> = self
            .facts
            .facts()
            .rev()
            .find(|fact| has(fact.observation))?;
        let subject = self.knelpunt.members.get(fact.member as usize)?;
        Some((*subject, fact.record.key))
    }
}
