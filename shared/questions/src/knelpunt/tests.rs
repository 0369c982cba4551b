//! One knelpunt, episode by episode.

use model::{Data, KnelpuntMerged, Subject};
use register::Register;
use serde_json::{Value, json};

use state::State;

use crate::{
    KnelpuntScan,
    sample::{parse, report, resolution, state_of, waiting, who},
};

fn sample() -> State {
    let of = || waiting("GM0003", "supplier-delivery", "Centric");
    state_of(vec![
        report(of(), "2013-01-01T10:00:00Z", Some("2013-01")),
        report(of(), "2013-02-01T10:00:00Z", Some("2013-02")),
        resolution(of(), "2013-02-01T10:00:00Z"),
        report(of(), "2013-03-01T10:00:00Z", Some("2013-02")),
        report(of(), "2013-04-01T10:00:00Z", Some("2013-01")),
        report(of(), "2013-04-02T10:00:00Z", Some("2013-01")),
        report(who("GM0344", "funding"), "2013-01-01", None),
    ])
}

/// Answers about the first knelpunt of the sample.
fn answer(link: &str) -> Value {
    let state = sample();
    let data = report(
        waiting("GM0003", "supplier-delivery", "Centric"),
        "2013-01-01",
        None,
    );
    let Some(Subject::Knelpunt(id)) = data.subject() else {
        panic!("a report is about a knelpunt")
    };
    let knelpunt = state.knelpunt(state.find(id).unwrap());
    let scope = parse(link).unwrap();
    let scan = KnelpuntScan::new(&scope, &knelpunt, state.interner(), Register::embedded());
    serde_json::to_value(scan.answer).unwrap()
}

/// Compares status, whether it persists, and of each episode the reports and rounds.
#[track_caller]
fn check(link: &str, status: &str, persisting: bool, episodes: &Value) {
    let answer = answer(link);
    assert_eq!(
        (&answer["status"], &answer["persisting"]),
        (&json!(status), &json!(persisting))
    );
    let found: Vec<Value> = answer["episodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|episode| json!([episode["reports"], episode["rounds"]]))
        .collect();
    assert_eq!(&Value::Array(found), episodes);
    assert_eq!(answer["ageDays"].is_null(), status != "open");
}

#[test]
fn its_status_is_that_of_its_last_episode() {
    check("knelpunten?asOf=2012-12-31", "none", false, &json!([]));
    check(
        "knelpunten?asOf=2013-01-31",
        "open",
        false,
        &json!([[1, ["2013-01"]]]),
    );
    check(
        "knelpunten?asOf=2013-02-28",
        "resolved",
        false,
        &json!([[2, ["2013-01", "2013-02"]]]),
    );
}

#[test]
fn what_is_reported_at_the_instant_of_the_end_belongs_to_the_episode_that_ends() {
    check(
        "knelpunten?asOf=2013-12-31",
        "open",
        true,
        &json!([[2, ["2013-01", "2013-02"]], [3, ["2013-01", "2013-02"]]]),
    );
}

#[test]
fn it_has_names_and_its_municipality_by_the_division() {
    let then = answer("knelpunten?asOf=2013-12-31");
    assert_eq!(then["municipalityName"], "Appingedam");
    assert_eq!(then.get("inheritedFrom"), None);
    assert_eq!(
        then["party"],
        json!({"kind": "supplier", "kindName": "leverancier", "name": "centric"})
    );
    assert_eq!(
        then["buildingBlockName"],
        "Basisregistratie Adressen en Gebouwen"
    );
    let later = answer("knelpunten?asOf=2013-12-31&division=2022-01-01");
    assert_eq!(
        (&later["municipality"], &later["inheritedFrom"]),
        (&json!("GM1979"), &json!("GM0003"))
    );
}

#[test]
fn its_names_are_those_of_the_last_visible_event() {
    let of = |name| waiting("GM0344", "supplier-delivery", name);
    let state = state_of(vec![
        report(of("  Café\u{a0} Zuid B.V."), "2013-01-01", None),
        resolution(of("CAFE\u{301} ZUID B.V."), "2013-02-01"),
        report(of("café zuid b.v."), "2013-03-01", None),
    ]);
    let name = |as_of: &str| {
        let row = state.roots().next().unwrap();
        let scope = parse(&format!("knelpunten?asOf={as_of}")).unwrap();
        let scan = KnelpuntScan::new(
            &scope,
            &state.knelpunt(row),
            state.interner(),
            Register::embedded(),
        );
        assert_eq!(scan.answer.party.unwrap().name, "café zuid b.v.");
        scan.answer.party_name.unwrap()
    };
    assert_eq!(name("2013-01-31"), "Café Zuid B.V.");
    assert_eq!(name("2013-02-01"), "CAFÉ ZUID B.V.");
    assert_eq!(name("2013-03-01"), "café zuid b.v.");
}

#[test]
fn an_event_that_was_merged_into_it_names_another_party() {
    let of = |name| waiting("GM0344", "supplier-delivery", name);
    let into = of("Fabriek B").1;
    let merged = Data::Merged(KnelpuntMerged {
        municipality: "GM0344".to_owned(),
        category: "supplier-delivery".to_owned(),
        building_block: None,
        party: of("Fabriek A").1.party,
        reference: None,
        into,
        reason: None,
    });
    let state = state_of(vec![
        report(of("Fabriek B"), "2013-01-01", None),
        report(of("Fabriek A"), "2013-02-01", None),
        merged,
    ]);
    let row = state.roots().next().unwrap();
    let scope = parse("knelpunten?asOf=2013-03-01").unwrap();
    let knelpunt = state.knelpunt(row);
    let scan = KnelpuntScan::new(&scope, &knelpunt, state.interner(), Register::embedded());
    assert_eq!(scan.answer.party_name.as_deref(), Some("Fabriek B"));
}
