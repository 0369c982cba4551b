//! The coverage of rounds: which municipalities were asked and reached, and what became of the knelpunten that were open
//! before.
//!
//! By municipality M of the division, in a round R, as of T:
//!
//! - *Asked*: a consultation of M in R is visible at T and not withdrawn. *Reached*: the outcome of any of them is
//!   `reached`; otherwise the outcome is that of the last one: no answer, or declined. The *topics* of those that
//!   reached M are united; one without topics covered all.
//! - *Without consultation*: R has reports or resolutions of M, but no consultation. M is shown, and is in no
//!   denominator.
//! - R *began* in M with its first consultation, report or resolution there, and *ended* with the last one so far. A
//!   resolution given as a date counts at the end of its day, here too.
//! - *Expected*: the knelpunten of M that were open just before R began there, if M was reached. Each is one of these:
//!   *still there*, when its last fact in R is a report; *gone*, when that is a resolution; *not discussed*, when R has
//!   no fact of it. The latter are divided by whether R covered their category. Silence is not a resolution.
//! - *New*: not open just before, and a report in R opened an episode of it: its first, or a recurrence. A knelpunt
//!   whose episode another source opened by then is neither expected nor new.
//! - *Open after*: the knelpunten of M that are open at the end of R there, if M was reached, whatever the source.
//!
//! Still there, gone and not discussed add up to expected, always. Municipalities that were not reached have none of
//! these figures. The filter's municipality, province, size class and panel select municipalities; the rest of it selects
//! knelpunten, and changes neither which municipalities were asked nor when a round began.

mod cells;
mod comparison;
mod coverage;
mod municipality_rounds;
mod tally;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;

use api::{
    Filter, InputViolation,
    answers::{RoundAnswer, RoundItem, Rounds},
    parameters::{LinkParameters as _, RoundParameters},
};
use fold::{Interner, Symbol};
use model::{Instant, is_round};
use register::Register;

use crate::{
    Context, Counted, FromParameters, Parameters, Query, QueryError, Question, Scan, Scope,
    panel::is_named, selection::Selection,
};
use cells::{RoundCell, RoundCells, RoundFilter};

/// The most rounds that are listed: the newest.
const ROUNDS_MAX: usize = 1_000;

/// The coverage of every round.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RoundsQuestion;

/// The slugs of all rounds, the newest first, to choose from: no link asks it. It counts no knelpunten.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RoundNamesQuestion;

/// The coverage of one round, by municipality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundQuestion {
    /// Its slug.
    pub round: String,
    /// The round that it is compared with.
    pub against: Option<String>,
}

impl Question for RoundsQuestion {
    type Answer = Rounds;

    fn scan(&self, context: &Context<'_>) -> Result<Scan<Rounds>, QueryError> {
        let (cells, counted) = counted_cells(context, &RoundFilter::All);
        let mut items = newest_first(cells, context.interner());
        let total = items.len();
        items.truncate(ROUNDS_MAX);
        Ok(Scan::ready(Rounds { total, items }, counted))
    }
}

impl FromParameters for RoundsQuestion {
    fn from_parameters(_: &mut Parameters, _: &mut Scope) -> Self {
        Self
    }
}

impl Question for RoundNamesQuestion {
    type Answer = Vec<String>;

    fn scan(&self, context: &Context<'_>) -> Result<Scan<Vec<String>>, QueryError> {
        let cells = RoundCells::new(context, &RoundFilter::All, &of_municipalities(context));
        let cells = cells.counted(Vec::new(), context.register);
        let items = newest_first(cells, context.interner());
        let names = items.into_iter().map(|item| item.round);
        let names = names.take(ROUNDS_MAX).collect();
        Ok(Scan::ready(names, Counted::default()))
    }
}

impl Query<RoundQuestion> {
    /// Parses the parameters of a link to a round, as [`Query::parse`] does.
    ///
    /// # Errors
    ///
    /// Every violation in them.
    pub fn parse_round(
        round: &str,
        pairs: &[(String, String)],
        register: &Register,
        now: Instant,
    ) -> Result<Self, Vec<InputViolation>> {
        Self::parse_with(
            RoundParameters::names(),
            pairs,
            register,
            now,
            |parameters, _| RoundQuestion::from_parameters(round, parameters),
        )
    }
}

