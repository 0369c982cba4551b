//! NATS unavailable, and events that it never accepts: nothing that was accepted is lost or blocks anything.

use std::time::Duration;

use serde_json::json;
use tests::until;

use crate::world::{DENIED, REPORT, World};

/// Waits until nothing waits.
fn drained(world: &World) {
    let empty = || (world.json("/v1/outbox")["waiting"] == 0).then_some(());
    until("the outbox is empty", empty).unwrap();
}

#[test]
fn an_event_accepted_without_nats_waits_and_is_published_later() {
    let mut world = World::alone(|settings| {
        settings.emitter.delivery_timeout = Duration::from_millis(1);
        settings.emitter.now = || model::Instant::parse("2013-02-14T09:12:31Z").unwrap();
    });
    world.nats.kill().unwrap();
    let key = [("idempotency-key", "a")];
    let answer = world.report(&key, REPORT);
    let receipt = answer.json().unwrap();
    assert_eq!((answer.status, &receipt["state"]), (202, &json!("waiting")));
    assert_eq!(
        (&receipt["position"], answer.header("location")),
        (&json!(null), None)
    );
    let outbox = world.json("/v1/outbox");
    assert_eq!(
        (&outbox["waiting"], &outbox["oldestSeconds"]),
        (&json!(1), &json!(0))
    );
    assert!(
        world
            .get("/metrics")
            .body
            .contains("knelpunt_outbox_waiting 1\n")
    );
    assert_eq!(world.json("/health/ready")["status"], "ready");
    world.nats.start_again().unwrap();
    drained(&world);
    let again = world.report(&key, REPORT);
    let repeated = again.json().unwrap();
    assert_eq!((again.status, &repeated["position"]), (201, &json!(1)));
    assert_eq!(repeated["eventId"], receipt["eventId"]);
    assert_eq!(world.published(), 1);
    assert!(
        world
            .get("/metrics")
            .body
            .contains("knelpunt_outbox_waiting 0\n")
    );
}

#[test]
fn an_event_that_cannot_be_published_is_listed_and_retried() {
    let mut world = World::denying();
    let answer = world.report(&[], DENIED);
    let receipt = answer.json().unwrap();
    assert_eq!(
        (answer.status, &receipt["state"]),
        (202, &json!("dead")),
        "{receipt}"
    );
    assert!(
        receipt["reason"]
            .as_str()
            .unwrap()
            .contains("no permission")
    );
    assert_eq!(world.report(&[], REPORT).status, 201);
    let outbox = world.json("/v1/outbox?limit=1");
    let counts = (&outbox["waiting"], &outbox["dead"], &outbox["nextCursor"]);
    assert_eq!(counts, (&json!(0), &json!(1), &json!(null)));
    assert_eq!(outbox["items"][0]["eventId"], receipt["eventId"]);
    assert!(
        world
            .get("/metrics")
            .body
            .contains("knelpunt_outbox_dead 1\n")
    );
    world.nats.kill().unwrap();
    world.nats.configure("");
    world.nats.start_again().unwrap();
    let retry = world.post("/v1/outbox/retries", &[], "");
    assert_eq!(
        (retry.status, &retry.json().unwrap()["retried"]),
        (200, &json!(1))
    );
    drained(&world);
    assert_eq!(world.json("/v1/outbox")["dead"], 0);
    assert_eq!(world.published(), 2);
}

#[test]
fn a_page_of_dead_events_has_the_cursor_of_the_next() {
    let world = World::denying();
    for _ in 0..3 {
        assert_eq!(world.report(&[], DENIED).status, 202);
    }
    let first = world.json("/v1/outbox?limit=2");
    assert_eq!(first["items"].as_array().unwrap().len(), 2);
    let cursor = first["nextCursor"].as_str().unwrap();
    let last = world.json(&format!("/v1/outbox?limit=2&cursor={cursor}"));
    assert_eq!(last["items"].as_array().unwrap().len(), 1);
    assert_eq!(last["nextCursor"], json!(null));
    assert_eq!(world.get("/v1/outbox?limit=0&x=1").status, 400);
}
