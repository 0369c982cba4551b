//! Times of observation and of recording.

use serde_json::json;

use super::*;
use crate::Observed;

const LATE: &str = "is more than 24 hours after time";

fn recorded(time: &str, event: Value) -> Value {
    with(event, json!({ "time": time }))
}

#[test]
fn time_is_rfc_3339_with_offset() {
    for right in [
        "2013-02-14T09:12:31Z",
        "2013-02-14t09:12:31.123456789z",
        "2013-02-14T10:12:31+01:00",
        "2013-02-14T03:42:31-05:30",
        "2013-02-14T09:12:31-00:00",
    ] {
        check(&recorded(right, reported(json!({}))), &[]);
    }
    for invalid in [
        "2013-02-14",
        "2013-02-14T09:12:31",
        "2013-02-14 09:12:31Z",
        "2013-02-30T09:12:31Z",
        "2013-02-14T09:12:60Z",
        "1969-12-31T23:59:59Z",
        "2013-02-14T09:12:31+0100",
        "2013-02-14T09:12:31Z ",
        "",
    ] {
        check(
            &recorded(invalid, reported(json!({}))),
            &[("/time", "is not an RFC 3339 date-time with offset")],
        );
    }
}

#[test]
fn the_message_about_a_time_that_is_not_supported_names_those_that_are() {
    for valid in [
        "1970-01-02",
        "1970-01-01T00:00:00Z",
        "1970-01-01T01:00:00+01:00",
        "9999-12-29",
        "9999-12-30T22:00:00Z",
    ] {
        assert!(Observed::parse(valid).is_some(), "{valid}");
    }
    for outside in [
        "1969-12-31",
        "1970-01-01",
        "0001-01-01",
        "1969-12-31T23:59:59Z",
        "1970-01-01T00:59:59+01:00",
        "9999-12-30",
        "9999-12-31",
    ] {
        assert_eq!(Observed::parse(outside), None, "{outside}");
        let problem = Observed::problem(outside);
        let named = "from 1970-01-02 to 9999-12-29 are supported";
        assert!(problem.contains(named), "{problem}");
        check(
            &reported(json!({ "knownSince": outside })),
            &[("/data/knownSince", "is too early or too late")],
        );
    }
}

#[test]
fn observed_at_is_a_date_or_a_date_time_with_offset() {
    for right in [
        "2013-02-12",
        "2013-02-12T09:30:00Z",
        "2013-02-12T10:30:00.5+01:00",
        "1970-01-02",
    ] {
        check(&reported(json!({ "observedAt": right })), &[]);
        check(&consulted(json!({ "observedAt": right })), &[]);
    }
    for invalid in [
        "12-02-2013",
        "2013-02",
        "2013-02-30",
        "2013-2-12",
        "2013-02-12Z",
        "2013-02-12T09:30",
        "2013-02-12T09:30:00",
        "2013-02-11T23:59:60Z",
        "today",
        "",
    ] {
        check(
            &reported(json!({ "observedAt": invalid })),
            &[("/data/observedAt", "is neither a date")],
        );
        check(
            &reported(json!({ "knownSince": invalid })),
            &[("/data/knownSince", "is neither a date")],
        );
        check(
            &resolved(json!({ "observedAt": invalid })),
            &[("/data/observedAt", "is neither a date")],
        );
        check(
            &consulted(json!({ "observedAt": invalid })),
            &[("/data/observedAt", "is neither a date")],
        );
    }
}

#[test]
fn an_observation_may_be_24_hours_after_time_and_not_a_microsecond_more() {
    let observed = |at: &str| {
        recorded(
            "2013-02-14T09:12:31Z",
            reported(json!({ "observedAt": at })),
        )
    };
    check(&observed("2013-02-15T09:12:31Z"), &[]);
    check(&observed("2013-02-15T10:12:31+01:00"), &[]);
    check(&observed("2013-02-15T09:12:31.0000009Z"), &[]);
    check(
        &observed("2013-02-15T09:12:31.000001Z"),
        &[("/data/observedAt", LATE)],
    );
}

#[test]
fn a_date_is_compared_with_time_by_its_first_microsecond_in_amsterdam() {
    let exactly = "2013-02-14T23:00:00Z";
    let before = "2013-02-14T22:59:59.999999Z";
    for made in [reported, resolved, consulted, supported] {
        let event = made(json!({ "observedAt": "2013-02-16" }));
        check(&recorded(exactly, event.clone()), &[]);
        check(&recorded(before, event), &[("/data/observedAt", LATE)]);
    }
    // In summer the day begins an hour earlier in UTC.
    let event = reported(json!({ "observedAt": "2013-07-16" }));
    check(&recorded("2013-07-14T22:00:00Z", event.clone()), &[]);
    check(
        &recorded("2013-07-14T21:59:59Z", event),
        &[("/data/observedAt", LATE)],
    );
}

#[test]
fn observations_of_long_ago_are_valid() {
    check(
        &recorded(
            "2026-01-01T00:00:00Z",
            reported(json!({ "observedAt": "1970-01-02" })),
        ),
        &[],
    );
}

#[test]
fn known_since_is_not_after_observed_at() {
    let known = |since: &str, at: &str| reported(json!({ "knownSince": since, "observedAt": at }));
    check(&known("2013-02-12", "2013-02-12"), &[]);
    check(&known("2013-02-12T00:00:00+01:00", "2013-02-12"), &[]);
    check(&known("2013-02-12", "2013-02-12T00:00:00+01:00"), &[]);
    for (since, at) in [
        ("2013-02-13", "2013-02-12"),
        ("2013-02-12T00:00:00.000001+01:00", "2013-02-12"),
        ("2013-02-12", "2013-02-11T22:59:59Z"),
        ("2013-02-12T10:00:00Z", "2013-02-12T10:30:00+01:00"),
    ] {
        check(
            &known(since, at),
            &[(
                "/data/knownSince",
                "is after observedAt: give the same day or an earlier one",
            )],
        );
    }
}

#[test]
fn unreadable_times_are_not_compared() {
    let event = reported(json!({ "observedAt": "soon", "knownSince": "2030-01-01" }));
    check(&event, &[("/data/observedAt", "is neither a date")]);
    let event = reported(json!({ "observedAt": "2030-01-01" }));
    check(
        &recorded("now", event),
        &[("/time", "is not an RFC 3339 date-time")],
    );
}
