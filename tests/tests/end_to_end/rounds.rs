//! A simulated history, whose rounds are counted again from its events in the simplest way.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, ensure};
use api::answers::RoundFindings;
use model::{ConsultationOutcome, Data, Event, EventKey, Instant, KnelpuntId, Observed, Subject};
use questions::{Query, RoundQuestion, Scope};
use register::Register;
use tests::knelpunt_command;
use views::{Arrival, Classified, HistoryItem, Reader, Views};

/// A report or a resolution that counts.
struct Statement {
    /// From when it is visible.
    from: Instant,
    at: Instant,
    is_report: bool,
    round: Option<String>,
}

/// A knelpunt with its reports and resolutions, in order.
struct Knelpunt {
    municipality: String,
    category: String,
    statements: Vec<Statement>,
}

/// A consultation that counts.
struct Call {
    municipality: String,
    round: String,
    at: Instant,
    outcome: ConsultationOutcome,
    topics: Option<Vec<String>>,
}

fn events() -> anyhow::Result<Vec<Event>> {
    let mut simulate = knelpunt_command()?;
    let plan = "simulate --events 6000 --years 3 --seed 5 --until 2016-01-01";
    let simulated = simulate.args(plan.split(' ')).output()?;
    ensure!(simulated.status.success(), "{simulated:?}");
    let history = String::from_utf8(simulated.stdout)?;
    let decode = |line: &str| model::decode_structured(line.as_bytes(), Register::embedded());
    history
        .lines()
        .map(|line| decode(line).map_err(|invalid| anyhow::anyhow!("{:?}", invalid.violations)))
        .collect()
}

fn views(folder: &std::path::Path, events: &[Event]) -> anyhow::Result<Views> {
    let (mut views, _) = Views::open(folder, Register::embedded())?;
    let arrival = |(sequence, event): (u64, &Event)| Arrival {
        sequence,
        fingerprint: u128::from(sequence).to_be_bytes(),
        message: Classified::Event(Box::new(event.clone())),
    };
    let arrivals: Vec<Arrival> = (1..).zip(events).map(arrival).collect();
    for batch in arrivals.chunks(1_000) {
        views.commit(batch, None)?;
    }
    Ok(views)
}

fn scope(as_of: &str) -> anyhow::Result<Scope> {
    let as_of = Observed::parse(as_of).context("this is no date")?;
    Ok(Scope::new(as_of.last()))
}

/// Reads every knelpunt with its history.
fn knelpunten(
    reader: &Reader,
    events: &[Event],
    as_of: &str,
) -> anyhow::Result<BTreeMap<KnelpuntId, Knelpunt>> {
    let scope = scope(as_of)?;
    let mut knelpunten = BTreeMap::new();
    for event in events {
        let Subject::Knelpunt(id) = event.subject else {
            continue;
        };
        let answer = reader.knelpunt(id, &scope)?.context("it is not there")?;
        let answer = answer.answer;
        if let (Some(municipality), Some(category)) = (answer.municipality, answer.category) {
            let history = reader.history(answer.id, &scope)?;
            let history = history.context("it has no history")?.answer;
            knelpunten.entry(answer.id).or_insert_with(|| Knelpunt {
                municipality,
                category,
                statements: history.iter().filter_map(statements).collect(),
            });
        }
    }
    Ok(knelpunten)
}

fn statements(item: &HistoryItem) -> Option<Statement> {
    let is_report = item.event_type.contains("knelpunt-reported");
    let is_resolution = item.event_type.contains("knelpunt-resolved");
    if item.withdrawn || !(is_report || is_resolution) {
        return None;
    }
    let observed = Observed::parse(item.data["observedAt"].as_str()?)?;
    Some(Statement {
        from: observed.first(),
        at: if is_report {
            observed.first()
        } else {
            observed.last()
        },
        is_report,
        round: item.data["round"].as_str().map(str::to_owned),
    })
}

/// Returns the consultations that were not withdrawn, in order.
fn calls(events: &[Event]) -> Vec<Call> {
    let taken_back = |event: &Event| match &event.data {
        Data::Withdrawn(data) => Some(EventKey::new(&data.event.source, &data.event.id)),
        _ => None,
    };
    let taken_back: BTreeSet<EventKey> = events.iter().filter_map(taken_back).collect();
    let mut calls = BTreeMap::new();
    for event in events {
        let Data::Consulted(data) = &event.data else {
            continue;
        };
        if taken_back.contains(&event.key) {
            continue;
        }
        let at = Observed::parse(&data.observed_at).map(Observed::first);
        let call = Call {
            municipality: data.municipality.clone(),
            round: data.round.clone(),
            at: at.unwrap_or(event.time),
            outcome: data.outcome,
            topics: data.topics.clone(),
        };
        calls.insert((call.at, event.key), call);
    }
    calls.into_values().collect()
}

