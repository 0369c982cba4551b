//! A running `knelpunt`, with pages and API on a port of its own.

use std::{
    fs::File,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    thread,
    time::Duration,
};

use anyhow::{Context as _, anyhow, ensure};
use serde_json::Value;
use tempfile::TempDir;

use crate::{Log, knelpunt_command, replay, signal, until};

/// How long one answer may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// What came back for a link.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// A running `knelpunt up` or `knelpunt serve`. Dropped, it must hold what a fresh replay of its log gives.
#[derive(Debug)]
pub struct Knelpunt {
    child: Child,
    words: Vec<String>,
    data: PathBuf,
    url: String,
    compare: bool,
    _folder: Option<TempDir>,
}

impl Knelpunt {
    /// Starts `knelpunt up` in a new folder, with a nats-server of its own.
    ///
    /// # Errors
    ///
    /// When it does not say where to look.
    pub fn up() -> anyhow::Result<Self> {
        Self::start_anew(&["up"])
    }

    /// Starts `knelpunt serve` in a new folder, following a log that is elsewhere.
    ///
    /// # Errors
    ///
    /// When it does not say where to look.
    pub fn serve(nats_url: &str) -> anyhow::Result<Self> {
        Self::start_anew(&["serve", "--nats", nats_url])
    }

    /// Starts a word that serves, in a new folder.
    ///
    /// # Errors
    ///
    /// When it does not say where to look.
    pub fn start_anew(words: &[&str]) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let data = folder.path().join("data");
        Self::start(words, data, Some(folder))
    }

    /// Starts a word that serves, on a folder.
    ///
    /// # Errors
    ///
    /// When it does not say where to look.
    pub fn start(words: &[&str], data: PathBuf, folder: Option<TempDir>) -> anyhow::Result<Self> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let (child, url) = spawn(&words, &data, "127.0.0.1:0")?;
        Ok(Self {
            child,
            words,
            data,
            url,
            compare: true,
            _folder: folder,
        })
    }

    /// Gives where pages and API are, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Gives the data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Gives the process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Gives what the program said on standard error so far.
    ///
    /// # Errors
    ///
    /// When its file is gone.
    pub fn said(&self) -> anyhow::Result<String> {
        Ok(std::fs::read_to_string(said_file(&self.data))?)
    }

    /// Gets a link.
    ///
    /// # Errors
    ///
    /// When there is no answer at all; a status that tells of an error is an answer.
    pub fn get(&self, link: &str) -> anyhow::Result<Answer> {
        self.get_with(link, &[])
    }

    /// Gets a link with headers.
    ///
    /// # Errors
    ///
    /// As [`Knelpunt::get`].
    pub fn get_with(&self, link: &str, headers: &[(&str, &str)]) -> anyhow::Result<Answer> {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(ANSWER_WITHIN))
            .build()
            .new_agent();
        let mut request = agent.get(format!("{}{link}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = request.call()?;
        let text = |value: &ureq::http::HeaderValue| value.to_str().unwrap_or_default().to_owned();
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), text(value)))
            .collect();
        let body = response
            .body_mut()
            .with_config()
            .limit(256 * 1024 * 1024)
            .read_to_string()?;
        Ok(Answer {
            status: response.status().as_u16(),
            headers,
            body,
        })
    }

    /// Gets a link that must be answered with JSON.
    ///
    /// # Errors
    ///
    /// When it is answered otherwise.
    pub fn json(&self, link: &str) -> anyhow::Result<Value> {
        let answer = self.get(link)?;
        ensure!(
            answer.status == 200,
            "{link} answered {}: {}",
            answer.status,
            answer.body
        );
        Ok(serde_json::from_str(&answer.body)?)
    }

    /// Waits until everything up to a sequence is folded, and questions are answered.
    ///
    /// # Errors
    ///
    /// When that takes too long.
    pub fn reached(&self, sequence: u64) -> anyhow::Result<()> {
        until(&format!("position {sequence} is reached"), || {
            let position = self.json("/v1/position").ok()?;
            let ready = self.get("/health/ready").ok()?.status == 200;
            (ready && position["position"].as_u64()? >= sequence).then_some(())
        })
    }

    /// Gives the URL of the NATS server that it follows.
    ///
    /// # Errors
    ///
    /// When it has not found one.
    pub fn nats_url(&self) -> anyhow::Result<String> {
        until("it has found its NATS server", || {
            Some(
                self.json("/v1/position").ok()?["natsUrl"]
                    .as_str()?
                    .to_owned(),
            )
        })
    }

    /// Connects to the log that it follows.
    ///
    /// # Errors
    ///
    /// When that is away.
    pub fn log(&self) -> anyhow::Result<Log> {
        Log::connect(&self.nats_url()?)
    }

    /// Runs another `knelpunt` word that asks this one.
    ///
    /// # Errors
    ///
    /// When it cannot be run; one that fails has an exit code.
    pub fn run(&self, words: &[&str]) -> anyhow::Result<Output> {
        let mut command = knelpunt_command()?;
        command
            .args(words)
            .env("KNELPUNT_URL", &self.url)
            .env("KNELPUNT_DATA", &self.data);
        Ok(command.stdin(Stdio::null()).output()?)
    }

    /// Kills it (SIGKILL).
    ///
    /// # Errors
    ///
    /// When it was gone already.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Ends it by a signal and waits until it is gone; gives its exit code.
    ///
    /// # Errors
    ///
    /// When it does not end.
    pub fn end(&mut self, signal_name: &str) -> anyhow::Result<Option<i32>> {
        signal(signal_name, self.pid())?;
        let status = until("knelpunt ends", || self.child.try_wait().ok().flatten())?;
        Ok(status.code())
    }

    /// Gives how it ended, if it has.
    ///
    /// # Errors
    ///
    /// When that cannot be told.
    pub fn ended(&mut self) -> anyhow::Result<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    /// Starts it again on the same folder and the same address.
    ///
    /// # Errors
    ///
    /// When it does not say where to look.
    pub fn start_again(&mut self) -> anyhow::Result<()> {
        let listen = self.url.trim_start_matches("http://").to_owned();
        let (child, url) = spawn(&self.words, &self.data, &listen)?;
        self.child = child;
        self.url = url;
        Ok(())
    }

    /// Compares with a fresh replay of the log.
    ///
    /// # Errors
    ///
    /// When the views differ from it.
    pub fn verify(&self) -> anyhow::Result<()> {
        let messages = self.log()?.messages()?;
        let fresh = replay(&messages)?;
        self.reached(fresh.position)?;
        let position = self.json("/v1/position")?;
        ensure!(
            position["position"] == fresh.position,
            "it went on to {} while {} was replayed",
            position["position"],
            fresh.position
        );
        ensure!(
            position["digest"] == fresh.digest,
            "the views differ from a fresh replay at position {}",
            fresh.position
        );
        ensure!(
            position["quarantined"] == fresh.quarantined,
            "quarantine differs: {}, not {}",
            position["quarantined"],
            fresh.quarantined
        );
        Ok(())
    }

    /// Lets it be dropped without comparing, where its log is gone on purpose.
    pub fn do_not_compare(&mut self) {
        self.compare = false;
    }
}

