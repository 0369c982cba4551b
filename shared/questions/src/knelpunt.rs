//! One knelpunt, and how it stands.

use fold::{Episode, FactKind, IdentityKeys, Interner, Knelpunt, Symbol};
use model::{Instant, KnelpuntId, Outcome, PartyKind};
use register::Register;
use serde::Serialize;

use crate::{
    Counted, Query, TextAt,
    figures::{as_text, days},
    geography::place,
    labels::{building_block_name, category_name, party_kind_name},
    visible::VisibleKnelpunt,
};

#[cfg(test)]
mod tests;

/// How a knelpunt stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum KnelpuntStatus {
    /// Its last episode has not ended.
    Open,
    /// Its last episode ended.
    Resolved,
    /// It has no episode.
    None,
}

/// A party, in canonical form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PartyAnswer {
    /// What kind of party.
    pub kind: PartyKind,
    /// The kind in Dutch.
    pub kind_name: &'static str,
    /// Its canonical name.
    pub name: String,
}

/// A knelpunt with its episodes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KnelpuntAnswer {
    /// Its id; of a merged one that of the one that stands.
    #[serde(serialize_with = "as_text")]
    pub id: KnelpuntId,
    /// CBS code, on the division; null while no event has said it.
    pub municipality: Option<String>,
    /// Symbol of the municipality.
    pub municipality_name: Option<String>,
    /// Code of the municipality that reported it, where that is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inherited_from: Option<String>,
    /// Code of the category.
    pub category: Option<String>,
    /// Symbol of the category.
    pub category_name: Option<String>,
    /// Code of the building block.
    pub building_block: Option<String>,
    /// Symbol of the building block.
    pub building_block_name: Option<String>,
    /// The party that it waits on.
    pub party: Option<PartyAnswer>,
    /// Its reference.
    pub reference: Option<String>,
    /// How it stands.
    pub status: KnelpuntStatus,
    /// Whether it persists.
    pub persisting: bool,
    /// Its age in days of 24 hours; none when it is not open.
    pub age_days: Option<f64>,
    /// Its episodes, in order.
    pub episodes: Vec<EpisodeAnswer>,
    /// The ids that were merged into it.
    pub merged_from: Vec<String>,
    /// What was last said of it.
    pub description: Option<String>,
    /// Who last reported it.
    pub reporter: Option<serde_json::Value>,
    /// The event that holds the description.
    #[serde(skip)]
    pub described_by: Option<TextAt>,
    /// The event that says who reported it.
    #[serde(skip)]
    pub reported_by: Option<TextAt>,
}

/// An episode.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EpisodeAnswer {
    /// When the opening report observed it.
    #[serde(serialize_with = "as_text")]
    pub opened_at: Instant,
    /// From when its age counts.
    #[serde(serialize_with = "as_text")]
    pub since: Instant,
    /// When it ended; none while it is open.
    pub ended_at: Option<String>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// What helped.
    pub remedy: Option<String>,
    /// Days of 24 hours from `since` to its end, or to the as-of instant while it is open.
    pub duration_days: f64,
    /// Its reports.
    pub reports: u32,
    /// The rounds that they came from.
    pub rounds: Vec<String>,
}

impl PartyAnswer {
    pub(crate) fn of((kind, name): (PartyKind, Symbol), interner: &Interner) -> Self {
        Self {
            kind,
            kind_name: party_kind_name(kind),
            name: interner.text(name).to_owned(),
        }
    }
}

