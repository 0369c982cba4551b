//! The envelope.

use serde_json::json;

use super::*;

fn envelope(more: Value) -> Value {
    with(reported(json!({})), more)
}

#[test]
fn an_envelope_is_valid_with_and_without_optional_attributes() {
    check(&envelope(json!({})), &[]);
    check(&envelope(json!({ "datacontenttype": absent() })), &[]);
    check(&envelope(json!({ "datacontenttype": null })), &[]);
}

#[test]
fn extension_attributes_are_allowed_and_ignored() {
    let more =
        json!({ "traceparent": "00-0a-0b-01", "sequence": 7, "dataschema": "urn:x", "other": {} });
    check(&envelope(more), &[]);
}

#[test]
fn every_missing_attribute_is_named() {
    for empty in [absent(), json!(null)] {
        let more = json!({
            "specversion": empty, "id": empty, "source": empty, "type": empty, "subject": empty, "time": empty,
            "data": empty,
        });
        check(
            &envelope(more),
            &[
                ("/specversion", "is missing"),
                ("/id", "is missing"),
                ("/source", "is missing"),
                ("/type", "is missing"),
                ("/subject", "is missing"),
                ("/time", "is missing"),
                ("/data", "is missing"),
            ],
        );
    }
}

#[test]
fn every_attribute_that_is_not_a_string_is_named_once() {
    let more = json!({
        "specversion": 1.0, "id": 5, "source": ["urn:a"], "type": {}, "subject": true, "time": 0,
        "datacontenttype": 1,
    });
    check(
        &envelope(more),
        &[
            ("/specversion", "is a number, not a string"),
            ("/id", "is a number, not a string"),
            ("/source", "is an array, not a string"),
            ("/type", "is an object, not a string"),
            ("/subject", "is a boolean, not a string"),
            ("/time", "is a number, not a string"),
            ("/datacontenttype", "is a number, not a string"),
        ],
    );
}

#[test]
fn another_version_of_cloudevents_is_invalid() {
    for version in ["0.3", "1.1", "1", ""] {
        check(
            &envelope(json!({ "specversion": version })),
            &[("/specversion", "is not \"1.0\"")],
        );
    }
}

#[test]
fn an_unknown_type_and_an_unknown_version_are_distinguished() {
    let invalid = |name: &str, problem: &str| {
        check(&envelope(json!({ "type": name })), &[("/type", problem)]);
    };
    invalid(
        "nl.knelpunten.knelpunt-reported.v2",
        "the known one is nl.knelpunten.knelpunt-reported.v1",
    );
    invalid(
        "nl.knelpunten.knelpunt-reported.v10",
        "is an unknown version",
    );
    invalid(
        "nl.knelpunten.knelpunt-vanished.v1",
        "is not a known event type",
    );
    invalid(
        "nl.knelpunten.knelpunt-reported",
        "is not a known event type",
    );
    invalid("knelpunt-reported.v1", "is not a known event type");
    invalid(
        "nl.knelpunten.Knelpunt-reported.v1",
        "is not a known event type",
    );
    invalid("", "is not a known event type");
}

#[test]
fn id_and_source_are_texts_of_at_most_200_code_points() {
    for name in ["id", "source"] {
        let path = format!("/{name}");
        check(&envelope(json!({ name: "é".repeat(200) })), &[]);
        check(
            &envelope(json!({ name: "é".repeat(201) })),
            &[(&path, "has 201 characters, more than 200")],
        );
        check(
            &envelope(json!({ name: " \u{a0}" })),
            &[(&path, "is blank")],
        );
        check(&envelope(json!({ name: "" })), &[(&path, "is blank")]);
        check(
            &envelope(json!({ name: "a\nb" })),
            &[(&path, "has control characters")],
        );
    }
}

#[test]
fn data_are_json_in_the_member_data() {
    for valid in ["application/json", "Application/JSON; charset=utf-8"] {
        check(&envelope(json!({ "datacontenttype": valid })), &[]);
    }
    for invalid in ["text/xml", "", "application/jsonp"] {
        check(
            &envelope(json!({ "datacontenttype": invalid })),
            &[("/datacontenttype", "is not application/json")],
        );
    }
    check(&envelope(json!({ "data_base64": null })), &[]);
    check(
        &envelope(json!({ "data_base64": "e30=" })),
        &[("/data_base64", "is given beside data")],
    );
    for (other, kind) in [
        (json!([]), "an array"),
        (json!("{}"), "a string"),
        (json!(0), "a number"),
    ] {
        check(&envelope(json!({ "data": other })), &[("/data", kind)]);
    }
}

#[test]
fn violations_of_envelope_and_data_are_reported_together() {
    let data = json!({ "category": "no-such", "observedAt": "soon", "extra": 1, "reporter": {} });
    let more = json!({ "specversion": "2.0", "id": absent(), "time": "yesterday", "subject": "x", "data": data });
    check(
        &envelope(more),
        &[
            ("/specversion", "is not \"1.0\""),
            ("/id", "is missing"),
            ("/time", "is not an RFC 3339 date-time with offset"),
            ("/subject", "is not a knelpunt id"),
            ("/data/municipality", "is missing"),
            ("/data/category", "is not a category"),
            ("/data/observedAt", "is neither a date"),
            ("/data/extra", "is not a known member"),
            ("/data/reporter/role", "is missing"),
        ],
    );
}

#[test]
fn a_time_ahead_of_the_publishers_clock_is_no_violation_of_the_contract() {
    let event = valid(&envelope(json!({})));
    let minutes = |minutes: i64| event.time.plus_microseconds(-minutes * 60_000_000);
    assert_eq!(event.check_clock(minutes(5)), None);
    assert_eq!(event.check_clock(minutes(6)).unwrap().path, "/time");
    assert_eq!(event.check_clock(minutes(-60)), None);
}
