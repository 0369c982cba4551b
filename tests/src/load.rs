//! What goes on while something is tested: events that are published, questions that are asked.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use anyhow::{Context as _, ensure};
use serde_json::Value;

use crate::{Log, data};

/// How many events are published at a time, and at what intervals: some hundreds a second.
const CHUNK: usize = 20;
const INTERVAL: Duration = Duration::from_millis(50);

/// Gives the made-up history as new events: under ids of a round's own. What corrects refers to those of no round.
pub fn history(round: u32) -> Vec<String> {
    let history = data("rules/history.ndjson");
    let renewed = |line: &str| line.replacen("\"id\":\"", &format!("\"id\":\"{round}-"), 1);
    history.lines().map(renewed).collect()
}

/// A publisher that goes on until it is told to finish.
#[derive(Debug)]
pub struct Load {
    stop: Arc<AtomicBool>,
    last: Arc<AtomicU64>,
    thread: JoinHandle<anyhow::Result<()>>,
}

impl Load {
    /// Starts to publish new events, round after round, from this round on.
    ///
    /// # Errors
    ///
    /// When there is nobody to publish to.
    pub fn start(url: &str, round: u32) -> anyhow::Result<Self> {
        let log = Log::connect(url)?;
        let (stop, last) = (Arc::<AtomicBool>::default(), Arc::<AtomicU64>::default());
        let (told, seen) = (Arc::clone(&stop), Arc::clone(&last));
        let publish = move || {
            for round in round.. {
                for lines in history(round).chunks(CHUNK) {
                    if told.load(Ordering::Relaxed) {
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

    /// Gives the last sequence that was acknowledged.
    pub fn last(&self) -> u64 {
        self.last.load(Ordering::Relaxed)
    }

    /// Stops, and gives the last sequence.
    ///
    /// # Errors
    ///
    /// When something was not acknowledged.
    pub fn finish(self) -> anyhow::Result<u64> {
        self.stop.store(true, Ordering::Relaxed);
        self.thread
            .join()
            .ok()
            .context("the publisher panicked")??;
        Ok(self.last.load(Ordering::Relaxed))
    }
}

/// A client that asks without a pause, and must be answered every time, from positions that never go back.
#[derive(Debug)]
pub struct Client {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<anyhow::Result<u64>>,
}

impl Client {
    /// Starts to ask links of a server, one after the other; each answer has a `position`.
    pub fn start(url: &str, links: &[&str]) -> Self {
        let stop = Arc::<AtomicBool>::default();
        let (told, url) = (Arc::clone(&stop), url.to_owned());
        let links: Vec<String> = links.iter().map(|link| (*link).to_owned()).collect();
        let ask = move || {
            let agent = ureq::Agent::config_builder()
                .http_status_as_error(false)
                .build()
                .new_agent();
            let (mut asked, mut reached) = (0, 0);
            while !told.load(Ordering::Relaxed) {
                for link in &links {
                    let mut answer = agent.get(format!("{url}{link}")).call()?;
                    let (status, body) = (answer.status(), answer.body_mut().read_to_string()?);
                    ensure!(status == 200, "{link} was refused with {status}: {body}");
                    let answer: Value = serde_json::from_str(&body)?;
                    let position = answer["position"].as_u64().context("no position")?;
                    ensure!(
                        position >= reached,
                        "{link} was answered at {position} after {reached}"
                    );
                    reached = position;
                    asked += 1;
                }
            }
            Ok(asked)
        };
        Self {
            stop,
            thread: thread::spawn(ask),
        }
    }

    /// Stops, and gives how many questions were answered.
    ///
    /// # Errors
    ///
    /// When one was refused, or answered from an earlier position than the one before.
    pub fn finish(self) -> anyhow::Result<u64> {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().ok().context("the client panicked")?
    }
}
