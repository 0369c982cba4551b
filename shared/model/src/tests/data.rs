//! The members of data, and the kinds of their values.

use serde_json::json;

use super::*;

const UNKNOWN: &str = "is not a known member";

#[test]
fn every_type_is_valid_with_only_required_members_and_with_nulls() {
    check(&reported(json!({})), &[]);
    check(&resolved(json!({})), &[]);
    check(&merged(json!({})), &[]);
    check(&consulted(json!({})), &[]);
    check(&supported(json!({})), &[]);
    check(&withdrawn("GM0344/2013-02", json!({})), &[]);
    check(&redacted(&consulted(json!({})), json!({})), &[]);
    let identity = json!({ "buildingBlock": null, "party": null, "reference": null });
    let seen = with(
        identity.clone(),
        json!({ "round": null, "reporter": null, "description": null }),
    );
    check(
        &reported(with(seen.clone(), json!({ "knownSince": null }))),
        &[],
    );
    check(&resolved(with(seen, json!({ "remedy": null }))), &[]);
    let into = with(identity.clone(), json!({ "category": "funding" }));
    check(
        &merged(with(identity, json!({ "into": into, "reason": null }))),
        &[],
    );
    check(
        &consulted(json!({ "topics": null, "coachOrganisation": null })),
        &[],
    );
    check(
        &supported(json!({ "round": null, "topics": null, "organisation": null })),
        &[],
    );
    check(&withdrawn("GM0344/2013-02", json!({ "reason": null })), &[]);
    check(
        &redacted(&consulted(json!({})), json!({ "reason": null })),
        &[],
    );
}

#[test]
fn every_missing_or_null_required_member_is_named() {
    let cases = [
        (
            reported(json!({})),
            vec!["municipality", "category", "observedAt"],
        ),
        (
            resolved(json!({})),
            vec!["municipality", "category", "observedAt", "outcome"],
        ),
        (merged(json!({})), vec!["municipality", "category", "into"]),
        (
            consulted(json!({})),
            vec!["municipality", "round", "observedAt", "outcome"],
        ),
        (
            supported(json!({})),
            vec!["municipality", "support", "observedAt"],
        ),
        (
            withdrawn("GM0344/2013-02", json!({})),
            vec!["event", "municipality"],
        ),
        (
            redacted(&consulted(json!({})), json!({})),
            vec!["event", "municipality", "replacement"],
        ),
    ];
    for (event, required) in cases {
        for value in [json!(null), absent()] {
            let members = required
                .iter()
                .map(|name| ((*name).to_owned(), value.clone()));
            let mut event = event.clone();
            event["data"] = with(event["data"].clone(), Value::Object(members.collect()));
            let paths: Vec<_> = required
                .iter()
                .map(|name| format!("/data/{name}"))
                .collect();
            let expected: Vec<_> = paths
                .iter()
                .map(|path| (path.as_str(), "is missing"))
                .collect();
            check(&event, &expected);
        }
    }
}

#[test]
fn members_of_another_type_are_reported_as_unknown_and_nothing_else() {
    check(
        &reported(json!({ "outcome": "?", "remedy": "?" })),
        &[("/data/outcome", UNKNOWN), ("/data/remedy", UNKNOWN)],
    );
    check(
        &resolved(json!({ "knownSince": "?" })),
        &[("/data/knownSince", UNKNOWN)],
    );
    check(
        &merged(json!({ "observedAt": "?", "round": "?" })),
        &[("/data/observedAt", UNKNOWN), ("/data/round", UNKNOWN)],
    );
    check(
        &consulted(json!({ "category": "?", "description": " " })),
        &[("/data/category", UNKNOWN), ("/data/description", UNKNOWN)],
    );
    check(
        &supported(json!({ "outcome": "reached", "coachOrganisation": "x" })),
        &[
            ("/data/outcome", UNKNOWN),
            ("/data/coachOrganisation", UNKNOWN),
        ],
    );
    check(
        &withdrawn("GM0344/2013-02", json!({ "time": 1 })),
        &[("/data/time", UNKNOWN)],
    );
}

#[test]
fn unknown_members_are_named_at_every_depth() {
    let party = json!({ "kind": "supplier", "name": "x", "colour": 1 });
    check(
        &reported(
            json!({ "party": party, "reporter": { "role": "x", "name": "J. Jansen" }, "a/b~c": 1 }),
        ),
        &[
            ("/data/party/colour", UNKNOWN),
            ("/data/reporter/name", UNKNOWN),
            ("/data/a~1b~0c", UNKNOWN),
        ],
    );
    check(
        &merged(json!({ "into": { "category": "funding", "municipality": "GM0003" } })),
        &[("/data/into/municipality", UNKNOWN)],
    );
    check(
        &withdrawn(
            "GM0344/2013-02",
            json!({ "event": { "source": "a", "id": "b", "type": "c" } }),
        ),
        &[("/data/event/type", UNKNOWN)],
    );
}

#[test]
fn names_of_members_are_case_sensitive() {
    check(
        &reported(
            json!({ "observedAt": absent(), "observedat": "2013-02-12", "observed_at": "2013-02-12" }),
        ),
        &[
            ("/data/observedAt", "is missing"),
            ("/data/observedat", UNKNOWN),
            ("/data/observed_at", UNKNOWN),
        ],
    );
}

#[test]
fn values_of_the_wrong_kind_are_all_named_at_once() {
    check(
        &reported(json!({
            "municipality": 344, "category": ["funding"], "buildingBlock": {}, "party": "x", "reference": 17,
            "observedAt": 20_130_212, "knownSince": false, "round": [], "reporter": "x", "description": 1,
        })),
        &[
            ("/data/municipality", "is a number, not a string"),
            ("/data/category", "is an array, not a string"),
            ("/data/buildingBlock", "is an object, not a string"),
            ("/data/party", "is a string, not an object"),
            ("/data/reference", "is a number, not a string"),
            ("/data/observedAt", "is a number, not a string"),
            ("/data/knownSince", "is a boolean, not a string"),
            ("/data/round", "is an array, not a string"),
            ("/data/reporter", "is a string, not an object"),
            ("/data/description", "is a number, not a string"),
        ],
    );
    check(
        &consulted(json!({ "topics": "funding", "coachOrganisation": 1, "outcome": {} })),
        &[
            ("/data/topics", "is a string, not an array of strings"),
            ("/data/coachOrganisation", "is a number, not a string"),
            ("/data/outcome", "is an object, not a string"),
        ],
    );
    check(
        &reported(json!({ "party": { "kind": 1, "name": null } })),
        &[
            ("/data/party/kind", "is a number, not a string"),
            ("/data/party/name", "is missing"),
        ],
    );
}
