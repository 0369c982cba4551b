//! Texts: their length and characters.

use proptest::{prelude::*, string::string_regex};
use serde_json::json;

use super::*;
use crate::{EventType, is_round, limits, rules::is_reference, shape};

/// Checks a text at its limit, over it, blank and with control characters; `put` creates an event with it.
#[track_caller]
fn check_text(path: &str, limit: usize, put: impl Fn(&str) -> Value) {
    for widest in ["a", "é", "\u{1f600}"] {
        check(&put(&widest.repeat(limit)), &[]);
        let problem = format!("has {} characters, more than {limit}", limit + 1);
        check(&put(&widest.repeat(limit + 1)), &[(path, &problem)]);
    }
    for blank in ["", "  ", "\u{a0}\u{2009}\u{3000}", "\u{200b}\u{feff}"] {
        check(&put(blank), &[(path, "is blank")]);
    }
    for control in ["a\nb", "a\tb", "\0a", "a\u{7f}", "a\u{85}b", "\u{9f}a"] {
        check(&put(control), &[(path, "has control characters")]);
    }
    check(
        &put("\n"),
        &[(path, "is blank"), (path, "has control characters")],
    );
    check(&put(" a\u{200d}\u{feff}=1+1 "), &[]);
}

#[test]
fn a_description_has_at_most_4000_code_points() {
    check_text("/data/description", 4_000, |text| {
        reported(json!({ "description": text }))
    });
    check_text("/data/description", 4_000, |text| {
        resolved(json!({ "description": text }))
    });
}

#[test]
fn a_reason_has_at_most_1000_code_points() {
    check_text("/data/reason", 1_000, |text| {
        merged(json!({ "reason": text }))
    });
    check_text("/data/reason", 1_000, |text| {
        withdrawn("GM0344/2013-02", json!({ "reason": text }))
    });
    check_text("/data/reason", 1_000, |text| {
        redacted(&reported(json!({})), json!({ "reason": text }))
    });
}

#[test]
fn other_texts_have_at_most_200_code_points() {
    check_text("/data/party/name", 200, |text| {
        reported(json!({ "party": { "kind": "supplier", "name": text } }))
    });
    check_text("/data/into/party/name", 200, |text| {
        merged(
            json!({ "into": { "category": "funding", "party": { "kind": "supplier", "name": text } } }),
        )
    });
    check_text("/data/reporter/role", 200, |text| {
        reported(json!({ "reporter": { "role": text } }))
    });
    check_text("/data/coachOrganisation", 200, |text| {
        consulted(json!({ "coachOrganisation": text }))
    });
    check_text("/data/event/source", 200, |text| {
        withdrawn(
            "GM0344/2013-02",
            json!({ "event": { "source": text, "id": "e1" } }),
        )
    });
    check_text("/data/event/id", 200, |text| {
        withdrawn(
            "GM0344/2013-02",
            json!({ "event": { "source": "urn:a", "id": text } }),
        )
    });
}

#[test]
fn a_reference_is_a_number_and_never_a_sentence() {
    for right in ["T-1", "0", "a._:/-", &"x".repeat(64)] {
        check(&reported(json!({ "reference": right })), &[]);
    }
    for invalid in ["", " ", "-1", "a b", "é", "T-1\n", &"x".repeat(65)] {
        check(
            &reported(json!({ "reference": invalid })),
            &[("/data/reference", "is not a reference")],
        );
        check(
            &merged(json!({ "into": { "category": "funding", "reference": invalid } })),
            &[("/data/into/reference", "is not a reference")],
        );
    }
}

#[test]
fn a_round_is_a_slug() {
    for right in ["2013-02", "a", "0-", &"x".repeat(32)] {
        check(&reported(json!({ "round": right })), &[]);
        check(&consulted(json!({ "round": right })), &[]);
    }
    for invalid in [
        "",
        "-1",
        "2013 02",
        "2013_02",
        "Ronde",
        "é",
        &"x".repeat(33),
    ] {
        check(
            &resolved(json!({ "round": invalid })),
            &[("/data/round", "is not a round")],
        );
        check(
            &consulted(json!({ "round": invalid })),
            &[("/data/round", "is not a round")],
        );
    }
}

/// Returns an event of a type with every member that it may have.
fn with_every_member(event_type: EventType) -> Value {
    let identity = json!({
        "buildingBlock": "bag", "party": { "kind": "supplier", "name": "x" }, "reference": "T-1",
    });
    let observation = json!({
        "round": "2013-02", "reporter": { "role": "x" }, "description": "x",
    });
    let into = with(identity.clone(), json!({ "category": "funding" }));
    let reason = json!({ "reason": "x" });
    match event_type {
        EventType::KnelpuntReported => {
            let more = with(observation, json!({ "knownSince": "2012-01-01" }));
            reported(with(identity, more))
        }
        EventType::KnelpuntResolved => {
            let more = with(observation, json!({ "remedy": "supplier-fix" }));
            resolved(with(identity, more))
        }
        EventType::KnelpuntMerged => merged(with(identity, with(reason, json!({ "into": into })))),
        EventType::MunicipalityConsulted => {
            consulted(json!({ "topics": ["funding"], "coachOrganisation": "x" }))
        }
        EventType::SupportReceived => supported(json!({
            "round": "2013-02", "topics": ["funding"], "organisation": "x",
        })),
        EventType::EventWithdrawn => withdrawn("GM0344/2013-02", reason),
        EventType::EventRedacted => redacted(&consulted(json!({})), reason),
    }
}

#[test]
fn every_text_has_a_rule() {
    for event_type in EventType::ALL {
        let event = with_every_member(event_type);
        check(&event, &[]);
        for path in shape::text_paths(event_type) {
            for invalid in ["", "\n", &"x".repeat(5_000)] {
                let mut event = event.clone();
                let value = event.pointer_mut(&path);
                *value.unwrap_or_else(|| panic!("add {path} above")) = json!(invalid);
                let violations = receive(&[], event.to_string().as_bytes())
                    .err()
                    .map(|invalid| invalid.violations)
                    .unwrap_or_default();
                let found = violations.iter().any(|violation| violation.path == path);
                assert!(found, "{path} has no rule against {invalid:.9?}");
            }
        }
    }
}

proptest! {
    #[test]
    fn rules_accept_what_the_published_patterns_match(
        reference in string_regex(limits::REFERENCE.trim_matches(['^', '$'])).unwrap(),
        round in string_regex(limits::ROUND.trim_matches(['^', '$'])).unwrap(),
    ) {
        prop_assert!(is_reference(&reference), "{}", reference);
        prop_assert!(is_round(&round), "{}", round);
    }
}
