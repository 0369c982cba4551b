//! How far rounds came: who was asked and reached, and what became of the knelpunten that were open before.
//!
//! By municipality M of the division, in a round R, as of T:
//!
//! - *Query*: a consultation of M in R is seen at T and was not withdrawn. *Reached*: the outcome of any of them is
//!   `reached`; else the outcome is that of the last: no answer, or declined. *Topics* of those that reached it are
//!   united; one without topics covered all.
//! - *Without consultation*: R has reports or resolutions of M, but nobody says that M was asked. It is shown, and is
//!   in no denominator.
//! - R *began* in M with its first consultation, report or resolution there, and *ended* with the last one so far.
//! - *Expected*: the knelpunten of M that were open just before R began there, if M was reached. Each is one of these:
//!   *still there*, when the last that R said of it is a report; *gone*, when that is a resolution; *not discussed*,
//!   when R said nothing of it. The latter are apart by whether R covered their category. Silence is not a resolution.
//! - *New*: not open just before, and a report in R opened an episode of it: its first, or a recurrence. What
//!   something else had opened by then is neither expected nor new.
//! - *Open after*: the knelpunten of M that are open at the end of R there, if M was reached, whoever said so.
//!
//! Still there, gone and not discussed add up to expected, always. Municipalities that were not reached have none of
//! these figures. The filter's municipality, province and size class select municipalities; the rest of it selects
//! knelpunten, and changes neither who was asked nor when a round began.

mod cells;
mod comparison;
mod coverage;
mod municipality_rounds;
mod tally;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;

use fold::{Interner, Symbol};
use model::{Instant, is_round};
use register::Register;
use serde::Serialize;

use crate::{
    Counted, Filter, Population, Query, figures::as_text, geography::Geography,
    parameters::Parameters, selection::Selection,
};
use cells::{RoundCell, RoundCells, RoundFilter};

pub use comparison::Comparison;
pub use coverage::{Coverage, MunicipalityCoverage, NewByKind, NotDiscussedByTopic, RoundFindings};

/// The most rounds that are listed: the newest.
const LIMIT_ROUNDS: usize = 1_000;

/// What is asked of one round, besides what every question has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundQuery {
    round: String,
    against: Option<String>,
}

/// How far each round came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rounds {
    /// The rounds that anything is seen of.
    pub total: usize,
    /// Those of them that began last, the newest first; at most 1000.
    pub items: Vec<RoundItem>,
}

/// How far one round came in all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RoundItem {
    /// Its slug.
    pub round: String,
    /// When it began.
    #[serde(serialize_with = "as_text")]
    pub began_at: Instant,
    /// When the last was asked or said in it.
    #[serde(serialize_with = "as_text")]
    pub ended_at: Instant,
    /// The figures.
    #[serde(flatten)]
    pub coverage: Coverage,
}

/// How far one round came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RoundAnswer {
    /// Its slug.
    pub round: String,
    /// When it began, and when the last was asked or said in it; none when nothing of it is seen.
    pub began_at: Option<String>,
    /// See `began_at`.
    pub ended_at: Option<String>,
    /// In all.
    pub total: Coverage,
    /// By municipality, in order of code.
    pub municipalities: Vec<MunicipalityCoverage>,
    /// Beside another round, where that is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against: Option<Comparison>,
    /// Which round of those asked no event names, as of any instant: there is no answer then.
    #[serde(skip)]
    pub unknown: Option<UnknownRound>,
}

/// A round that no event names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownRound {
    /// The one that is asked about.
    Requested,
    /// The one that it is compared with.
    Against,
}

impl RoundQuery {
    pub(crate) fn take(round: &str, keys: &mut Parameters) -> Self {
        let against = keys.read("against", "a round (such as 2013-02)", |text| {
            is_round(text).then(|| text.to_owned())
        });
        if against.as_deref() == Some(round) {
            keys.problem("against", "is the round itself: give another one");
        }
        Self {
            round: round.to_owned(),
            against,
        }
    }
}

/// What every question about rounds is answered from.
pub(crate) struct RoundsContext<'a> {
    pub(crate) asked: &'a Query,
    pub(crate) population: &'a Population<'a>,
    /// Of knelpunten.
    pub(crate) selection: &'a Selection<'a>,
    pub(crate) places: &'a Geography,
    pub(crate) register: &'a Register,
}

