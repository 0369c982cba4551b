//! Structured and binary mode.

use serde_json::json;

use super::*;
use crate::Content;

/// The headers of an event in binary mode, and its payload.
fn binary(event: &Value) -> (Vec<(String, String)>, Vec<u8>) {
    let attributes = event.as_object().unwrap().iter();
    let headers = attributes
        .filter(|(name, _)| *name != "data" && *name != "datacontenttype")
        .map(|(name, value)| (format!("ce-{name}"), value.as_str().unwrap().to_owned()))
        .collect();
    (headers, event["data"].to_string().into_bytes())
}

#[track_caller]
fn check_headers(change: impl FnOnce(&mut Vec<(String, String)>), expected: &[(&str, &str)]) {
    let (mut headers, payload) = binary(&reported(json!({})));
    change(&mut headers);
    let headers: Vec<_> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    check_message(&headers, &payload, expected);
}

fn set(name: &'static str, value: &'static str) -> impl FnOnce(&mut Vec<(String, String)>) {
    move |headers| {
        headers.retain(|(stored, _)| stored != name);
        headers.push((name.to_owned(), value.to_owned()));
    }
}

#[test]
fn both_modes_give_the_same_event() {
    for event in [
        reported(json!({ "description": "=1+1" })),
        consulted(json!({})),
        supported(json!({ "topics": ["funding"] })),
        redacted(&reported(json!({})), json!({})),
    ] {
        let (headers, payload) = binary(&event);
        let received = decode(&headers, &payload, Register::embedded()).unwrap();
        assert_eq!(received, valid(&event));
    }
}

#[test]
fn both_modes_give_the_same_violations() {
    let event = with(
        reported(json!({ "extra": 1 })),
        json!({ "time": "now", "subject": "x" }),
    );
    let (headers, payload) = binary(&event);
    let structured = decode_structured(event.to_string().as_bytes(), Register::embedded());
    assert_eq!(decode(&headers, &payload, Register::embedded()), structured);
    assert_eq!(structured.unwrap_err().violations.len(), 3);
}

#[test]
fn header_names_are_case_insensitive() {
    check_headers(
        |headers| {
            for (name, _) in headers {
                *name = name.to_uppercase();
            }
        },
        &[],
    );
    check_headers(set("CONTENT-type", "application/JSON"), &[]);
}

#[test]
fn values_of_headers_are_percent_decoded_once() {
    let (mut headers, payload) = binary(&reported(json!({})));
    set("ce-source", "urn:caf%C3%A9%20100%2525")(&mut headers);
    set("ce-id", "\"a \\\"b\\\"\"")(&mut headers);
    let event = decode(&headers, &payload, Register::embedded()).unwrap();
    assert_eq!(
        (event.source.as_str(), event.id.as_str()),
        ("urn:café 100%25", "a \"b\"")
    );
    check_headers(
        set("ce-id", "%ff"),
        &[(
            "/id",
            "is not UTF-8: send the text as UTF-8 and percent-encode it, such as caf%C3%A9 for café",
        )],
    );
    check_headers(set("ce-id", "a%0Ab"), &[("/id", "has control characters")]);
}

#[test]
fn a_duplicate_header_is_invalid() {
    check_headers(
        |headers| headers.push(("Ce-Id".to_owned(), "other".to_owned())),
        &[("/id", "appears in two headers")],
    );
}

#[test]
fn every_missing_header_is_named_including_the_version() {
    check_headers(
        |headers| headers.retain(|(name, _)| name == "ce-type"),
        &[
            ("/specversion", "is missing"),
            ("/id", "is missing"),
            ("/source", "is missing"),
            ("/subject", "is missing"),
            ("/time", "is missing"),
        ],
    );
}

#[test]
fn extension_attributes_and_other_headers_are_ignored() {
    check_headers(set("ce-traceparent", "00-0a-0b-01"), &[]);
    check_headers(set("Nats-Msg-Id", "x"), &[]);
}

