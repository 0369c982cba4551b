//! One knelpunt of the list.

use fold::{Episode, Names};
use model::{Instant, KnelpuntId};
use register::Register;
use serde::Serialize;

use crate::{
    PartyAnswer, TextAt,
    figures::{Seen, as_text, days},
    knelpunt::rounds,
    labels::{building_block_name, category_name},
    places::Places,
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
    pub(super) seen: Seen<'a>,
    pub(super) episode: Episode,
    pub(super) episodes: u32,
    pub(super) reports: u32,
}

impl Open<'_> {
    /// Gives what the list is in order of.
    pub(super) fn order(&self) -> (Instant, KnelpuntId) {
        (self.episode.since, self.seen.knelpunt.id)
    }
}

/// What names and municipalities are looked up in.
pub(super) struct Tables<'a> {
    pub(super) places: &'a Places,
    pub(super) names: &'a Names,
    pub(super) register: &'a Register,
}

impl Item {
    /// Shows a knelpunt whose episode is open.
    pub(super) fn of(open: &Open<'_>, tables: &Tables<'_>) -> Self {
        let Open { seen, episode, .. } = open;
        let traits = seen.traits;
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
            age_days: days(seen.at.since(episode.since)),
            persisting: episode.persists_at(seen.at),
            episodes: open.episodes as usize,
            reports: open.reports as usize,
            rounds: rounds(seen, episode, names),
            last_reported_at: episode.last_reported_at,
            described_by: seen.last_with(|fact| fact.described),
        }
    }
}
