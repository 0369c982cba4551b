use jiff::civil::date;
use serde_json::{Value, json};

use super::*;

const TODAY: Date = date(2026, 11, 28);

fn answer<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

/// A knelpunt of the list of open ones.
fn item(persisting: bool, episodes: usize, opened_on: &str) -> PersistingItem {
    let opened_at = format!("{opened_on}T00:00:00Z");
    answer(json!({
        "id": "156895ca-2f6b-5b6c-a9bb-69de4bdcea14", "href": "", "municipality": "GM0344", "municipalityName": "Utrecht",
        "category": "funding", "categoryName": "", "buildingBlock": null, "buildingBlockName": null,
        "party": {"kind": "supplier", "kindName": "", "name": "centric"}, "partyName": "Centric", "reference": null,
        "referenceAsWritten": null, "description": "names a person", "status": "open", "openedAt": opened_at,
        "openedOn": opened_on, "since": opened_at, "sinceOn": opened_on, "endedAt": null, "endedOn": null, "outcome": null,
        "remedy": null, "ageDays": 1.0, "persisting": persisting, "episodes": episodes, "reports": 1, "rounds": [],
        "lastReportedAt": opened_at, "lastReportedOn": opened_on,
    }))
}

/// A round, with what became of municipalities: code, outcome.
fn round(slug: &str, day: &str, calls: &[(&str, &str)]) -> RoundAnswer {
    let at = format!("{day}T12:00:00Z");
    let none = json!({
        "expected": 0, "stillThere": 0, "gone": 0, "notDiscussed": 0, "new": 0, "openAfter": 0,
        "notDiscussedByTopic": {"covered": 0, "notCovered": 0}, "newByKind": {"first": 0, "recurred": 0},
    });
    let row = |(code, outcome): &(&str, &str)| {
        let mut row = json!({
            "municipality": code, "municipalityName": format!("name of {code}"), "consultation": outcome, "topics": null,
            "beganAt": at, "beganOn": day, "endedAt": at, "endedOn": day, "reports": 0, "resolutions": 0,
        });
        let members = none.as_object().unwrap().clone();
        row.as_object_mut().unwrap().extend(members);
        row
    };
    let rows: Vec<Value> = calls.iter().map(row).collect();
    let mut total =
        json!({"asked": 0, "reached": 0, "noAnswer": 0, "declined": 0, "withoutConsultation": 0});
    total
        .as_object_mut()
        .unwrap()
        .extend(none.as_object().unwrap().clone());
    answer(json!({
        "round": slug, "self": "", "beganAt": at, "beganOn": day, "endedAt": at, "endedOn": day, "total": total,
        "municipalities": rows,
    }))
}

fn names(codes: &[&str]) -> BTreeMap<String, String> {
    let name = |code: &&str| ((*code).to_owned(), format!("name of {code}"));
    codes.iter().map(name).collect()
}

fn keys(findings: &[RuleFinding]) -> Vec<&str> {
    findings.iter().map(|one| one.key.as_str()).collect()
}

#[test]
fn a_list_of_open_knelpunten_has_those_that_persist_and_those_that_came_back() {
    let items = [
        item(true, 1, "2020-01-01"),
        item(false, 2, "2026-11-01"),
        item(false, 1, "2026-11-01"),
    ];
    let [persists] = &*persisting(&items) else {
        panic!("one persists")
    };
    let [back] = &*recurred(&items) else {
        panic!("one came back")
    };
    assert_eq!(
        persists.from,
        Instant::parse("2020-01-01T00:00:00Z").unwrap()
    );
    let AlertFacts::Persists(knelpunt) = &persists.news else {
        panic!("{persists:?}")
    };
    assert_eq!(knelpunt.party.as_deref(), Some("Centric"));
    assert_eq!(knelpunt.since_on, date(2020, 1, 1));
    assert!(!format!("{persists:?}").contains("names a person"));
    assert!(matches!(back.news, AlertFacts::Recurred(_)));
}

