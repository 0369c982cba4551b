//! Checks the running server: health, lag, quarantine, conflicts, outbox, catalogue and clock.

use api::{OutboxPage, PositionReport};
use jiff::fmt::rfc2822;
use model::Instant;
use register::Register;
use serde::de::DeserializeOwned;
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
const WAITING_LIMIT_SECONDS: i64 = 60;
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
    let mut findings = vec![health(server.url(), parse_health(&ready))];
    findings.extend(clocks(&ready, clock::now()));
    // A server without views has no position, one without intake has no outbox.
    let position: Option<PositionReport> = parse(&position);
    if let Some(position) = &position {
        findings.extend(status(position));
        findings.push(catalogue(position, register.catalogue().version()));
    }
    let outbox = get("/v1/outbox").ok();
    if let Some(outbox) = outbox.as_ref().and_then(parse::<OutboxPage>) {
        findings.extend(outbox_state(&outbox));
    }
    (position.and_then(|position| position.nats_url), findings)
}

fn parse<T: DeserializeOwned>(answer: &HttpAnswer) -> Option<T> {
    serde_json::from_str(&answer.text).ok()
}

/// The health of any server, also of another version.
#[derive(Debug, Default)]
struct Health {
    status: String,
    reason: Option<String>,
}

/// Reads the health of a server that is ready, or the problem of one that is not.
fn parse_health(answer: &HttpAnswer) -> Health {
    let document: Value = parse(answer).unwrap_or_default();
    let text = |name: &str| document[name].as_str().map(str::to_owned);
    Health {
        status: text("state").or_else(|| text("status")).unwrap_or_default(),
        reason: text("reason"),
    }
}

fn health(url: &str, health: Health) -> Finding {
    let Health { status, reason } = health;
    let reason = reason.map_or_else(String::new, |reason| format!(" ({reason})"));
    let shown = if status.is_empty() {
        "in an unknown state"
    } else {
        &status
    };
    let state = format!("{url} is {shown}{reason}");
    let advice = match status.as_str() {
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

fn status(report: &PositionReport) -> Vec<Finding> {
    let PositionReport {
        position,
        quarantined,
        conflicts,
        ..
    } = *report;
    let of_log = match (report.lag, report.last_sequence) {
        (Some(lag), Some(last)) => Finding::when(
            lag == 0,
            "position",
            format!("{position} of {last}, {lag} behind"),
            "check again in a moment; if it stays behind, read the server's log",
        ),
        _ => Finding::wrong(
            "position",
            format!("{position}; it has not reached its log"),
            "check NATS",
        ),
    };
    vec![
        of_log,
        Finding::when(
            quarantined == 0,
            "quarantine",
            count(quarantined, "invalid message"),
            "list the reasons: knelpunt quarantine list",
        ),
        Finding::when(
            conflicts == 0,
            "conflicts",
            format!("{} with the id of another event", count(conflicts, "event")),
            "a source uses one id twice; `knelpunt show history` shows which event counts",
        ),
    ]
}

/// Checks the outbox: the accepted events that are not in the log.
fn outbox_state(outbox: &OutboxPage) -> Vec<Finding> {
    let (waiting, dead) = (outbox.waiting, outbox.dead);
    let oldest = outbox.oldest_seconds.unwrap_or_default();
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
    if let Some(failure) = &outbox.failure {
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
fn catalogue(position: &PositionReport, own: &str) -> Finding {
    let theirs = &position.versions.catalogue;
    let state = format!("version {theirs} at the server, {own} here");
    let advice =
        "use the same --catalogue for both, or none: a code may be valid for one of them only";
    Finding::when(theirs == own, "catalogue", state, advice)
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
    use api::Example as _;
    use ureq::http::StatusCode;

    use super::*;

    fn wrong(findings: &[Finding]) -> Vec<bool> {
        findings.iter().map(Finding::is_wrong).collect()
    }

    #[test]
    fn health_other_than_ready_is_wrong_and_comes_with_advice() {
        let with_status = |status: &str| {
            let reason = Some("because".to_owned());
            let status = status.to_owned();
            health("u", Health { status, reason })
        };
        assert!(!with_status("ready").is_wrong());
        for status in ["degraded", "stale", "rebuilding"] {
            let found = with_status(status).to_string();
            assert!(
                found.starts_with("WRONG") && found.contains("(because); "),
                "{found}"
            );
        }
        assert!(health("u", Health::default()).is_wrong());
    }

    #[test]
    fn lag_quarantine_and_conflicts_are_wrong() {
        let found = |lag: u64, quarantined: u64, conflicts: u64| {
            wrong(&status(&PositionReport {
                lag: Some(lag),
                quarantined,
                conflicts,
                ..PositionReport::example()
            }))
        };
        assert_eq!(found(0, 0, 0), [false, false, false]);
        assert_eq!(found(1, 0, 2), [true, false, true]);
        assert_eq!(found(0, 1, 0), [false, true, false]);
    }

    #[test]
    fn a_server_that_never_reached_its_log_is_wrong() {
        let report = PositionReport {
            last_sequence: None,
            lag: None,
            ..PositionReport::example()
        };
        assert!(status(&report)[0].is_wrong());
    }

    #[test]
    fn an_event_that_waits_for_long_or_cannot_be_published_is_wrong() {
        let found = |oldest_seconds: Option<i64>, dead: u64, failure: Option<&str>| {
            wrong(&outbox_state(&OutboxPage {
                waiting: 3,
                oldest_seconds,
                dead,
                failure: failure.map(str::to_owned),
                ..OutboxPage::example()
            }))
        };
        assert_eq!(found(None, 0, None), [false, false]);
        assert_eq!(found(Some(61), 1, None), [true, true]);
        assert_eq!(found(Some(60), 0, Some("write")), [false, false, true]);
    }

    #[test]
    fn a_server_with_another_catalogue_is_wrong() {
        let report = PositionReport::example();
        let own = report.versions.catalogue.clone();
        assert!(!catalogue(&report, &own).is_wrong());
        assert!(catalogue(&report, "another").is_wrong());
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
