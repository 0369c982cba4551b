//! One knelpunt in detail: the facts that are seen at the as-of instant.

use fold::{Episode, Fact, Fold, Knelpunt, VisibleFacts, episodes};
use model::Instant;

use crate::TextAt;

/// A knelpunt with what is seen of it.
pub(crate) struct VisibleKnelpunt<'a> {
    pub(crate) knelpunt: &'a Knelpunt,
    pub(crate) at: Instant,
    visible: VisibleFacts<'a>,
}

impl<'a> VisibleKnelpunt<'a> {
    /// Takes what is seen at an instant; facts that arrived after `arrived` are left out.
    pub(crate) fn of(knelpunt: &'a Knelpunt, at: Instant, arrived: u64) -> Self {
        Self {
            knelpunt,
            at,
            visible: knelpunt.visible_as_known_at(at, arrived),
        }
    }

    /// Gives the facts that are seen and lie at an instant or later, in order.
    pub(crate) fn facts_from(&self, start: Instant) -> impl Iterator<Item = &'a Fact> {
        self.visible.facts_from(start)
    }

    /// Gives the episodes at the as-of instant.
    pub(crate) fn episodes(&self) -> impl Iterator<Item = Episode> {
        episodes(self.visible.facts())
    }

    /// Gives what is seen, folded.
    pub(crate) fn fold(&self) -> Fold {
        self.visible.fold()
    }

    /// Finds the last event that has what is looked for.
    pub(crate) fn last_with(&self, has: impl Fn(&Fact) -> bool) -> Option<TextAt> {
        let fact = self.visible.facts().rev().find(|fact| has(fact))?;
        let subject = self.knelpunt.members.get(fact.member as usize)?;
        Some((*subject, fact.key))
    }
}
