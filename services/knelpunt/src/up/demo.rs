//! The simulated history of `up --demo`: fills an empty stream, or completes a history that was interrupted.

use std::{collections::HashSet, path::Path};

use anyhow::Context as _;
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use jiff::civil::Date;
use journal::{Journal, Message, OutgoingMessage, STREAM, StreamInfo};
use model::Instant;
use register::Register;
use simulator::{SOURCE_PREFIX, SimulationPlan};
use tokio_util::sync::CancellationToken;

use crate::{clock, progress, simulate};

/// The content of a stream that is not empty.
#[derive(Debug, PartialEq, Eq)]
enum StreamContent {
    /// Part of a history of `total` events, and nothing else.
    Part {
        missing: Vec<OutgoingMessage>,
        total: usize,
    },
    /// Simulated events that are not part of that history, or not only.
    OtherSimulation,
    /// A complete history, or nothing simulated.
    Other,
}

/// Checks that a history can be simulated with the catalogue and the clock.
///
/// # Errors
///
/// When it cannot.
pub(super) fn check(register: &Register) -> anyhow::Result<()> {
    let history = simulate::history(&plan(clock::now().day())?, register);
    Ok(history.map(drop)?)
}

/// Publishes the history into an empty stream, or the rest of it into a stream with a part of it and nothing else; prints
/// the result. A stop ends it early.
///
/// `own` is the data folder if the stream is on our own nats-server.
///
/// # Errors
///
/// When the stream cannot be read, or refuses an event.
pub(super) async fn fill(
    journal: &Journal,
    register: &Register,
    facts: &StreamInfo,
    own: Option<&Path>,
    stop: &CancellationToken,
) -> anyhow::Result<()> {
    if facts.last_sequence == 0 {
        return add(journal, history(clock::now().day(), register)?, stop).await;
    }
    let reading = stop.run_until_cancelled(read_content(journal, register, facts));
    let Some(content) = reading.await.transpose()? else {
        return Ok(());
    };
    let count = facts.last_sequence;
    let already = format!("The stream has {count} messages already: no simulated history added.");
    match content {
        StreamContent::Part { missing, total } => {
            println!(
                "The stream has {} of the {total} events of an interrupted simulated history: adding the rest.",
                total - missing.len()
            );
            return add(journal, missing, stop).await;
        }
        StreamContent::OtherSimulation => println!("{already} {}", advice_to_start_over(own)),
        StreamContent::Other => println!("{already}"),
    }
    Ok(())
}

fn advice_to_start_over(own: Option<&Path>) -> String {
    let remove = own.map_or_else(
        || format!("delete the stream {STREAM}"),
        |folder| format!("stop this program, remove the folder {}", folder.display()),
    );
    format!(
        "If they are an interrupted history, it cannot be completed: {remove}, with everything in it, and start again for a \
         complete one."
    )
}

fn plan(until: Date) -> anyhow::Result<SimulationPlan> {
    SimulationPlan::demo(until).context("cannot plan a simulated history")
}

/// Simulates the history up to a date.
fn history(until: Date, register: &Register) -> anyhow::Result<Vec<OutgoingMessage>> {
    let drafts = simulate::history(&plan(until)?, register)?;
    let outgoing = drafts.map(|draft| OutgoingMessage {
        subject: draft.data.nats_subject(),
        payload: Bytes::from(draft.to_json()),
    });
    Ok(outgoing.collect())
}

/// Reads the content of a stream. An interrupted history ends on the day on which it was started: that of the stream, or
/// today.
async fn read_content(
    journal: &Journal,
    register: &Register,
    facts: &StreamInfo,
) -> anyhow::Result<StreamContent> {
    let today = clock::now().day();
    let started = Instant::from_timestamp(facts.created_at).map_or(today, Instant::day);
    if facts.last_sequence >= plan(today)?.events() as u64 {
        return Ok(StreamContent::Other);
    }
    let messages = read(journal, facts.last_sequence).await?;
    classify(&messages, &[today, started], register)
}

