//! Checks the running server: health, lag, quarantine, conflicts, outbox, catalogue and clock.

use jiff::fmt::rfc2822;
use model::Instant;
use register::Register;
use serde_json::Value;

use super::finding::Finding;
use crate::{
    api_client::{Accept, ApiClient, HttpAnswer, QueryPairs},
    clock,
    output::{as_failure, count},
};

/// The largest acceptable difference between two clocks; events more than five minutes ahead are invalid.
const CLOCK_DIFFERENCE_LIMIT_SECONDS: i64 = 10;
/// The longest acceptable wait of an event in the outbox.
const WAITING_LIMIT_SECONDS: u64 = 60;
const SERVER: &str = "server";
const OUTBOX: &str = "outbox";

/// Checks the running server; returns the URL of its NATS server too.
pub(super) fn check(server: &ApiClient, register: &Register) -> (Option<String>, Vec<Finding>) {
    let get = |path: &str| server.get(path, &QueryPairs::new(), Accept::Json);
    let (ready, position) =
        match get("/health/ready").and_then(|ready| Ok((ready, get("/v1/position")?))) {
            Ok(answers) => answers,
            Err(error) => {
                let state = as_failure(&format!("{error:#}"));
                return (None, vec![Finding::wrong(SERVER, state, "")]);
            }
        };
    let mut findings = vec![health(server.url(), &read(&ready.text))];
    findings.extend(clocks(&ready, clock::now()));
    let position = read(&position.text);
    findings.extend(status(&position));
    findings.extend(catalogue(&position, register.catalogue().version()));
    // A server without intake has no outbox.
    if let Ok(outbox) = get("/v1/outbox")
        && outbox.status.is_success()
    {
        findings.extend(outbox_state(&read(&outbox.text)));
    }
    (position["natsUrl"].as_str().map(str::to_owned), findings)
}

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or(Value::Null)
}

fn health(url: &str, ready: &Value) -> Finding {
    let status = ready["status"].as_str().unwrap_or("in an unknown state");
    let reason = ready["reason"]
        .as_str()
        .map_or_else(String::new, |reason| format!(" ({reason})"));
    let state = format!("{url} is {status}{reason}");
    let advice = match status {
        "ready" => return Finding::ok(SERVER, state),
        "degraded" => "list the reasons with `knelpunt quarantine list`, and correct the publisher",
        "stale" => {
            "it answers from what it has, and continues when NATS is available again; check NATS"
        }
        "rebuilding" => "wait until it has caught up with the log",
        _ => "it may be of another version; choose another one with --server",
    };
    Finding::wrong(SERVER, state, advice)
}

fn status(position: &Value) -> Vec<Finding> {
    let number = |name: &str| position[name].as_u64();
    let Some(at) = number("position") else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    match (number("lag"), number("lastSequence")) {
        (Some(lag), Some(last)) => {
            let state = format!("{at} of {last}, {lag} behind");
            let advice = "check again in a moment; if it stays behind, read the server's log";
            findings.push(Finding::when(lag == 0, "position", state, advice));
        }
        _ => findings.push(Finding::wrong(
            "position",
            format!("{at}; it has not reached its log"),
            "check NATS",
        )),
    }
    if let Some(quarantined) = number("quarantined") {
        let state = count(quarantined, "invalid message");
        findings.push(Finding::when(
            quarantined == 0,
            "quarantine",
            state,
            "list the reasons: knelpunt quarantine list",
        ));
    }
    if let Some(conflicts) = number("conflicts") {
        let state = format!("{} with the id of another event", count(conflicts, "event"));
        let advice = "a source uses one id twice; `knelpunt show history` shows which event counts";
        findings.push(Finding::when(conflicts == 0, "conflicts", state, advice));
    }
    findings
}

/// Checks the outbox: the accepted events that are not in the log.
fn outbox_state(outbox: &Value) -> Vec<Finding> {
    let number = |name: &str| outbox[name].as_u64().unwrap_or_default();
    let (waiting, oldest, dead) = (number("waiting"), number("oldestSeconds"), number("dead"));
    let state = match waiting {
        0 => "empty".to_owned(),
        waiting => format!(
            "{} waiting, the oldest for {oldest} s",
            count(waiting, "event")
        ),
    };
    let advice =
        "check that NATS is available, has free disk space, and has the stream (`knelpunt init`)";
    let mut findings = vec![Finding::when(
        oldest <= WAITING_LIMIT_SECONDS,
        OUTBOX,
        state,
        advice,
    )];
    let state = format!("{} cannot be published", count(dead, "event"));
    let advice =
        "list the reasons with `knelpunt outbox list`, correct them, then `knelpunt outbox retry`";
    findings.push(Finding::when(dead == 0, OUTBOX, state, advice));
    if let Some(failure) = outbox["failure"].as_str() {
        let state = format!("accepts no events: {}", as_failure(failure));
        findings.push(Finding::wrong(
            OUTBOX,
            state,
            "free some disk space, or replace the disk",
        ));
    }
    findings
}

