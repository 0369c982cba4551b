//! What every question starts from: the selected knelpunten with what is seen of them at the as-of instant.

use fold::{Episode, Fact, Kind, Knelpunt, Traits, Visible, episodes};
use model::{EventKey, Instant, KnelpuntId};
use register::Register;
use serde::{Serialize, Serializer};

use crate::{Asked, Population, places::Places};

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

/// The episodes of a knelpunt, counted, and the last of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Course {
    pub(crate) episodes: usize,
    pub(crate) last: Episode,
}

impl<'a> Seen<'a> {
    pub(crate) fn of(knelpunt: &'a Knelpunt, traits: &'a Traits, at: Instant) -> Self {
        Self {
            knelpunt,
            traits,
            at,
            visible: knelpunt.visible_at(at),
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

    /// Counts the episodes and gives the last, if there is one.
    pub(crate) fn course(&self) -> Option<Course> {
        self.episodes().fold(None, |course: Option<Course>, last| {
            let episodes = course.map_or(0, |course| course.episodes) + 1;
            Some(Course { episodes, last })
        })
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

impl Course {
    /// Gives the episode that is open, if the last one is.
    pub(crate) fn open(&self) -> Option<&Episode> {
        Some(&self.last).filter(|episode| episode.end.is_none())
    }
}

impl Counted {
    /// Counts a knelpunt's episodes.
    pub(crate) fn enter(&mut self, course: &Course) {
        self.n += course.episodes;
        self.censored += usize::from(course.open().is_some());
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
        if !selection.takes(traits, places) {
            return None;
        }
        let seen = Seen::of(knelpunt, traits, asked.as_of);
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
