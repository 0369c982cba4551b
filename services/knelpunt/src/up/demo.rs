//! The simulated history of `up --demo`: fills an empty stream, or completes a history that was interrupted. Its last days
//! follow one by one, so that the pages are seen to change.

use std::{collections::HashSet, path::Path, time::Duration};

use anyhow::Context as _;
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use jiff::{ToSpan as _, civil::Date};
use journal::{Journal, Message, OutgoingMessage, STREAM, StreamInfo};
use model::Instant;
use register::Register;
use simulator::{SOURCE_PREFIX, SimulationPlan};
use tokio::time;
use tokio_util::sync::CancellationToken;

use crate::{clock, progress, simulate};

/// The days at the end of the history that follow one by one, if they are not added at once.
const FOLLOWING_DAYS: i32 = 30;
/// The time between two of them.
const DAY_EVERY: Duration = Duration::from_secs(10);

/// An event of the history, and the day on which its source recorded it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct DemoEvent {
    day: Date,
    message: OutgoingMessage,
}

/// How the end of the history is added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// At once.
    Paused,
    /// Day by day.
    Following,
}

/// The content of a stream that is not empty.
#[derive(Debug, PartialEq, Eq)]
enum StreamContent {
    /// Part of a history of `total` events, and nothing else.
    Part {
        missing: Vec<DemoEvent>,
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
    (own, pace): (Option<&Path>, Pace),
    stop: &CancellationToken,
) -> anyhow::Result<()> {
    if facts.last_sequence == 0 {
        let history = history(clock::now().day(), register)?;
        return add_in_pace(journal, history, pace, stop).await;
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
            return add_in_pace(journal, missing, pace, stop).await;
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
fn history(until: Date, register: &Register) -> anyhow::Result<Vec<DemoEvent>> {
    let drafts = simulate::history(&plan(until)?, register)?;
    let events = drafts.map(|draft| DemoEvent {
        day: draft.time.day(),
        message: OutgoingMessage {
            subject: draft.data.nats_subject(),
            payload: Bytes::from(draft.to_json()),
        },
    });
    Ok(events.collect())
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
fn part(history: Vec<DemoEvent>, messages: &[Message]) -> Option<StreamContent> {
    let total = history.len();
    let message = |message: &Message| (message.subject.clone(), message.payload.clone());
    let mut found: HashSet<_> = messages.iter().map(message).collect();
    // Many are published at a time, so one before the last may be missing.
    let lacks = |DemoEvent { message: one, .. }: &DemoEvent| {
        !found.remove(&(one.subject.clone(), one.payload.clone()))
    };
    let missing: Vec<DemoEvent> = history.into_iter().filter(lacks).collect();
    found
        .is_empty()
        .then_some(StreamContent::Part { missing, total })
}

fn is_simulated(message: &Message, register: &Register) -> bool {
    let event = model::decode(&message.headers, &message.payload, register);
    event.is_ok_and(|event| event.source.starts_with(SOURCE_PREFIX))
}

/// Publishes events of the history; those of its last days one day after the other, unless it is paused.
async fn add_in_pace(
    journal: &Journal,
    mut events: Vec<DemoEvent>,
    pace: Pace,
    stop: &CancellationToken,
) -> anyhow::Result<()> {
    if pace == Pace::Paused {
        return add(journal, events, stop).await;
    }
    // A late event is recorded after others that it is older than; the sort keeps the order of a day.
    events.sort_by_key(|event| event.day);
    let last = events.last().map_or(Date::MIN, |event| event.day);
    let start = last.saturating_sub(FOLLOWING_DAYS.days());
    let following = events.split_off(events.partition_point(|event| event.day <= start));
    add(journal, events, stop).await?;
    if following.is_empty() || stop.is_cancelled() {
        return Ok(());
    }
    println!(
        "The last {} events follow, a day every {} seconds; --paused adds them at once.",
        following.len(),
        DAY_EVERY.as_secs()
    );
    for day in following.chunk_by(|one, other| one.day == other.day) {
        if stop
            .run_until_cancelled(time::sleep(DAY_EVERY))
            .await
            .is_none()
        {
            return Ok(());
        }
        publish(journal, day.to_vec(), stop, || {}).await?;
    }
    println!("The simulated history is complete.");
    Ok(())
}

/// Publishes events, and prints how many.
async fn add(
    journal: &Journal,
    events: Vec<DemoEvent>,
    stop: &CancellationToken,
) -> anyhow::Result<()> {
    let total = events.len();
    let bar = progress::bar(total as u64, "simulated history");
    let count = publish(journal, events, stop, || bar.inc(1)).await?;
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

/// Publishes events until a stop, and returns how many.
async fn publish(
    journal: &Journal,
    events: Vec<DemoEvent>,
    stop: &CancellationToken,
    published_one: impl Fn(),
) -> anyhow::Result<usize> {
    let outgoing = events.into_iter().map(|event| ((), event.message));
    let mut published = std::pin::pin!(journal.publish_all(stream::iter(outgoing)));
    let mut count = 0;
    while let Some(Some(((), outcome))) = stop.run_until_cancelled(published.next()).await {
        outcome.context("cannot publish the simulated history")?;
        count += 1;
        published_one();
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: &str) -> Date {
        day.parse().unwrap()
    }

    fn message(DemoEvent { message: event, .. }: &DemoEvent) -> Message {
        Message {
            sequence: 1,
            subject: event.subject.clone(),
            headers: vec![(
                "Content-Type".to_owned(),
                "application/cloudevents+json".to_owned(),
            )],
            payload: event.payload.clone(),
            last_sequence: 1,
            stored_at: jiff::Timestamp::UNIX_EPOCH,
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
