//! Payloads that are not events at all.

use serde_json::json;

use super::*;

#[test]
fn anything_but_json_is_invalid_with_the_position_of_the_error() {
    check_bytes(
        b"{\"id\": ",
        &[("", "is incomplete JSON: it ends before an object is closed")],
    );
    check_bytes(b"", &[("", "is empty: give an object in JSON")]);
    check_bytes(b" \n", &[("", "is empty")]);
    check_bytes(
        b"{} {}",
        &[("", "correct it at column 4 (trailing characters)")],
    );
    check_bytes(b"\xef\xbb\xbf{}x", &[("", "correct it at column 3")]);
    check_bytes(br#"{"id": "\ud800"}"#, &[("", "is not JSON")]);
    check_bytes(br#"{"id": 1e999}"#, &[("", "is not JSON")]);
    check_bytes(br#"{"id": NaN}"#, &[("", "is not JSON")]);
}

#[test]
fn text_that_is_not_utf_8_is_invalid() {
    check_bytes(b"{\"id\": \"\xff\"}", &[("", "is not UTF-8 at byte 9")]);
}

#[test]
fn json_that_is_not_an_object_is_invalid() {
    for (json, kind) in [
        ("[]", "is an array"),
        ("null", "is null"),
        ("\"x\"", "is a string"),
        ("12", "is a number"),
        ("true", "is a boolean"),
    ] {
        check_bytes(json.as_bytes(), &[("", kind)]);
    }
}

#[test]
fn deeply_nested_json_is_invalid() {
    let deep = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
    check_bytes(deep.as_bytes(), &[("", "recursion limit")]);
}

#[test]
fn a_duplicate_member_is_invalid_at_every_depth() {
    let event = reported(json!({ "party": { "kind": "supplier", "name": "x" } })).to_string();
    check_bytes(
        event.replacen('{', r#"{"id":"other","#, 1).as_bytes(),
        &[("/id", "appears twice")],
    );
    check_bytes(
        event
            .replace(r#""kind":"#, r#""kind":"supplier","kind":"#)
            .as_bytes(),
        &[("/data/party/kind", "appears twice")],
    );
    check_bytes(
        event
            .replacen('{', r#"{"ext":[0,{"a/b":1,"a/b":2}],"#, 1)
            .as_bytes(),
        &[("/ext/1/a~1b", "appears twice")],
    );
}

#[test]
fn a_duplicate_member_hides_no_other_violation() {
    let event = reported(json!({ "extra": 1 })).to_string();
    check_bytes(
        event.replacen('{', r#"{"id":"other","#, 1).as_bytes(),
        &[
            ("/id", "appears twice"),
            ("/data/extra", "is not a known member"),
        ],
    );
}

#[test]
fn an_event_of_64_kib_is_valid_and_one_byte_more_is_not() {
    let event = |padding: usize| {
        let more = json!({ "padding": "x".repeat(padding) });
        with(reported(json!({})), more).to_string()
    };
    let filler = 64 * 1024 - event(0).len();
    check_bytes(event(filler).as_bytes(), &[]);
    check_bytes(
        event(filler + 1).as_bytes(),
        &[("", "has 65537 bytes, more than 65536")],
    );
}

#[test]
fn of_thousands_of_violations_a_hundred_are_listed_and_the_others_counted() {
    let event = consulted(json!({ "topics": vec!["x"; 5_000] }));
    let invalid =
        decode_structured(event.to_string().as_bytes(), Register::embedded()).unwrap_err();
    assert_eq!(invalid.violations.len(), 101);
    assert_eq!(invalid.violations[99].path, "/data/topics/99");
    assert_eq!(
        invalid.violations[100].problem,
        "has 4900 more violations, which are not listed"
    );
}

#[test]
fn messages_stay_short_however_long_the_quoted_text() {
    let long = "x".repeat(20_000);
    let event =
        reported(json!({ "observedAt": long, "round": long, long.as_str(): 1, "reference": long }));
    let invalid =
        decode_structured(event.to_string().as_bytes(), Register::embedded()).unwrap_err();
    assert!(
        invalid
            .violations
            .iter()
            .all(|violation| violation.to_string().len() < 300)
    );
}
