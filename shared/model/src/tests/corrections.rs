//! Withdrawals and redactions: the event that they correct, and the replacement of a redacted one.

use serde_json::json;

use super::*;
use crate::{Content, Data, EventKey, Subject};

const KNELPUNT: &str = "fe26f0b1-abf0-569b-83e9-240366e7a9d1";

/// A redaction of `event` whose replacement has these members added or overridden.
fn replaced(of: &Value, more: Value) -> Value {
    let replacement = json!({ "type": of["type"], "time": of["time"], "data": of["data"] });
    redacted(of, json!({ "replacement": with(replacement, more) }))
}

#[test]
fn a_withdrawal_has_the_subject_of_the_withdrawn_event() {
    check(&withdrawn(KNELPUNT, json!({})), &[]);
    check(&withdrawn("GM0344/2013-02", json!({})), &[]);
    for invalid in [
        "x",
        "GM0344",
        "GM0344/",
        "GM0344/Ronde",
        &KNELPUNT.to_uppercase(),
    ] {
        check(
            &withdrawn(invalid, json!({})),
            &[("/subject", "is neither a knelpunt id nor")],
        );
    }
    check(
        &withdrawn("GM0003/2013-02", json!({})),
        &[("/subject", "names a different municipality")],
    );
}

#[test]
fn the_corrected_event_is_identified_by_source_and_id() {
    check(
        &withdrawn(KNELPUNT, json!({ "event": {} })),
        &[
            ("/data/event/source", "is missing"),
            ("/data/event/id", "is missing"),
        ],
    );
    check(
        &withdrawn(KNELPUNT, json!({ "event": "e1" })),
        &[("/data/event", "is a string, not an object")],
    );
}

#[test]
fn every_type_but_a_redaction_can_be_redacted() {
    let report = reported(json!({}));
    for event in [
        report.clone(),
        resolved(json!({})),
        merged(json!({})),
        consulted(json!({})),
        supported(json!({ "organisation": "x" })),
        withdrawn(KNELPUNT, json!({})),
    ] {
        check(&redacted(&event, json!({})), &[]);
    }
    let redaction = redacted(&report, json!({}));
    let problem = "is not an event type that can be redacted";
    check(
        &redacted(&redaction, json!({})),
        &[("/data/replacement/type", problem)],
    );
    for invalid in [
        "nl.knelpunten.knelpunt-reported.v2",
        "knelpunt-reported",
        "",
    ] {
        check(
            &replaced(&report, json!({ "type": invalid })),
            &[("/data/replacement/type", problem)],
        );
    }
}

#[test]
fn a_replacement_has_type_time_and_data_and_nothing_else() {
    let event = reported(json!({}));
    check(
        &replaced(
            &event,
            json!({ "type": absent(), "time": null, "data": null, "id": "e1" }),
        ),
        &[
            ("/data/replacement/type", "is missing"),
            ("/data/replacement/time", "is missing"),
            ("/data/replacement/data", "is missing"),
            ("/data/replacement/id", "is not a known member"),
        ],
    );
    check(
        &replaced(&event, json!({ "type": 1, "time": 2, "data": 3 })),
        &[
            ("/data/replacement/type", "is a number, not a string"),
            ("/data/replacement/time", "is a number, not a string"),
        ],
    );
    check(
        &replaced(&event, json!({ "time": "then", "data": [] })),
        &[
            ("/data/replacement/time", "is not an RFC 3339 date-time"),
            ("/data/replacement/data", "is an array, not an object"),
        ],
    );
    check(
        &redacted(&event, json!({ "replacement": "x" })),
        &[("/data/replacement", "is a string, not an object")],
    );
}

#[test]
fn the_data_of_a_replacement_are_validated_like_those_of_an_event() {
    let data = json!({
        "municipality": "GM0344", "category": "no-such", "observedAt": "2013-02-16", "extra": 1,
        "party": { "kind": "vendor", "name": " " }, "description": "a\nb",
    });
    check(
        &replaced(&reported(json!({})), json!({ "data": data })),
        &[
            ("/data/replacement/data/category", "is not a category"),
            (
                "/data/replacement/data/observedAt",
                "is more than 24 hours after time",
            ),
            ("/data/replacement/data/extra", "is not a known member"),
            ("/data/replacement/data/party/kind", "is not one of"),
            ("/data/replacement/data/party/name", "is blank"),
            (
                "/data/replacement/data/description",
                "has control characters",
            ),
        ],
    );
}

#[test]
fn a_replacement_has_the_same_subject_and_municipality() {
    let event = reported(json!({}));
    let other = reported(json!({ "category": "funding" }));
    check(
        &replaced(&event, json!({ "data": other["data"] })),
        &[(
            "/subject",
            "does not match the identity in /data/replacement/data",
        )],
    );
    check(
        &redacted(&event, json!({ "municipality": "GM0003" })),
        &[(
            "/data/replacement/data/municipality",
            "differs from the municipality of the redaction",
        )],
    );
}

#[test]
fn a_violation_found_by_two_rules_is_listed_once() {
    let event = with(withdrawn(KNELPUNT, json!({})), json!({ "subject": "x" }));
    check(
        &redacted(&event, json!({})),
        &[("/subject", "is neither a knelpunt id nor")],
    );
}

#[test]
fn a_replacement_has_the_key_of_the_event_that_it_replaces() {
    let report = reported(json!({ "description": "van J. Jansen" }));
    let data = with(report["data"].clone(), json!({ "description": absent() }));
    let redaction = valid(&replaced(&report, json!({ "data": data })));
    let replacement = redaction.replacement.unwrap();
    assert_eq!(
        replacement.key,
        EventKey::new(&text(&report, "source"), &text(&report, "id"))
    );
    assert_eq!(
        replacement.subject,
        Subject::parse(&text(&report, "subject")).unwrap()
    );
    assert_eq!(
        replacement.content,
        Content::from_parts(&data, &text(&report, "time"), &text(&report, "type")).unwrap()
    );
    assert!(matches!(replacement.data, Data::Reported(data) if data.description.is_none()));
}
