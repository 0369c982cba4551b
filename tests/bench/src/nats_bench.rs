//! What NATS's own tool reads from the same stream, where it can be had.

use std::process::Command;

/// Lets `nats bench` drain the stream by an ordered consumer; says in words what came of it.
pub(crate) fn drain(nats_url: &str, events: usize) -> String {
    let events = events.to_string();
    let words = [
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
        .args(words)
        .args(["--msgs", &events, "--no-progress"]);
    let Ok(output) = command.output() else {
        return "not to be had: no `nats` on the search path".to_owned();
    };
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    let figure = said.lines().rev().find(|line| line.contains("msgs/sec"));
    let line = figure.or_else(|| said.lines().rev().find(|line| !line.trim().is_empty()));
    line.unwrap_or("it said nothing").trim().replace('|', "/")
}
