//! A running `knelpunt`, with pages and API on its own port.

use std::{
    fs::File,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::Duration,
};

use anyhow::{Context as _, anyhow, ensure};
use api::{AnswerEnvelope, PositionReport};
use serde::de::DeserializeOwned;
use tempfile::TempDir;

use crate::{Ended, Log, Nats, knelpunt_command, replay, signal, until};

/// The timeout of a request.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// A response.
#[derive(Debug, Clone)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// A running `knelpunt up` or `knelpunt serve`. When it is dropped, its views must equal a fresh replay of its log.
#[derive(Debug)]
pub struct Server {
    child: Child,
    arguments: Vec<String>,
    data: PathBuf,
    url: String,
    compare: bool,
    _folder: Option<TempDir>,
}

impl Server {
    /// Starts `knelpunt up` in a new folder, with a nats-server of its own.
    ///
    /// # Errors
    ///
    /// If it does not print its URL.
    pub fn up() -> anyhow::Result<Self> {
        Self::start_in_new_folder(&["up"])
    }

    /// Starts `knelpunt serve` in a new folder, following the log at `nats_url`.
    ///
    /// # Errors
    ///
    /// If it does not print its URL.
    pub fn serve(nats_url: &str) -> anyhow::Result<Self> {
        Self::start_in_new_folder(&["serve", "--nats", nats_url])
    }

    /// Starts a nats-server with these lines of NDJSON in its log, and `knelpunt serve`, which has folded them.
    ///
    /// # Errors
    ///
    /// If one of them does not start.
    pub fn with_log(
        lines: impl IntoIterator<Item: AsRef<str>>,
    ) -> anyhow::Result<(Nats, Log, Self)> {
        let (nats, log) = Nats::with_stream()?;
        let last = log.append(lines)?;
        let server = Self::serve(&nats.url())?;
        server.reached(last)?;
        Ok((nats, log, server))
    }

