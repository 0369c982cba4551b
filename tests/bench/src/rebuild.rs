//! How fast the log is read, and how fast views are built from it.

use std::{path::Path, process::Stdio, time::Duration};

use anyhow::{Context as _, ensure};
use journal::{Delivery, Journal, ResumePoint};
use register::Register;
use tests::knelpunt_command;
use tokio_util::sync::CancellationToken;

use crate::{
    clock::Stopwatch,
    process::ProcessMemory,
    served::{QueryLink, Served, value_after},
};

/// Batches that may wait, as in the projector.
const WAITING_LIMIT: usize = 4;

/// What to do with each message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Drain {
    /// Count it.
    Count,
    /// Validate it and compute its fingerprint, as the projector does before it commits.
    Validate,
}

/// Views that were built from an empty folder.
pub(crate) struct Built {
    /// From the first delivery until questions are answered.
    pub(crate) took: Duration,
    /// Memory when it was done.
    pub(crate) memory: ProcessMemory,
    /// The digest of what was built.
    pub(crate) digest: String,
}

/// Reads the whole log with the projector's reader; returns the time since it looked up the stream.
pub(crate) async fn drain(journal: &Journal, last: u64, what: Drain) -> anyhow::Result<Duration> {
    let (out, mut deliveries) = tokio::sync::mpsc::channel(WAITING_LIMIT);
    let stop = CancellationToken::new();
    let reading = journal::read(journal, ResumePoint::default(), out, stop.clone());
    let taking = async {
        let (mut began, mut position, mut count) = (None, 0, 0);
        while position < last {
            match deliveries.recv().await.context("the reader ended")? {
                Delivery::Connected { .. } => began = Some(Stopwatch::start()),
                Delivery::Messages(messages) => {
                    position = messages.last().map_or(position, |last| last.sequence);
                    count += messages.len() as u64;
                    if what == Drain::Validate {
                        tokio::task::block_in_place(|| validate(&messages))?;
                    }
                }
                Delivery::Unavailable { .. } | Delivery::Progress { .. } => {}
                Delivery::Lost(how) => anyhow::bail!("the log {}", how.as_str()),
            }
        }
        stop.cancel();
        ensure!(count == last, "{count} messages were read, not {last}");
        Ok(began.context("the journal did not connect")?.elapsed())
    };
    let (read, took) = tokio::join!(reading, taking);
    read?;
    took
}

fn validate(messages: &[journal::Message]) -> anyhow::Result<()> {
    for message in messages {
        std::hint::black_box(message.fingerprint());
        let event = model::decode(&message.headers, &message.payload, Register::embedded());
        std::hint::black_box(event.context("the history is valid")?);
    }
    Ok(())
}

/// Lets `knelpunt serve` build views in an empty folder, and returns the running server; `watch` gets its process id.
pub(crate) fn by_serving<T>(
    nats_url: &str,
    data: &Path,
    last: u64,
    watch: impl FnOnce(u32) -> anyhow::Result<T>,
) -> anyhow::Result<(Built, Served)> {
    let mut began = Stopwatch::start();
    let served = Served::start(nats_url, data.to_owned())?;
    let watched = watch(served.pid())?;
    served.client().reached(last, |position| {
        if position == 0 {
            began = Stopwatch::start();
        }
    })?;
    let took = began.elapsed();
    drop(watched);
    let status = served.client().json(&QueryLink::to("/v1/position"))?;
    ensure!(status["position"] == last, "it went past the last event");
    ensure!(status["quarantined"] == 0, "the history has invalid events");
    let digest = status["digest"].as_str().unwrap_or_default().to_owned();
    let memory = served.settled_memory()?;
    Ok((
        Built {
            took,
            memory,
            digest,
        },
        served,
    ))
}

/// Lets `knelpunt rebuild` build views in an empty folder: the time from start to end of the process, and the digest.
pub(crate) fn by_command(nats_url: &str, data: &Path) -> anyhow::Result<(Duration, String)> {
    let began = Stopwatch::start();
    let mut command = knelpunt_command()?;
    // It reads the server from the environment too.
    command.env_remove("KNELPUNT_NATS_SERVER_BIN");
    command.args(["rebuild", "--nats", nats_url, "--data"]);
    let output = command.arg(data).stdin(Stdio::null()).output()?;
    let took = began.elapsed();
    let complaint = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "rebuild failed: {complaint}");
    let output = String::from_utf8_lossy(&output.stdout);
    Ok((took, value_after(&output, "digest ")?.to_owned()))
}
