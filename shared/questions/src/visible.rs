//! One knelpunt in detail: the facts that are visible at the as-of instant.

use fold::{Episode, Fact, Fold, Knelpunt, VisibleFacts, episodes};
use model::Instant;

use crate::TextAddress;

/// A knelpunt with the facts that are visible at an instant.
pub(crate) struct VisibleKnelpunt<'a> {
    pub(crate) knelpunt: &'a Knelpunt,
    pub(crate) at: Instant,
    facts: VisibleFacts<'a>,
}

impl<'a> VisibleKnelpunt<'a> {
    /// Selects the facts that are visible at an instant and arrived no later than `arrived`.
    pub(crate) fn new(knelpunt: &'a Knelpunt, at: Instant, arrived: u64) -> Self {
        Self {
            knelpunt,
            at,
            facts: knelpunt.visible_as_known_at(at, arrived),
        }
    }

    /// Returns the visible facts at or after an instant, in order.
    pub(crate) fn facts_from(&self, start: Instant) -> impl Iterator<Item = &'a Fact> {
        self.facts.facts_from(start)
    }

    /// Returns the episodes at the as-of instant.
    pub(crate) fn episodes(&self) -> impl Iterator<Item = Episode> {
        episodes(self.facts.facts())
    }

    /// Folds the visible facts.
    pub(crate) fn fold(&self) -> Fold {
        self.facts.fold()
    }

    /// Finds the last event for which `has` holds.
    pub(crate) fn last_with(&self, has: impl Fn(&Fact) -> bool) -> Option<TextAddress> {
        let fact = self.facts.facts().rev().find(|fact| has(fact))?;
        let subject = self.knelpunt.members.get(fact.member as usize)?;
        Some((*subject, fact.key))
    }
}
