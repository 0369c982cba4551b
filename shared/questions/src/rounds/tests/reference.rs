//! The simplest possible count: each knelpunt of each municipality is folded again for each instant.

use std::collections::{BTreeMap, BTreeSet};

use fold::{Knelpunt, Observation, episodes};
use model::{ConsultationOutcome, Instant};
use register::Register;
use state::State;

use api::answers::{RoundFindings, Summary};

use crate::{Population, Query, Scope, SummaryQuestion, geography::area_of};

/// A municipality, whether it was reached, and what was found.
type Row = (String, Option<ConsultationOutcome>, Option<RoundFindings>);

/// Consultations of one municipality: instant, key, outcome, topics.
type Calls = Vec<(
    Instant,
    model::EventKey,
    ConsultationOutcome,
    Option<BTreeSet<String>>,
)>;

pub(super) fn count(scope: &Scope, round: &str, state: &State) -> Vec<Row> {
    let interner = state.interner();
    let home = |code: &str| {
        let id = area_of(code, scope.division, Register::embedded()).on_division;
        Register::embedded().municipality(id).code.clone()
    };
    let is_selected_area = |code: &str| {
        let area = area_of(code, scope.division, Register::embedded());
        let province = &Register::embedded().province(area.province).code;
        scope.filter.province.is_empty() || scope.filter.province.contains(province)
    };
    let mut knelpunten: BTreeMap<String, Vec<Knelpunt<'_>>> = BTreeMap::new();
    for knelpunt in state.roots().map(|row| state.knelpunt(row)) {
        if let Some(identity) = knelpunt.identity {
            let code = interner.text(identity.municipality);
            if is_selected_area(code) {
                knelpunten.entry(home(code)).or_default().push(knelpunt);
            }
        }
    }
    let mut calls: BTreeMap<String, Calls> = BTreeMap::new();
    for ((municipality, of), consulted) in state.consultations().iter() {
        let code = interner.text(municipality);
        if interner.text(of) == round && is_selected_area(code) {
            for one in consulted.iter().filter(|one| one.at <= scope.as_of) {
                let topics = one.topics.as_ref();
                let topics = topics.map(|topics| {
                    topics
                        .iter()
                        .map(|name| interner.text(*name).to_owned())
                        .collect()
                });
                calls
                    .entry(home(code))
                    .or_default()
                    .push((one.at, one.key, one.outcome, topics));
            }
        }
    }
    let all: BTreeSet<&String> = knelpunten.keys().chain(calls.keys()).collect();
    let row = |code: &String| {
        let own = knelpunten.get(code).map_or(&[][..], Vec::as_slice);
        let calls = calls.get(code).cloned().unwrap_or_default();
        of_municipality(scope, round, own, calls, state)
            .map(|(outcome, found)| (code.clone(), outcome, found))
    };
    all.into_iter().filter_map(row).collect()
}

fn of_municipality(
    scope: &Scope,
    round: &str,
    own: &[Knelpunt<'_>],
    mut calls: Calls,
    state: &State,
) -> Option<(Option<ConsultationOutcome>, Option<RoundFindings>)> {
    let interner = state.interner();
    let in_round =
        |fact: &&Observation| fact.round.is_some_and(|name| interner.text(name) == round);
    let own_facts = own
        .iter()
        .flat_map(|one| visible(one, scope.as_of))
        .filter(in_round);
    let mut instants: Vec<Instant> = own_facts.map(|fact| fact.instant).collect();
    instants.extend(calls.iter().map(|call| call.0));
    let (began_at, ended_at) = (*instants.iter().min()?, *instants.iter().max()?);
    calls.sort_by_key(|call| (call.0, call.1));
    let reached = |outcome| outcome == ConsultationOutcome::Reached;
    let outcome = if calls.iter().any(|call| reached(call.2)) {
        Some(ConsultationOutcome::Reached)
    } else {
        calls.last().map(|call| call.2)
    };
    if !outcome.is_some_and(reached) {
        return Some((outcome, None));
    }
    let mut found = RoundFindings::default();
    for knelpunt in own.iter().filter(|one| is_selected(scope, one, state)) {
        let category = knelpunt
            .identity
            .map(|identity| interner.text(identity.category))
            .unwrap_or_default();
        let covered = calls.iter().any(|call| {
            reached(call.2)
                && call
                    .3
                    .as_ref()
                    .is_none_or(|topics| topics.contains(category))
        });
        let spans = || {
            episodes(visible(knelpunt, scope.as_of).into_iter())
                .map(|episode| (episode.opened_at, episode.end.map(|end| end.at)))
        };
        let is_open_after = |(opened_at, end): (Instant, Option<Instant>)| {
            opened_at <= ended_at && end.is_none_or(|end| end > ended_at)
        };
        found.open_after += usize::from(spans().any(is_open_after));
        let facts: Vec<&Observation> = visible(knelpunt, scope.as_of)
            .into_iter()
            .filter(in_round)
            .collect();
        let there = facts.last().map(|fact| fact.is_report());
        let is_expected = |(opened_at, end): (Instant, Option<Instant>)| {
            opened_at < began_at && end.is_none_or(|end| end >= began_at)
        };
        if spans().any(is_expected) {
            found.expected += 1;
            match there {
                Some(true) => found.still_there += 1,
                Some(false) => found.gone += 1,
                None => {
                    found.not_discussed += 1;
                    found.not_discussed_by_topic.covered += usize::from(covered);
                    found.not_discussed_by_topic.not_covered += usize::from(!covered);
                }
            }
        } else if let Some(number) = opened_by(knelpunt, scope.as_of, &facts) {
            found.new += 1;
            found.new_by_kind.first += usize::from(number == 0);
            found.new_by_kind.recurred += usize::from(number > 0);
        }
    }
    Some((outcome, Some(found)))
}

fn visible<'a>(knelpunt: &Knelpunt<'a>, at: Instant) -> Vec<&'a Observation> {
    let facts = knelpunt.facts().iter().map(|fact| fact.observation);
    facts.filter(|fact| fact.visible_from() <= at).collect()
}

/// Returns the index of the first episode that one of the reports opened.
fn opened_by(knelpunt: &Knelpunt<'_>, at: Instant, reports: &[&Observation]) -> Option<usize> {
    let facts = visible(knelpunt, at);
    (0..facts.len())
        .filter(|index| {
            let before = episodes(facts[..*index].iter().copied()).last();
            let was_open = before.is_some_and(|episode| episode.end.is_none());
            let is_one = |report: &&Observation| std::ptr::eq(*report, facts[*index]);
            !was_open && facts[*index].is_report() && reports.iter().any(is_one)
        })
        .map(|index| episodes(facts[..index].iter().copied()).count())
        .next()
}

/// Whether the filter selects a knelpunt, by a summary of that knelpunt alone.
fn is_selected(scope: &Scope, knelpunt: &Knelpunt<'_>, state: &State) -> bool {
    let summary = Query {
        scope: scope.clone(),
        question: SummaryQuestion,
    };
    let row = state.find(knelpunt.id);
    let alone = row.map(|row| Population::of_row(state, row));
    let answer = alone.map(|alone| summary.answer(&alone, Register::embedded()).unwrap().0);
    answer != Some(Summary::default())
}