impl RoundsContext<'_> {
    fn interner(&self) -> &Interner {
        self.population.interner()
    }

    /// Counts the rounds that are wanted, by municipality.
    fn cells(&self, wanted: &RoundFilter) -> (Vec<RoundCell>, Counted) {
        let cells = RoundCells::of(self, wanted, &self.of_places());
        let (counts, counted) = tally::count(self, &cells);
        (cells.counted(counts, self.register), counted)
    }

    /// Gives what is selected of municipalities alone: who was asked, and when a round began, is the same whichever
    /// knelpunten are looked at.
    fn of_places(&self) -> Selection<'_> {
        let asked = &self.asked.filter;
        let of_places = Filter {
            municipality: asked.municipality.clone(),
            province: asked.province.clone(),
            size_class: asked.size_class.clone(),
            ..Filter::default()
        };
        of_places.look_up(self.places, self.interner(), self.register)
    }

    /// Says whether anything that counts names a round, as of any instant.
    fn is_known(&self, round: Symbol) -> bool {
        let consulted = self.population.consultations().iter();
        let mut consulted = consulted.map(|((_, round), _)| round);
        consulted.any(|known| known == round) || self.is_heard(round)
    }

    fn is_heard(&self, round: Symbol) -> bool {
        let asked = Query {
            as_of: Instant::LATEST,
            ..self.asked.clone()
        };
        let all = Filter::default().look_up(self.places, self.interner(), self.register);
        let mut heard = false;
        self.population.each_selected(&asked, &all, |selected| {
            let rounds = selected.course.heard.iter();
            heard |= rounds
                .map(|heard| heard.round)
                .any(|known| known == Some(round));
        });
        heard
    }
}

impl Rounds {
    pub(crate) fn of(asking: &RoundsContext<'_>) -> (Self, Counted) {
        let (cells, counted) = asking.cells(&RoundFilter::All);
        let mut items = newest_first(cells, asking.interner());
        let total = items.len();
        items.truncate(LIMIT_ROUNDS);
        (Self { total, items }, counted)
    }

    /// Lists the rounds that anything is seen of, in the same order: the newest first, at most 1000.
    pub(crate) fn names(asking: &RoundsContext<'_>) -> Vec<String> {
        let cells = RoundCells::of(asking, &RoundFilter::All, &asking.of_places());
        let cells = cells.counted(Vec::new(), asking.register);
        let items = newest_first(cells, asking.interner());
        let interner = items.into_iter().map(|item| item.round);
        interner.take(LIMIT_ROUNDS).collect()
    }
}

fn newest_first(mut cells: Vec<RoundCell>, interner: &Interner) -> Vec<RoundItem> {
    cells.sort_by_key(|cell| cell.round);
    let of_one = cells.chunk_by(|one, other| one.round == other.round);
    let mut items: Vec<RoundItem> = of_one.filter_map(|cells| item(cells, interner)).collect();
    items.sort_by(|one, other| {
        let order = |item: &RoundItem| (Reverse(item.began_at), item.round.clone());
        order(one).cmp(&order(other))
    });
    items
}

fn item(cells: &[RoundCell], interner: &Interner) -> Option<RoundItem> {
    let (began_at, ended_at) = cells::span(cells)?;
    Some(RoundItem {
        round: interner.text(cells.first()?.round).to_owned(),
        began_at,
        ended_at,
        coverage: Coverage::of(cells.iter()),
    })
}

impl RoundAnswer {
    pub(crate) fn of(asking: &RoundsContext<'_>, round: &RoundQuery) -> (Self, Counted) {
        let named = |text: &str| asking.interner().find(text);
        let (own, other) = (named(&round.round), round.against.as_deref().map(named));
        let wanted = [own, other.flatten()].into_iter().flatten().collect();
        let (cells, counted) = asking.cells(&RoundFilter::These(wanted));
        let (here, there): (Vec<RoundCell>, Vec<RoundCell>) =
            cells.into_iter().partition(|cell| Some(cell.round) == own);
        let is_unknown = |name: Option<Symbol>, cells: &[RoundCell]| {
            cells.is_empty() && !name.is_some_and(|name| asking.is_known(name))
        };
        let unknown = if is_unknown(own, &here) {
            Some(UnknownRound::Requested)
        } else {
            let other = other.filter(|other| is_unknown(*other, &there));
            other.map(|_| UnknownRound::Against)
        };
        let span = cells::span(&here);
        let municipality =
            |cell| MunicipalityCoverage::of(cell, asking.interner(), asking.register);
        let answer = Self {
            round: round.round.clone(),
            began_at: span.map(|(began_at, _)| began_at.to_string()),
            ended_at: span.map(|(_, ended_at)| ended_at.to_string()),
            total: Coverage::of(here.iter()),
            municipalities: here.iter().map(municipality).collect(),
            against: round
                .against
                .as_ref()
                .map(|against| Comparison::of(against.clone(), &here, &there)),
            unknown,
        };
        (answer, counted)
    }
}
