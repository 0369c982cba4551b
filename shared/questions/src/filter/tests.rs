//! Which knelpunten each key selects.

use state::State;

use crate::{
    SummaryQuestion,
    sample::{ask, parse, report, state_of, waiting, who},
};

fn sample() -> State {
    state_of(vec![
        report(who("GM0344", "funding"), "2013-01-01", Some("2013-01")),
        report(
            waiting("GM0344", "supplier-delivery", "Fabriek  IJssel"),
            "2013-01-02",
            None,
        ),
        report(
            waiting("GM0003", "supplier-delivery", "Centric"),
            "2013-01-03",
            Some("2013-02"),
        ),
        report(
            waiting("GM0003", "supplier-delivery", "Centric"),
            "2013-03-03",
            None,
        ),
        report(who("GM0010", "capacity"), "2013-01-04", Some("2013-01")),
    ])
}

/// Counts the knelpunten that a link selects.
#[track_caller]
fn check(query: &str, knelpunten: usize) {
    let (summary, _) = ask::<SummaryQuestion>(&format!("summary?{query}"), &sample());
    assert_eq!(summary.knelpunten, knelpunten, "{query}");
}

#[test]
fn values_of_a_key_are_joined_by_or_and_keys_by_and() {
    check("", 4);
    check("category=funding&category=capacity", 2);
    check("category=funding&category=capacity&municipality=GM0010", 1);
    check("category=funding&municipality=GM0010", 0);
}

#[test]
fn none_selects_what_has_none() {
    check("buildingBlock=none", 2);
    check("buildingBlock=none&buildingBlock=bag", 4);
    check("partyKind=none", 2);
    check("party=none&party=supplier:Centric", 3);
    check("partyKind=national-body", 0);
}

#[test]
fn a_party_is_compared_in_its_canonical_form() {
    check("party=supplier:FABRIEK IJSSEL", 1);
    check("party=supplier:fabriek\u{2009} ijssel ", 1);
    check("party=partnership:Centric", 0);
    check("party=supplier:nobody has heard of", 0);
}

#[test]
fn a_round_or_a_source_selects_what_has_at_least_one_such_event_by_then() {
    check("round=2013-02", 1);
    check("round=none", 2);
    check("round=none&asOf=2013-03-02", 1);
    check("round=2013-01&round=2013-02", 3);
    check("round=2013-01&source=urn:test", 2);
    check("source=urn:other", 0);
}

#[test]
fn a_municipality_selects_by_who_reported_and_by_where_that_belongs() {
    check("municipality=GM0003", 1);
    check("municipality=GM1979&division=2014-01-01", 0);
    check("municipality=GM1979&division=2022-01-01", 2);
    check("municipality=GM0003&division=2022-01-01", 1);
    check(
        "municipality=GM0003&municipality=GM1979&division=2022-01-01",
        2,
    );
}

#[test]
fn a_province_and_a_size_class_select_by_the_division() {
    check("province=PV20", 2);
    check("province=PV26", 1 + 1);
    check("sizeClass=8", 2);
    check("sizeClass=8&province=PV20", 0);
}

#[test]
fn values_of_a_filter_are_in_the_form_in_which_they_are_compared() {
    let filter = parse("summary?party=supplier: B &party=supplier:a&party=supplier:b&category=funding&category=funding").unwrap().filter;
    assert_eq!(
        serde_json::to_value(&filter).unwrap(),
        serde_json::json!({"category": ["funding"], "party": ["supplier:a", "supplier:b"]})
    );
    assert_eq!(parse("summary").unwrap().filter, api::Filter::default());
}

#[test]
fn codes_that_are_unknown_are_named() {
    let violations = parse("summary?municipality=GM1&province=PV1&category=x&buildingBlock=x&partyKind=x&party=x&party=x:y&party=supplier: &round=X&source= ").unwrap_err();
    let keys: Vec<&str> = violations
        .iter()
        .map(api::InputViolation::location)
        .collect();
    assert_eq!(
        keys,
        [
            "municipality",
            "province",
            "category",
            "buildingBlock",
            "partyKind",
            "party",
            "party",
            "party",
            "round",
            "source"
        ]
    );
}
