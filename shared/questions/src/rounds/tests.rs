//! Rounds counted by hand, and against the simplest possible count.

mod reference;

use model::{ConsultationOutcome, Data};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{
    Counted, QueryError,
    sample::{
        any_state, ask_round, consultation, counted, day, json, parse, report, resolution,
        resolution_in, state_of, who,
    },
};
use ConsultationOutcome::{Declined, NoAnswer, Reached};

/// Two rounds of five municipalities: GM0344 and GM0363 reached in both, GM0599 in the second alone, GM0518 in the
/// first alone; GM0014 reports without a consultation.
fn history() -> Vec<Data> {
    let (first, second) = (Some("2013-01"), Some("2013-02"));
    vec![
        // Utrecht, first round: one known from before is still there, one new.
        report(who("GM0344", "funding"), "2012-11-01", None),
        consultation("GM0344", "2013-01", "2013-01-10", Reached, None),
        report(who("GM0344", "funding"), "2013-01-10", first),
        report(who("GM0344", "capacity"), "2013-01-10", first),
        // In between one is found gone by somebody else, and comes up again.
        report(who("GM0344", "ownership"), "2013-02-01", None),
        resolution(who("GM0344", "ownership"), "2013-02-20"),
        // Utrecht, second round: nobody answers first; funding is gone, capacity is still there, the ownership recurs.
        consultation("GM0344", "2013-02", "2013-05-01", NoAnswer, None),
        consultation("GM0344", "2013-02", "2013-05-10", Reached, None),
        report(who("GM0344", "funding"), "2013-05-10", second),
        resolution_in(who("GM0344", "funding"), "2013-05-10", "2013-02"),
        report(who("GM0344", "capacity"), "2013-05-10", second),
        report(who("GM0344", "ownership"), "2013-05-10", second),
        // Amsterdam: three are open; only funding is covered in the second round, and nothing is said of it.
        report(who("GM0363", "funding"), "2012-10-01", None),
        report(who("GM0363", "capacity"), "2012-10-01", None),
        consultation("GM0363", "2013-01", "2013-01-12", Reached, None),
        resolution_in(who("GM0363", "capacity"), "2013-01-12", "2013-01"),
        report(who("GM0363", "ownership"), "2013-03-01", None),
        consultation("GM0363", "2013-02", "2013-05-12", Reached, Some("funding")),
        // Rotterdam is missed, then reached; The Hague is reached, then declines.
        report(who("GM0599", "funding"), "2012-10-01", None),
        consultation("GM0599", "2013-01", "2013-01-13", NoAnswer, None),
        consultation("GM0599", "2013-02", "2013-05-13", Reached, None),
        report(who("GM0599", "funding"), "2013-05-13", second),
        consultation("GM0518", "2013-01", "2013-01-14", Reached, None),
        report(who("GM0518", "funding"), "2013-01-14", first),
        consultation("GM0518", "2013-02", "2013-05-14", Declined, None),
        // Groningen was never asked.
        report(who("GM0014", "funding"), "2013-05-15", second),
    ]
}

/// Expected, still there, gone, not discussed though covered, not covered, new, recurred, open after.
fn found(answer: &Value) -> Option<[u64; 8]> {
    answer["expected"].as_u64()?;
    let figures = [
        "/expected",
        "/stillThere",
        "/gone",
        "/notDiscussedByTopic/covered",
        "/notDiscussedByTopic/notCovered",
        "/newByKind/first",
        "/newByKind/recurred",
        "/openAfter",
    ];
    Some(figures.map(|figure| answer.pointer(figure).unwrap().as_u64().unwrap()))
}

/// A municipality, whether it was reached, and what was found.
type Row<'a> = (&'a str, Option<&'a str>, Option<[u64; 8]>);

#[track_caller]
fn check(link: &str, expected: &[Row<'_>]) {
    let answer = json(link, &state_of(history()));
    let rows = answer["municipalities"].as_array().unwrap();
    let rows: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row["municipality"].as_str().unwrap(),
                row["consultation"].as_str(),
                found(row),
            )
        })
        .collect();
    assert_eq!(rows, expected, "{link}");
}

#[test]
fn each_municipality_is_counted_as_by_hand() {
    check(
        "rounds/2013-01?asOf=2013-06-30",
        &[
            ("GM0344", Some("reached"), Some([1, 1, 0, 0, 0, 1, 0, 2])),
            ("GM0363", Some("reached"), Some([2, 0, 1, 1, 0, 0, 0, 1])),
            ("GM0518", Some("reached"), Some([0, 0, 0, 0, 0, 1, 0, 1])),
            ("GM0599", Some("no-answer"), None),
        ],
    );
    check(
        "rounds/2013-02?asOf=2013-06-30",
        &[
            ("GM0014", None, None),
            ("GM0344", Some("reached"), Some([2, 1, 1, 0, 0, 0, 1, 2])),
            ("GM0363", Some("reached"), Some([2, 0, 0, 1, 1, 0, 0, 2])),
            ("GM0518", Some("declined"), None),
            ("GM0599", Some("reached"), Some([1, 1, 0, 0, 0, 0, 0, 1])),
        ],
    );
}

