//! Queries over HTTP, one after another, each answer read to its last byte.

use std::time::Duration;

use anyhow::ensure;

use crate::{
    clock::Stopwatch,
    figures::ColumnBuilder,
    history::Known,
    latency::Latencies,
    questions::{MeasuredQuestion, Variety},
    served::QueryClient,
};

/// Requests of a question before measuring.
const UNCOUNTED: usize = 3;

/// How many requests of each question, and for how long at most.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    pub(crate) requests: usize,
    pub(crate) at_most: Duration,
}

/// Measures every question with varying parameters; `when` names the circumstances.
pub(crate) fn ask_all(
    client: &QueryClient,
    known: &Known,
    when: &str,
    times: Times,
    figures: &mut ColumnBuilder,
) -> anyhow::Result<()> {
    let (position, _) = client.status()?;
    for (seed, question) in (1..).zip(MeasuredQuestion::ALL) {
        let mut variety = Variety::new(seed, known, position);
        let took = ask(client, &mut variety, question, times)?;
        let name = format!("{}, {when}", question.name());
        figures.question(name, &took, times.requests);
    }
    Ok(())
}

fn ask(
    client: &QueryClient,
    variety: &mut Variety<'_>,
    question: MeasuredQuestion,
    times: Times,
) -> anyhow::Result<Latencies> {
    for _ in 0..UNCOUNTED {
        ask_once(client, variety, question)?;
    }
    let (mut took, all) = (Vec::new(), Stopwatch::start());
    while took.len() < times.requests && all.elapsed() < times.at_most {
        took.push(ask_once(client, variety, question)?);
    }
    ensure!(!took.is_empty(), "{} was never answered", question.name());
    Ok(took.into_iter().collect())
}

/// Requests the next link of a question; returns the time until the answer was complete.
pub(crate) fn ask_once(
    client: &QueryClient,
    variety: &mut Variety<'_>,
    question: MeasuredQuestion,
) -> anyhow::Result<Duration> {
    if question == MeasuredQuestion::KnownRecently {
        variety.at(client.status()?.0);
    }
    let link = variety.link(question);
    let began = Stopwatch::start();
    client.text(&link)?;
    Ok(began.elapsed())
}
