//! Events posted over HTTP: each accepted event is in the views exactly once, whatever is killed; requests that are not
//! allowed get an error, and the server stays up.

mod crowd;

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use anyhow::{Context as _, ensure};
use api::{EventReceipt, KnelpuntEvents, OutboxPage, answers::Summary};
use tests::{Log, Nats, Response, Server, raw, until, within};

/// Reports to send while processes are killed, and the number of senders: each waits for NATS a little.
const REPORTS: usize = 1_000;
const SENDERS: usize = 100;
const LARGE_BYTES: usize = 100 * 1024 * 1024;

/// Starts `knelpunt intake` in a new folder.
fn intake(nats: &Nats) -> anyhow::Result<Server> {
    let mut intake = Server::start_in_new_folder(&["intake", "--nats", &nats.url()])?;
    // It has no views.
    intake.do_not_compare();
    Ok(intake)
}

/// A report of a new knelpunt.
fn report(number: usize, municipality: &str) -> String {
    format!(
        r#"{{"municipality":"{municipality}","category":"funding","reference":"r-{number}","observedAt":"2013-02-12"}}"#
    )
}

fn send(address: &str, number: usize) -> anyhow::Result<Response> {
    let key = format!("report {number}");
    let body = report(number, "GM0344");
    raw::post(address, "/v1/reports", &[("idempotency-key", &key)], &body)
}

/// Sends a report until it is accepted, and returns the answer.
fn insist(address: &str, number: usize) -> anyhow::Result<EventReceipt> {
    let taken = |answer: &Response| matches!(answer.status, 201 | 202);
    let answer = until(&format!("report {number} is taken"), || {
        send(address, number).ok().filter(taken)
    });
    answer?.json()
}

/// Waits until the outbox is empty: up to two minutes, because there may be thousands of entries.
fn drained(intake: &Server) -> anyhow::Result<OutboxPage> {
    let outbox = || intake.json::<OutboxPage>("/v1/outbox");
    let drained = within(6_000, || outbox().ok().filter(|outbox| outbox.waiting == 0));
    drained.with_context(|| format!("it does not drain: {:?}", outbox()))
}

/// Checks that the views have the event of an answer exactly once.
fn check_once(views: &Server, taken: &EventReceipt) -> anyhow::Result<()> {
    let knelpunt = taken.knelpunt.as_ref().context("it is about a knelpunt")?;
    let link = format!("/v1/knelpunten/{knelpunt}/events");
    let KnelpuntEvents { items } = views.answer(&link)?;
    ensure!(
        items.len() == 1 && items[0].id == taken.event_id,
        "{taken:?} is there as {items:?}"
    );
    Ok(())
}

#[test]
fn every_answered_report_is_in_the_views_exactly_once() -> anyhow::Result<()> {
    let (mut nats, log) = Nats::with_stream()?;
    let views = Server::serve(&nats.url())?;
    let mut intake = intake(&nats)?;
    let address = intake.address().to_owned();
    let (next, taken) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let count = || taken.lock().unwrap_or_else(PoisonError::into_inner).len();
    let reached = |share: usize| {
        until("so many are answered", || {
            (count() >= REPORTS * share / 10).then_some(())
        })
    };
    let sender = || -> anyhow::Result<()> {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= REPORTS {
                return Ok(());
            }
            let answer = insist(&address, number)?;
            let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
            taken.push(answer);
        }
    };
    thread::scope(|scope| -> anyhow::Result<()> {
        let senders: Vec<_> = (0..SENDERS).map(|_| scope.spawn(sender)).collect();
        reached(2)?;
        nats.kill()?;
        reached(4)?;
        intake.kill()?;
        intake.start_again()?;
        reached(6)?;
        nats.start_again()?;
        reached(7)?;
        intake.kill()?;
        intake.start_again()?;
        for sender in senders {
            sender.join().ok().context("a sender panicked")??;
        }
        Ok(())
    })?;
    let outbox = drained(&intake)?;
    ensure!(outbox.dead == 0, "{outbox:?}");
    views.reached(log.last_sequence()?)?;
    let taken = taken.into_inner().unwrap_or_else(PoisonError::into_inner);
    ensure!(taken.len() == REPORTS, "{} were answered", taken.len());
    taken
        .iter()
        .try_for_each(|taken| check_once(&views, taken))?;
    let summary: Summary = views.answer("/v1/summary")?;
    ensure!(summary.knelpunten == REPORTS, "{summary:?}");
    Ok(())
}

/// Lists the outbox as JSON.
fn list(intake: &Server) -> anyhow::Result<OutboxPage> {
    let listed = intake.run(&["outbox", "list", "--format", "json"])?;
    listed.json()
}