#[test]
fn totals_count_municipalities_with_consultations_and_findings_where_they_were_reached() {
    let answer = json("rounds?asOf=2013-06-30", &state_of(history()));
    assert_eq!(answer["total"], 2);
    let items = answer["items"].as_array().unwrap();
    let consulted = |item: &Value| {
        [
            "asked",
            "reached",
            "noAnswer",
            "declined",
            "withoutConsultation",
        ]
        .map(|key| item[key].as_u64().unwrap())
    };
    assert_eq!(items[0]["round"], "2013-02");
    assert_eq!(consulted(&items[0]), [4, 3, 0, 1, 1]);
    assert_eq!(found(&items[0]), Some([5, 2, 1, 1, 1, 0, 1, 5]));
    assert_eq!(items[0]["beganAt"], "2013-04-30T22:00:00Z");
    assert_eq!(consulted(&items[1]), [4, 3, 1, 0, 0]);
    assert_eq!(found(&items[1]), Some([3, 1, 1, 1, 0, 2, 0, 4]));
    let one = json("rounds/2013-02?asOf=2013-06-30", &state_of(history()));
    assert_eq!(found(&one["total"]), found(&items[0]));
    assert_eq!(one["endedAt"], items[0]["endedAt"]);
}

#[test]
fn a_round_against_another_is_over_those_that_both_reached() {
    let answer = json(
        "rounds/2013-02?asOf=2013-06-30&against=2013-01",
        &state_of(history()),
    );
    let against = &answer["against"];
    assert_eq!(found(&against["here"]), Some([4, 1, 1, 1, 1, 0, 1, 4]));
    assert_eq!(found(&against["there"]), Some([3, 1, 1, 1, 0, 1, 0, 3]));
    let counts = [
        "askedInBoth",
        "reachedInBoth",
        "leftOutHere",
        "leftOutThere",
    ]
    .map(|key| against[key].clone());
    assert_eq!(counts, [4, 2, 1, 1].map(|count| json!(count)));
    assert_eq!(against["round"], "2013-01");
}

#[test]
fn as_of_an_earlier_day_only_what_is_seen_by_then_counts() {
    // Nobody answered yet: Utrecht is asked and not reached.
    check(
        "rounds/2013-02?asOf=2013-05-09",
        &[("GM0344", Some("no-answer"), None)],
    );
    check("rounds/2013-02?asOf=2013-04-30", &[]);
}

#[test]
fn the_filter_selects_municipalities_and_knelpunten_but_no_consultations() {
    check(
        "rounds/2013-02?asOf=2013-06-30&category=capacity",
        &[
            ("GM0014", None, None),
            ("GM0344", Some("reached"), Some([1, 1, 0, 0, 0, 0, 0, 1])),
            ("GM0363", Some("reached"), Some([0, 0, 0, 0, 0, 0, 0, 0])),
            ("GM0518", Some("declined"), None),
            ("GM0599", Some("reached"), Some([0, 0, 0, 0, 0, 0, 0, 0])),
        ],
    );
    check(
        "rounds/2013-02?asOf=2013-06-30&municipality=GM0599&category=funding",
        &[("GM0599", Some("reached"), Some([1, 1, 0, 0, 0, 0, 0, 1]))],
    );
}

#[test]
fn municipalities_that_became_one_are_one_on_a_later_division() {
    let events = vec![
        report(who("GM0003", "funding"), "2012-11-01", None),
        report(who("GM0010", "capacity"), "2012-11-01", None),
        consultation("GM0003", "2013-01", "2013-01-10", NoAnswer, None),
        consultation("GM0010", "2013-01", "2013-01-11", Reached, Some("capacity")),
        report(who("GM0010", "capacity"), "2013-01-11", Some("2013-01")),
    ];
    let answer = json(
        "rounds/2013-01?asOf=2013-06-30&division=2022-01-01",
        &state_of(events),
    );
    let row = &answer["municipalities"][0];
    assert_eq!(answer["municipalities"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&row["municipality"], &row["consultation"]),
        (&json!("GM1979"), &json!("reached"))
    );
    assert_eq!(row["inheritedFrom"], json!(["GM0003", "GM0010"]));
    assert_eq!(row["topics"], json!(["capacity"]));
    assert_eq!(found(row), Some([2, 1, 0, 0, 1, 0, 0, 2]));
}

