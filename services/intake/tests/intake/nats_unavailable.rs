//! NATS unavailable, and events that it never accepts: nothing that was accepted is lost or blocks anything.

use std::time::Duration;

use api::{
    DeliveryStatus, EventReceipt, IntakeReadiness, IntakeState, OutboxPage, OutboxRetryReport,
};
use tests::until;

use crate::world::{DENIED, REPORT, World};

/// Returns a page of the outbox.
fn outbox(world: &World, parameters: &str) -> OutboxPage {
    world.json(&format!("/v1/outbox{parameters}"))
}

/// Waits until nothing waits.
fn drained(world: &World) {
    let empty = || (outbox(world, "").waiting == 0).then_some(());
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
    let receipt: EventReceipt = answer.json().unwrap();
    assert_eq!(
        (answer.status, receipt.state),
        (202, DeliveryStatus::Waiting)
    );
    assert_eq!((receipt.position, answer.header("location")), (None, None));
    let page = outbox(&world, "");
    assert_eq!((page.waiting, page.oldest_seconds), (1, Some(0)));
    assert!(
        world
            .get("/metrics")
            .body
            .contains("knelpunt_outbox_waiting 1\n")
    );
    let readiness: IntakeReadiness = world.json("/health/ready");
    assert_eq!(readiness.status, IntakeState::Ready);
    world.nats.start_again().unwrap();
    drained(&world);
    let again = world.report(&key, REPORT);
    let repeated: EventReceipt = again.json().unwrap();
    assert_eq!((again.status, repeated.position), (201, Some(1)));
    assert_eq!(repeated.event_id, receipt.event_id);
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
    let receipt: EventReceipt = answer.json().unwrap();
    assert_eq!(
        (answer.status, receipt.state),
        (202, DeliveryStatus::Dead),
        "{receipt:?}"
    );
    assert!(receipt.reason.unwrap().contains("no permission"));
    assert_eq!(world.report(&[], REPORT).status, 201);
    let page = outbox(&world, "?limit=1");
    assert_eq!((page.waiting, page.dead, page.next_cursor), (0, 1, None));
    assert_eq!(page.items[0].event_id, receipt.event_id);
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
    assert_eq!(retry.status, 200);
    assert_eq!(retry.json::<OutboxRetryReport>().unwrap().retried, 1);
    drained(&world);
    assert_eq!(outbox(&world, "").dead, 0);
    assert_eq!(world.published(), 2);
}

#[test]
fn a_page_of_dead_events_has_the_cursor_of_the_next() {
    let world = World::denying();
    for _ in 0..3 {
        assert_eq!(world.report(&[], DENIED).status, 202);
    }
    let first = outbox(&world, "?limit=2");
    assert_eq!(first.items.len(), 2);
    let cursor = first.next_cursor.unwrap();
    let last = outbox(&world, &format!("?limit=2&cursor={cursor}"));
    assert_eq!((last.items.len(), last.next_cursor), (1, None));
    assert_eq!(world.get("/v1/outbox?limit=0&x=1").status, 400);
}