    /// Starts a command that serves, in a new folder.
    ///
    /// # Errors
    ///
    /// If it does not print its URL.
    pub fn start_in_new_folder(arguments: &[&str]) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let data = folder.path().join("data");
        Self::start(arguments, data, Some(folder))
    }

    /// Starts a command that serves, on a folder.
    ///
    /// # Errors
    ///
    /// If it does not print its URL.
    pub fn start(
        arguments: &[&str],
        data: PathBuf,
        folder: Option<TempDir>,
    ) -> anyhow::Result<Self> {
        let arguments: Vec<String> = arguments.iter().map(|part| (*part).to_owned()).collect();
        let (child, url) = spawn(&arguments, &data, "127.0.0.1:0")?;
        Ok(Self {
            child,
            arguments,
            data,
            url,
            compare: true,
            _folder: folder,
        })
    }

    /// Returns the URL of pages and API, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the host and the port of its URL.
    pub fn address(&self) -> &str {
        self.url.trim_start_matches("http://")
    }

    /// Returns the data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Returns the process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Returns its standard error so far.
    ///
    /// # Errors
    ///
    /// If its file cannot be read.
    pub fn stderr(&self) -> anyhow::Result<String> {
        Ok(std::fs::read_to_string(stderr_file(&self.data))?)
    }

    /// Counts how often it has logged that it moved its views aside.
    ///
    /// # Errors
    ///
    /// If its standard error cannot be read.
    pub fn archived_views(&self) -> anyhow::Result<usize> {
        let stderr = self.stderr()?;
        Ok(stderr.lines().filter(|line| line.contains("aside")).count())
    }

    /// Gets a link.
    ///
    /// # Errors
    ///
    /// If there is no response at all; an error status is a response.
    pub fn get(&self, link: &str) -> anyhow::Result<Response> {
        self.get_with(link, &[])
    }

    /// Gets a link with headers.
    ///
    /// # Errors
    ///
    /// As [`Server::get`].
    pub fn get_with(&self, link: &str, headers: &[(&str, &str)]) -> anyhow::Result<Response> {
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
        Ok(Response {
            status: response.status().as_u16(),
            headers,
            body,
        })
    }

    /// Gets a link whose response must be 200, and reads its body.
    ///
    /// # Errors
    ///
    /// If the response is something else.
    pub fn json<T: DeserializeOwned>(&self, link: &str) -> anyhow::Result<T> {
        let response = self.get(link)?;
        ensure!(response.status == 200, "{link}: {response:?}");
        response.json()
    }

    /// Gets the answer to a question, without what surrounds it.
    ///
    /// # Errors
    ///
    /// As [`Server::json`].
    pub fn answer<T: DeserializeOwned>(&self, link: &str) -> anyhow::Result<T> {
        Ok(self.json::<AnswerEnvelope<T>>(link)?.answer)
    }

    /// Returns where its views are in the log.
    ///
    /// # Errors
    ///
    /// If it does not answer.
    pub fn status(&self) -> anyhow::Result<PositionReport> {
        self.json("/v1/position")
    }

    /// Waits until everything up to a sequence is folded, and it is ready.
    ///
    /// # Errors
    ///
    /// If that takes too long.
    pub fn reached(&self, sequence: u64) -> anyhow::Result<()> {
        until(&format!("position {sequence} is reached"), || {
            let ready = self.get("/health/ready").ok()?.status == 200;
            (ready && self.position()? >= sequence).then_some(())
        })
    }

    /// Waits until it is ready again.
    ///
    /// # Errors
    ///
    /// If that takes too long.
    pub fn until_ready(&self) -> anyhow::Result<()> {
        until("it is ready", || {
            (self.get("/health/ready").ok()?.status == 200).then_some(())
        })
    }

    /// Waits until it reports that its log is unavailable.
    ///
    /// # Errors
    ///
    /// If that takes too long.
    pub fn until_stale(&self) -> anyhow::Result<()> {
        until("readiness is stale", || self.is_stale().then_some(()))
    }

    /// Whether it reports that its log is unavailable.
    pub fn is_stale(&self) -> bool {
        let ready = self.get("/health/ready");
        ready.is_ok_and(|ready| ready.status == 503 && ready.body.contains("stale"))
    }

    /// Returns its position, if it answers.
    pub fn position(&self) -> Option<u64> {
        Some(self.status().ok()?.position)
    }

    /// Returns the URL of the NATS server that it follows.
    ///
    /// # Errors
    ///
    /// If it finds none.
    pub fn nats_url(&self) -> anyhow::Result<String> {
        until("it has found its NATS server", || {
            self.status().ok()?.nats_url
        })
    }

    /// Connects to the log that it follows.
    ///
    /// # Errors
    ///
    /// If the log is unavailable.
    pub fn log(&self) -> anyhow::Result<Log> {
        Log::connect(&self.nats_url()?)
    }

    /// Runs another `knelpunt` command that uses this server.
    ///
    /// # Errors
    ///
    /// If it cannot be run; a command that fails has an exit code.
    pub fn run(&self, arguments: &[&str]) -> anyhow::Result<Ended> {
        let mut command = knelpunt_command()?;
        command
            .args(arguments)
            .env("KNELPUNT_URL", &self.url)
            .env("KNELPUNT_DATA", &self.data);
        Ended::run(command.stdin(Stdio::null()))
    }

    /// Kills it (SIGKILL).
    ///
    /// # Errors
    ///
    /// If it had already ended.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Ends it by a signal, waits, and returns its exit code.
    ///
    /// # Errors
    ///
    /// If it does not end.
    pub fn end(&mut self, signal_name: &str) -> anyhow::Result<Option<i32>> {
        signal(signal_name, self.pid())?;
        let status = until("knelpunt ends", || self.child.try_wait().ok().flatten())?;
        Ok(status.code())
    }

    /// Returns its exit status, if it has ended.
    ///
    /// # Errors
    ///
    /// If the status cannot be read.
    pub fn ended(&mut self) -> anyhow::Result<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    /// Restarts it on the same folder and the same address.
    ///
    /// # Errors
    ///
    /// If it does not print its URL.
    pub fn start_again(&mut self) -> anyhow::Result<()> {
        let listen = self.url.trim_start_matches("http://").to_owned();
        let (child, url) = spawn(&self.arguments, &self.data, &listen)?;
        self.child = child;
        self.url = url;
        Ok(())
    }

    /// Restarts it with other arguments.
    ///
    /// # Errors
    ///
    /// As [`Server::start_again`].
    pub fn start_again_with(&mut self, arguments: &[&str]) -> anyhow::Result<()> {
        self.arguments = arguments.iter().map(|part| (*part).to_owned()).collect();
        self.start_again()
    }

    /// Compares its views with a fresh replay of the log.
    ///
    /// # Errors
    ///
    /// If they differ.
    pub fn verify(&self) -> anyhow::Result<()> {
        let messages = self.log()?.messages()?;
        let fresh = replay(&messages)?;
        self.reached(fresh.position)?;
        let status = self.status()?;
        ensure!(
            status.position == fresh.position,
            "it went on to {} while {} was replayed",
            status.position,
            fresh.position
        );
        ensure!(
            status.digest == fresh.digest,
            "the views differ from a fresh replay at position {}",
            fresh.position
        );
        ensure!(
            status.quarantined == fresh.quarantined,
            "quarantine differs: {}, not {}",
            status.quarantined,
            fresh.quarantined
        );
        Ok(())
    }

    /// Skips the comparison when it is dropped, for a test that removes its log.
    pub fn do_not_compare(&mut self) {
        self.compare = false;
    }
}