/// Compares the catalogue of the server with that of the commands on this machine.
fn catalogue(position: &Value, own: &str) -> Option<Finding> {
    let theirs = position["versions"]["catalogue"].as_str()?;
    let state = format!("version {theirs} at the server, {own} here");
    let advice =
        "use the same --catalogue for both, or none: a code may be valid for one of them only";
    Some(Finding::when(theirs == own, "catalogue", state, advice))
}

/// Compares the server's clock with that of this machine, by the header `Date`, which has whole seconds.
fn clocks(answer: &HttpAnswer, now: Instant) -> Option<Finding> {
    let date = rfc2822::DateTimeParser::new()
        .parse_timestamp(answer.date.as_ref()?)
        .ok()?;
    let there = Instant::from_timestamp(date)?;
    let apart_seconds = now.since(there).unsigned_abs() / 1_000_000;
    let state = format!("{apart_seconds} s apart from the server's");
    let advice = "synchronise both clocks: events more than 5 minutes ahead are invalid";
    Some(Finding::when(
        apart_seconds <= CLOCK_DIFFERENCE_LIMIT_SECONDS.unsigned_abs(),
        "clock",
        state,
        advice,
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use ureq::http::StatusCode;

    use super::*;

    #[test]
    fn health_other_than_ready_is_wrong_and_comes_with_advice() {
        assert!(!health("u", &json!({"status": "ready", "reason": null})).is_wrong());
        for status in ["degraded", "stale", "rebuilding"] {
            let found = health("u", &json!({"status": status, "reason": "because"})).to_string();
            assert!(
                found.starts_with("WRONG") && found.contains("(because); "),
                "{found}"
            );
        }
        assert!(health("u", &Value::Null).is_wrong());
    }

    #[test]
    fn lag_quarantine_and_conflicts_are_wrong() {
        let found = |lag: u64, quarantined: u64, conflicts: u64| {
            let position = json!({"position": 7, "lastSequence": 7 + lag, "lag": lag, "quarantined": quarantined, "conflicts": conflicts});
            status(&position)
                .iter()
                .map(Finding::is_wrong)
                .collect::<Vec<_>>()
        };
        assert_eq!(found(0, 0, 0), [false, false, false]);
        assert_eq!(found(1, 0, 2), [true, false, true]);
        assert_eq!(found(0, 1, 0), [false, true, false]);
    }

    #[test]
    fn a_server_that_never_reached_its_log_is_wrong() {
        let found = status(&json!({"position": 0, "lastSequence": null, "lag": null}));
        assert!(found[0].is_wrong());
    }

    #[test]
    fn an_event_that_waits_for_long_or_cannot_be_published_is_wrong() {
        let found = |oldest: Option<u64>, dead: u64, failure: Option<&str>| {
            let outbox =
                json!({"waiting": 3, "oldestSeconds": oldest, "dead": dead, "failure": failure});
            outbox_state(&outbox)
                .iter()
                .map(Finding::is_wrong)
                .collect::<Vec<_>>()
        };
        assert_eq!(found(None, 0, None), [false, false]);
        assert_eq!(found(Some(61), 1, None), [true, true]);
        assert_eq!(found(Some(60), 0, Some("write")), [false, false, true]);
    }

    #[test]
    fn a_server_with_another_catalogue_is_wrong() {
        let position = json!({"versions": {"catalogue": "a"}});
        let found = |own: &str| catalogue(&position, own).map(|found| found.is_wrong());
        assert_eq!((found("a"), found("b")), (Some(false), Some(true)));
    }

    #[test]
    fn clocks_are_compared() {
        let found = |date: &str, now: &str| {
            let answer = HttpAnswer {
                status: StatusCode::OK,
                date: Some(date.to_owned()),
                text: String::new(),
            };
            clocks(&answer, Instant::parse(now).unwrap()).map(|found| found.is_wrong())
        };
        let date = "Sun, 06 Nov 1994 08:49:37 GMT";
        assert_eq!(found(date, "1994-11-06T08:49:47.9Z"), Some(false));
        assert_eq!(found(date, "1994-11-06T08:49:48Z"), Some(true));
        assert_eq!(found(date, "1994-11-06T08:49:26Z"), Some(true));
        assert_eq!(found("yesterday", "1994-11-06T08:49:26Z"), None);
    }
}
