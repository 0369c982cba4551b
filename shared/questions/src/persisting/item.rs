//! One knelpunt of the list.

use std::cmp::Ordering;

use api::answers::PersistingItem;
use fold::IdentityKeys;
use model::Instant;

use crate::{
    Context, InstantAndId, TextAddress,
    figures::days,
    knelpunt::{party, rounds},
    labels::{building_block_name, category_name},
    paging::Listed,
    selected::Origin,
    visible::VisibleKnelpunt,
};

/// An open knelpunt, before its details are fetched.
pub(super) struct ListedKnelpunt<'a> {
    pub(super) since: Instant,
    pub(super) identity: IdentityKeys,
    pub(super) origin: Origin<'a>,
}

/// In order of `since`, then id; ids are fetched only where they decide.
impl Listed for ListedKnelpunt<'_> {
    type Key = InstantAndId;

    fn key(&self) -> InstantAndId {
        InstantAndId(self.since, self.origin.id())
    }

    fn compare_key(&self, key: &InstantAndId) -> Ordering {
        let by_since = self.since.cmp(&key.0);
        by_since.then_with(|| self.origin.id().cmp(&key.1))
    }

    fn compare(&self, other: &Self) -> Ordering {
        let by_since = self.since.cmp(&other.since);
        by_since.then_with(|| self.origin.id().cmp(&other.origin.id()))
    }
}

impl ListedKnelpunt<'_> {
    /// Returns the knelpunt with its details, and the event that holds its description.
    pub(super) fn item(&self, context: &Context<'_>) -> (PersistingItem, Option<TextAddress>) {
        let (identity, at) = (self.identity, context.scope.as_of);
        let (interner, register) = (context.interner(), context.register);
        let knelpunt = self.origin.knelpunt();
        let visible = &VisibleKnelpunt::new(&knelpunt, at);
        let fold = visible.fold();
        let Some(episode) = fold.open() else {
            panic!("a knelpunt of the list is open")
        };
        let area = context.geography.area(identity.municipality);
        let location = area.location(register);
        let category = interner.text(identity.category);
        let block = identity.building_block.map(|code| interner.text(code));
        let (party_name, reference_as_written) = visible.names(&identity, interner);
        let item = PersistingItem {
            id: visible.knelpunt.id,
            municipality: location.code,
            municipality_name: location.name,
            inherited_from: location.inherited_from,
            through_split: location.through_split,
            other_successors: location.other_successors,
            category: category.to_owned(),
            category_name: category_name(category, register),
            building_block: block.map(str::to_owned),
            building_block_name: block.map(|code| building_block_name(code, register)),
            party: identity.party.map(|keys| party(keys, interner)),
            reference: identity
                .reference
                .map(|reference| interner.text(reference).to_owned()),
            party_name,
            reference_as_written,
            description: None,
            opened_at: episode.opened_at,
            since: episode.since,
            age_days: days(at.since(episode.since)),
            persisting: episode.persists_at(at),
            episodes: fold.episodes() as usize,
            reports: fold.reports() as usize,
            rounds: rounds(visible, episode, interner),
            last_reported_at: episode.last_reported_at,
        };
        (item, visible.last_with(|observed| observed.described))
    }
}
