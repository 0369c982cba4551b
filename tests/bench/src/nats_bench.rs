//! The same stream read by NATS's own tool, where it is installed.

use std::process::Command;

/// Drains the stream with `nats bench` and an ordered consumer; returns the line that it prints.
pub(crate) fn drain(nats_url: &str, events: usize) -> String {
    let events = events.to_string();
    let value = [
        "--server",
        nats_url,
        "bench",
        "js",
        "ordered",
        "--stream",
        journal::STREAM,
    ];
    let mut command = Command::new("nats");
    command
        .args(value)
        .args(["--msgs", &events, "--no-progress"]);
    let Ok(output) = command.output() else {
        return "not available: no `nats` on the search path".to_owned();
    };
    let output = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    let figure = output.lines().rev().find(|line| line.contains("msgs/sec"));
    let line = figure.or_else(|| output.lines().rev().find(|line| !line.trim().is_empty()));
    line.unwrap_or("it said nothing").trim().replace('|', "/")
}
