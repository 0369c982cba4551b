//! The simplest possible count: each knelpunt of each municipality is folded again for each instant.

use std::collections::{BTreeMap, BTreeSet};

use fold::{Fact, FactKind, Knelpunt, episodes};
use model::{ConsultationOutcome, Instant};
use register::Register;

use api::answers::{RoundFindings, Summary};

use crate::{Columns, Query, Scope, SummaryQuestion, geography::area_of};

/// A municipality, whether it was reached, and what was found.
type Row = (String, Option<ConsultationOutcome>, Option<RoundFindings>);

/// Consultations of one municipality: instant, key, outcome, topics.
type Calls = Vec<(
    Instant,
    model::EventKey,
    ConsultationOutcome,
    Option<BTreeSet<String>>,
)>;

pub(super) fn count(scope: &Scope, round: &str, columns: &Columns) -> Vec<Row> {
    let interner = columns.interner();
    let home = |code: &str| {
        let id = area_of(code, scope.division, Register::embedded()).on_division;
        Register::embedded().municipality(id).code.clone()
    };
    let is_selected_area = |code: &str| {
        let area = area_of(code, scope.division, Register::embedded());
        let province = &Register::embedded().province(area.province).code;
        scope.filter.province.is_empty() || scope.filter.province.contains(province)
    };
    let mut knelpunten: BTreeMap<String, Vec<&Knelpunt>> = BTreeMap::new();
    for knelpunt in columns.iter() {
        if let Some(identity) = knelpunt.identity {
            let code = interner.text(identity.municipality);
            if is_selected_area(code) {
                knelpunten.entry(home(code)).or_default().push(knelpunt);
            }
        }
    }
    let mut calls: BTreeMap<String, Calls> = BTreeMap::new();
    for ((municipality, of), consulted) in columns.consultations().iter() {
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
        of_municipality(scope, round, own, calls, columns)
            .map(|(outcome, found)| (code.clone(), outcome, found))
    };
    all.into_iter().filter_map(row).collect()
}

fn of_municipality(
    scope: &Scope,
    round: &str,
    own: &[&Knelpunt],
    mut calls: Calls,
    columns: &Columns,
) -> Option<(Option<ConsultationOutcome>, Option<RoundFindings>)> {
    let interner = columns.interner();
    let in_round = |fact: &Fact| fact.round.is_some_and(|name| interner.text(name) == round);
    let own_facts = own
        .iter()
        .flat_map(|one| visible(one, scope.as_of))
        .filter(in_round);
    let mut instants: Vec<Instant> = own_facts.map(|fact| fact.visible()).collect();
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
    for knelpunt in own.iter().filter(|one| is_selected(scope, one, columns)) {
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
        found.open_after += usize::from(is_open(knelpunt, ended_at));
        let facts: Vec<Fact> = visible(knelpunt, scope.as_of)
            .into_iter()
            .filter(in_round)
            .collect();
        let there = facts
            .last()
            .map(|fact| matches!(fact.kind, FactKind::Report { .. }));
        if is_open(knelpunt, began_at.plus_microseconds(-1)) {
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

fn visible(knelpunt: &Knelpunt, at: Instant) -> Vec<Fact> {
    let facts = knelpunt.facts().iter();
    facts.filter(|fact| fact.visible() <= at).copied().collect()
}

fn is_open(knelpunt: &Knelpunt, at: Instant) -> bool {
    let last = episodes(visible(knelpunt, at).iter()).last();
    last.is_some_and(|episode| episode.end.is_none())
}

/// Returns the index of the first episode that one of the reports opened.
fn opened_by(knelpunt: &Knelpunt, at: Instant, reports: &[Fact]) -> Option<usize> {
    let facts = visible(knelpunt, at);
    (0..facts.len())
        .filter(|index| {
            let before = episodes(facts[..*index].iter()).last();
            let was_open = before.is_some_and(|episode| episode.end.is_none());
            let fact = &facts[*index];
            !was_open && matches!(fact.kind, FactKind::Report { .. }) && reports.contains(fact)
        })
        .map(|index| episodes(facts[..index].iter()).count())
        .next()
}

/// Whether the filter selects a knelpunt, by a summary of that knelpunt alone.
fn is_selected(scope: &Scope, knelpunt: &Knelpunt, columns: &Columns) -> bool {
    let mut alone = Columns::with_interner(columns.interner().clone());
    alone.insert(knelpunt.clone(), 0);
    let summary = Query {
        scope: scope.clone(),
        question: SummaryQuestion,
    };
    let (answer, _) = summary
        .answer(&alone.population(), Register::embedded())
        .unwrap();
    answer != Summary::default()
}
