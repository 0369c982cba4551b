//! Every plausible wrong request to the API, with its answer: `api-mistakes.md`, a list to be read as a whole.
//!
//! The test compares the list with the answers of a running server. With `KNELPUNT_REWRITE=1` it rewrites the list
//! instead.

mod requests;

use std::fmt::Write as _;

use anyhow::{Context as _, ensure};
use api::BatchReceipt;
use serde_json::{Value, json};
use tests::{Replacements, Response, Server, compare_reviewed, data, raw, stable};

use requests::{
    BATCHES, BODIES, CONFLICTS, DATA, ENVELOPES, EVENTS, OPERATIONS, PATHS, QUESTIONS, SERVER,
};

const LIST: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/end_to_end/api-mistakes.md"
);
const INTRODUCTION: &str = "\
# Mistakes in requests

Each request is followed by its status and by its problem: the detail, and a line for each violation with the parameter or
the JSON pointer. Written by the test `api_mistakes`, which fails when an answer changes;
`KNELPUNT_REWRITE=1 cargo nextest run -p tests --test end_to_end api_mistakes` rewrites the list. Read it as a whole when
you do: every message says what is wrong, where, and what to do.
";
/// The report that the server has, under the idempotency key `first`.
const REPORT: &str =
    r#"{"municipality":"GM0344","category":"funding","observedAt":"2013-02-12","round":"2013-02"}"#;
/// Returns a body that is too long for the list.
type LongBody = fn() -> String;

/// What a request has in place of a body that is too long for the list.
const LONG: [(&str, LongBody); 3] = [
    ("{70 000 spaces}", || " ".repeat(70_000)),
    ("{1 100 000 spaces}", || " ".repeat(1_100_000)),
    ("{1 001 events}", || ["{}"; 1_001].join(",")),
];

/// Sends a request as it is listed: its first line, its headers, an empty line and its body.
///
/// `Host`, `Content-Type` and `Content-Length` are added unless they are listed; `without NAME` leaves one out.
fn send(server: &Server, request: &str) -> anyhow::Result<Response> {
    let (head, body) = request.split_once("\n\n").unwrap_or((request, ""));
    let mut body = body.to_owned();
    for (short, long) in LONG {
        if body.contains(short) {
            body = body.replace(short, &long());
        }
    }
    let address = server.address();
    let (start, headers) = head.split_once('\n').unwrap_or((head, ""));
    let mut sent = format!("{start} HTTP/1.1\r\nConnection: close\r\n");
    let mut usual = vec![("Host", address.to_owned())];
    if start.starts_with("POST") {
        usual.push(("Content-Type", "application/json".to_owned()));
        usual.push(("Content-Length", body.len().to_string()));
    }
    for (name, value) in usual {
        let listed =
            |line: &str| line.starts_with(&format!("{name}:")) || line == format!("without {name}");
        if !headers.lines().any(listed) {
            let _ = write!(sent, "{name}: {value}\r\n");
        }
    }
    for line in headers.lines().filter(|line| !line.starts_with("without ")) {
        let _ = write!(sent, "{line}\r\n");
    }
    raw::send(address, format!("{sent}\r\n{body}").as_bytes())
}

