//! The envelope.

use serde_json::json;

use super::*;

fn envelope(more: Value) -> Value {
    with(reported(json!({})), more)
}

#[test]
fn a_whole_envelope_is_valid_also_without_what_is_optional() {
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
fn every_attribute_that_is_missing_is_named() {
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
fn every_attribute_that_is_not_a_text_is_named_once() {
    let more = json!({
        "specversion": 1.0, "id": 5, "source": ["urn:a"], "type": {}, "subject": true, "time": 0,
        "datacontenttype": 1,
    });
    check(
        &envelope(more),
        &[
            ("/specversion", "is a number, not a text"),
            ("/id", "is a number, not a text"),
            ("/source", "is a list, not a text"),
            ("/type", "is an object, not a text"),
            ("/subject", "is a truth value, not a text"),
            ("/time", "is a number, not a text"),
            ("/datacontenttype", "is a number, not a text"),
        ],
    );
}

#[test]
fn another_version_of_cloudevents_is_refused() {
    for version in ["0.3", "1.1", "1", ""] {
        check(
            &envelope(json!({ "specversion": version })),
            &[("/specversion", "is not \"1.0\"")],
        );
    }
}

#[test]
fn a_type_that_is_not_known_is_told_from_a_version_that_is_not() {
    let refused = |name: &str, problem: &str| {
        check(&envelope(json!({ "type": name })), &[("/type", problem)]);
    };
    refused(
        "nl.knelpunten.knelpunt-reported.v2",
        "known is nl.knelpunten.knelpunt-reported.v1",
    );
    refused(
        "nl.knelpunten.knelpunt-reported.v10",
        "is a version that is not known",
    );
    refused(
        "nl.knelpunten.knelpunt-vanished.v1",
        "is not a type that is known",
    );
    refused(
        "nl.knelpunten.knelpunt-reported",
        "is not a type that is known",
    );
    refused("knelpunt-reported.v1", "is not a type that is known");
    refused(
        "nl.knelpunten.Knelpunt-reported.v1",
        "is not a type that is known",
    );
    refused("", "is not a type that is known");
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
fn data_are_json_and_stand_in_data() {
    for right in ["application/json", "Application/JSON; charset=utf-8"] {
        check(&envelope(json!({ "datacontenttype": right })), &[]);
    }
    for wrong in ["text/xml", "", "application/jsonp"] {
        check(
            &envelope(json!({ "datacontenttype": wrong })),
            &[("/datacontenttype", "is not application/json")],
        );
    }
    check(&envelope(json!({ "data_base64": null })), &[]);
    check(
        &envelope(json!({ "data_base64": "e30=" })),
        &[("/data_base64", "put the data, as JSON")],
    );
    check(
        &envelope(json!({ "data": absent(), "data_base64": "e30=" })),
        &[("/data_base64", "put the data, as JSON")],
    );
    for (other, kind) in [
        (json!([]), "a list"),
        (json!("{}"), "a text"),
        (json!(0), "a number"),
    ] {
        check(&envelope(json!({ "data": other })), &[("/data", kind)]);
    }
}

#[test]
fn faults_of_envelope_and_data_are_named_together() {
    let data = json!({ "category": "no-such", "observedAt": "soon", "extra": 1, "reporter": {} });
    let more = json!({ "specversion": "2.0", "id": absent(), "time": "yesterday", "subject": "x", "data": data });
    check(
        &envelope(more),
        &[
            ("/specversion", "is not \"1.0\""),
            ("/id", "is missing"),
            ("/time", "is not RFC 3339 with offset"),
            ("/subject", "is not a knelpunt id"),
            ("/data/municipality", "is missing"),
            ("/data/category", "is not a category"),
            ("/data/observedAt", "is neither a date"),
            ("/data/extra", "is not a member"),
            ("/data/reporter/role", "is missing"),
        ],
    );
}

#[test]
fn a_time_well_ahead_of_a_publishers_clock_is_no_fault_of_the_event() {
    let event = valid(&envelope(json!({})));
    let minutes = |minutes: i64| event.time.plus_microseconds(-minutes * 60_000_000);
    assert_eq!(event.check_clock(minutes(5)), None);
    assert_eq!(event.check_clock(minutes(6)).unwrap().path, "/time");
    assert_eq!(event.check_clock(minutes(-60)), None);
}