#[test]
fn in_binary_mode_the_content_type_is_that_of_the_data() {
    check_headers(set("Content-Type", "application/json; charset=utf-8"), &[]);
    check_headers(
        set("Content-Type", "text/xml"),
        &[("/datacontenttype", "\"text/xml\" is not application/json")],
    );
    check_headers(
        set("ce-datacontenttype", "text/xml"),
        &[("/datacontenttype", "is not application/json")],
    );
}

#[test]
fn violations_of_headers_and_payload_are_reported_together() {
    let headers = [("ce-specversion", "0.3"), ("ce-type", "x")];
    let envelope = [
        ("/specversion", "is not \"1.0\""),
        ("/type", "is not a known event type"),
        ("/id", "is missing"),
        ("/source", "is missing"),
        ("/subject", "is missing"),
        ("/time", "is missing"),
    ];
    for (payload, problem) in [
        (&b"{"[..], "is incomplete JSON"),
        (b"\xff", "is not UTF-8"),
        (b"null", "is missing"),
        (b"", "is missing"),
    ] {
        check_message(
            &headers,
            payload,
            &[&envelope[..], &[("/data", problem)]].concat(),
        );
    }
}

#[test]
fn a_duplicate_member_of_the_payload_is_invalid() {
    let (headers, payload) = binary(&reported(json!({})));
    let headers: Vec<_> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let payload = String::from_utf8(payload)
        .unwrap()
        .replacen('{', r#"{"category":"funding","#, 1);
    check_message(
        &headers,
        payload.as_bytes(),
        &[("/data/category", "appears twice")],
    );
}

#[test]
fn structured_mode_is_used_if_the_content_type_is_structured_or_no_header_is_an_attribute() {
    let payload = reported(json!({})).to_string();
    for headers in [
        &[][..],
        &[("Content-Type", "application/cloudevents+json")],
        &[
            (
                "content-type",
                "Application/CloudEvents+JSON; charset=utf-8",
            ),
            ("ce-specversion", "0.3"),
        ],
        &[("Content-Type", "application/json")],
        &[("Nats-Msg-Id", "x"), ("ce-traceparent", "00-0a-0b-01")],
    ] {
        check_message(headers, payload.as_bytes(), &[]);
    }
}

#[test]
fn batches_and_other_formats_are_invalid() {
    let payload = format!("[{}]", reported(json!({})));
    check_message(
        &[(
            "Content-Type",
            "application/cloudevents-batch+json; charset=utf-8",
        )],
        payload.as_bytes(),
        &[("", "is a batch: publish its events one by one")],
    );
    check_bytes(payload.as_bytes(), &[("", "is an array, not an object")]);
    for format in ["application/cloudevents+xml", "application/cloudevents"] {
        check_message(
            &[("Content-Type", format)],
            b"",
            &[("", "which is not supported")],
        );
    }
}

#[test]
fn attributes_in_headers_count_towards_the_size_of_the_event() {
    let (mut headers, payload) = binary(&reported(json!({})));
    let size = payload.len()
        + headers
            .iter()
            .map(|(name, value)| name.len() + value.len())
            .sum::<usize>();
    headers.push((
        "ce-ext".to_owned(),
        "x".repeat(64 * 1024 - size - "ce-ext".len()),
    ));
    assert!(decode(&headers, &payload, Register::embedded()).is_ok());
    headers.last_mut().unwrap().1.push('x');
    let invalid = decode(&headers, &payload, Register::embedded()).unwrap_err();
    assert!(invalid.to_string().contains("has 65537 bytes"), "{invalid}");
}

#[test]
fn content_is_canonical_and_otherwise_as_the_source_wrote_it() {
    let event = reported(
        json!({ "reference": null, "observedAt": "2013-02-12T10:30:00.50+01:00", "description": "é\u{1f600}" }),
    );
    let expected = concat!(
        r#"{"data":{"category":"supplier-delivery","description":"é😀","municipality":"GM0344","#,
        r#""observedAt":"2013-02-12T10:30:00.50+01:00","reference":null},"#,
        r#""time":"2013-02-14T09:12:31Z","type":"nl.knelpunten.knelpunt-reported.v1"}"#,
    );
    assert_eq!(
        valid(&event).content,
        Content::from_text(expected.to_owned())
    );
}
