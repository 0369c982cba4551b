//! The subject matches the identity, and a merge leads to another knelpunt.

use serde_json::json;

use super::*;

const MISMATCH: &str = "does not match the identity in /data: expected";

fn about(subject: &str, event: Value) -> Value {
    with(event, json!({ "subject": subject }))
}

#[test]
fn the_subject_is_the_id_of_the_identity() {
    let other = "fe26f0b1-abf0-569b-83e9-240366e7a9d1";
    for event in [reported(json!({})), resolved(json!({})), merged(json!({}))] {
        let right = text(&event, "subject");
        for invalid in [
            other,
            &right.to_uppercase(),
            &right.replace('-', ""),
            "GM0344/2013-02",
            "x",
            &format!("{right} "),
        ] {
            check(
                &about(invalid, event.clone()),
                &[("/subject", &format!("{MISMATCH} {right}"))],
            );
        }
    }
}

#[test]
fn every_identifying_member_changes_the_id() {
    let subject = text(&reported(json!({})), "subject");
    for more in [
        json!({ "municipality": "GM0003" }),
        json!({ "category": "funding" }),
        json!({ "buildingBlock": "bag" }),
        json!({ "party": { "kind": "supplier", "name": "x" } }),
        json!({ "reference": "T-1" }),
    ] {
        check(&about(&subject, reported(more)), &[("/subject", MISMATCH)]);
    }
}

#[test]
fn spelling_does_not_change_the_id() {
    let event = |name: &str| {
        reported(json!({ "party": { "kind": "supplier", "name": name }, "reference": "T-1" }))
    };
    let subject = text(&event("Été BV"), "subject");
    for name in ["  ÉTÉ   bv ", "E\u{301}te\u{301}\u{a0}BV"] {
        check(&about(&subject, event(name)), &[]);
    }
    let other_case =
        reported(json!({ "party": { "kind": "supplier", "name": "Été BV" }, "reference": "t-1" }));
    check(&about(&subject, other_case), &[]);
}

#[test]
fn the_subject_of_a_consultation_is_municipality_and_round() {
    let event = consulted(json!({}));
    for invalid in [
        "GM0344/2013-09",
        "GM0003/2013-02",
        "GM0344",
        "GM0344/2013-02/",
        "fe26f0b1-abf0-569b-83e9-240366e7a9d1",
    ] {
        let problem = format!("{MISMATCH} GM0344/2013-02");
        check(&about(invalid, event.clone()), &[("/subject", &problem)]);
    }
}

#[test]
fn the_subject_of_support_is_municipality_and_support() {
    let event = supported(json!({}));
    for invalid in [
        "GM0344/i-coach",
        "GM0003/i-versneller",
        "GM0344/2013-02",
        "fe26f0b1-abf0-569b-83e9-240366e7a9d1",
    ] {
        let problem = format!("{MISMATCH} GM0344/i-versneller");
        check(&about(invalid, event.clone()), &[("/subject", &problem)]);
    }
    let event = supported(json!({ "support": absent() }));
    let missing = ("/data/support", "is missing");
    check(
        &about("x", event.clone()),
        &[missing, ("/subject", "is not <municipality>/<support>")],
    );
    check(
        &about("GM0003/i-coach", event),
        &[missing, ("/subject", "names a different municipality")],
    );
}

#[test]
fn the_form_of_the_subject_is_validated_even_if_the_identity_is_unreadable() {
    let event = reported(json!({ "category": absent() }));
    check(&event, &[("/data/category", "is missing")]);
    check(
        &about("x", event),
        &[
            ("/data/category", "is missing"),
            ("/subject", "is not a knelpunt id"),
        ],
    );
    let event = consulted(json!({ "round": absent() }));
    let missing = ("/data/round", "is missing");
    check(&about("GM0344/2013-02", event.clone()), &[missing]);
    check(
        &about("x", event.clone()),
        &[missing, ("/subject", "is not <municipality>/<round>")],
    );
    check(
        &about("GM0003/2013-02", event),
        &[missing, ("/subject", "names a different municipality")],
    );
}

#[test]
fn an_invalid_identity_hides_the_mismatch_of_the_subject() {
    let other = "fe26f0b1-abf0-569b-83e9-240366e7a9d1";
    for (more, path, problem) in [
        (
            json!({ "municipality": "GM9999" }),
            "/data/municipality",
            "is not a municipality",
        ),
        (
            json!({ "category": "wifi" }),
            "/data/category",
            "is not a category",
        ),
        (
            json!({ "buildingBlock": 1 }),
            "/data/buildingBlock",
            "is a number",
        ),
        (
            json!({ "party": { "kind": "supplier", "name": " " } }),
            "/data/party/name",
            "is blank",
        ),
        (
            json!({ "reference": "a b" }),
            "/data/reference",
            "is not a reference",
        ),
    ] {
        check(&about(other, reported(more)), &[(path, problem)]);
    }
    let consulted = consulted(json!({ "round": "2013 02" }));
    check(
        &about("GM0344/2013-02", consulted),
        &[("/data/round", "is not a round")],
    );
    let into = json!({ "category": "wifi" });
    check(
        &merged(json!({ "category": "wifi", "into": into })),
        &[
            ("/data/category", "is not a category"),
            ("/data/into/category", "is not a category"),
        ],
    );
}

#[test]
fn a_violation_elsewhere_does_not_hide_a_mismatched_subject() {
    let event = merged(json!({ "into": { "category": 1 }, "categoryX": 1 }));
    check(
        &about("x", event),
        &[
            ("/data/into/category", "is a number, not a string"),
            ("/data/categoryX", "is not a known member"),
            ("/subject", MISMATCH),
        ],
    );
    check(
        &about("x", reported(json!({ "round": 5 }))),
        &[("/data/round", "is a number"), ("/subject", MISMATCH)],
    );
}

#[test]
fn a_merge_leads_to_another_knelpunt() {
    check(
        &merged(json!({ "into": { "category": "supplier-delivery" } })),
        &[("/data/into", "is the same knelpunt")],
    );
    check(
        &merged(json!({ "into": { "category": "supplier-delivery", "reference": "T-1" } })),
        &[],
    );
}

#[test]
fn another_spelling_is_not_another_knelpunt() {
    let party = |name: &str| json!({ "kind": "supplier", "name": name });
    let merge = |own: &str, target: &str| {
        let into =
            json!({ "category": "supplier-delivery", "party": party(target), "reference": "t-1" });
        merged(json!({ "party": party(own), "reference": "T-1", "into": into }))
    };
    let same = [("/data/into", "is the same knelpunt")];
    check(&merge("Fabriek IJssel", " fabriek  IJSSEL"), &same);
    check(&merge("Été", "E\u{301}TE\u{301}"), &same);
    check(&merge("Fabriek IJssel", "Fabriek Ijsel"), &[]);
}
