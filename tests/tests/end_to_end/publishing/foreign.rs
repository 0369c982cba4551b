//! Runs the examples: Python, Node.js and a shell.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};
use tests::{Log, python};

/// An event that an example published.
pub(crate) struct Published {
    /// The subject of the event, as the example computed it.
    pub(crate) subject: String,
    /// Its sequence in the stream.
    pub(crate) sequence: u64,
}

/// The folder of the examples.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("publishing")
}

/// The script of each language that publishes lines of events, of every type.
pub(crate) const LANGUAGES: [&str; 2] = ["python/every.py", "javascript/every.js"];

/// Returns a command that runs a script of the folder, chosen by its extension.
pub(crate) fn script(path: &str) -> Command {
    let program = match path.rsplit('.').next() {
        Some("py") => python(),
        Some("js") => "node".into(),
        _ => "sh".into(),
    };
    let mut command = Command::new(program);
    command
        .arg(folder().join(path))
        .env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

/// Runs a command with lines as its input; returns its standard output.
pub(crate) fn run(mut command: Command, input: &[Value]) -> anyhow::Result<String> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{command:?} does not start: run tests/run, which sets it up"))?;
    let lines: Vec<String> = input.iter().map(Value::to_string).collect();
    let lines = lines.join("\n");
    let mut to = child.stdin.take().context("its input is piped")?;
    // A program that ends before it has read everything reports why on its standard error.
    let writing = thread::spawn(move || to.write_all(lines.as_bytes()));
    let output = child.wait_with_output()?;
    let written = writing.join();
    let printed = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{command:?} failed: {printed}");
    ensure!(matches!(written, Ok(Ok(()))), "{command:?} did not read on");
    Ok(String::from_utf8(output.stdout)?)
}

/// Publishes each line by the examples of a language, one after the other.
pub(crate) fn publish(
    language: &str,
    nats_url: &str,
    lines: &[Value],
) -> anyhow::Result<Vec<Published>> {
    let mut command = script(language);
    command.arg(nats_url);
    let printed = run(command, lines)?;
    let published = printed.lines().map(|line| {
        let line: Value = serde_json::from_str(line)?;
        let subject = line["subject"].as_str().context("a subject")?.to_owned();
        let sequence = line["sequence"].as_u64().context("a sequence")?;
        Ok(Published { subject, sequence })
    });
    let published: Vec<Published> = published.collect::<anyhow::Result<_>>()?;
    ensure!(published.len() == lines.len(), "it published {printed}");
    Ok(published)
}

/// Checks each language in each mode.
pub(crate) fn in_each(check: fn(&str, &str) -> anyhow::Result<()>) -> anyhow::Result<()> {
    for language in LANGUAGES {
        for mode in ["structured", "binary"] {
            check(language, mode)?;
        }
    }
    Ok(())
}

/// Returns data with added or replaced members.
pub(crate) fn with(mut data: Value, members: &Value) -> Value {
    for (name, value) in members.as_object().into_iter().flatten() {
        data[name] = value.clone();
    }
    data
}

/// Validates every message of the log against the JSON Schemas; returns the violations of each.
pub(crate) fn validate(log: &Log) -> anyhow::Result<Vec<Vec<String>>> {
    let messages: Vec<Value> = log
        .messages()?
        .iter()
        .map(|message| {
            let payload = String::from_utf8_lossy(&message.payload);
            json!({ "headers": message.headers, "payload": payload })
        })
        .collect();
    let printed = run(script("javascript/validate.js"), &messages)?;
    let violations: Vec<Vec<String>> = printed
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    ensure!(violations.len() == messages.len(), "it validated {printed}");
    Ok(violations)
}
