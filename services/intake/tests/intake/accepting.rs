//! Accepted events: published at once, under which id, and only once.

use api::{DeliveryStatus, EventReceipt, ProblemDocument};
use serde_json::{Value, json};
use tests::Response;

use crate::world::{REPORT, World, check_problem_of, locations};

const KNELPUNT: &str = r#""municipality":"GM0344","category":"funding""#;

#[track_caller]
fn check_created(answer: &Response, position: u64) -> EventReceipt {
    assert_eq!(answer.status, 201, "{}", answer.body);
    let receipt: EventReceipt = answer.json().unwrap();
    assert_eq!(
        (receipt.state, receipt.position),
        (DeliveryStatus::Published, Some(position))
    );
    receipt
}

#[test]
fn every_receipt_has_the_position_of_its_event() {
    let world = World::start();
    let report = check_created(&world.report(&[], REPORT), 1);
    let event = json!({"source": report.source, "id": report.event_id});
    let withdrawal = json!({"municipality": "GM0344", "event": event, "subject": report.subject});
    let bodies = [
        (
            "resolutions",
            format!(r#"{{{KNELPUNT},"outcome":"solved"}}"#),
        ),
        (
            "merges",
            format!(r#"{{{KNELPUNT},"into":{{"category":"capacity"}}}}"#),
        ),
        ("withdrawals", withdrawal.to_string()),
    ];
    for (position, (path, body)) in (2..).zip(&bodies) {
        let answer = world.post(&format!("/v1/{path}"), &[], body);
        let receipt = check_created(&answer, position);
        assert_eq!(receipt.knelpunt, report.knelpunt, "{path}");
        let location = format!("/v1/knelpunten/{}", report.subject);
        assert_eq!(answer.header("location"), Some(location.as_str()), "{path}");
    }
    let consultation = r#"{"municipality":"GM0344","round":"2013-02","outcome":"reached"}"#;
    let answer = world.post("/v1/consultations", &[], consultation);
    assert_eq!(check_created(&answer, 5).knelpunt, None);
    assert_eq!(answer.header("location"), Some("/v1/rounds/2013-02"));
}

#[test]
fn a_whole_event_is_accepted_in_structured_and_binary_mode() {
    let world = World::start();
    let event = crate::batches::event("1", "GM0344");
    let structured = ("content-type", "application/cloudevents+json");
    let receipt = check_created(
        &world.post("/v1/events", &[structured], &event.to_string()),
        1,
    );
    assert_eq!(
        (&*receipt.source, &*receipt.event_id),
        ("urn:example:a", "1")
    );
    let mut headers: Vec<(String, String)> = Vec::new();
    for name in ["specversion", "source", "type", "subject", "time"] {
        headers.push((
            format!("ce-{name}"),
            event[name].as_str().unwrap().to_owned(),
        ));
    }
    headers.push(("ce-id".to_owned(), "2".to_owned()));
    let headers: Vec<(&str, &str)> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let data = event["data"].to_string();
    let receipt = check_created(&world.post("/v1/events", &headers, &data), 2);
    assert_eq!(receipt.event_id, "2");
    let without = world.post("/v1/events", &headers[1..], &data);
    check_problem_of(&without, 400, &["/specversion"]);
    assert_eq!(world.published(), 2);
}

#[test]
fn all_violations_are_returned_at_once() {
    let world = World::start();
    let body = r#"{"municipality":"GM9999","category":"x","party":{"kind":"supplier"},"more":1}"#;
    let pointers = ["/category", "/more", "/municipality", "/party/name"];
    let answer = world.report(&[], body);
    let problem: ProblemDocument = answer.json().unwrap();
    assert_eq!(answer.status, 400);
    assert_eq!(locations(&problem.errors), pointers);
    for body in ["", "{", "[]", "null"] {
        check_problem_of(&world.report(&[], body), 400, &[""]);
    }
    assert_eq!(world.published(), 0);
}

#[test]
fn the_same_request_under_one_key_is_accepted_once_and_another_is_not() {
    let world = World::start();
    let key = [("idempotency-key", "\"a\"")];
    let first = check_created(&world.report(&key, REPORT), 1);
    let mut again = check_created(&world.report(&[("idempotency-key", "a")], REPORT), 1);
    assert_eq!((first.repeated, again.repeated), (false, true));
    again.repeated = false;
    assert_eq!(first, again);
    let members: Value = serde_json::from_str(REPORT).unwrap();
    let members = members.as_object().unwrap().iter().rev();
    let members: Vec<String> = members
        .map(|(name, value)| format!(" \"{name}\" :\n{value}"))
        .collect();
    let reordered = format!("{{{} }}", members.join(","));
    assert!(
        check_created(&world.report(&key, &reordered), 1).repeated,
        "{reordered}"
    );
    let other = REPORT.replace("GM0344", "GM0363");
    check_problem_of(&world.report(&key, &other), 422, &[]);
    let resolution = REPORT.replace("funding\"", "funding\",\"outcome\":\"solved\"");
    check_problem_of(&world.post("/v1/resolutions", &key, &resolution), 422, &[]);
    check_problem_of(
        &world.report(&[("idempotency-key", "a\"b")], REPORT),
        400,
        &[],
    );
    let next = check_created(&world.report(&[("idempotency-key", "b")], REPORT), 2);
    assert_ne!(first.event_id, next.event_id);
    assert_eq!(world.published(), 2);
}

#[test]
fn without_views_a_receipt_has_no_location() {
    let world = World::with(|settings| settings.serves_questions = false);
    let answer = world.report(&[], REPORT);
    check_created(&answer, 1);
    assert_eq!(answer.header("location"), None);
}
