//! The running server: whether it is fit, how far behind, what it holds that should not be, and its clock.

use jiff::fmt::rfc2822;
use model::Instant;
use register::Register;
use serde_json::Value;

use super::finding::Finding;
use crate::{
    api_client::{Accept, Answer, ApiClient, QueryPairs},
    clock,
    output::as_failure,
};

/// Clocks further apart than this are wrong; a publisher's may be five minutes ahead at most.
const APART_LIMIT_SECONDS: i64 = 10;
/// An event that waits longer than this is waited for in vain.
const WAITING_LIMIT_SECONDS: u64 = 60;
const SERVER: &str = "server";
const OUTBOX: &str = "outbox";

/// Looks at the running server; gives where it says that NATS is.
pub(super) fn look(server: &ApiClient, register: &Register) -> (Option<String>, Vec<Finding>) {
    let asked = |path: &str| server.ask(path, &QueryPairs::new(), Accept::Json);
    let (ready, position) =
        match asked("/health/ready").and_then(|ready| Ok((ready, asked("/v1/position")?))) {
            Ok(answers) => answers,
            Err(error) => {
                let said = format!("cannot be asked: {}", as_failure(&format!("{error:#}")));
                return (None, vec![Finding::wrong(SERVER, said, "")]);
            }
        };
    let mut findings = vec![health(server.url(), &read(&ready.text))];
    findings.extend(clocks(&ready, clock::now()));
    let position = read(&position.text);
    findings.extend(standing(&position));
    findings.extend(catalogue(&position, register.catalogue().version()));
    // One that takes no events has no outbox.
    if let Ok(outbox) = asked("/v1/outbox")
        && outbox.status.is_success()
    {
        findings.extend(waiting(&read(&outbox.text)));
    }
    (position["natsUrl"].as_str().map(str::to_owned), findings)
}

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or(Value::Null)
}

fn health(url: &str, ready: &Value) -> Finding {
    let status = ready["status"].as_str().unwrap_or("not to be understood");
    let reason = ready["reason"]
        .as_str()
        .map_or_else(String::new, |reason| format!(" ({reason})"));
    let said = format!("{url} is {status}{reason}");
    let to_do = match status {
        "ready" => return Finding::ok(SERVER, said),
        "degraded" => "look at /v1/quarantine, and mend who publishes that",
        "stale" => {
            "it answers as it last knew, and goes on by itself once NATS is back; look after NATS"
        }
        "rebuilding" => "wait until it has caught up with its log",
        _ => "is it another version? pass --server",
    };
    Finding::wrong(SERVER, said, to_do)
}

fn standing(position: &Value) -> Vec<Finding> {
    let count = |name: &str| position[name].as_u64();
    let Some(at) = count("position") else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    match (count("lag"), count("lastSequence")) {
        (Some(lag), Some(last)) => {
            let said = format!("{at} of {last}, {lag} behind");
            let to_do =
                "wait a moment and look again; if it stays behind, look at the server's log";
            findings.push(Finding::when(lag == 0, "position", said, to_do));
        }
        _ => findings.push(Finding::wrong(
            "position",
            format!("{at}; it has not seen its log"),
            "look after NATS",
        )),
    }
    if let Some(quarantined) = count("quarantined") {
        let said = format!("{quarantined} messages that are no valid event");
        findings.push(Finding::when(
            quarantined == 0,
            "quarantine",
            said,
            "look at /v1/quarantine for every reason",
        ));
    }
    if let Some(conflicts) = count("conflicts") {
        let said = format!("{conflicts} contents that share the id of another");
        let to_do =
            "a source uses one id for two events; the history of the knelpunt shows which counts";
        findings.push(Finding::when(conflicts == 0, "conflicts", said, to_do));
    }
    findings
}

/// Looks at what was taken and is not in the log.
fn waiting(outbox: &Value) -> Vec<Finding> {
    let count = |name: &str| outbox[name].as_u64().unwrap_or_default();
    let (waiting, oldest, dead) = (count("waiting"), count("oldestSeconds"), count("dead"));
    let said = match waiting {
        0 => "nothing waits".to_owned(),
        waiting => format!("{waiting} events wait, the first for {oldest} s"),
    };
    let to_do =
        "look whether NATS can be reached, has room, and its stream exists (`knelpunt init`)";
    let mut findings = vec![Finding::when(
        oldest <= WAITING_LIMIT_SECONDS,
        OUTBOX,
        said,
        to_do,
    )];
    let said = format!("{dead} events cannot be published");
    let to_do = "`knelpunt outbox list` says why; once that is mended, `knelpunt outbox retry`";
    findings.push(Finding::when(dead == 0, OUTBOX, said, to_do));
    if let Some(failure) = outbox["failure"].as_str() {
        let said = format!("takes no events: {}", as_failure(failure));
        findings.push(Finding::wrong(OUTBOX, said, "make room, or mend the disk"));
    }
    findings
}

/// Compares what the server looks codes up in with what words here do.
fn catalogue(position: &Value, own: &str) -> Option<Finding> {
    let theirs = position["versions"]["catalogue"].as_str()?;
    let said = format!("the server goes by {theirs}, words here by {own}");
    let to_do = "give both the same --catalogue, or none; what one takes the other may refuse";
    Some(Finding::when(theirs == own, "catalogue", said, to_do))
}

/// Compares the server's clock with that of this machine, as far as `Date` tells: whole seconds.
fn clocks(answer: &Answer, now: Instant) -> Option<Finding> {
    let date = rfc2822::DateTimeParser::new()
        .parse_timestamp(answer.date.as_ref()?)
        .ok()?;
    let there = Instant::from_timestamp(date)?;
    let apart_seconds = now.since(there).unsigned_abs() / 1_000_000;
    let said = format!("{apart_seconds} s apart from the server's");
    let to_do = "set both by the same time service; events from the future are refused";
    Some(Finding::when(
        apart_seconds <= APART_LIMIT_SECONDS.unsigned_abs(),
        "clock",
        said,
        to_do,
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use ureq::http::StatusCode;

    use super::*;

    #[test]
    fn health_that_is_not_ready_is_wrong_and_says_what_to_do() {
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
            standing(&position)
                .iter()
                .map(Finding::is_wrong)
                .collect::<Vec<_>>()
        };
        assert_eq!(found(0, 0, 0), [false, false, false]);
        assert_eq!(found(1, 0, 2), [true, false, true]);
        assert_eq!(found(0, 1, 0), [false, true, false]);
    }

    #[test]
    fn a_server_that_never_saw_its_log_is_wrong() {
        let found = standing(&json!({"position": 0, "lastSequence": null, "lag": null}));
        assert!(found[0].is_wrong());
    }

    #[test]
    fn what_waits_for_long_or_cannot_be_published_is_wrong() {
        let found = |oldest: Option<u64>, dead: u64, failure: Option<&str>| {
            let outbox =
                json!({"waiting": 3, "oldestSeconds": oldest, "dead": dead, "failure": failure});
            waiting(&outbox)
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
            let answer = Answer {
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