impl RoundQuestion {
    fn from_parameters(round: &str, parameters: &mut Parameters) -> Self {
        let against = parameters.parse("against", "a round (such as 2013-02)", |text| {
            is_round(text).then(|| text.to_owned())
        });
        if against.as_deref() == Some(round) {
            parameters.add_violation("against", "is the round itself: give another one");
        }
        Self {
            round: round.to_owned(),
            against,
        }
    }
}

impl Question for RoundQuestion {
    type Answer = RoundAnswer;

    fn scan(&self, context: &Context<'_>) -> Result<Scan<RoundAnswer>, QueryError> {
        let symbol = |slug: &str| context.interner().find(slug);
        let (own, other) = (symbol(&self.round), self.against.as_deref().map(symbol));
        let rounds = [own, other.flatten()].into_iter().flatten().collect();
        let (cells, counted) = counted_cells(context, &RoundFilter::These(rounds));
        let (here, there): (Vec<RoundCell>, Vec<RoundCell>) =
            cells.into_iter().partition(|cell| Some(cell.round) == own);
        if is_unknown(context, own, &here) {
            return Err(QueryError::UnknownRound);
        }
        if other.is_some_and(|other| is_unknown(context, other, &there)) {
            return Err(QueryError::Parameter(unknown_against()));
        }
        let span = cells::span(&here);
        let municipality =
            |cell| coverage::of_municipality(cell, context.interner(), context.register);
        let against = self.against.as_ref();
        let answer = RoundAnswer {
            round: self.round.clone(),
            link: api::links::round(&self.round),
            began_at: span.map(|(began_at, _)| began_at),
            began_on: span.map(|(began_at, _)| began_at.day()),
            ended_at: span.map(|(_, ended_at)| ended_at),
            ended_on: span.map(|(_, ended_at)| ended_at.day()),
            total: coverage::total(here.iter()),
            municipalities: here.iter().map(municipality).collect(),
            against: against.map(|round| comparison::compare(round.clone(), &here, &there)),
        };
        Ok(Scan::ready(answer, counted))
    }
}

fn unknown_against() -> InputViolation {
    InputViolation::key(
        "against",
        "is a round without consultations, reports or resolutions; /v1/rounds lists the known ones",
    )
}

/// Counts rounds, by municipality.
fn counted_cells(context: &Context<'_>, rounds: &RoundFilter) -> (Vec<RoundCell>, Counted) {
    let cells = RoundCells::new(context, rounds, &of_municipalities(context));
    let (counts, counted) = tally::count(context, &cells);
    (cells.counted(counts, context.register), counted)
}

/// Returns the part of the selection that selects municipalities: which were asked, and when a round began, does not
/// depend on the knelpunten that are selected.
fn of_municipalities<'a>(context: &Context<'a>) -> Selection<'a> {
    let filter = &context.scope.filter;
    let of_municipalities = Filter {
        municipality: filter.municipality.clone(),
        province: filter.province.clone(),
        size_class: filter.size_class.clone(),
        panel: filter.panel.clone(),
        ..Filter::default()
    };
    Selection::new(
        &of_municipalities,
        context.population,
        context.scope.as_of,
        context.geography,
        context.register,
    )
}

/// Whether no event names a round, as of any instant.
fn is_unknown(context: &Context<'_>, round: Option<Symbol>, cells: &[RoundCell]) -> bool {
    let is_named = |round| {
        let Context {
            population,
            geography,
            register,
            ..
        } = *context;
        is_named(population, geography, register, round)
    };
    cells.is_empty() && !round.is_some_and(is_named)
}

fn newest_first(mut cells: Vec<RoundCell>, interner: &Interner) -> Vec<RoundItem> {
    cells.sort_by_key(|cell| cell.round);
    let by_round = cells.chunk_by(|one, other| one.round == other.round);
    let mut items: Vec<RoundItem> = by_round.filter_map(|cells| item(cells, interner)).collect();
    items.sort_by(|one, other| {
        let order = |item: &RoundItem| (Reverse(item.began_at), item.round.clone());
        order(one).cmp(&order(other))
    });
    items
}

fn item(cells: &[RoundCell], interner: &Interner) -> Option<RoundItem> {
    let (began_at, ended_at) = cells::span(cells)?;
    let round = interner.text(cells.first()?.round);
    Some(RoundItem {
        round: round.to_owned(),
        href: api::links::round(round),
        began_at,
        began_on: began_at.day(),
        ended_at,
        ended_on: ended_at.day(),
        coverage: coverage::total(cells.iter()),
    })
}
