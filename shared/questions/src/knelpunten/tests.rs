//! Pages of the list, and the questions that their cursors belong to.

use proptest::prelude::*;
use serde_json::Value;

use state::State;

use crate::sample::{any_state, json, parse, report, resolution, state_of, waiting, who};

/// Pages through a list; returns all items, and the number of pages.
fn paged(link: &str, limit: usize, state: &State) -> (Vec<Value>, usize) {
    let (mut items, mut pages, mut cursor) = (Vec::new(), 0, String::new());
    loop {
        let page = json(&format!("{link}&limit={limit}{cursor}"), state);
        items.extend(page["items"].as_array().unwrap().iter().cloned());
        pages += 1;
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return (items, pages),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn all_pages_together_are_the_whole_list(state in any_state(24), limit in 1..5_usize, status in prop::sample::select(vec!["open", "persisting"])) {
        let link = format!("persisting?asOf=2016-01-01&status={status}");
        let whole = json(&format!("{link}&limit=1000"), &state);
        prop_assert_eq!(&whole["nextCursor"], &Value::Null);
        let (items, pages) = paged(&link, limit, &state);
        prop_assert_eq!(&Value::Array(items.clone()), &whole["items"]);
        prop_assert_eq!(&whole["total"], &Value::from(items.len()));
        prop_assert_eq!(pages, items.len().div_ceil(limit).max(1));
        let order = |item: &Value| (item["since"].as_str().unwrap().to_owned(), item["id"].as_str().unwrap().to_owned());
        let instants = |item: &Value| model::Instant::parse(item["since"].as_str().unwrap());
        prop_assert!(items.is_sorted_by(|one, next| (instants(one), order(one).1) < (instants(next), order(next).1)));
    }
}

fn sample() -> State {
    state_of(vec![
        report(who("GM0344", "funding"), "2013-01-01", Some("2013-01")),
        report(who("GM0344", "capacity"), "2013-03-01", Some("2013-01")),
        report(who("GM0344", "capacity"), "2013-05-01", Some("2013-02")),
        report(
            waiting("GM0003", "supplier-delivery", "Centric"),
            "2013-06-01",
            None,
        ),
        resolution(who("GM0344", "funding"), "2013-09-01"),
    ])
}

/// Compares the categories of the items that a link lists.
#[track_caller]
fn check(link: &str, categories: &[&str]) {
    let answer = json(link, &sample());
    let listed: Vec<&str> = answer["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["category"].as_str().unwrap())
        .collect();
    assert_eq!(listed, categories, "{link}");
    assert_eq!(answer["total"], categories.len());
}

#[test]
fn persisting_knelpunten_are_listed_and_open_ones_by_status() {
    check("persisting?asOf=2013-06-29T22:59:59Z", &["capacity"]);
    check("persisting?asOf=2013-06-30", &["funding", "capacity"]);
    check(
        "persisting?asOf=2013-06-30&status=open",
        &["funding", "capacity", "supplier-delivery"],
    );
    check(
        "persisting?asOf=2013-09-01&status=open",
        &["capacity", "supplier-delivery"],
    );
}

#[test]
fn the_least_age_is_inclusive() {
    // From 1 June, 0:00 in Amsterdam.
    check(
        "persisting?status=open&minAgeDays=10&asOf=2013-06-10T22:00:00Z",
        &["funding", "capacity", "supplier-delivery"],
    );
    check(
        "persisting?status=open&minAgeDays=10&asOf=2013-06-10T21:59:59.999999Z",
        &["funding", "capacity"],
    );
}

/// Follows the cursor of a first page with other parameters; returns those of the violations.
#[track_caller]
fn follow(first: &str, then: &str) -> Vec<String> {
    let page = json(
        &format!("persisting?status=open&limit=1&{first}"),
        &sample(),
    );
    let cursor = page["nextCursor"].as_str().unwrap();
    let violations = parse(&format!("persisting?limit=1&cursor={cursor}&{then}"))
        .err()
        .unwrap_or_default();
    violations
        .into_iter()
        .map(|violation| violation.location().to_owned())
        .collect()
}

#[test]
fn a_cursor_belongs_to_one_as_of_known_at_division_and_filter() {
    let first = "asOf=2013-07-01&knownAt=3&division=2013-07-01&category=funding&category=capacity";
    let same = "status=open&asOf=2013-07-01&knownAt=3&division=2013-07-01&category=capacity&category=funding";
    assert!(follow(first, same).is_empty());
    for (part, other) in [
        ("asOf=2013-07-01", "asOf=2013-07-02"),
        ("knownAt=3", "knownAt=4"),
        ("knownAt=3", "atLeast=1"),
        ("division=2013-07-01", "division=2013-07-02"),
        ("&category=funding", ""),
        ("status=open", "status=persisting"),
        ("limit=1", "minAgeDays=1"),
    ] {
        let other = if part == "limit=1" {
            format!("{same}&{other}")
        } else {
            same.replace(part, other)
        };
        assert_eq!(follow(first, &other), ["cursor"], "{other}");
    }
    assert!(
        follow(
            first,
            &same
                .replace("status", "limit=1000&status")
                .replace("limit=1&", "")
        )
        .iter()
        .all(|key| key == "limit")
    );
}

#[test]
fn a_cursor_decides_the_as_of_instant_where_the_link_does_not() {
    let page = json("persisting?status=open&limit=1&asOf=2013-07-01", &sample());
    let cursor = page["nextCursor"].as_str().unwrap();
    let scope = parse(&format!("persisting?status=open&cursor={cursor}")).unwrap();
    assert_eq!(scope.as_of.to_string(), "2013-07-01T21:59:59.999999Z");
    assert_eq!(scope.division.to_string(), "2013-07-01");
    let divided = json(
        "persisting?status=open&limit=1&asOf=2013-07-01&division=2026-01-01",
        &sample(),
    );
    let cursor = divided["nextCursor"].as_str().unwrap();
    assert!(parse(&format!("persisting?status=open&cursor={cursor}")).is_err());
    assert!(
        parse(&format!(
            "persisting?status=open&cursor={cursor}&division=2026-01-01"
        ))
        .is_ok()
    );
}

#[test]
fn an_invalid_cursor_is_named_and_a_valid_one_beside_another_violation_is_not() {
    let violations = |link: &str| -> Vec<String> {
        parse(link)
            .unwrap_err()
            .into_iter()
            .map(|violation| violation.location().to_owned())
            .collect()
    };
    assert_eq!(violations("persisting?cursor=abc"), ["cursor"]);
    assert_eq!(follow("asOf=2013-07-01", "status=open&asOf=soon"), ["asOf"]);
}

#[test]
fn the_collection_contains_one_status_or_all() {
    check(
        "knelpunten?asOf=2013-12-01",
        &["capacity", "supplier-delivery"],
    );
    check(
        "knelpunten?asOf=2013-12-01&status=open",
        &["capacity", "supplier-delivery"],
    );
    check(
        "knelpunten?asOf=2013-12-01&status=persisting",
        &["capacity", "supplier-delivery"],
    );
    check(
        "knelpunten?asOf=2013-06-02&status=persisting",
        &["capacity"],
    );
    check("knelpunten?asOf=2013-12-01&status=resolved", &["funding"]);
    check(
        "knelpunten?asOf=2013-12-01&status=all",
        &["funding", "capacity", "supplier-delivery"],
    );
    // Before its end it was open.
    check("knelpunten?asOf=2013-08-01&status=resolved", &[]);
}

#[test]
fn the_collection_is_sorted_by_one_value_in_either_order() {
    let link = |rest: &str| format!("knelpunten?asOf=2013-12-01&status=all&{rest}");
    let by_age = ["supplier-delivery", "funding", "capacity"];
    check(&link("sort=age"), &by_age);
    check(
        &link("sort=age&order=descending"),
        &["capacity", "funding", "supplier-delivery"],
    );
    check(
        &link("sort=since&order=descending"),
        &["supplier-delivery", "capacity", "funding"],
    );
    // Equal values are in order of since.
    check(
        &link("sort=municipality&order=descending"),
        &["funding", "capacity", "supplier-delivery"],
    );
    check(
        &link("sort=category"),
        &["capacity", "funding", "supplier-delivery"],
    );
    check(
        &link("sort=lastReportedAt"),
        &["funding", "capacity", "supplier-delivery"],
    );
}

#[test]
fn a_resolved_knelpunt_has_its_end_and_the_age_that_it_had_then() {
    let answer = json("knelpunten?asOf=2013-12-01&status=resolved", &sample());
    let item = &answer["items"][0];
    for (field, expected) in [
        ("status", Value::from("resolved")),
        ("sinceOn", Value::from("2013-01-01")),
        ("openedOn", Value::from("2013-01-01")),
        ("lastReportedOn", Value::from("2013-01-01")),
        ("endedAt", Value::from("2013-09-01T21:59:59.999999Z")),
        ("endedOn", Value::from("2013-09-01")),
        ("persisting", Value::from(false)),
        (
            "href",
            Value::from(format!("/v1/knelpunten/{}", item["id"].as_str().unwrap())),
        ),
    ] {
        assert_eq!(item[field], expected, "{field}");
    }
    let age_days = item["ageDays"].as_f64().unwrap();
    assert!((age_days - 243.96).abs() < 0.01, "{age_days}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn all_pages_of_the_collection_are_all_of_it_in_any_order(
        state in any_state(24),
        limit in 1..5_usize,
        status in prop::sample::select(vec!["open", "persisting", "resolved", "all"]),
        sort in prop::sample::select(vec!["since", "age", "municipality", "category", "lastReportedAt"]),
        order in prop::sample::select(vec!["ascending", "descending"]),
    ) {
        let link = format!("knelpunten?asOf=2016-01-01&status={status}&sort={sort}&order={order}");
        let whole = json(&format!("{link}&limit=1000"), &state);
        let (items, _) = paged(&link, limit, &state);
        prop_assert_eq!(&Value::Array(items.clone()), &whole["items"]);
        prop_assert_eq!(&whole["total"], &Value::from(items.len()));
    }

    #[test]
    fn open_and_resolved_ones_are_all_and_persisting_is_answered_by_both_links(state in any_state(24)) {
        let list = |link: &str| json(&format!("{link}&asOf=2016-01-01&limit=1000"), &state);
        let total = |status: &str| list(&format!("knelpunten?status={status}"))["total"].as_u64().unwrap();
        prop_assert_eq!(total("open") + total("resolved"), total("all"));
        for status in ["open", "persisting"] {
            let links = ["knelpunten", "persisting"].map(|path| list(&format!("{path}?status={status}")));
            prop_assert_eq!(&links[0], &links[1]);
        }
    }
}
