//! What every question starts from: the selected knelpunten with what is seen of them at the as-of instant.

use fold::{Episode, Fact, Fold, Kind, Knelpunt, Traits, Visible, episodes};
use model::{EventKey, Instant, KnelpuntId};
use register::Register;
use serde::{Serialize, Serializer};

use crate::{Asked, Known, Population, places::Places};

/// Episodes counted, and how many of them are open: the `n` and `censored` of every answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// Episodes at the as-of instant of the knelpunten selected.
    pub n: usize,
    /// Those of them that are open.
    pub censored: usize,
}

/// The event in which a text stands: its subject and key.
pub type TextAt = (KnelpuntId, EventKey);

const MICROSECONDS_OF_A_DAY: f64 = 86_400e6;

/// A knelpunt with what is seen of it.
pub(crate) struct Seen<'a> {
    pub(crate) knelpunt: &'a Knelpunt,
    pub(crate) traits: &'a Traits,
    pub(crate) at: Instant,
    visible: Visible<'a>,
}

impl<'a> Seen<'a> {
    pub(crate) fn of(known: Known<'a>, traits: &'a Traits, at: Instant) -> Self {
        let Known { knelpunt, arrived } = known;
        Self {
            knelpunt,
            traits,
            at,
            visible: knelpunt.visible_as_known_at(at, arrived),
        }
    }

    /// Gives the facts that are seen, in order.
    pub(crate) fn facts(&self) -> impl DoubleEndedIterator<Item = &'a Fact> + Clone {
        self.visible.facts()
    }

    /// Gives the facts that are seen and lie at an instant or later, in order.
    pub(crate) fn facts_from(&self, start: Instant) -> impl Iterator<Item = &'a Fact> {
        self.visible.facts_from(start)
    }

    /// Gives the episodes at the as-of instant.
    pub(crate) fn episodes(&self) -> impl Iterator<Item = Episode> {
        episodes(self.facts())
    }

    /// Gives what is seen, folded; none where that has no episode.
    pub(crate) fn fold(&self) -> Option<Fold> {
        Some(self.visible.fold()).filter(|fold| fold.episodes() > 0)
    }

    /// Gives the reports that are seen.
    pub(crate) fn reports(&self) -> impl DoubleEndedIterator<Item = &'a Fact> {
        self.facts()
            .filter(|fact| matches!(fact.kind, Kind::Report { .. }))
    }

    /// Finds the last event that has what is looked for.
    pub(crate) fn last_with(&self, has: impl Fn(&Fact) -> bool) -> Option<TextAt> {
        let fact = self.facts().rev().find(|fact| has(fact))?;
        let subject = self.knelpunt.members.get(fact.member as usize)?;
        Some((*subject, fact.key))
    }
}

impl Counted {
    /// Counts a knelpunt's episodes.
    pub(crate) fn enter(&mut self, fold: &Fold) {
        self.n += fold.episodes() as usize;
        self.censored += usize::from(fold.open().is_some());
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
    population.rows.iter().filter_map(move |known| {
        let traits = known.knelpunt.traits.as_ref()?;
        if !selection.takes(traits, places) {
            return None;
        }
        let seen = Seen::of(*known, traits, asked.as_of);
        let taken = !seen.visible.is_empty() && selection.takes_facts(seen.facts());
        taken.then_some(seen)
    })
}

/// Gives days of 24 hours.
#[expect(
    clippy::cast_precision_loss,
    reason = "2^53 microseconds are 285 years"
)]
pub(crate) fn days(microseconds: i64) -> f64 {
    microseconds as f64 / MICROSECONDS_OF_A_DAY
}

/// Writes a value as the text that it is shown as.
pub(crate) fn as_text<T: ToString, S: Serializer>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&value.to_string())
}
