//! One knelpunt of the list.

use std::cmp::Ordering;

use fold::{IdentityKeys, Interner};
use model::{Instant, KnelpuntId};
use register::Register;
use serde::Serialize;

use crate::{
    PartyAnswer, TextAt,
    figures::{as_text, days},
    geography::Geography,
    knelpunt::rounds,
    labels::{building_block_name, category_name},
    selected::Origin,
};

/// A knelpunt that is open.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PersistingItem {
    /// Its id.
    #[serde(serialize_with = "as_text")]
    pub id: KnelpuntId,
    /// CBS code, on the division.
    pub municipality: String,
    /// Symbol of the municipality.
    pub municipality_name: String,
    /// Code of the municipality that reported it, where that is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inherited_from: Option<String>,
    /// True when a part of the municipality that reported it went elsewhere.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub through_split: bool,
    /// Code of the category.
    pub category: String,
    /// Symbol of the category.
    pub category_name: String,
    /// Code of the building block.
    pub building_block: Option<String>,
    /// Symbol of the building block.
    pub building_block_name: Option<String>,
    /// The party that it waits on.
    pub party: Option<PartyAnswer>,
    /// Its reference.
    pub reference: Option<String>,
    /// What was last said of it.
    pub description: Option<String>,
    /// When it was reported first, in the episode that is open.
    #[serde(serialize_with = "as_text")]
    pub opened_at: Instant,
    /// From when its age counts.
    #[serde(serialize_with = "as_text")]
    pub since: Instant,
    /// Days of 24 hours from `since` to the as-of instant.
    pub age_days: f64,
    /// Whether it persists.
    pub persisting: bool,
    /// Its episodes.
    pub episodes: usize,
    /// Its reports.
    pub reports: usize,
    /// The rounds in which it was reported, in this episode.
    pub rounds: Vec<String>,
    /// When it was last reported.
    #[serde(serialize_with = "as_text")]
    pub last_reported_at: Instant,
    /// The event that holds the description, if one does.
    #[serde(skip)]
    pub described_by: Option<TextAt>,
}

/// A knelpunt that is open, before it is shown.
pub(super) struct OpenKnelpunt<'a> {
    pub(super) since: Instant,
    pub(super) identity: IdentityKeys,
    pub(super) origin: Origin<'a>,
}

impl OpenKnelpunt<'_> {
    pub(super) fn id(&self) -> KnelpuntId {
        self.origin.knelpunt().id
    }

    /// Compares by what the list is in order of; ids are fetched only where they decide.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        let by_since = self.since.cmp(&other.since);
        by_since.then_with(|| self.id().cmp(&other.id()))
    }
}

/// What names and municipalities are looked up in.
pub(crate) struct ItemContext<'a> {
    pub(crate) places: &'a Geography,
    pub(crate) interner: &'a Interner,
    pub(crate) register: &'a Register,
}

impl PersistingItem {
    /// Shows a knelpunt whose episode is open.
    pub(super) fn of(open: &OpenKnelpunt<'_>, at: Instant, tables: &ItemContext<'_>) -> Self {
        let identity = open.identity;
        let seen = &open.origin.seen(at);
        let fold = seen.fold();
        let Some(episode) = fold.open() else {
            panic!("what is listed is open")
        };
        let ItemContext {
            places,
            interner,
            register,
        } = tables;
        let place = places.of(identity.municipality);
        let municipality = register.municipality(place.on_division);
        let category = interner.text(identity.category);
        let block = identity.building_block.map(|name| interner.text(name));
        let moved = place.on_division != place.reported;
        Self {
            id: seen.knelpunt.id,
            municipality: municipality.code.clone(),
            municipality_name: municipality.name.clone(),
            inherited_from: moved.then(|| interner.text(identity.municipality).to_owned()),
            through_split: moved && place.through_split,
            category: category.to_owned(),
            category_name: category_name(category, register),
            building_block: block.map(str::to_owned),
            building_block_name: block.map(|code| building_block_name(code, register)),
            party: identity.party.map(|party| PartyAnswer::of(party, interner)),
            reference: identity
                .reference
                .map(|name| interner.text(name).to_owned()),
            description: None,
            opened_at: episode.opened_at,
            since: episode.since,
            age_days: days(at.since(episode.since)),
            persisting: episode.persists_at(at),
            episodes: fold.episodes() as usize,
            reports: fold.reports() as usize,
            rounds: rounds(seen, episode, interner),
            last_reported_at: episode.last_reported_at,
            described_by: seen.last_with(|fact| fact.described),
        }
    }
}