/// Returns a request with its answer, as they are listed.
fn entry(request: &str, response: &Response) -> anyhow::Result<String> {
    let problem: Value = response.json()?;
    let mut entry = format!("\n```http\n{request}\n```\n\n**{}**", response.status);
    if let Some(allow) = response.header("allow") {
        let _ = write!(entry, ", Allow: {allow}");
    }
    if let Some(seconds) = response.header("retry-after") {
        let _ = write!(entry, ", Retry-After: {seconds}");
    }
    let _ = write!(entry, "\n\n```text\n{}", messages(&problem));
    for (index, item) in problem["items"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
    {
        let _ = write!(entry, "{index}: {} {}", item["status"], messages(item));
    }
    Ok(entry + "```\n")
}

/// Returns the detail of a problem, and a line for each violation.
fn messages(problem: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut messages = format!("{}\n", text(&problem["detail"]));
    for error in problem["errors"].as_array().into_iter().flatten() {
        let location = match error.get("key") {
            Some(key) => text(key),
            None => format!("{:?}", text(&error["pointer"])),
        };
        let _ = writeln!(messages, "  {location} {}", text(&error["problem"]));
    }
    messages.trim_start().to_owned()
}

fn section(
    server: &Server,
    title: &str,
    requests: &[&str],
    replacements: &Replacements,
) -> anyhow::Result<String> {
    let mut section = format!("\n## {title}\n");
    for request in requests {
        let response = send(server, request)?;
        ensure!(
            response.status >= 400 || response.body.contains("\"refused\""),
            "this is no mistake: {request}: {response:?}"
        );
        let entry = entry(request, &response).with_context(|| (*request).to_owned())?;
        section += &stable(&entry, replacements);
    }
    Ok(section)
}

/// Returns the first event of a type in the history.
fn event(kind: &str) -> anyhow::Result<Value> {
    let history = data("rules/history.ndjson");
    let event_type = format!("\"type\":\"nl.knelpunten.{kind}.v1\"");
    let line = history.lines().find(|line| line.contains(&event_type));
    Ok(serde_json::from_str(line.context(event_type)?)?)
}

/// Changes one member: `/data/round = "2013-02"` sets it, `without /data/round` removes it.
fn change(event: &mut Value, edit: &str) -> anyhow::Result<()> {
    let (pointer, value) = if let Some(pointer) = edit.strip_prefix("without ") {
        (pointer, None)
    } else {
        let (pointer, value) = edit.split_once(" = ").context("it sets a member")?;
        (pointer, Some(serde_json::from_str(value)?))
    };
    let (parent, name) = pointer.rsplit_once('/').context("it is a pointer")?;
    let parent = event.pointer_mut(parent).context("it has a parent")?;
    let parent = parent.as_object_mut().context("its parent is an object")?;
    match value {
        Some(value) => {
            parent.insert(name.to_owned(), value);
        }
        None => ensure!(parent.remove(name).is_some(), "there is no {pointer}"),
    }
    Ok(())
}

/// Lists whole events of the history, each with some of its members changed.
fn events(
    server: &Server,
    title: &str,
    changed: &[(&str, &[&str])],
    replacements: &Replacements,
) -> anyhow::Result<String> {
    let mut section = format!("\n## {title}\n");
    for (kind, edits) in changed {
        let mut event = event(kind)?;
        for edit in *edits {
            change(&mut event, edit).with_context(|| format!("{kind}: {edit}"))?;
        }
        let head = "POST /v1/events\nContent-Type: application/cloudevents+json";
        let response = send(server, &format!("{head}\n\n{event}"))?;
        ensure!(response.status >= 400, "{kind} {edits:?} is no mistake");
        let listed = format!("{head}\n\nan event {kind}, with\n{}", edits.join("\n"));
        section += &stable(&entry(&listed, &response)?, replacements);
    }
    Ok(section)
}

#[test]
fn every_wrong_request_has_an_answer_that_was_read() -> anyhow::Result<()> {
    let server = Server::up()?;
    let first = format!("POST /v1/reports\nIdempotency-Key: \"first\"\n\n{REPORT}");
    let first = send(&server, &first)?;
    ensure!(first.status == 201, "{first:?}");
    let report = event("knelpunt-reported")?;
    let whole = json!([report]);
    let stored =
        format!("POST /v1/events\nContent-Type: application/cloudevents-batch+json\n\n{whole}");
    let stored = send(&server, &stored)?;
    ensure!(stored.json::<BatchReceipt>()?.accepted == 1, "{stored:?}");
    server.reached(2)?;

    let address = server.address().to_owned();
    let replacements = vec![
        (server.data().display().to_string(), "{data}"),
        (address, "{listen}"),
    ];
    let mut list = INTRODUCTION.to_owned();
    for (title, requests) in [
        ("Paths and methods", PATHS),
        ("Questions", QUESTIONS),
        ("Host, Origin and content types", SERVER),
        ("Bodies", BODIES),
        ("Data of one event", DATA),
    ] {
        list += &section(&server, title, requests, &replacements)?;
    }
    list += &events(&server, "Envelopes", ENVELOPES, &replacements)?;
    list += &events(&server, "Data in events", EVENTS, &replacements)?;
    for (title, requests) in [
        ("Batches", BATCHES),
        ("Conflicts", CONFLICTS),
        ("Operations", OPERATIONS),
    ] {
        list += &section(&server, title, requests, &replacements)?;
    }
    ensure!(server.position() == Some(2), "a mistake was published");
    compare_reviewed(LIST, &list)
}
