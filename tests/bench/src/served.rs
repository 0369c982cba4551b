//! A running `knelpunt serve`, and a client that keeps its connection.

use std::{
    fmt::Display,
    fs,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use anyhow::{Context as _, ensure};
use serde_json::Value;
use tests::Server;

use crate::{
    clock::Stopwatch,
    process::{self, ProcessMemory},
};

/// How long one answer may take, and how large it may be.
const ANSWER_WITHIN: Duration = Duration::from_mins(2);
const ANSWER_BYTES: u64 = 512 * 1024 * 1024;
/// How often to check a condition.
const BETWEEN_LOOKS: Duration = Duration::from_millis(5);
/// Memory has settled when no more than so many bytes were released in that time.
const SETTLES_WITHIN: Duration = Duration::from_secs(2);
const SETTLED_BYTES: u64 = 1_000_000;
/// How long the position may stand still.
const STALLED_AFTER: Duration = Duration::from_mins(2);

/// A link: a path and its parameters.
#[derive(Debug, Clone)]
pub(crate) struct QueryLink {
    pub(crate) path: String,
    pub(crate) pairs: Vec<(&'static str, String)>,
}

/// An HTTP client; clones share connections.
#[derive(Debug, Clone)]
pub(crate) struct QueryClient {
    agent: ureq::Agent,
    url: String,
}

/// A server on its own folder of views.
pub(crate) struct Served {
    knelpunt: Server,
    client: QueryClient,
}

impl QueryLink {
    /// Returns a link without parameters.
    pub(crate) fn to(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            pairs: Vec::new(),
        }
    }

    /// Adds a parameter.
    pub(crate) fn with(mut self, key: &'static str, value: impl Display) -> Self {
        self.pairs.push((key, value.to_string()));
        self
    }
}

impl QueryClient {
    fn new(url: &str) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(ANSWER_WITHIN))
            .build()
            .new_agent();
        Self {
            agent,
            url: url.to_owned(),
        }
    }

    /// Gets a link, to the last byte: its status, and the body.
    pub(crate) fn get(&self, link: &QueryLink) -> anyhow::Result<(u16, String)> {
        let pairs = link.pairs.iter().map(|(key, value)| (*key, value.as_str()));
        let request = self.agent.get(format!("{}{}", self.url, link.path));
        let mut response = request.query_pairs(pairs).call()?;
        let body = response.body_mut().with_config().limit(ANSWER_BYTES);
        let body = body.read_to_string()?;
        Ok((response.status().as_u16(), body))
    }

    /// Gets a link whose status must be 200.
    pub(crate) fn text(&self, link: &QueryLink) -> anyhow::Result<String> {
        let (status, body) = self.get(link)?;
        ensure!(status == 200, "{link:?} answered {status}: {body}");
        Ok(body)
    }

    /// Gets a link whose response must be 200 with JSON.
    pub(crate) fn json(&self, link: &QueryLink) -> anyhow::Result<Value> {
        Ok(serde_json::from_str(&self.text(link)?)?)
    }

    /// Returns the position, and whether the server is ready.
    pub(crate) fn status(&self) -> anyhow::Result<(u64, bool)> {
        let (status, body) = self.get(&QueryLink::to("/health/ready"))?;
        let body: Value = serde_json::from_str(&body)?;
        Ok((body["position"].as_u64().unwrap_or_default(), status == 200))
    }

    /// Waits until a sequence is folded and the server is ready; `seen` gets each position on the way.
    ///
    /// # Errors
    ///
    /// If the position stands still for two minutes.
    pub(crate) fn reached(&self, sequence: u64, mut seen: impl FnMut(u64)) -> anyhow::Result<()> {
        let (mut last, mut moved) = (0, Stopwatch::start());
        loop {
            let (position, ready) = self.status()?;
            seen(position);
            if ready && position >= sequence {
                return Ok(());
            }
            if position != last {
                (last, moved) = (position, Stopwatch::start());
            }
            let stalled = moved.elapsed() > STALLED_AFTER;
            ensure!(!stalled, "the position stays at {position}");
            thread::sleep(BETWEEN_LOOKS);
        }
    }
}

impl Served {
    /// Starts `knelpunt serve` on a folder, following a log.
    pub(crate) fn start(nats_url: &str, data: PathBuf) -> anyhow::Result<Self> {
        let mut knelpunt = Server::start(&["serve", "--nats", nats_url], data, None)?;
        // A fresh replay of a million events would take as long as the measurement.
        knelpunt.do_not_compare();
        let client = QueryClient::new(knelpunt.url());
        Ok(Self { knelpunt, client })
    }

    /// Restarts it on the same folder; returns the time from start to the first answer.
    pub(crate) fn restart(&mut self) -> anyhow::Result<Duration> {
        self.end()?;
        let started = Stopwatch::start();
        self.knelpunt.start_again()?;
        self.client = QueryClient::new(self.knelpunt.url());
        let summary = QueryLink::to("/v1/summary");
        while !self
            .client
            .get(&summary)
            .is_ok_and(|(status, _)| status == 200)
        {
            let waiting = started.elapsed() < STALLED_AFTER;
            ensure!(waiting, "no answer after a start: {}", self.output());
            thread::sleep(BETWEEN_LOOKS);
        }
        Ok(started.elapsed())
    }

    /// Ends it, and waits until it is gone.
    pub(crate) fn end(&mut self) -> anyhow::Result<()> {
        let code = self.knelpunt.end("TERM")?;
        ensure!(code == Some(0), "it ended with {code:?}: {}", self.output());
        Ok(())
    }

    /// Returns the client.
    pub(crate) fn client(&self) -> &QueryClient {
        &self.client
    }

    /// Returns the process id.
    pub(crate) fn pid(&self) -> u32 {
        self.knelpunt.pid()
    }

    /// Reads its memory.
    pub(crate) fn memory(&self) -> anyhow::Result<ProcessMemory> {
        process::memory(self.pid())
    }

    /// Reads its memory once it releases no more: freed memory is returned within about a second.
    pub(crate) fn settled_memory(&self) -> anyhow::Result<ProcessMemory> {
        let mut before = self.memory()?;
        loop {
            thread::sleep(SETTLES_WITHIN);
            let now = self.memory()?;
            if now.resident + SETTLED_BYTES >= before.resident {
                return Ok(now);
            }
            before = now;
        }
    }

    /// Adds up the size of its views on disk.
    pub(crate) fn views_bytes(&self) -> u64 {
        process::disk_bytes(self.knelpunt.data())
    }

    fn output(&self) -> String {
        self.knelpunt.stderr().unwrap_or_default()
    }
}

/// Finds the text after a label in the output of a program.
pub(crate) fn value_after<'a>(output: &'a str, label: &str) -> anyhow::Result<&'a str> {
    let rest = output.split_once(label).map(|(_, rest)| rest);
    let found = rest.and_then(|rest| rest.split_whitespace().next());
    let found = found.with_context(|| format!("no {label:?} in the output: {output}"))?;
    Ok(found.trim_end_matches('.'))
}

/// Removes a folder that is no longer needed, so that there is space for the next.
pub(crate) fn remove(folder: &Path) -> anyhow::Result<()> {
    fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))
}