impl Knelpunt {
    /// Counts it in a round of a reached municipality.
    fn count(
        &self,
        round: &str,
        as_of: Instant,
        (began, ended): (Instant, Instant),
        covered: bool,
        found: &mut RoundFindings,
    ) {
        let seen: Vec<&Statement> = self
            .statements
            .iter()
            .filter(|statements| statements.from <= as_of)
            .collect();
        let in_round = |statements: &Statement| statements.round.as_deref() == Some(round);
        let last = seen.iter().rev().find(|statements| in_round(statements));
        // A resolution given as a date ends it at the end of that day.
        let is_open = |by: &dyn Fn(Instant) -> bool| {
            let last = seen.iter().rev().find(|statement| by(statement.at));
            last.is_some_and(|statement| statement.is_report)
        };
        found.open_after += usize::from(is_open(&|at| at <= ended));
        if is_open(&|at| at < began) {
            found.expected += 1;
            match last {
                Some(statements) if statements.is_report => found.still_there += 1,
                Some(_) => found.gone += 1,
                None => {
                    found.not_discussed += 1;
                    found.not_discussed_by_topic.covered += usize::from(covered);
                    found.not_discussed_by_topic.not_covered += usize::from(!covered);
                }
            }
            return;
        }
        // A report that is the first, or follows a resolution, opens.
        let opens = |index: &usize| *index == 0 || !seen[*index - 1].is_report;
        let mut opening = (0..seen.len()).filter(|index| seen[*index].is_report && opens(index));
        if let Some(index) = opening.find(|index| in_round(seen[*index])) {
            let recurs = seen[..index].iter().any(|statements| statements.is_report);
            found.new += 1;
            found.new_by_kind.first += usize::from(!recurs);
            found.new_by_kind.recurred += usize::from(recurs);
        }
    }
}

/// Counts one round: for each municipality, whether it was reached and the findings.
fn count(
    round: &str,
    scope: &Scope,
    knelpunten: &BTreeMap<KnelpuntId, Knelpunt>,
    calls: &[Call],
) -> BTreeMap<String, (Option<ConsultationOutcome>, Option<RoundFindings>)> {
    let register = Register::embedded();
    let home = |code: &str| {
        let id = register.find_municipality(code);
        let home = id.map(|id| register.successor_on(id, scope.division).municipality);
        home.map_or_else(String::new, |id| register.municipality(id).code.clone())
    };
    let calls: Vec<(String, &Call)> = calls
        .iter()
        .filter(|call| call.round == round && call.at <= scope.as_of)
        .map(|call| (home(&call.municipality), call))
        .collect();
    let mut spans: BTreeMap<&str, (Instant, Instant)> = BTreeMap::new();
    let mut note = |municipality, at: Instant| {
        let (began, ended) = spans.entry(municipality).or_insert((at, at));
        (*began, *ended) = (at.min(*began), at.max(*ended));
    };
    for (municipality, call) in &calls {
        note(municipality, call.at);
    }
    for knelpunt in knelpunten.values() {
        for statements in &knelpunt.statements {
            if statements.round.as_deref() == Some(round) && statements.from <= scope.as_of {
                note(&knelpunt.municipality, statements.at);
            }
        }
    }
    let row = |(municipality, span): (&str, (Instant, Instant))| {
        let own = || {
            calls
                .iter()
                .filter(|(of, _)| of == municipality)
                .map(|(_, call)| call)
        };
        let mut reached = own()
            .filter(|call| call.outcome == ConsultationOutcome::Reached)
            .peekable();
        if reached.peek().is_none() {
            return (
                municipality.to_owned(),
                (own().next_back().map(|call| call.outcome), None),
            );
        }
        let reached: Vec<_> = reached.collect();
        let mut found = RoundFindings::default();
        for knelpunt in knelpunten
            .values()
            .filter(|other| other.municipality == municipality)
        {
            let covers = |call: &&&Call| {
                call.topics
                    .as_ref()
                    .is_none_or(|topics| topics.contains(&knelpunt.category))
            };
            let covered = reached.iter().any(covers);
            knelpunt.count(round, scope.as_of, span, covered, &mut found);
        }
        (
            municipality.to_owned(),
            (Some(ConsultationOutcome::Reached), Some(found)),
        )
    };
    spans.into_iter().map(row).collect()
}

#[test]
fn every_round_of_a_simulated_history_is_as_counted_from_its_events() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let events = events()?;
    let views = views(&folder.path().join("views"), &events)?;
    let reader = views.reader();
    let calls = calls(&events);
    let rounds: BTreeSet<&str> = calls.iter().map(|call| call.round.as_str()).collect();
    ensure!(rounds.len() > 5, "there are too few rounds: {rounds:?}");
    let mut all = RoundFindings::default();
    for as_of in ["2014-05-14", "2014-12-31", "2015-12-31"] {
        let knelpunten = knelpunten(&reader, &events, as_of)?;
        for round in &rounds {
            let question = RoundQuestion {
                round: (*round).to_owned(),
                against: None,
            };
            let scope = scope(as_of)?;
            let query = Query { scope, question };
            let answer = reader.ask(&query)?.answer;
            let answered: BTreeMap<_, _> = answer
                .municipalities
                .into_iter()
                .map(|row| (row.municipality, (row.consultation, row.found)))
                .collect();
            let counted = count(round, &query.scope, &knelpunten, &calls);
            ensure!(
                answered == counted,
                "{round} as of {as_of}: {answered:?} is not {counted:?}"
            );
            all.still_there += answer.total.found.still_there;
            all.gone += answer.total.found.gone;
            all.not_discussed += answer.total.found.not_discussed;
            all.new += answer.total.found.new;
        }
    }
    let met = [all.still_there, all.gone, all.not_discussed, all.new];
    ensure!(
        met.iter().all(|count| *count > 20),
        "too little is met: {met:?}"
    );
    Ok(())
}
