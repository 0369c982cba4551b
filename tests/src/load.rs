//! Load during a test: events and queries.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use anyhow::{Context as _, ensure};
use serde::Deserialize;

use crate::{Log, data};

/// Events published at a time, and the interval: some hundreds a second.
const CHUNK: usize = 20;
const INTERVAL: Duration = Duration::from_millis(50);

/// Returns the made-up history with new ids for each `round`. Corrections refer to events without a round.
pub fn history(round: u32) -> Vec<String> {
    let history = data("rules/history.ndjson");
    let renewed = |line: &str| line.replacen("\"id\":\"", &format!("\"id\":\"{round}-"), 1);
    history.lines().map(renewed).collect()
}

/// A publisher that continues until it is finished.
#[derive(Debug)]
pub struct EventLoad {
    stop: Arc<AtomicBool>,
    last: Arc<AtomicU64>,
    thread: JoinHandle<anyhow::Result<()>>,
}

impl EventLoad {
    /// Starts to publish new events, round after round, from `round` on.
    ///
    /// # Errors
    ///
    /// If there is no server.
    pub fn start(url: &str, round: u32) -> anyhow::Result<Self> {
        let log = Log::connect(url)?;
        let (stop, last) = (Arc::<AtomicBool>::default(), Arc::<AtomicU64>::default());
        let (stopped, seen) = (Arc::clone(&stop), Arc::clone(&last));
        let publish = move || {
            for round in round.. {
                for lines in history(round).chunks(CHUNK) {
                    if stopped.load(Ordering::Relaxed) {
                        return Ok(());
                    }
                    let sequences = log.publish_lines(lines.iter().map(String::as_str))?;
                    seen.store(
                        sequences.last().copied().unwrap_or_default(),
                        Ordering::Relaxed,
                    );
                    thread::park_timeout(INTERVAL);
                }
            }
            Ok(())
        };
        Ok(Self {
            stop,
            last,
            thread: thread::spawn(publish),
        })
    }

    /// Returns the last sequence that was acknowledged.
    pub fn last(&self) -> u64 {
        self.last.load(Ordering::Relaxed)
    }

    /// Stops, and returns the last sequence.
    ///
    /// # Errors
    ///
    /// If an event was not acknowledged.
    pub fn finish(self) -> anyhow::Result<u64> {
        self.stop.store(true, Ordering::Relaxed);
        self.thread
            .join()
            .ok()
            .context("the publisher panicked")??;
        Ok(self.last.load(Ordering::Relaxed))
    }
}

/// A client that queries without a pause. Every response must succeed, with positions that never go back.
#[derive(Debug)]
pub struct QueryLoad {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<anyhow::Result<u64>>,
}

/// What every answer has.
#[derive(Debug, Deserialize)]
struct AtPosition {
    position: u64,
}

impl QueryLoad {
    /// Starts to request links of a server, one after the other; each answer has a `position`.
    pub fn start(url: &str, links: Vec<String>) -> Self {
        let stop = Arc::<AtomicBool>::default();
        let (stopped, url) = (Arc::clone(&stop), url.to_owned());
        let ask = move || {
            let agent = ureq::Agent::config_builder()
                .http_status_as_error(false)
                .build()
                .new_agent();
            let (mut answered, mut reached) = (0, 0);
            while !stopped.load(Ordering::Relaxed) {
                for link in &links {
                    let mut answer = agent.get(format!("{url}{link}")).call()?;
                    let (status, body) = (answer.status(), answer.body_mut().read_to_string()?);
                    ensure!(status == 200, "{link} answered {status}: {body}");
                    let AtPosition { position } = serde_json::from_str(&body)?;
                    ensure!(
                        position >= reached,
                        "{link} was answered at {position} after {reached}"
                    );
                    reached = position;
                    answered += 1;
                }
            }
            Ok(answered)
        };
        Self {
            stop,
            thread: thread::spawn(ask),
        }
    }

    /// Stops, and returns how many requests were answered.
    ///
    /// # Errors
    ///
    /// If a request failed, or its position was before that of the previous one.
    pub fn finish(self) -> anyhow::Result<u64> {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().ok().context("the client panicked")?
    }
}
