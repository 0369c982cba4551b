//! What every question starts from: the selected knelpunten with what is seen of them at the as-of instant.

use fold::{Episode, Fact, Kind, Knelpunt, Traits, episodes};
use model::Instant;
use register::Register;
use serde::Serialize;

use crate::{Asked, Population, places::Places};

/// Episodes counted, and how many of them are open: the `n` and `censored` of every answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// Episodes at the as-of instant of the knelpunten selected.
    pub n: usize,
    /// Those of them that are open.
    pub censored: usize,
}

/// A selected knelpunt with what is seen of it.
pub(crate) struct Seen<'a> {
    pub(crate) knelpunt: &'a Knelpunt,
    pub(crate) traits: &'a Traits,
    pub(crate) at: Instant,
}

impl<'a> Seen<'a> {
    /// Gives the facts that are seen, in order.
    pub(crate) fn facts(&self) -> impl DoubleEndedIterator<Item = &'a Fact> + Clone + use<'a> {
        self.knelpunt.visible_at(self.at)
    }

    /// Gives the episodes at the as-of instant.
    pub(crate) fn episodes(&self) -> impl Iterator<Item = Episode> + use<'a> {
        episodes(self.facts())
    }

    /// Gives the reports that are seen.
    pub(crate) fn reports(&self) -> impl DoubleEndedIterator<Item = &'a Fact> + use<'a> {
        self.facts()
            .filter(|fact| matches!(fact.kind, Kind::Report { .. }))
    }

    /// Gives the open episode, if there is one.
    pub(crate) fn open(&self) -> Option<Episode> {
        self.episodes()
            .last()
            .filter(|episode| episode.end.is_none())
    }
}

/// Gives the selected knelpunten of which any report or resolution is seen.
pub(crate) fn select<'a>(
    asked: &'a Asked,
    population: &'a Population<'a>,
    places: &'a Places,
    register: &Register,
) -> impl Iterator<Item = Seen<'a>> + use<'a> {
    let selection = asked.filter.look_up(population.names, register);
    population.rows.iter().filter_map(move |knelpunt| {
        let traits = knelpunt.traits.as_ref()?;
        let seen = Seen {
            knelpunt,
            traits,
            at: asked.as_of,
        };
        let taken = selection.takes(knelpunt, places)
            && seen.facts().next().is_some()
            && (!selection.asks_facts() || selection.takes_facts(seen.facts()));
        taken.then_some(seen)
    })
}
