//! One knelpunt of the list.

use std::cmp::Ordering;

use api::{
    answers::{KnelpuntStatus, PersistingItem},
    links,
    parameters::SortOrder,
};
use fold::{Episode, IdentityKeys};
use model::Instant;

use crate::{
    Context, TextAddress,
    figures::days,
    knelpunt::{party, rounds},
    labels::{building_block_name, category_name},
    paging::Listed,
    selected::Origin,
    visible::VisibleKnelpunt,
};

use super::key::{KnelpuntKey, SortValue};

/// A knelpunt, before its details are fetched.
pub(super) struct ListedKnelpunt<'a> {
    pub(super) value: SortValue<&'a str>,
    pub(super) order: SortOrder,
    pub(super) since: Instant,
    pub(super) identity: IdentityKeys,
    pub(super) origin: Origin<'a>,
}

/// Ids are fetched only where they decide.
impl Listed for ListedKnelpunt<'_> {
    type Key = KnelpuntKey;

    fn key(&self) -> KnelpuntKey {
        KnelpuntKey {
            value: self.value.to_owned(),
            since: self.since,
            id: self.origin.id(),
        }
    }

    fn compare_key(&self, key: &KnelpuntKey) -> Ordering {
        let by_value = self.value.compare(key.value.as_ref(), self.order);
        by_value
            .then_with(|| self.since.cmp(&key.since))
            .then_with(|| self.origin.id().cmp(&key.id))
    }

    fn compare(&self, other: &Self) -> Ordering {
        let by_value = self.value.compare(other.value, self.order);
        by_value
            .then_with(|| self.since.cmp(&other.since))
            .then_with(|| self.origin.id().cmp(&other.origin.id()))
    }
}

impl ListedKnelpunt<'_> {
    /// Returns the knelpunt with its details, and the events that hold its first and its last description.
    pub(super) fn item(&self, context: &Context<'_>) -> (PersistingItem, [Option<TextAddress>; 2]) {
        let (identity, at) = (self.identity, context.scope.as_of);
        let (interner, register) = (context.interner(), context.register);
        let knelpunt = self.origin.knelpunt();
        let visible = &VisibleKnelpunt::new(&knelpunt, at);
        let fold = visible.fold();
        let Some(episode) = &visible.episodes().last() else {
            panic!("a knelpunt of the list has an episode")
        };
        let (end, is_open) = (episode.end, episode.end.is_none());
        let remedy = end.and_then(|end| end.remedy);
        let area = context.geography.area(identity.municipality);
        let location = area.location(register);
        let category = interner.text(identity.category);
        let block = identity.building_block.map(|code| interner.text(code));
        let (party_name, reference_as_written) = visible.names(&identity, interner);
        let (first, last) = (visible.first_description(), visible.last_description());
        let (first_described_at, described_at) = (first.map(|(_, at)| at), last.map(|(_, at)| at));
        let item = PersistingItem {
            id: visible.knelpunt.id,
            href: links::knelpunt(visible.knelpunt.id),
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
            status: status(episode),
            opened_at: episode.opened_at,
            opened_on: episode.opened_at.day(),
            since: episode.since,
            since_on: episode.since.day(),
            ended_at: end.map(|end| end.at),
            ended_on: end.map(|end| end.at.day()),
            outcome: end.map(|end| end.outcome),
            remedy: remedy.map(|code| interner.text(code).to_owned()),
            age_days: days(end.map_or(at, |end| end.at).since(episode.since)),
            persisting: is_open && episode.persists_at(at),
            episodes: fold.episodes() as usize,
            reports: fold.reports() as usize,
            rounds: rounds(visible, episode, interner),
            last_reported_at: episode.last_reported_at,
            last_reported_on: episode.last_reported_at.day(),
            first_description: None,
            first_described_at,
            first_described_on: first_described_at.map(Instant::day),
            described_at,
            described_on: described_at.map(Instant::day),
        };
        (
            item,
            [first, last].map(|found| found.map(|(address, _)| address)),
        )
    }
}

fn status(episode: &Episode) -> KnelpuntStatus {
    match episode.end {
        None => KnelpuntStatus::Open,
        Some(_) => KnelpuntStatus::Resolved,
    }
}