impl Drop for Knelpunt {
    fn drop(&mut self) {
        let runs = self.child.try_wait().is_ok_and(|ended| ended.is_none());
        let compared = if self.compare && runs && !thread::panicking() {
            self.verify()
        } else {
            Ok(())
        };
        let ended = runs
            && signal("TERM", self.pid()).is_ok()
            && until("knelpunt ends", || self.child.try_wait().ok().flatten()).is_ok();
        if !ended {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
        if let Err(error) = compared {
            panic!("{error:?}\n{}", self.said().unwrap_or_default());
        }
    }
}

impl Answer {
    /// Gives a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(held, _)| held.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    ///
    /// When it is something else.
    pub fn json(&self) -> anyhow::Result<Value> {
        serde_json::from_str(&self.body).with_context(|| self.body.clone())
    }
}

fn said_file(data: &Path) -> PathBuf {
    data.with_extension("said")
}

/// Starts the program and reads from its first line where to look.
fn spawn(words: &[String], data: &Path, listen: &str) -> anyhow::Result<(Child, String)> {
    let said = File::options()
        .create(true)
        .append(true)
        .open(said_file(data))?;
    let mut command: Command = knelpunt_command()?;
    command
        .args(words)
        .arg("--data")
        .arg(data)
        .args(["--listen", listen]);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(said)
        .spawn()?;
    let output = child.stdout.take().context("its output is piped")?;
    let mut lines = BufReader::new(output).lines();
    let Some(first) = lines.next().transpose()? else {
        return Err(not_started(&mut child, data));
    };
    // What it says later is read on, so that it never waits for a reader.
    thread::spawn(move || lines.for_each(drop));
    let url = first
        .split_whitespace()
        .find(|word| word.starts_with("http://"))
        .context("it does not say where")?;
    let url = url
        .trim_end_matches([',', '.', ';'])
        .trim_end_matches('/')
        .to_owned();
    Ok((child, url))
}

/// Says how a program ended that said nothing, and sees to it that it has.
fn not_started(child: &mut Child, data: &Path) -> anyhow::Error {
    let ended = until("knelpunt ends", || child.try_wait().ok().flatten());
    let _ = child.kill();
    let _ = child.wait();
    let how = ended.map_or_else(|error| error.to_string(), |status| status.to_string());
    let said = std::fs::read_to_string(said_file(data)).unwrap_or_default();
    anyhow!("knelpunt did not say where to look, but ended ({how}): {said}")
}
