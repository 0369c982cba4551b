//! Every rule, and every answer of the three histories, through the library alone: no server, no store.
//!
//! `tests/data/README.md` says where cases and answers come from; they are the specification.

use std::collections::BTreeMap;

use anyhow::{Context as _, bail, ensure};
use api::answers::Answer;
use model::{Event, Instant};
use questions::{
    Population, Query, QueryError, Question,
    testing::{self, Visitor},
};
use register::Register;
use serde_json::{Value, json};
use state::State;
use tests::{RuleCase, check_answers, data};

/// A log, and its state as known at each sequence that was queried so far.
struct Log {
    events: Vec<Event>,
    replays: BTreeMap<usize, State>,
}

impl Log {
    fn from_lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> anyhow::Result<Self> {
        let decode = |line: &str| model::decode_structured(line.as_bytes(), Register::embedded());
        let events = lines
            .into_iter()
            .map(decode)
            .collect::<Result<Vec<Event>, _>>()?;
        Ok(Self {
            events,
            replays: BTreeMap::new(),
        })
    }

    /// Answers a link from the log as of its `knownAt`, or with its status if it is refused; the sequence of an event is
    /// its index from 1.
    fn answer(&mut self, link: &str) -> anyhow::Result<Value> {
        let scope = testing::scope(link, Instant::LATEST);
        let Ok(scope) = scope.with_context(|| format!("{link} is no question"))? else {
            return Ok(json!({ "status": 400 }));
        };
        let known = scope
            .known_at
            .map_or(Ok(self.events.len()), usize::try_from)?;
        let state = self
            .replays
            .entry(known)
            .or_insert_with(|| State::from_events(&self.events[..known]));
        let answered = testing::visit(link, Instant::LATEST, AnswerOver(&Population::new(state)));
        match answered {
            Some(Ok(answer)) => answer,
            None | Some(Err(_)) => bail!("{link} is no question"),
        }
    }
}

/// Answers a query over a population, or with the status that refuses it.
struct AnswerOver<'a>(&'a Population<'a>);

impl Visitor for AnswerOver<'_> {
    type Output = anyhow::Result<Value>;

    fn visit<Q: Question<Answer: Answer>>(self, query: Query<Q>) -> Self::Output {
        Ok(match query.answer(self.0, Register::embedded()) {
            Ok((answer, counted)) => {
                let mut answer = serde_json::to_value(answer)?;
                answer["n"] = counted.n.into();
                answer["censored"] = counted.censored.into();
                answer
            }
            Err(QueryError::UnknownRound) => json!({ "status": 404 }),
            Err(QueryError::Parameter(_)) => json!({ "status": 400 }),
        })
    }
}

#[test]
fn every_rule_gives_the_answers_of_its_cases() -> anyhow::Result<()> {
    let mut wrong = Vec::new();
    for case in RuleCase::read_all()? {
        let lines = case.lines();
        let mut log = Log::from_lines(lines.iter().map(String::as_str))?;
        wrong.extend(case.wrong_answers(|link| log.answer(link))?);
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn every_link_of_the_history_with_support_is_answered_as_an_independent_program_did()
-> anyhow::Result<()> {
    let mut log = Log::from_lines(data("rules/questions-history.ndjson").lines())?;
    ensure!(log.events.len() == 2_470, "{} events", log.events.len());
    check_answers("rules/questions-history-answers.json", |link| {
        log.answer(link)
    })
}

#[test]
fn every_link_of_the_history_is_answered_as_an_independent_program_did() -> anyhow::Result<()> {
    let mut log = Log::from_lines(data("rules/history.ndjson").lines())?;
    ensure!(log.events.len() == 2_298, "{} events", log.events.len());
    check_answers("rules/history-answers.json", |link| log.answer(link))
}

#[test]
fn the_real_history_is_answered_as_an_independent_program_did() -> anyhow::Result<()> {
    let mut log = Log::from_lines(data("problems/events.ndjson").lines())?;
    ensure!(log.events.len() == 6_860, "{} events", log.events.len());
    for file in [
        "problems/expected-2010-12-31.json",
        "problems/expected-2012-03-31.json",
    ] {
        check_answers(file, |link| log.answer(link))?;
    }
    Ok(())
}
