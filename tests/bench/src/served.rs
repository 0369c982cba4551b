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
use tests::Knelpunt;

use crate::{
    clock::Stopwatch,
    process::{self, Memory},
};

/// How long one answer may take, and how large it may be.
const ANSWER_WITHIN: Duration = Duration::from_mins(2);
const ANSWER_BYTES: u64 = 512 * 1024 * 1024;
/// How often it is looked whether something has come about.
const BETWEEN_LOOKS: Duration = Duration::from_millis(5);
/// Memory has settled when no more than so much was given back within that time.
const SETTLES_WITHIN: Duration = Duration::from_secs(2);
const SETTLED_BYTES: u64 = 1_000_000;
/// How long the fold may take to move on.
const STALLED_AFTER: Duration = Duration::from_mins(2);

/// A link: the path, and its keys with their values.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) path: String,
    pub(crate) pairs: Vec<(&'static str, String)>,
}

/// Asks over HTTP; clones share connections.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    agent: ureq::Agent,
    url: String,
}

/// A server on a folder of views of its own.
pub(crate) struct Served {
    knelpunt: Knelpunt,
    client: Client,
}

impl Link {
    /// Makes a link without keys.
    pub(crate) fn to(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            pairs: Vec::new(),
        }
    }

    /// Adds a key.
    pub(crate) fn with(mut self, key: &'static str, value: impl Display) -> Self {
        self.pairs.push((key, value.to_string()));
        self
    }
}

impl Client {
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
    pub(crate) fn get(&self, link: &Link) -> anyhow::Result<(u16, String)> {
        let pairs = link.pairs.iter().map(|(key, value)| (*key, value.as_str()));
        let request = self.agent.get(format!("{}{}", self.url, link.path));
        let mut response = request.query_pairs(pairs).call()?;
        let body = response.body_mut().with_config().limit(ANSWER_BYTES);
        let body = body.read_to_string()?;
        Ok((response.status().as_u16(), body))
    }

    /// Gets a link that must be answered.
    pub(crate) fn text(&self, link: &Link) -> anyhow::Result<String> {
        let (status, body) = self.get(link)?;
        ensure!(status == 200, "{link:?} answered {status}: {body}");
        Ok(body)
    }

    /// Gets a link that must be answered with JSON.
    pub(crate) fn json(&self, link: &Link) -> anyhow::Result<Value> {
        Ok(serde_json::from_str(&self.text(link)?)?)
    }

    /// Gives the position, and whether questions are answered; also while they are not.
    pub(crate) fn standing(&self) -> anyhow::Result<(u64, bool)> {
        let (status, body) = self.get(&Link::to("/health/ready"))?;
        let body: Value = serde_json::from_str(&body)?;
        Ok((body["position"].as_u64().unwrap_or_default(), status == 200))
    }

    /// Waits until a sequence is folded and questions are answered; `seen` is told each position on the way.
    ///
    /// # Errors
    ///
    /// When the fold stands still for two minutes.
    pub(crate) fn reached(&self, sequence: u64, mut seen: impl FnMut(u64)) -> anyhow::Result<()> {
        let (mut last, mut moved) = (0, Stopwatch::start());
        loop {
            let (position, ready) = self.standing()?;
            seen(position);
            if ready && position >= sequence {
                return Ok(());
            }
            if position != last {
                (last, moved) = (position, Stopwatch::start());
            }
            let stalled = moved.elapsed() > STALLED_AFTER;
            ensure!(!stalled, "the fold stands still at {position}");
            thread::sleep(BETWEEN_LOOKS);
        }
    }
}

impl Served {
    /// Starts `knelpunt serve` on a folder, following a log.
    pub(crate) fn start(nats_url: &str, data: PathBuf) -> anyhow::Result<Self> {
        let mut knelpunt = Knelpunt::start(&["serve", "--nats", nats_url], data, None)?;
        // A fresh replay of a million events would take as long as what is measured.
        knelpunt.do_not_compare();
        let client = Client::new(knelpunt.url());
        Ok(Self { knelpunt, client })
    }

    /// Ends it, and starts it again on the same folder; gives the time from start to the first answer.
    pub(crate) fn restart(&mut self) -> anyhow::Result<Duration> {
        self.end()?;
        let started = Stopwatch::start();
        self.knelpunt.start_again()?;
        self.client = Client::new(self.knelpunt.url());
        let summary = Link::to("/v1/summary");
        while !self
            .client
            .get(&summary)
            .is_ok_and(|(status, _)| status == 200)
        {
            let waiting = started.elapsed() < STALLED_AFTER;
            ensure!(waiting, "no answer after a start: {}", self.said());
            thread::sleep(BETWEEN_LOOKS);
        }
        Ok(started.elapsed())
    }

    /// Ends it, and waits until it is gone.
    pub(crate) fn end(&mut self) -> anyhow::Result<()> {
        let code = self.knelpunt.end("TERM")?;
        ensure!(code == Some(0), "it ended with {code:?}: {}", self.said());
        Ok(())
    }

    /// Gives the client.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Gives the process.
    pub(crate) fn pid(&self) -> u32 {
        self.knelpunt.pid()
    }

    /// Reads what memory it has.
    pub(crate) fn memory(&self) -> anyhow::Result<Memory> {
        process::memory(self.pid())
    }

    /// Reads what memory it has, once it gives no more back: what is freed goes back within about a second.
    pub(crate) fn settled_memory(&self) -> anyhow::Result<Memory> {
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

    /// Adds up what its views take on disk.
    pub(crate) fn views_bytes(&self) -> u64 {
        process::disk_bytes(self.knelpunt.data())
    }

    fn said(&self) -> String {
        self.knelpunt.said().unwrap_or_default()
    }
}

/// Finds what follows a word in what a program said.
pub(crate) fn word_after<'a>(said: &'a str, word: &str) -> anyhow::Result<&'a str> {
    let rest = said.split_once(word).map(|(_, rest)| rest);
    let found = rest.and_then(|rest| rest.split_whitespace().next());
    let found = found.with_context(|| format!("it does not say {word:?}: {said}"))?;
    Ok(found.trim_end_matches('.'))
}

/// Removes a folder that is needed no more, so that the next has room.
pub(crate) fn remove(folder: &Path) -> anyhow::Result<()> {
    fs::remove_dir_all(folder).with_context(|| format!("remove {}", folder.display()))
}