impl Drop for Server {
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
            panic!("{error:?}\n{}", self.stderr().unwrap_or_default());
        }
    }
}

impl Response {
    /// Parses the bytes of a response.
    ///
    /// # Errors
    ///
    /// If they are something else.
    pub fn parse(bytes: &[u8]) -> anyhow::Result<Self> {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text
            .split_once("\r\n\r\n")
            .with_context(|| format!("no response: {text:?}"))?;
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        let header = |line: &str| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_ascii_lowercase(), value.trim().to_owned()))
        };
        let headers: Vec<(String, String)> = lines.filter_map(header).collect();
        let chunked = ("transfer-encoding".to_owned(), "chunked".to_owned());
        let body = if headers.contains(&chunked) {
            joined(body)?
        } else {
            body.to_owned()
        };
        Ok(Self {
            status: status.context("the response has no status")?.parse()?,
            headers,
            body,
        })
    }

    /// Returns a header.
    ///
    /// # Panics
    ///
    /// If it is given twice.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self
            .headers
            .iter()
            .filter(|(other, _)| other.eq_ignore_ascii_case(name));
        let value = values.next();
        assert!(values.next().is_none(), "{name} is given twice");
        value.map(|(_, value)| value.as_str())
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    ///
    /// If it is something else.
    pub fn json<T: DeserializeOwned>(&self) -> anyhow::Result<T> {
        serde_json::from_str(&self.body).with_context(|| self.body.clone())
    }
}

fn stderr_file(data: &Path) -> PathBuf {
    data.with_extension("said")
}

/// Starts the program and reads its URL from its first line.
fn spawn(arguments: &[String], data: &Path, listen: &str) -> anyhow::Result<(Child, String)> {
    let stderr = File::options()
        .create(true)
        .append(true)
        .open(stderr_file(data))?;
    let mut command: Command = knelpunt_command()?;
    command
        .args(arguments)
        .arg("--data")
        .arg(data)
        .args(["--listen", listen]);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(stderr)
        .spawn()?;
    let output = child.stdout.take().context("its output is piped")?;
    let mut lines = BufReader::new(output).lines();
    let Some(first) = lines.next().transpose()? else {
        return Err(not_started(&mut child, data));
    };
    // Later output is read too; otherwise a full pipe would block it.
    thread::spawn(move || lines.for_each(drop));
    let url = first
        .split_whitespace()
        .find(|part| part.starts_with("http://"))
        .context("it does not print its URL")?;
    let url = url
        .trim_end_matches([',', '.', ';'])
        .trim_end_matches('/')
        .to_owned();
    Ok((child, url))
}

/// Ends a program that printed nothing, and returns how it ended.
fn not_started(child: &mut Child, data: &Path) -> anyhow::Error {
    let ended = until("knelpunt ends", || child.try_wait().ok().flatten());
    let _ = child.kill();
    let _ = child.wait();
    let how = ended.map_or_else(|error| error.to_string(), |status| status.to_string());
    let stderr = std::fs::read_to_string(stderr_file(data)).unwrap_or_default();
    anyhow!("knelpunt did not print its URL, but ended ({how}): {stderr}")
}

/// Joins the chunks of a body, each of which follows its length.
fn joined(mut body: &str) -> anyhow::Result<String> {
    let mut joined = String::new();
    while let Some((length, rest)) = body.split_once("\r\n") {
        let length = usize::from_str_radix(length, 16)?;
        joined += rest.get(..length).context("a chunk is incomplete")?;
        body = rest.get(length + 2..).unwrap_or_default();
    }
    Ok(joined)
}