/// Classifies messages by comparing them with the histories up to some days.
fn classify(
    messages: &[Message],
    days: &[Date],
    register: &Register,
) -> anyhow::Result<StreamContent> {
    for day in days {
        if let Some(part) = part(history(*day, register)?, messages) {
            return Ok(part);
        }
    }
    let simulated = messages
        .iter()
        .any(|message| is_simulated(message, register));
    Ok(if simulated {
        StreamContent::OtherSimulation
    } else {
        StreamContent::Other
    })
}

async fn read(journal: &Journal, to: u64) -> anyhow::Result<Vec<Message>> {
    let mut replay = journal.replay(1, Some(to)).await?;
    let mut all = Vec::new();
    while let Some(messages) = replay.next().await? {
        all.extend(messages);
    }
    Ok(all)
}

/// Returns what messages lack of a history; `None` if there is any other message among them.
fn part(history: Vec<OutgoingMessage>, messages: &[Message]) -> Option<StreamContent> {
    let total = history.len();
    let message = |message: &Message| (message.subject.clone(), message.payload.clone());
    let mut found: HashSet<_> = messages.iter().map(message).collect();
    // Many are published at a time, so one before the last may be missing.
    let lacks = |one: &OutgoingMessage| !found.remove(&(one.subject.clone(), one.payload.clone()));
    let missing: Vec<OutgoingMessage> = history.into_iter().filter(lacks).collect();
    found
        .is_empty()
        .then_some(StreamContent::Part { missing, total })
}

fn is_simulated(message: &Message, register: &Register) -> bool {
    let event = model::decode(&message.headers, &message.payload, register);
    event.is_ok_and(|event| event.source.starts_with(SOURCE_PREFIX))
}

/// Publishes events of the history.
async fn add(
    journal: &Journal,
    events: Vec<OutgoingMessage>,
    stop: &CancellationToken,
) -> anyhow::Result<()> {
    let total = events.len();
    let bar = progress::bar(total as u64, "simulated history");
    let outgoing = events.into_iter().map(|event| ((), event));
    let mut published = std::pin::pin!(journal.publish_all(stream::iter(outgoing)));
    let mut count = 0;
    while let Some(Some(((), outcome))) = stop.run_until_cancelled(published.next()).await {
        outcome.context("cannot publish the simulated history")?;
        count += 1;
        bar.inc(1);
    }
    bar.finish_and_clear();
    if count == total {
        println!("{count} simulated events added; nothing in them was observed.");
    } else {
        println!(
            "{count} of {total} simulated events added before the stop; nothing in them was observed. The same command adds \
             the rest."
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: &str) -> Date {
        day.parse().unwrap()
    }

    fn message(event: &OutgoingMessage) -> Message {
        Message {
            sequence: 1,
            subject: event.subject.clone(),
            headers: vec![(
                "Content-Type".to_owned(),
                "application/cloudevents+json".to_owned(),
            )],
            payload: event.payload.clone(),
            last_sequence: 1,
        }
    }

    #[track_caller]
    fn check(messages: &[Message], days: &[Date], expected: &StreamContent) {
        let content = classify(messages, days, Register::embedded()).unwrap();
        assert_eq!(content, *expected);
    }

    #[test]
    fn a_part_of_a_history_lacks_the_rest_wherever_that_is() {
        let (started, today) = (day("2016-01-01"), day("2016-01-02"));
        let history = history(started, Register::embedded()).unwrap();
        let total = history.len();
        let (present, missing): (Vec<_>, Vec<_>) = history
            .into_iter()
            .enumerate()
            .partition(|(index, _)| *index < 5 || *index == 8);
        let mut messages: Vec<Message> = present.iter().map(|(_, event)| message(event)).collect();
        let missing = missing.into_iter().map(|(_, event)| event).collect();
        let part = StreamContent::Part { missing, total };
        check(&messages, &[today, started], &part);
        check(&messages, &[today], &StreamContent::OtherSimulation);
        messages.push(Message {
            payload: Bytes::from_static(b"{}"),
            ..messages[0].clone()
        });
        check(
            &messages,
            &[today, started],
            &StreamContent::OtherSimulation,
        );
        check(&messages[6..], &[today, started], &StreamContent::Other);
    }
}
