//! Structured and binary mode.

use base64::{Engine as _, prelude::BASE64_STANDARD};
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

fn set<'a>(name: &'a str, value: &'a str) -> impl FnOnce(&mut Vec<(String, String)>) + use<'a> {
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

/// Returns a report whose data are bytes in Base64.
fn encoded(data: &[u8]) -> Value {
    let text = BASE64_STANDARD.encode(data);
    with_encoded(&json!(text))
}

fn with_encoded(data: &Value) -> Value {
    let mut event = reported(json!({}));
    let members = event.as_object_mut().unwrap();
    members.remove("data");
    members.insert("data_base64".to_owned(), data.clone());
    event
}

#[test]
fn json_in_base64_is_read_as_the_data() {
    let simple = reported(json!({ "description": "één" }));
    let expected = decode(&[], simple.to_string().as_bytes(), Register::embedded()).unwrap();
    let data = simple["data"].to_string();
    let pretty = serde_json::to_string_pretty(&simple["data"]).unwrap();
    for data in [data.clone(), pretty, format!("\u{feff}{data}")] {
        let event = encoded(data.as_bytes());
        let received = decode(&[], event.to_string().as_bytes(), Register::embedded());
        assert_eq!(received.as_ref(), Ok(&expected), "{event}");
        // In binary mode the body is the data, whatever they were before.
        let (headers, _) = binary(&simple);
        let body = json!({ "data_base64": event["data_base64"] }).to_string();
        let received = decode(&headers, body.as_bytes(), Register::embedded());
        assert_eq!(received.as_ref(), Ok(&expected), "{body}");
    }
    check(
        &encoded(br#"{"municipality":"GM0344","colour":"red"}"#),
        &[
            ("/data/category", "is missing"),
            ("/data/observedAt", "is missing"),
            ("/data/colour", "is not a known member"),
        ],
    );
}

#[test]
fn base64_that_is_not_json_inside_or_not_base64_is_named() {
    let not_base64 = [("/data_base64", "is not Base64: encode the JSON of the data")];
    for text in ["e30", "e3 0=", "e30=\n", "e_-=", "{}", "é", "===="] {
        check(&with_encoded(&json!(text)), &not_base64);
    }
    for (bytes, problem) in [
        (&b"\x89PNG"[..], "is not UTF-8 at byte 1"),
        (b"", "is empty: give an object in JSON"),
        (b"funding", "is not JSON"),
        (b"{\"municipality\":", "is incomplete JSON"),
        (b"\x1f\x8b\x08\x00", "is compressed (gzip)"),
        (b"\xff\xfe{\0", "is UTF-16"),
    ] {
        check(&encoded(bytes), &[("/data_base64", problem)]);
    }
    check(&encoded(b"null"), &[("/data_base64", "contains null")]);
    check(&encoded(b"[]"), &[("/data", "is an array")]);
    check(
        &with_encoded(&json!(7)),
        &[("/data_base64", "is a number, not a string")],
    );
    check(&with_encoded(&json!(null)), &[("/data", "is missing")]);
}

#[test]
fn a_byte_order_mark_in_front_is_ignored_and_another_encoding_is_named() {
    let event = reported(json!({}));
    let expected = decode(&[], event.to_string().as_bytes(), Register::embedded());
    let marked = format!("\u{feff}{event}");
    assert_eq!(
        decode(&[], marked.as_bytes(), Register::embedded()),
        expected
    );
    let (headers, payload) = binary(&event);
    let marked = [b"\xef\xbb\xbf", &payload[..]].concat();
    assert_eq!(decode(&headers, &marked, Register::embedded()), expected);
    check_message(
        &[],
        b"\xef\xbb\xbf\xef\xbb\xbf{}",
        &[("", "more than one byte order mark")],
    );
    let utf_16: Vec<u8> = "{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    check_message(&[], &utf_16, &[("", "is UTF-16 or UTF-32")]);
}

#[test]
fn bytes_in_any_header_that_are_not_utf_8_are_a_violation_there() {
    let raw = |bytes: &[u8]| crate::percent_encode_invalid(bytes).into_owned();
    for bytes in [
        &b"caf\xe9"[..],
        b"caf%E9",
        b"\xc0\xaf",
        b"%C0%AF",
        b"\xed\xa0\x80",
        b"%ED%A0%80",
        b"\x80",
        b"%C3\xa9",
    ] {
        let value = raw(bytes);
        for name in [
            "id",
            "source",
            "subject",
            "type",
            "time",
            "specversion",
            "traceparent",
        ] {
            let path = format!("/{name}");
            check_headers(
                set(&format!("ce-{name}"), &value),
                &[(&path, "is not UTF-8")],
            );
        }
        let value = format!("application/json; x={value}");
        let expected = [("/datacontenttype", "is not UTF-8")];
        check_headers(set("Content-Type", &value), &expected);
        check_headers(set("ce-datacontenttype", &value), &expected);
    }
    check_headers(set("ce-source", "urn:\u{fffd}"), &[]);
}

#[test]
fn a_duplicate_header_is_invalid() {
    check_headers(
        |headers| headers.push(("Ce-Id".to_owned(), "other".to_owned())),
        &[("/id", "appears in two headers: send one")],
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
