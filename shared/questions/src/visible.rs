//! One knelpunt in detail: the facts that are visible at the as-of instant.

use fold::{
    Episode, Fact, Fold, IdentityKeys, Interner, Knelpunt, Observation, Symbol, VisibleFacts,
    WrittenNames, episodes,
};
use model::{EventKey, Instant, KnelpuntId, written_name};

use crate::TextAddress;

/// Instant, whether it is a resolution, event key, subject: the order of observations of several knelpunten.
pub(crate) type ObservationOrder = (Instant, bool, EventKey, KnelpuntId);

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

    /// Returns the name of the party and the reference as people see them: as they were last written, else canonical.
    pub(crate) fn names(
        &self,
        identity: &IdentityKeys,
        interner: &Interner,
    ) -> (Option<String>, Option<String>) {
        let newest_first = self.facts.facts().rev().map(|fact| fact.observation);
        let written = WrittenNames::last(identity, &newest_first, interner);
        let text = |name| written_name(interner.text(name));
        let canonical = identity.party.map(|(_, name)| name);
        (
            written.party.or(canonical).map(text),
            written.reference.or(identity.reference).map(text),
        )
    }

    /// Finds the last observation that names the party: its place in the order of the fold, and the name as written.
    pub(crate) fn last_naming_party(
        &self,
        identity: &IdentityKeys,
        interner: &Interner,
    ) -> Option<(ObservationOrder, Symbol)> {
        self.facts.facts().rev().find_map(|fact| {
            let name = fact.observation.written.party_of(identity, interner)?;
            let (instant, is_resolution, key, member) = fact.order();
            let subject = *self.knelpunt.members.get(member as usize)?;
            Some(((instant, is_resolution, key, subject), name))
        })
    }

    /// Finds the first report that has a description, and when it observed the knelpunt.
    pub(crate) fn first_description(&self) -> Option<(TextAddress, Instant)> {
        let is_described = |observed: &Observation| observed.described && observed.is_report();
        self.address(
            self.facts
                .facts()
                .find(|fact| is_described(fact.observation)),
        )
    }

    /// Finds the last event that has a description, and when it observed the knelpunt.
    pub(crate) fn last_description(&self) -> Option<(TextAddress, Instant)> {
        self.last_with(|observed| observed.described)
    }

    /// Finds the last event for which `has` holds, and when it observed the knelpunt.
    pub(crate) fn last_with(
        &self,
        has: impl Fn(&Observation) -> bool,
    ) -> Option<(TextAddress, Instant)> {
        self.address(self.facts.facts().rev().find(|fact| has(fact.observation)))
    }

    fn address(&self, fact: Option<Fact<'_>>) -> Option<(TextAddress, Instant)> {
        let fact = fact?;
        let subject = self.knelpunt.members.get(fact.member as usize)?;
        Some(((*subject, fact.record.key), fact.observation.instant))
    }
}
