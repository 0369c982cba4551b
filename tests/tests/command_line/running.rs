//! Words that are run, and what came of them.

use std::{
    io::{Read, Write as _},
    process::{Child, Output, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};
use tests::knelpunt_command;

/// A word that hangs fails its test, and no other.
const END_WITHIN: Duration = Duration::from_mins(1);

/// What a word said, and how it ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    /// Holds it against an exit code and parts of what it must have said on standard output.
    pub(crate) fn expect(self, code: i32, parts: &[&str]) -> anyhow::Result<Self> {
        ensure!(
            self.code == Some(code),
            "it did not end with {code}: {self:#?}"
        );
        for part in parts {
            ensure!(
                self.out.contains(part),
                "it does not say {part:?}: {self:#?}"
            );
        }
        ensure!(!self.err.contains("panicked"), "it panicked: {self:#?}");
        Ok(self)
    }

    /// Holds it against an exit code and parts of what it must have said on standard error.
    pub(crate) fn refuses(self, code: i32, parts: &[&str]) -> anyhow::Result<Self> {
        for part in parts {
            ensure!(
                self.err.contains(part),
                "it does not say {part:?}: {self:#?}"
            );
        }
        self.expect(code, &[])
    }

    /// Reads what it said on standard output as JSON.
    pub(crate) fn json(&self) -> anyhow::Result<Value> {
        serde_json::from_str(&self.out).with_context(|| format!("{self:#?}"))
    }
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// Runs a word that asks nobody, or says whom it asks.
pub(crate) fn run(words: &[&str]) -> anyhow::Result<Ended> {
    run_with(words, "")
}

/// Runs a word with something to read.
pub(crate) fn run_with(words: &[&str], input: &str) -> anyhow::Result<Ended> {
    let mut child = start(words)?;
    let mut pipe = child.stdin.take().context("there is no pipe")?;
    let input = input.to_owned();
    // Whoever ends without reading all of it is no failure of the test.
    thread::spawn(move || pipe.write_all(input.as_bytes()));
    end(child)
}

/// Starts a word that reads from a pipe.
pub(crate) fn start(words: &[&str]) -> anyhow::Result<Child> {
    let mut command = knelpunt_command()?;
    command
        .args(words)
        // As people run it: what it logs is part of what it says.
        .env_remove("RUST_LOG")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    Ok(command.spawn()?)
}

/// Reads what a word says on standard error until it says this; gives what it said so far.
pub(crate) fn until_said(child: &mut Child, part: &str) -> anyhow::Result<String> {
    read_until(child.stderr.as_mut().context("there is no pipe")?, part)
}

/// The same of what it says on standard output.
pub(crate) fn until_told(child: &mut Child, part: &str) -> anyhow::Result<String> {
    read_until(child.stdout.as_mut().context("there is no pipe")?, part)
}

fn read_until(pipe: &mut impl Read, part: &str) -> anyhow::Result<String> {
    let (mut said, mut byte) = (Vec::new(), [0]);
    while !String::from_utf8_lossy(&said).contains(part) {
        ensure!(
            pipe.read(&mut byte)? == 1,
            "it ended without saying {part:?}: {}",
            String::from_utf8_lossy(&said)
        );
        said.extend(byte);
    }
    Ok(String::from_utf8_lossy(&said).into_owned())
}

/// Waits, not for ever, until a word ends.
pub(crate) fn end(child: Child) -> anyhow::Result<Ended> {
    let pid = child.id();
    let (ended, ends) = mpsc::channel();
    thread::spawn(move || ended.send(child.wait_with_output()));
    let Ok(output) = ends.recv_timeout(END_WITHIN) else {
        tests::signal("KILL", pid)?;
        anyhow::bail!("it does not end");
    };
    Ok(Ended::from(output?))
}

/// A consultation of Utrecht in a round, as an event of its own.
pub(crate) fn consultation(id: &str, round: &str) -> String {
    json!({
        "specversion": "1.0", "id": id, "source": "urn:example:test",
        "type": "nl.knelpunten.municipality-consulted.v1", "subject": format!("GM0344/{round}"),
        "time": "2013-02-14T09:12:31Z",
        "data": {"municipality": "GM0344", "round": round, "observedAt": "2013-02-14", "outcome": "reached"},
    })
    .to_string()
}

/// The same with a municipality and an outcome that there are not.
pub(crate) fn invalid(id: &str) -> String {
    consultation(id, "2013-02")
        .replace("\"municipality\":\"GM0344\"", "\"municipality\":\"GM9999\"")
        .replace("reached", "called")
}
