//! Running commands, and their results.

use std::{
    io::{Read, Write as _},
    process::{Child, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use anyhow::{Context as _, ensure};
use serde_json::json;
use tests::{Ended, knelpunt_command};

/// A command that hangs fails its own test only.
const END_WITHIN: Duration = Duration::from_mins(1);

/// Runs a command that needs no server, or has one in its arguments.
pub(crate) fn run(arguments: &[&str]) -> anyhow::Result<Ended> {
    run_with(arguments, "")
}

/// Runs a command with standard input.
pub(crate) fn run_with(arguments: &[&str], input: &str) -> anyhow::Result<Ended> {
    let mut child = start(arguments)?;
    let mut pipe = child.stdin.take().context("there is no pipe")?;
    let input = input.to_owned();
    // A command may end without reading all of its input.
    thread::spawn(move || pipe.write_all(input.as_bytes()));
    end(child)
}

/// Starts a command that reads from a pipe.
pub(crate) fn start(arguments: &[&str]) -> anyhow::Result<Child> {
    let mut command = knelpunt_command()?;
    command
        .args(arguments)
        // As people run it: its log is part of its output.
        .env_remove("RUST_LOG")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    Ok(command.spawn()?)
}

/// Reads standard error of a command until it contains `part`; returns what it read.
pub(crate) fn until_stderr(child: &mut Child, part: &str) -> anyhow::Result<String> {
    read_until(child.stderr.as_mut().context("there is no pipe")?, part)
}

/// Reads standard output of a command until it contains `part`; returns what it read.
pub(crate) fn until_stdout(child: &mut Child, part: &str) -> anyhow::Result<String> {
    read_until(child.stdout.as_mut().context("there is no pipe")?, part)
}

fn read_until(pipe: &mut impl Read, part: &str) -> anyhow::Result<String> {
    let (mut printed, mut byte) = (Vec::new(), [0]);
    while !String::from_utf8_lossy(&printed).contains(part) {
        ensure!(
            pipe.read(&mut byte)? == 1,
            "it ended without saying {part:?}: {}",
            String::from_utf8_lossy(&printed)
        );
        printed.extend(byte);
    }
    Ok(String::from_utf8_lossy(&printed).into_owned())
}

/// Waits up to a minute until a command ends.
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

/// A consultation of Utrecht in a round.
pub(crate) fn consultation(id: &str, round: &str) -> String {
    json!({
        "specversion": "1.0", "id": id, "source": "urn:example:test",
        "type": "nl.knelpunten.municipality-consulted.v1", "subject": format!("GM0344/{round}"),
        "time": "2013-02-14T09:12:31Z",
        "data": {"municipality": "GM0344", "round": round, "observedAt": "2013-02-14", "outcome": "reached"},
    })
    .to_string()
}

/// The same with an unknown municipality and an unknown outcome.
pub(crate) fn invalid(id: &str) -> String {
    consultation(id, "2013-02")
        .replace("\"municipality\":\"GM0344\"", "\"municipality\":\"GM9999\"")
        .replace("reached", "called")
}
