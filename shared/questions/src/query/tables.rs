//! Answers as rows and state.

use std::borrow::Cow;

use state::State;

use crate::sample::{report, state_of, table, waiting, who};

fn sample() -> State {
    state_of(vec![
        report(who("GM0344", "funding"), "2013-01-01", Some("2013-02")),
        report(who("GM0344", "funding"), "2013-02-01", Some("2013-01")),
        report(
            waiting("GM0344", "supplier-delivery", "Centric"),
            "2013-01-01",
            None,
        ),
    ])
}

/// Compares cells of a link's table, by the names of their state, in every row.
#[track_caller]
fn check(link: &str, state: &[&str], expected: &[&[&str]]) {
    let table = table(link, &sample());
    let indices: Vec<usize> = state
        .iter()
        .map(|name| table.index(name).unwrap())
        .collect();
    let found: Vec<Vec<Cow<'_, str>>> = table
        .rows
        .iter()
        .map(|row| indices.iter().map(|index| row[*index].text()).collect())
        .collect();
    assert_eq!(found, expected);
    assert!(
        table
            .rows
            .iter()
            .all(|row| row.len() == table.columns.len())
    );
}

#[test]
fn nested_fields_are_columns_lists_are_joined_and_absent_fields_are_empty() {
    check(
        "persisting?asOf=2013-12-01&category=funding",
        &[
            "municipality",
            "party.name",
            "rounds",
            "ageDays",
            "persisting",
        ],
        &[&["GM0344", "", "2013-01 2013-02", "335", "true"]],
    );
    check(
        "persisting?asOf=2013-12-01&category=supplier-delivery",
        &["buildingBlock", "party.kind", "party.name", "rounds"],
        &[&["bag", "supplier", "centric", ""]],
    );
}

#[test]
fn every_answer_is_a_table() {
    check(
        "summary?asOf=2013-12-01",
        &["knelpunten", "open", "reports"],
        &[&["2", "2", "3"]],
    );
    check(
        "persisting/matrix?asOf=2013-12-01&category=funding",
        &["category", "open"],
        &[&["funding", "1"]],
    );
    check(
        "trend?asOf=2013-02-01&groupBy=partyKind",
        &[
            "period",
            "group",
            "label",
            "reported",
            "resolvedByOutcome.solved",
        ],
        &[
            &["2013-01-01", "supplier", "leverancier", "1", "0"],
            &["2013-01-01", "", "geen partij", "1", "0"],
            &["2013-02-01", "supplier", "leverancier", "0", "0"],
            &["2013-02-01", "", "geen partij", "1", "0"],
        ],
    );
    check(
        "resolution-times?asOf=2013-12-01",
        &["n", "censored", "medianDays", "survival.90.value"],
        &[&["2", "2", "", "1.0"]],
    );
}

#[test]
fn tables_have_columns_of_groups_only_with_group_by() {
    for (link, grouped) in [
        ("trend?asOf=2013-02-01", false),
        ("trend?asOf=2013-02-01&groupBy=category", true),
        ("resolution-times", false),
        ("resolution-times?groupBy=category", true),
    ] {
        let table = table(link, &sample());
        assert_eq!(table.index("group").is_some(), grouped, "{link}");
    }
}