#[test]
fn a_category_that_went_up_is_found_with_its_window() {
    let mover = |group: Value, direction: &str| {
        json!({
            "group": group, "label": "", "before": {"count": 2, "exposure": 365}, "now": {"count": 20, "exposure": 365},
            "ratio": {"value": 10.0, "low": 2.0, "high": 20.0}, "p": 0.001, "q": 0.01, "direction": direction,
        })
    };
    let items: Vec<MoversItem> = answer(json!([
        mover(json!("funding"), "up"),
        mover(json!("capacity"), "down"),
        mover(json!("other"), "none"),
        mover(Value::Null, "up"),
    ]));
    let found = movers(&items, date(2025, 11, 29), TODAY);
    assert_eq!(keys(&found), ["funding"]);
    assert_eq!(found[0].until, Instant::end_of(TODAY).unwrap());
    assert!(matches!(
        found[0].news,
        AlertFacts::Mover {
            now: 20,
            before: 2,
            ..
        }
    ));
}

#[test]
fn municipalities_are_selected_by_what_they_are_on_a_day() {
    let one = |code: &str, province: &str, until: Value| {
        json!({
            "code": code, "href": "", "name": format!("name of {code}"), "province": province, "provinceName": "",
            "sizeClass": "5", "validFrom": null, "validUntil": until, "formerNames": [], "otherNames": [],
            "predecessors": [], "successors": [],
        })
    };
    let all: Vec<MunicipalityItem> = answer(json!([
        one("GM0001", "PV26", Value::Null),
        one("GM0002", "PV27", Value::Null),
        one("GM0003", "PV26", json!("2020-01-01")),
    ]));
    let filter = |province: &str| Filter {
        province: vec![province.to_owned()],
        ..Filter::default()
    };
    assert_eq!(
        selected(all.clone(), &filter("PV26"), TODAY),
        names(&["GM0001"])
    );
    assert_eq!(
        selected(all, &Filter::default(), TODAY),
        names(&["GM0001", "GM0002"])
    );
}

#[test]
fn a_municipality_is_found_when_no_round_has_reached_it_for_a_year() {
    let rounds = [
        round(
            "2026-09",
            "2026-09-01",
            &[("GM0001", "reached"), ("GM0002", "no-answer")],
        ),
        round(
            "2025-09",
            "2025-09-01",
            &[("GM0002", "reached"), ("GM0003", "declined")],
        ),
    ];
    let selected = names(&["GM0001", "GM0002", "GM0003", "GM0004"]);
    let found = not_reached(&rounds, &selected, TODAY);
    assert_eq!(keys(&found), ["GM0002", "GM0003", "GM0004"]);
    let last = |finding: &RuleFinding| match &finding.news {
        AlertFacts::NotReached {
            last_reached_on, ..
        } => *last_reached_on,
        _ => panic!("{finding:?}"),
    };
    assert_eq!(last(&found[0]), Some(date(2025, 9, 1)));
    assert_eq!(last(&found[1]), None);
    assert!(not_reached(&rounds, &selected, date(2026, 9, 1)).is_empty());
    assert!(not_reached(&[], &selected, TODAY).is_empty());
}

#[test]
fn a_round_is_found_a_week_after_its_last_call_if_somebody_did_not_answer() {
    let calls = [
        ("GM0002", "no-answer"),
        ("GM0001", "no-answer"),
        ("GM0003", "declined"),
    ];
    let missed = round("2026-11", "2026-11-21", &calls);
    let selected = names(&["GM0001", "GM0002", "GM0003"]);
    let found = round_missed(&missed, &selected, TODAY).unwrap();
    let AlertFacts::RoundMissed { municipalities, .. } = &found.news else {
        panic!("{found:?}")
    };
    assert_eq!(*municipalities, ["name of GM0001", "name of GM0002"]);
    assert_eq!(round_missed(&missed, &selected, date(2026, 11, 27)), None);
    assert_eq!(round_missed(&missed, &names(&["GM0003"]), TODAY), None);
}
