//! The simulated history that `up --demo` fills an empty stream with, and goes on with where it was broken off.

use std::{collections::HashSet, path::Path};

use anyhow::Context as _;
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use indicatif::ProgressBar;
use jiff::civil::Date;
use journal::{Journal, Message, OutgoingMessage, STREAM, StreamInfo};
use model::Instant;
use register::Register;
use simulator::{SOURCE_PREFIX, SimulationPlan};
use tokio_util::sync::CancellationToken;

use crate::{clock, progress::bar_style, simulate};

/// What a stream holds that is not empty.
#[derive(Debug, PartialEq, Eq)]
enum StreamContent {
    /// A part of a history that has so many events, and nothing else: it lacks these.
    Part {
        lacking: Vec<OutgoingMessage>,
        total: usize,
    },
    /// What was simulated among it is no part of that history, or not alone.
    Simulated,
    /// A whole history, or nothing that was simulated.
    Other,
}

/// Refuses a catalogue by which nothing can be simulated, and a clock that is far off.
///
/// # Errors
///
/// As making the history fails.
pub(super) fn check(register: &Register) -> anyhow::Result<()> {
    let history = simulate::history(&plan(clock::now().day())?, register);
    Ok(history.map(drop)?)
}

/// Publishes the history into an empty stream, or what a stream lacks that holds a part of it and nothing else; says
/// what came of it. A stop ends it early.
///
/// `own` is the data folder, where the stream is that of our own server.
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
    let looking = stop.run_until_cancelled(look(journal, register, facts));
    let Some(held) = looking.await.transpose()? else {
        return Ok(());
    };
    let count = facts.last_sequence;
    let already =
        format!("The stream has {count} messages already: no simulated history was added.");
    match held {
        StreamContent::Part { lacking, total } => {
            println!(
                "The stream has {} of the {total} events of a simulated history that was broken off: the rest is added.",
                total - lacking.len()
            );
            return add(journal, lacking, stop).await;
        }
        StreamContent::Simulated => println!("{already} {}", how_to_begin_anew(own)),
        StreamContent::Other => println!("{already}"),
    }
    Ok(())
}

fn how_to_begin_anew(own: Option<&Path>) -> String {
    let remove = own.map_or_else(
        || format!("delete the stream {STREAM}"),
        |folder| format!("stop this, remove the folder {}", folder.display()),
    );
    format!(
        "If they are one that was broken off, it cannot be gone on with: {remove}, with all that is in it, and start \
         again for a whole one."
    )
}

fn plan(until: Date) -> anyhow::Result<SimulationPlan> {
    SimulationPlan::demo(until).context("plan a simulated history")
}

/// Makes the history up to a day.
fn history(until: Date, register: &Register) -> anyhow::Result<Vec<OutgoingMessage>> {
    let drafts = simulate::history(&plan(until)?, register)?;
    let outgoing = drafts.map(|draft| OutgoingMessage {
        subject: draft.data.nats_subject(),
        payload: Bytes::from(draft.to_json()),
    });
    Ok(outgoing.collect())
}

/// Looks what a stream holds. A history that was broken off ends on the day on which it was begun, which is that of
/// the stream, or today.
async fn look(
    journal: &Journal,
    register: &Register,
    facts: &StreamInfo,
) -> anyhow::Result<StreamContent> {
    let today = clock::now().day();
    let begun = Instant::from_timestamp(facts.created_at).map_or(today, Instant::day);
    if facts.last_sequence >= plan(today)?.events() as u64 {
        return Ok(StreamContent::Other);
    }
    let messages = read(journal, facts.last_sequence).await?;
    judge(&messages, &[today, begun], register)
}

/// Says what messages are beside the histories up to some days.
fn judge(
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
        StreamContent::Simulated
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

/// Says what messages lack of a history; nothing when there is another one among them.
fn part(history: Vec<OutgoingMessage>, messages: &[Message]) -> Option<StreamContent> {
    let total = history.len();
    let message = |message: &Message| (message.subject.clone(), message.payload.clone());
    let mut held: HashSet<_> = messages.iter().map(message).collect();
    // Several are on their way at a time, so one before the last may be lacking.
    let lacks = |one: &OutgoingMessage| !held.remove(&(one.subject.clone(), one.payload.clone()));
    let lacking: Vec<OutgoingMessage> = history.into_iter().filter(lacks).collect();
    held.is_empty()
        .then_some(StreamContent::Part { lacking, total })
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
    let bar = ProgressBar::new(total as u64)
        .with_style(bar_style())
        .with_message("simulated history");
    let outgoing = events.into_iter().map(|event| ((), event));
    let mut published = std::pin::pin!(journal.publish_all(stream::iter(outgoing)));
    let mut count = 0;
    while let Some(Some(((), outcome))) = stop.run_until_cancelled(published.next()).await {
        outcome.context("publish the simulated history")?;
        count += 1;
        bar.inc(1);
    }
    bar.finish_and_clear();
    if count == total {
        println!("{count} simulated events were added: nothing in them was observed.");
    } else {
        println!(
            "{count} of {total} simulated events were added before it was stopped: nothing in them was observed. The \
             same command adds the rest."
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
        let held = judge(messages, days, Register::embedded()).unwrap();
        assert_eq!(held, *expected);
    }

    #[test]
    fn a_part_of_a_history_lacks_the_rest_wherever_that_is() {
        let (begun, today) = (day("2016-01-01"), day("2016-01-02"));
        let history = history(begun, Register::embedded()).unwrap();
        let total = history.len();
        let (held, lacking): (Vec<_>, Vec<_>) = history
            .into_iter()
            .enumerate()
            .partition(|(place, _)| *place < 5 || *place == 8);
        let mut messages: Vec<Message> = held.iter().map(|(_, event)| message(event)).collect();
        let lacking = lacking.into_iter().map(|(_, event)| event).collect();
        let part = StreamContent::Part { lacking, total };
        check(&messages, &[today, begun], &part);
        check(&messages, &[today], &StreamContent::Simulated);
        messages.push(Message {
            payload: Bytes::from_static(b"{}"),
            ..messages[0].clone()
        });
        check(&messages, &[today, begun], &StreamContent::Simulated);
        check(&messages[6..], &[today, begun], &StreamContent::Other);
    }
}
