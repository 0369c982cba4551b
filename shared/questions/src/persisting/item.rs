//! One knelpunt of the list.

use std::cmp::Ordering;

use fold::{Names, Traits};
use model::{Instant, KnelpuntId};
use register::Register;
use serde::Serialize;

use crate::{
    PartyAnswer, TextAt,
    figures::{as_text, days},
    knelpunt::rounds,
    labels::{building_block_name, category_name},
    places::Places,
    selected::Origin,
};

/// A knelpunt that is open.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    /// Its id.
    #[serde(serialize_with = "as_text")]
    pub id: KnelpuntId,
    /// CBS code, on the division.
    pub municipality: String,
    /// Name of the municipality.
    pub municipality_name: String,
    /// Code of the municipality that reported it, where that is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inherited_from: Option<String>,
    /// True when a part of the municipality that reported it went elsewhere.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub through_split: bool,
    /// Code of the category.
    pub category: String,
    /// Name of the category.
    pub category_name: String,
    /// Code of the building block.
    pub building_block: Option<String>,
    /// Name of the building block.
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
pub(super) struct Open<'a> {
    pub(super) since: Instant,
    pub(super) traits: Traits,
    pub(super) origin: Origin<'a>,
}

impl Open<'_> {
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
pub(crate) struct Tables<'a> {
    pub(crate) places: &'a Places,
    pub(crate) names: &'a Names,
    pub(crate) register: &'a Register,
}

impl Item {
    /// Shows a knelpunt whose episode is open.
    pub(super) fn of(open: &Open<'_>, at: Instant, tables: &Tables<'_>) -> Self {
        let traits = open.traits;
        let seen = &open.origin.seen(at);
        let fold = seen.fold();
        let Some(episode) = fold.open() else {
            panic!("what is listed is open")
        };
        let Tables {
            places,
            names,
            register,
        } = tables;
        let place = places.of(traits.municipality);
        let municipality = register.municipality(place.on_division);
        let category = names.text(traits.category);
        let block = traits.building_block.map(|name| names.text(name));
        let moved = place.on_division != place.reported;
        Self {
            id: seen.knelpunt.id,
            municipality: municipality.code.clone(),
            municipality_name: municipality.name.clone(),
            inherited_from: moved.then(|| names.text(traits.municipality).to_owned()),
            through_split: moved && place.through_split,
            category: category.to_owned(),
            category_name: category_name(category, register),
            building_block: block.map(str::to_owned),
            building_block_name: block.map(|code| building_block_name(code, register)),
            party: traits.party.map(|party| PartyAnswer::of(party, names)),
            reference: traits.reference.map(|name| names.text(name).to_owned()),
            description: None,
            opened_at: episode.opened_at,
            since: episode.since,
            age_days: days(at.since(episode.since)),
            persisting: episode.persists_at(at),
            episodes: fold.episodes() as usize,
            reports: fold.reports() as usize,
            rounds: rounds(seen, episode, names),
            last_reported_at: episode.last_reported_at,
            described_by: seen.last_with(|fact| fact.described),
        }
    }
}