#[test]
fn one_event_that_can_never_be_published_lets_all_others_pass() -> anyhow::Result<()> {
    let mut nats = Nats::start_denying("knelpunten.knelpunt-reported.GM0363")?;
    let log = Log::connect(&nats.url())?;
    log.create_stream()?;
    let mut intake = intake(&nats)?;
    let hopeless = report(0, "GM0363");
    let answer = raw::post(intake.address(), "/v1/reports", &[], &hopeless)?;
    ensure!(answer.status == 202, "{answer:?}");
    for number in 0..100 {
        insist(intake.address(), number)?;
    }
    let outbox = drained(&intake)?;
    ensure!(
        outbox.dead == 1 && log.last_sequence()? == 100,
        "{outbox:?}"
    );
    let listed = intake.run(&["outbox", "list"])?.prints(
        0,
        &["1 that cannot be published", "permission;", "outbox retry"],
    )?;
    ensure!(list(&intake)? == outbox, "{listed:?}");
    intake.end("TERM")?;
    let mut at_rest = list(&intake)?;
    at_rest.oldest_seconds = outbox.oldest_seconds;
    ensure!(
        at_rest == outbox,
        "at rest it is {at_rest:?}, not {outbox:?}"
    );
    nats.kill()?;
    nats.configure("");
    nats.start_again()?;
    intake.start_again()?;
    let retried = intake.run(&["outbox", "retry"])?;
    retried.prints(0, &["Retrying 1 event."])?;
    let outbox = drained(&intake)?;
    ensure!(
        outbox.dead == 0 && log.last_sequence()? == 101,
        "{outbox:?}"
    );
    Ok(())
}

#[test]
fn a_report_posted_to_up_is_in_its_answers() -> anyhow::Result<()> {
    let up = Server::up()?;
    let answer = raw::post(up.address(), "/v1/reports", &[], &report(0, "GM0344"))?;
    ensure!(answer.status == 201, "{answer:?}");
    let taken: EventReceipt = answer.json()?;
    up.reached(taken.position.context("it has a position")?)?;
    check_once(&up, &taken)?;
    let summary: Summary = up.answer("/v1/summary?asOf=2013-02-12")?;
    ensure!(summary.knelpunten == 1 && summary.open == 1, "{summary:?}");
    Ok(())
}

#[test]
fn doctor_and_metrics_report_dead_entries_until_they_are_retried() -> anyhow::Result<()> {
    let mut nats = Nats::start_denying("knelpunten.knelpunt-reported.GM0363")?;
    let up = Server::start_in_new_folder(&["up", "--nats", &nats.url()])?;
    let dead = |count: u64| {
        until("so many are dead", || {
            let outbox: OutboxPage = up.json("/v1/outbox").ok()?;
            (outbox.dead == count).then_some(())
        })
    };
    let counted = |count: u64| {
        let metrics = up.get("/metrics")?.body;
        let line = format!("knelpunt_outbox_dead {count}");
        ensure!(metrics.lines().any(|shown| shown == line), "{metrics}");
        Ok(())
    };
    let healthy = up.run(&["doctor"])?.out;
    ensure!(healthy.contains("outbox       empty"), "{healthy}");
    let answer = raw::post(up.address(), "/v1/reports", &[], &report(0, "GM0363"))?;
    ensure!(answer.status == 202, "{answer:?}");
    dead(1)?;
    counted(1)?;
    let parts = [
        "1 event cannot be published",
        "knelpunt outbox list",
        "knelpunt outbox retry",
    ];
    up.run(&["doctor"])?.prints(1, &parts)?;
    nats.kill()?;
    nats.configure("");
    nats.start_again()?;
    let retried = up.run(&["outbox", "retry"])?;
    retried.prints(0, &["Retrying 1 event."])?;
    drained(&up)?;
    dead(0)?;
    counted(0)?;
    up.reached(1)?;
    check_once(&up, &answer.json()?)?;
    let mended = up.run(&["doctor"])?.out;
    ensure!(mended.contains("0 events cannot be published"), "{mended}");
    Ok(())
}

#[test]
fn requests_that_are_not_allowed_get_an_error_and_publish_nothing() -> anyhow::Result<()> {
    let (nats, log) = Nats::with_stream()?;
    let views = Server::start_in_new_folder(&["serve", "--intake", "--nats", &nats.url()])?;
    let (address, body) = (views.address(), report(0, "GM0344"));
    for (headers, status) in [
        (("origin", "http://example.org"), 403),
        (("origin", "null"), 403),
        (("host", "example.org"), 421),
        (("content-type", "text/plain"), 415),
        (("content-type", "application/x-www-form-urlencoded"), 415),
    ] {
        for path in ["/v1/reports", "/v1/events", "/v1/outbox/retries"] {
            let answer = raw::post(address, path, &[headers], &body)?;
            ensure!(answer.status == status, "{path} {headers:?}: {answer:?}");
        }
    }
    let large = raw::head(address, "/v1/reports", &[], LARGE_BYTES);
    let large = [large.as_bytes(), &vec![b' '; LARGE_BYTES]].concat();
    ensure!(raw::send(address, &large)?.status == 413);
    // Its head announces a body that never arrives.
    let slow = raw::head(address, "/v1/reports", &[], body.len());
    let slow = format!("{slow}{}", &body[..9]);
    ensure!(raw::send(address, slow.as_bytes())?.status == 408);
    ensure!(log.last_sequence()? == 0, "something was published");
    ensure!(views.get("/health/live")?.status == 200);
    ensure!(raw::post(address, "/v1/reports", &[], &body)?.status == 201);
    ensure!(log.last_sequence()? == 1);
    Ok(())
}
