//! One knelpunt with very many events, one per commit: the time of a commit must not grow with them.
//!
//! Folded by the library in its own process, to measure its memory alone: over the network the reader would
//! put several events into one commit.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context as _, ensure};
use model::{Data, Draft, Instant, KnelpuntReported, KnelpuntResolved, Outcome};
use questions::Scope;
use register::Register;
use serde_json::{Value, json};
use views::{Arrival, Classified, Views};

use crate::{
    clock::Stopwatch,
    latency::{Latencies, milliseconds},
    process::{disk_bytes, memory},
    report::BenchFigure,
};

/// One in so many events resolves it; the next one opens it again.
const RESOLVED_EVERY: u64 = 50;
/// 2015-01-01T00:00:00Z, and a minute, in microseconds.
const FIRST: i64 = 1_420_070_400_000_000;
const MINUTE: i64 = 60_000_000;
/// 2040-01-01T00:00:00Z: after all of them.
const LATER: i64 = 2_208_988_800_000_000;
/// Requests of the knelpunt at the end.
const REPEATS: usize = 20;

/// Measures it in a separate process, on a folder that does not exist yet.
pub(crate) fn measure(folder: &Path, events: u64) -> anyhow::Result<Vec<BenchFigure>> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["--one-knelpunt", &events.to_string(), "--folder"]);
    let output = command
        .arg(folder)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit());
    let output = output.output()?;
    ensure!(output.status.success(), "one knelpunt was not measured");
    let found: Value = serde_json::from_slice(&output.stdout)?;
    let text = |name: &str| found[name].as_str().unwrap_or("?").to_owned();
    let figures = [
        ("a commit, p50 · p99 · max, first tenth", "first"),
        ("a commit, p50 · p99 · max, last tenth", "last"),
        ("all commits", "all"),
        ("memory", "memory"),
        ("views on disk", "disk"),
        ("`knelpunten/{id}`, p50 · p99 · max", "asked"),
    ];
    Ok(figures
        .into_iter()
        .map(|(name, field)| BenchFigure::new(name, text(field)))
        .collect())
}

/// Measures it in this process, and prints the figures as JSON.
pub(crate) fn run(folder: &Path, events: u64) -> anyhow::Result<()> {
    let register = Register::embedded();
    let (mut views, _) = Views::open(folder, register)?;
    let before = memory(std::process::id())?.resident;
    let mut took = Vec::new();
    for number in 0..events {
        let arrival = arrival(number)?;
        let began = Stopwatch::start();
        views.commit(&[arrival], None)?;
        took.push(began.elapsed());
    }
    let after = memory(std::process::id())?.resident;
    let query = ask(&views)?;
    views.close()?;
    let tenth = took.len().div_ceil(10);
    let of = |part: &[std::time::Duration]| part.iter().copied().collect::<Latencies>().to_string();
    let all: std::time::Duration = took.iter().sum();
    let found = json!({
        "first": of(&took[..tenth]),
        "last": of(&took[took.len() - tenth..]),
        "all": format!("{:.1} s", all.as_secs_f64()),
        "memory": format!("{} MB", after.saturating_sub(before) / 1_000_000),
        "disk": format!("{} MB", disk_bytes(folder) / 1_000_000),
        "asked": query.to_string(),
    });
    println!("{found}");
    eprintln!(
        "one knelpunt: {events} commits in {:.0} ms",
        milliseconds(all)
    );
    Ok(())
}

fn ask(views: &Views) -> anyhow::Result<Latencies> {
    let id = draft(0)?.subject;
    let model::Subject::Knelpunt(id) = id else {
        anyhow::bail!("a report is about a knelpunt");
    };
    let scope = Scope::new(instant(LATER)?);
    let reader = views.reader();
    let mut took = Vec::new();
    for _ in 0..REPEATS {
        let began = Stopwatch::start();
        let answer = reader.knelpunt(id, &scope)?;
        took.push(began.elapsed());
        ensure!(answer.is_some(), "the knelpunt is not found");
    }
    Ok(took.into_iter().collect())
}

fn arrival(number: u64) -> anyhow::Result<Arrival> {
    let json = draft(number)?.to_json();
    let event = model::decode_structured(json.as_bytes(), Register::embedded())?;
    let mut fingerprint = [0; 16];
    fingerprint[..8].copy_from_slice(&number.to_be_bytes());
    Ok(Arrival {
        sequence: number + 1,
        fingerprint,
        message: Classified::Event(Box::new(event)),
    })
}

fn draft(number: u64) -> anyhow::Result<Draft> {
    let time = instant(FIRST + MINUTE * i64::try_from(number)?)?;
    let (municipality, category) = ("GM0344".to_owned(), "supplier-delivery".to_owned());
    let (building_block, party, reference) = (None, None, None);
    let (observed_at, description) = (time.to_string(), Some(format!("Told as number {number}.")));
    let data = if number % RESOLVED_EVERY == RESOLVED_EVERY - 1 {
        Data::Resolved(KnelpuntResolved {
            municipality,
            category,
            building_block,
            party,
            reference,
            observed_at,
            outcome: Outcome::Solved,
            remedy: None,
            round: None,
            reporter: None,
            description,
        })
    } else {
        Data::Reported(KnelpuntReported {
            building_block,
            party,
            reference,
            description,
            ..KnelpuntReported::new(&municipality, &category, &observed_at)
        })
    };
    let source = "urn:nld:knelpunt:bench".to_owned();
    Draft::with_derived_subject(source, format!("told-{number}"), time, data)
        .context("it has a subject")
}

fn instant(microseconds: i64) -> anyhow::Result<Instant> {
    let timestamp = jiff::Timestamp::from_microsecond(microseconds)?;
    Instant::from_timestamp(timestamp).context("the instant is in range")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_of_one_knelpunt_are_valid_and_in_order() {
        let arrivals: Vec<Arrival> = (0..120).map(|number| arrival(number).unwrap()).collect();
        let subject = |arrival: &Arrival| match &arrival.message {
            Classified::Event(event) => event.subject.clone(),
            Classified::Invalid { .. } => panic!("it is valid"),
        };
        assert!(
            arrivals
                .iter()
                .all(|other| subject(other) == subject(&arrivals[0]))
        );
    }
}