#[test]
fn the_last_fact_of_the_round_decides_whether_a_knelpunt_is_gone_or_still_there() {
    let round = Some("2013-01");
    let events = vec![
        report(who("GM0344", "funding"), "2012-11-01", None),
        report(who("GM0344", "capacity"), "2012-11-01", None),
        consultation("GM0344", "2013-01", "2013-01-10", NoAnswer, None),
        // Somebody else is faster.
        resolution(who("GM0344", "funding"), "2013-01-11"),
        report(who("GM0344", "ownership"), "2013-01-11", None),
        consultation("GM0344", "2013-01", "2013-01-13", Reached, None),
        resolution_in(who("GM0344", "funding"), "2013-01-13", "2013-01"),
        // Confirms what is neither expected nor new.
        report(who("GM0344", "ownership"), "2013-01-13", round),
        resolution_in(who("GM0344", "capacity"), "2013-01-13", "2013-01"),
        report(who("GM0344", "capacity"), "2013-01-15", round),
    ];
    let answer = json("rounds/2013-01?asOf=2013-06-30", &state_of(events));
    let row = &answer["municipalities"][0];
    assert_eq!(found(row), Some([2, 1, 1, 0, 0, 0, 0, 2]));
    assert_eq!(
        (&row["reports"], &row["resolutions"]),
        (&json!(2), &json!(2))
    );
}

#[test]
fn a_round_that_no_event_names_is_unknown_and_one_in_the_future_is_not() {
    let state = state_of(history());
    let error = |link: &str| match ask_round(link, &state) {
        Ok(_) => None,
        Err(QueryError::UnknownRound) => Some("round".to_owned()),
        Err(QueryError::Parameter(violation)) => Some(violation.location().to_owned()),
    };
    assert_eq!(error("rounds/2013-01?asOf=2001-01-01"), None);
    assert_eq!(error("rounds/2013-01?category=ownership"), None);
    assert_eq!(error("rounds/2013-09").as_deref(), Some("round"));
    // A category, which is no round.
    assert_eq!(error("rounds/funding").as_deref(), Some("round"));
    assert_eq!(
        error("rounds/2013-01?against=2013-09").as_deref(),
        Some("against")
    );
    assert_eq!(
        error("rounds/2013-01?against=2013-02&asOf=2013-01-12"),
        None
    );
}

#[test]
fn every_violation_in_a_link_is_named_at_once() {
    let keys = |link: &str| -> Vec<String> {
        let violations = parse(link).unwrap_err();
        violations
            .into_iter()
            .map(|violation| violation.location().to_owned())
            .collect()
    };
    assert_eq!(
        keys("rounds/2013-02?against=X&asOf=soon&category=none"),
        ["category", "asOf", "against"]
    );
    assert_eq!(keys("rounds/2013-02?against=2013-02"), ["against"]);
    assert_eq!(keys("rounds?against=2013-02"), ["against"]);
    assert_eq!(
        keys("rounds/2013-02?against=2013-01&against=2013-03"),
        ["against"]
    );
}

#[test]
fn n_and_censored_are_those_of_the_summary() {
    let state = state_of(history());
    for keys in ["asOf=2013-06-30", "asOf=2013-05-01&category=funding"] {
        let summary = counted(&format!("summary?{keys}"), &state);
        assert_ne!(summary, Counted::default());
        assert_eq!(counted(&format!("rounds/2013-02?{keys}"), &state), summary);
        assert_eq!(counted(&format!("rounds?{keys}"), &state), summary);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_round_is_counted_as_one_by_one(state in any_state(40), as_of in day(), more in prop::sample::select(vec!["", "&division=2022-01-01", "&category=capacity", "&buildingBlock=none", "&round=none", "&province=PV20"])) {
        let link = format!("rounds?asOf={as_of}{more}");
        let answer = json(&link, &state);
        let mut rounds = Vec::new();
        for item in answer["items"].as_array().unwrap() {
            let slug = item["round"].as_str().unwrap();
            let link = format!("rounds/{slug}?asOf={as_of}{more}");
            let one = ask_round(&link, &state).unwrap();
            let found = &one.total.found;
            prop_assert_eq!(found.still_there + found.gone + found.not_discussed, found.expected);
            let by_topic = found.not_discussed_by_topic;
            prop_assert_eq!(by_topic.covered + by_topic.not_covered, found.not_discussed);
            prop_assert_eq!(found.new_by_kind.first + found.new_by_kind.recurred, found.new);
            prop_assert_eq!(one.total.reached + one.total.no_answer + one.total.declined, one.total.asked);
            let reference = reference::count(&parse(&link).unwrap(), slug, &state);
            let rows: Vec<_> = one.municipalities.iter().map(|row| (row.municipality.clone(), row.consultation, row.found)).collect();
            prop_assert_eq!(rows, reference, "{}", &link);
            let total = serde_json::to_value(one.total).unwrap();
            prop_assert!(total.as_object().unwrap().iter().all(|(key, value)| item[key] == *value), "{}", &link);
            rounds.push(slug.to_owned());
        }
        for pair in rounds.windows(2) {
            let link = format!("rounds/{}?asOf={as_of}{more}&against={}", pair[0], pair[1]);
            let one = ask_round(&link, &state).unwrap();
            let against = one.against.unwrap();
            prop_assert_eq!(against.reached_in_both + against.left_out_here, one.total.reached);
            let back = ask_round(&format!("rounds/{}?asOf={as_of}{more}&against={}", pair[1], pair[0]), &state).unwrap().against.unwrap();
            prop_assert_eq!((against.here, against.there), (back.there, back.here));
        }
    }
}
