//! Batches: each event has the outcome that it would have by itself.

use api::{BatchItem, BatchReceipt};
use serde_json::{Value, json};
use tests::Response;

use crate::world::{World, check_problem_of, locations};

const BATCH: (&str, &str) = ("content-type", "application/cloudevents-batch+json");

/// A whole event.
pub(crate) fn event(id: &str, municipality: &str) -> Value {
    let envelope = model::Envelope {
        source: "urn:example:a".to_owned(),
        id: id.to_owned(),
        time: model::Instant::parse("2013-02-14T09:12:31Z").unwrap(),
    };
    let data = format!(
        r#"{{"municipality":"{municipality}","category":"funding","observedAt":"2013-02-12"}}"#
    );
    let reported = model::EventType::KnelpuntReported;
    let register = register::Register::embedded();
    let draft = model::decode_data(envelope, reported, data.as_bytes(), register).unwrap();
    serde_json::from_str(&draft.to_json()).unwrap()
}

fn send(world: &World, events: &[Value]) -> Response {
    world.post("/v1/events", &[BATCH], &json!(events).to_string())
}

#[test]
fn each_event_of_a_batch_has_its_own_outcome() {
    let world = World::start();
    let mut wrong = event("2", "GM0344");
    wrong["data"]["category"] = json!("x");
    wrong["data"]["more"] = json!(1);
    let mut ahead = event("3", "GM0344");
    ahead["time"] = json!("2013-02-14T09:17:32Z");
    let (first, other) = (event("1", "GM0344"), event("1", "GM0344"));
    let mut otherwise = event("1", "GM0344");
    otherwise["data"]["observedAt"] = json!("2013-02-11");
    let answer = send(&world, &[first, wrong, ahead, other, otherwise]);
    assert_eq!(answer.status, 200, "{}", answer.body);
    let receipt: BatchReceipt = answer.json().unwrap();
    assert_eq!((receipt.accepted, receipt.refused), (2, 3));
    let items = &receipt.items;
    let outcome = |item: &BatchItem| {
        let receipt = item.receipt.as_ref();
        let accepted = receipt.map(|receipt| (receipt.position, receipt.repeated));
        (item.status, accepted)
    };
    let outcomes: Vec<_> = items.iter().map(outcome).collect();
    let expected = [
        (201, Some((Some(1), false))),
        (400, None),
        (400, None),
        (201, Some((Some(1), true))),
        (422, None),
    ];
    assert_eq!(outcomes, expected);
    let pointers = ["/1/data/category", "/1/data/more"];
    assert_eq!(locations(&items[1].errors), pointers);
    assert_eq!(items[2].errors[0].location(), "/2/time");
    assert_eq!(world.published(), 1);
}

#[test]
fn a_batch_has_a_limit_in_events_and_in_bytes() {
    let world = World::with(|settings| {
        settings.limits.max_batch_events = 2;
        settings.limits.max_batch_bytes = 4_000;
    });
    let event = event("1", "GM0344");
    let three = send(&world, &[event.clone(), event.clone(), event.clone()]);
    check_problem_of(&three, 413, &[]);
    assert!(
        three.body.contains("3 events, more than 2"),
        "{}",
        three.body
    );
    let large = format!("[{event}{}]", " ".repeat(4_000));
    check_problem_of(&world.post("/v1/events", &[BATCH], &large), 413, &[]);
    for body in ["{}", "[", ""] {
        check_problem_of(&world.post("/v1/events", &[BATCH], body), 400, &[""]);
    }
    let nothing: BatchReceipt = send(&world, &[]).json().unwrap();
    assert_eq!(nothing.items, []);
    assert_eq!(world.published(), 0);
    let one: BatchReceipt = send(&world, &[event]).json().unwrap();
    assert_eq!(one.accepted, 1);
}
