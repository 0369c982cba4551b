//! Codes: those of register and catalogue, and the closed sets of the contract.

use serde_json::json;

use super::*;

#[test]
fn codes_unknown_to_register_and_catalogue_are_invalid() {
    check(
        &reported(
            json!({ "municipality": "GM9999", "category": "Funding", "buildingBlock": "BAG" }),
        ),
        &[
            (
                "/data/municipality",
                "\"GM9999\" is not a municipality in the register",
            ),
            ("/data/category", "\"Funding\" is not a category"),
            ("/data/buildingBlock", "\"BAG\" is not a building block"),
        ],
    );
    check(
        &resolved(json!({ "remedy": "prayer" })),
        &[("/data/remedy", "is not a remedy")],
    );
    check(
        &merged(json!({ "into": { "category": "x", "buildingBlock": "y" } })),
        &[
            ("/data/into/category", "is not a category"),
            ("/data/into/buildingBlock", "is not a building block"),
        ],
    );
    check(
        &withdrawn("GM9999/2013-02", json!({ "municipality": "GM9999" })),
        &[("/data/municipality", "is not a municipality")],
    );
}

#[test]
fn a_municipality_that_no_longer_exists_is_accepted() {
    check(
        &reported(json!({ "municipality": "GM0003", "observedAt": "2013-02-12" })),
        &[],
    );
    check(
        &reported(json!({ "municipality": "GM1979", "observedAt": "2013-02-12" })),
        &[],
    );
}

#[test]
fn a_violation_of_a_closed_set_lists_its_values() {
    check(
        &resolved(json!({ "outcome": "reached" })),
        &[(
            "/data/outcome",
            "\"reached\" is not one of solved, lapsed, central",
        )],
    );
    check(
        &consulted(json!({ "outcome": "Reached" })),
        &[(
            "/data/outcome",
            "is not one of reached, no-answer, declined",
        )],
    );
    let party = json!({ "kind": "vendor", "name": "x" });
    check(
        &reported(json!({ "party": party })),
        &[(
            "/data/party/kind",
            "is not one of supplier, national-body, partnership",
        )],
    );
}

#[test]
fn support_is_a_remedy() {
    check(
        &supported(json!({ "support": "i-coach", "topics": [] })),
        &[],
    );
    check(
        &supported(json!({ "support": "coffee", "topics": ["weather"] })),
        &[
            (
                "/data/support",
                "\"coffee\" is not a remedy in the catalogue",
            ),
            ("/data/topics/0", "\"weather\" is not a category"),
        ],
    );
}

#[test]
fn topics_are_categories_and_may_be_empty() {
    check(
        &consulted(json!({ "topics": ["funding", "capacity"] })),
        &[],
    );
    // Absent means that all were covered; an empty array, that none was.
    check(&consulted(json!({ "topics": [] })), &[]);
    check(
        &consulted(json!({ "topics": ["funding", "weather", 5, null, ""] })),
        &[
            ("/data/topics/1", "\"weather\" is not a category"),
            ("/data/topics/2", "is a number, not a string"),
            ("/data/topics/3", "is null, not a string"),
            ("/data/topics/4", "is not a category"),
        ],
    );
}
