//! What waits has a reason that an operator can act on, for as long as it waits.

use anyhow::{Context as _, ensure};
use api::{DeliveryStatus, EventReceipt, OutboxPage};
use tests::{Log, Nats, PublishingOutbox, Server, raw, until};

use super::{all_published, entries};

/// Waits until the outbox names a reason.
fn named(emitter: &PublishingOutbox, reason: &str) -> anyhow::Result<()> {
    until(&format!("the outbox names {reason:?}"), || {
        let failure = emitter.outbox().delivery_failure()?;
        failure.contains(reason).then_some(())
    })
}

#[test]
fn a_missing_stream_and_a_server_that_is_gone_are_named_until_everything_is_published()
-> anyhow::Result<()> {
    let (mut nats, folder) = (Nats::start()?, tempfile::tempdir()?);
    let log = Log::connect(&nats.url())?;
    let emitter = PublishingOutbox::start(folder.path(), &nats.url())?;
    ensure!(emitter.outbox().delivery_failure().is_none());
    let mut early = emitter.accept(entries("early", 3))?;
    named(&emitter, "run `knelpunt init`")?;
    log.create_stream()?;
    all_published(&emitter.settled(&mut early)?)?;
    nats.kill()?;
    let mut late = emitter.accept(entries("late", 3))?;
    named(&emitter, "NATS cannot be reached")?;
    nats.start_again()?;
    all_published(&emitter.settled(&mut late)?)?;
    emitter.drained()?;
    ensure!(emitter.outbox().delivery_failure().is_none());
    Ok(())
}

#[test]
fn a_full_stream_is_named_in_the_receipt_over_http_and_on_the_command_line() -> anyhow::Result<()> {
    let (nats, log) = Nats::with_stream()?;
    let unlimited = log.configuration()?;
    let mut full = unlimited.clone();
    full.max_bytes = 10;
    log.configure(full)?;
    let mut intake = Server::start_in_new_folder(&["intake", "--nats", &nats.url()])?;
    // It has no views.
    intake.do_not_compare();
    let report = r#"{"municipality":"GM0344","category":"funding","observedAt":"2013-02-12"}"#;
    let key = [("idempotency-key", "full")];
    let answer = raw::post(intake.address(), "/v1/reports", &key, report)?;
    ensure!(answer.status == 202, "{answer:?}");
    let receipt: EventReceipt = answer.json()?;
    let is_full = |reason: Option<&String>| reason.is_some_and(|reason| reason.contains("is full"));
    ensure!(receipt.state == DeliveryStatus::Waiting && is_full(receipt.reason.as_ref()));
    let page: OutboxPage = intake.json("/v1/outbox")?;
    ensure!(
        page.waiting == 1 && is_full(page.failure.as_ref()),
        "{page:?}"
    );
    let listed = intake.run(&["outbox", "list"])?;
    ensure!(listed.out.contains("the stream is full"), "{listed:?}");
    log.configure(unlimited)?;
    let empty = until("the outbox is empty", || {
        let page: OutboxPage = intake.json("/v1/outbox").ok()?;
        (page.waiting == 0).then_some(page)
    });
    let empty = empty.context("it does not drain")?;
    ensure!(empty.failure.is_none(), "{empty:?}");
    Ok(())
}