impl KnelpuntAnswer {
    /// Answers how one knelpunt stands.
    pub fn new(
        asked: &Query,
        knelpunt: &Knelpunt,
        interner: &Interner,
        register: &Register,
    ) -> (Self, Counted) {
        let mut answer = Self::without_traits(knelpunt);
        let Some(identity) = &knelpunt.identity else {
            return (answer, Counted::default());
        };
        let seen = VisibleKnelpunt::of(knelpunt, asked.as_of, u64::MAX);
        answer.enter_traits(asked, identity, interner, register);
        answer.described_by = seen.last_with(|fact| fact.described);
        answer.reported_by = seen.last_with(|fact| fact.with_reporter);
        let episodes: Vec<Episode> = seen.episodes().collect();
        let open = episodes.last().filter(|episode| episode.end.is_none());
        if !episodes.is_empty() {
            answer.status = if open.is_some() {
                KnelpuntStatus::Open
            } else {
                KnelpuntStatus::Resolved
            };
        }
        answer.persisting = open.is_some_and(|episode| episode.persists_at(asked.as_of));
        answer.age_days = open.map(|episode| days(asked.as_of.since(episode.since)));
        answer.episodes = episodes
            .iter()
            .map(|episode| EpisodeAnswer::of(&seen, episode, interner))
            .collect();
        (
            answer,
            Counted {
                n: episodes.len(),
                censored: usize::from(open.is_some()),
            },
        )
    }

    /// Shows a knelpunt of which nothing but its id is known: no report or resolution ever said who it is.
    fn without_traits(knelpunt: &Knelpunt) -> Self {
        Self {
            id: knelpunt.id,
            municipality: None,
            municipality_name: None,
            inherited_from: None,
            category: None,
            category_name: None,
            building_block: None,
            building_block_name: None,
            party: None,
            reference: None,
            status: KnelpuntStatus::None,
            persisting: false,
            age_days: None,
            episodes: Vec::new(),
            merged_from: knelpunt
                .members
                .iter()
                .filter(|id| **id != knelpunt.id)
                .map(ToString::to_string)
                .collect(),
            description: None,
            reporter: None,
            described_by: None,
            reported_by: None,
        }
    }

    fn enter_traits(
        &mut self,
        asked: &Query,
        identity: &IdentityKeys,
        interner: &Interner,
        register: &Register,
    ) {
        let place = place(
            interner.text(identity.municipality),
            asked.division,
            register,
        );
        let municipality = register.municipality(place.on_division);
        let text = |name: Symbol| interner.text(name).to_owned();
        self.municipality = Some(municipality.code.clone());
        self.municipality_name = Some(municipality.name.clone());
        self.inherited_from =
            (place.on_division != place.reported).then(|| text(identity.municipality));
        self.category = Some(text(identity.category));
        self.category_name = Some(category_name(interner.text(identity.category), register));
        self.building_block = identity.building_block.map(text);
        let block_name = |name| building_block_name(interner.text(name), register);
        self.building_block_name = identity.building_block.map(block_name);
        self.party = identity.party.map(|party| PartyAnswer::of(party, interner));
        self.reference = identity.reference.map(text);
    }
}

impl EpisodeAnswer {
    fn of(seen: &VisibleKnelpunt<'_>, episode: &Episode, interner: &Interner) -> Self {
        Self {
            opened_at: episode.opened_at,
            since: episode.since,
            ended_at: episode.end.map(|end| end.at.to_string()),
            outcome: episode.end.map(|end| end.outcome),
            remedy: episode
                .end
                .and_then(|end| end.remedy)
                .map(|name| interner.text(name).to_owned()),
            duration_days: days(
                episode
                    .end
                    .map_or(seen.at, |end| end.at)
                    .since(episode.since),
            ),
            reports: episode.reports,
            rounds: rounds(seen, episode, interner),
        }
    }
}

/// Gives the rounds of an episode's reports, each once, in order.
pub(crate) fn rounds(
    seen: &VisibleKnelpunt<'_>,
    episode: &Episode,
    interner: &Interner,
) -> Vec<String> {
    // At one instant reports come before resolutions: those at the very end belong to the episode that ends.
    let mut rounds: Vec<&str> = seen
        .facts_from(episode.opened_at)
        .take_while(|fact| episode.end.is_none_or(|end| fact.instant <= end.at))
        .filter(|fact| matches!(fact.kind, FactKind::Report { .. }))
        .filter_map(|report| report.round)
        .map(|name| interner.text(name))
        .collect();
    rounds.sort_unstable();
    rounds.dedup();
    rounds.into_iter().map(str::to_owned).collect()
}
