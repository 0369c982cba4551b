//! Questions over HTTP, one after another, each answer read to its last byte.

use std::time::Duration;

use anyhow::ensure;

use crate::{
    clock::Stopwatch,
    figures::Figures,
    history::Known,
    latency::Latencies,
    questions::{Question, Variety},
    served::Client,
};

/// How often one question is asked, how long at most, and how often before it counts.
const REQUESTS: usize = 200;
const AT_MOST: Duration = Duration::from_secs(25);
const UNCOUNTED: usize = 3;

/// Asks every question in its variety, and adds how soon each is answered; `when` says under what circumstances.
pub(crate) fn ask_all(
    client: &Client,
    known: &Known,
    when: &str,
    figures: &mut Figures,
) -> anyhow::Result<()> {
    let (position, _) = client.standing()?;
    for (seed, question) in (1..).zip(Question::ALL) {
        let mut variety = Variety::new(seed, known, position);
        let took = ask(client, &mut variety, question)?;
        let few = if took.count() < REQUESTS {
            format!(", {} times only", took.count())
        } else {
            String::new()
        };
        figures.question(format!("{}, {when}{few}", question.name()), &took);
    }
    Ok(())
}

fn ask(
    client: &Client,
    variety: &mut Variety<'_>,
    question: Question,
) -> anyhow::Result<Latencies> {
    for _ in 0..UNCOUNTED {
        ask_once(client, variety, question)?;
    }
    let (mut took, all) = (Vec::new(), Stopwatch::start());
    while took.len() < REQUESTS && all.elapsed() < AT_MOST {
        took.push(ask_once(client, variety, question)?);
    }
    ensure!(!took.is_empty(), "{} was never answered", question.name());
    Ok(took.into_iter().collect())
}

/// Asks the next link of a question; gives the time until its answer was whole.
pub(crate) fn ask_once(
    client: &Client,
    variety: &mut Variety<'_>,
    question: Question,
) -> anyhow::Result<Duration> {
    if question == Question::KnownRecently {
        variety.at(client.standing()?.0);
    }
    let link = variety.link(question);
    let began = Stopwatch::start();
    client.text(&link)?;
    Ok(began.elapsed())
}
