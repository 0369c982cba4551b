//! Every figure is a number or null: nothing that JSON cannot write.

use api::parameters::Grouping;
use model::{Data, KnelpuntResolved, Outcome};
use proptest::{prelude::*, sample::select};
use serde_json::Value;

use state::State;

use crate::{
    ResolutionTimesQuestion,
    sample::{any_state, ask, day, json, report, resolution, state_of, table, waiting, who},
};

/// Checks that what must be a number is one, in every group and at every step.
fn check_numbers(answer: &Value) -> Result<(), TestCaseError> {
    for group in answer["groups"].as_array().unwrap() {
        for figure in ["n", "resolved", "censored", "fromDays"] {
            prop_assert!(group[figure].is_number(), "{} of {}", figure, group);
        }
        let mean = &group["restrictedMean"];
        for figure in ["days", "se", "horizonDays"] {
            let is_figure = mean[figure].is_number() || mean.is_null();
            prop_assert!(is_figure, "{} of {}", figure, group);
        }
        prop_assert!(mean.is_null() || mean["horizonDays"].as_f64().unwrap() > 0.0);
        prop_assert!(mean.is_null() || group["n"] != 0);
        for step in group["curve"].as_array().unwrap() {
            for figure in ["days", "atRisk", "resolved", "survival"] {
                prop_assert!(step[figure].is_number(), "{} of {}", figure, step);
            }
        }
        prop_assert_eq!(
            group["n"].as_u64().unwrap(),
            group["resolved"].as_u64().unwrap() + group["censored"].as_u64().unwrap()
        );
    }
    if let Some(test) = answer["logRank"].as_object() {
        prop_assert!(test["chiSquared"].is_number() && test["p"].is_number());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_is_selected_every_figure_is_a_number_or_left_out(state in any_state(24), at in day(), by in select(Grouping::ALL), horizon in select(vec!["0.000001", "30", "365", "36500"])) {
        let link = format!("resolution-times?asOf={at}&horizonDays={horizon}");
        check_numbers(&json(&link, &state))?;
        let grouped = json(&format!("{link}&groupBy={}&curve=full", by.as_str()), &state);
        check_numbers(&grouped)?;
        let (_, counted) = ask::<ResolutionTimesQuestion>(&link, &state);
        let n: u64 = grouped["groups"].as_array().unwrap().iter().map(|group| group["n"].as_u64().unwrap()).sum();
        prop_assert_eq!(n, counted.n as u64);
    }
}

/// Compares n, censored and the restricted mean's days of the first group.
#[track_caller]
fn check(link: &str, state: &State, expected: Option<(u64, u64, Option<f64>)>) {
    let answer = json(link, state);
    check_numbers(&answer).unwrap();
    let first = answer["groups"].get(0).map(|group| {
        (
            group["n"].as_u64().unwrap(),
            group["censored"].as_u64().unwrap(),
            group["restrictedMean"]["days"].as_f64(),
        )
    });
    assert_eq!(first, expected);
}

#[test]
fn an_empty_selection_has_no_figures_and_no_group() {
    let none = State::default();
    check("resolution-times", &none, Some((0, 0, None)));
    check("resolution-times?groupBy=party", &none, None);
    let answer = json("resolution-times", &none);
    assert_eq!(answer["logRank"], Value::Null);
    assert_eq!(answer["groups"][0]["medianDays"], Value::Null);
    assert_eq!(
        answer["groups"][0]["survival"]["90"],
        serde_json::json!({"value": null, "low": null, "high": null})
    );
    assert_eq!(answer["groups"][0].get("group"), None);
    assert_eq!(answer["groups"][0]["restrictedMean"], Value::Null);
    assert_eq!(answer["groups"][0]["curve"], serde_json::json!([]));
}

#[test]
fn a_group_that_is_followed_for_no_time_leaves_no_group_a_mean_of_0_days() {
    let state = state_of(vec![
        report(who("GM0344", "funding"), "2013-01-01T00:00:00Z", None),
        report(who("GM0344", "capacity"), "2013-01-11T00:00:00Z", None),
    ]);
    let link = "resolution-times?groupBy=category&asOf=2013-01-11T00:00:00Z";
    let answer = json(link, &state);
    let means = [0, 1].map(|group| answer["groups"][group]["restrictedMean"].clone());
    assert_eq!(means, [Value::Null, Value::Null]);
}

#[test]
fn in_a_table_the_mean_of_nothing_is_an_empty_cell() {
    for link in [
        "resolution-times",
        "resolution-times?category=funding",
        "resolution-times?horizonDays=30",
    ] {
        let table = table(link, &State::default());
        let cells = table.columns.iter().zip(&table.rows[0]);
        let mut means = cells.filter(|(column, _)| column.name.starts_with("restrictedMean"));
        assert!(
            means.all(|(_, cell)| *cell == api::answers::Cell::Empty),
            "{link}: {table:?}"
        );
    }
}

#[test]
fn what_is_seen_for_the_first_time_at_the_as_of_instant_counts_and_is_at_risk_at_no_time() {
    let state = state_of(vec![report(
        who("GM0344", "funding"),
        "2013-01-01T00:00:00Z",
        None,
    )]);
    check(
        "resolution-times?asOf=2013-01-01T00:00:00Z",
        &state,
        Some((1, 1, None)),
    );
    check(
        "resolution-times?asOf=2013-01-11T00:00:00Z",
        &state,
        Some((1, 1, Some(10.0))),
    );
}

#[test]
fn what_ends_at_the_instant_at_which_it_began_brings_the_curve_to_zero() {
    let at = "2013-01-01T00:00:00Z";
    let state = state_of(vec![
        report(who("GM0344", "funding"), at, None),
        resolution(who("GM0344", "funding"), at),
    ]);
    check(
        "resolution-times?asOf=2013-02-01",
        &state,
        Some((1, 0, Some(0.0))),
    );
}

#[test]
fn ends_are_counted_by_outcome_and_six_that_lapsed_are_not_six_that_were_solved() {
    let mut events = Vec::new();
    let outcomes = [
        Outcome::Solved,
        Outcome::Lapsed,
        Outcome::Lapsed,
        Outcome::Central,
    ];
    for (number, outcome) in outcomes.into_iter().enumerate() {
        let who = || waiting("GM0344", "funding", &format!("supplier {number}"));
        events.push(report(who(), "2013-01-01T00:00:00Z", None));
        let Data::Resolved(ended) = resolution(who(), "2013-01-12T00:00:00Z") else {
            panic!("a resolution")
        };
        events.push(Data::Resolved(KnelpuntResolved { outcome, ..ended }));
    }
    let state = state_of(events);
    let answer = json("resolution-times?asOf=2013-02-01", &state);
    assert_eq!(
        answer["groups"][0]["resolvedByOutcome"],
        serde_json::json!({"solved": 1, "lapsed": 2, "central": 1})
    );
    let answer = json("resolution-times", &State::default());
    assert_eq!(
        answer["groups"][0]["resolvedByOutcome"],
        serde_json::json!({"solved": 0, "lapsed": 0, "central": 0})
    );
}

/// Returns knelpunten of two categories, so many each, that end one by one.
fn two_groups(each: usize) -> State {
    let mut events = Vec::new();
    for number in 0..2 * each {
        let category = ["funding", "capacity"][number % 2];
        let who = || waiting("GM0344", category, &format!("supplier {number}"));
        events.push(report(who(), "2013-01-01T00:00:00Z", None));
        let at = format!("2013-01-{:02}T00:00:00Z", 2 + number);
        events.push(resolution(who(), &at));
    }
    state_of(events)
}

#[test]
fn a_test_names_how_many_groups_are_too_small_for_it() {
    let small = |state: &State, link: &str| json(link, state)["logRank"]["smallGroups"].clone();
    for link in [
        "resolution-times?groupBy=category&asOf=2013-03-01",
        "resolution-times?groupBy=category&asOf=2013-03-01&horizonDays=30",
    ] {
        assert_eq!(small(&two_groups(1), link), 2, "{link}");
        assert_eq!(small(&two_groups(7), link), 0, "{link}");
    }
    assert_eq!(
        small(&two_groups(1), "resolution-times?asOf=2013-03-01"),
        Value::Null
    );
}

#[test]
fn every_mean_names_the_horizon_that_the_youngest_group_lowers_unless_all_of_it_ended() {
    let horizons = |ended: bool| {
        let mut events = vec![
            report(who("GM0344", "funding"), "2012-01-01T00:00:00Z", None),
            report(who("GM0363", "funding"), "2013-05-01T00:00:00Z", None),
        ];
        if ended {
            events.push(resolution(who("GM0363", "funding"), "2013-05-20T00:00:00Z"));
        }
        let link = "resolution-times?groupBy=municipality&asOf=2013-05-26T00:00:00Z";
        let answer = json(link, &state_of(events));
        [0, 1].map(|group| answer["groups"][group]["restrictedMean"]["horizonDays"].clone())
    };
    assert_eq!(horizons(false), [Value::from(25.0), Value::from(25.0)]);
    assert_eq!(horizons(true), [Value::from(365.0), Value::from(365.0)]);
}
