//! Every rule, and every answer of the two histories, through the library alone: no server, no store.
//!
//! `tests/data/README.md` says where cases and answers come from; they are the specification.

use std::collections::BTreeMap;

use anyhow::{Context as _, ensure};
use model::{Event, Instant};
use questions::{Population, testing};
use register::Register;
use serde_json::Value;
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

    /// Answers a link from the log as of its `knownAt`; the sequence of an event is its index from 1.
    fn answer(&mut self, link: &str) -> anyhow::Result<Value> {
        let scope = testing::scope(link, Instant::LATEST);
        let scope = scope.with_context(|| format!("{link} is no question"))?;
        let scope = scope.map_err(|violations| anyhow::anyhow!("{link}: {violations:?}"))?;
        let known = scope
            .known_at
            .map_or(Ok(self.events.len()), usize::try_from)?;
        let state = self
            .replays
            .entry(known)
            .or_insert_with(|| State::from_events(&self.events[..known]));
        let answered = testing::answer(link, Instant::LATEST, &Population::new(state));
        let (answer, _) = answered.map_err(anyhow::Error::msg)?;
        Ok(answer)
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
    ensure!(
        wrong.is_empty(),
        "{} are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    Ok(())
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
