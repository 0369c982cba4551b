//! The quarantine: listed, retried by command, and retried at start when the catalogue has changed.

use anyhow::ensure;
use api::{QuarantinePage, ViewsReadiness, ViewsState};
use serde_json::json;
use tests::{
    Ended, Log, Nats, OwnCatalogue, Server, command::run_with, knelpunt_command, raw, until,
};

const SUBJECT: &str = "knelpunten.municipality-consulted.GM0344";

/// A consultation in which this topic was covered.
fn consultation(id: &str, topic: &str) -> Vec<u8> {
    json!({
        "specversion": "1.0", "id": id, "source": "urn:example:test",
        "type": "nl.knelpunten.municipality-consulted.v1", "subject": "GM0344/2013-02",
        "time": "2013-02-14T09:12:31Z",
        "data": {
            "municipality": "GM0344", "round": "2013-02", "observedAt": "2013-02-14",
            "outcome": "reached", "topics": [topic],
        },
    })
    .to_string()
    .into_bytes()
}

/// Publishes a valid consultation, two with an unknown topic, and a message that is not an event.
fn serving() -> anyhow::Result<(Nats, Server)> {
    let (nats, log) = Nats::with_stream()?;
    let payloads = [
        consultation("1", "funding"),
        consultation("2", "wifi"),
        b"=1+1".to_vec(),
        consultation("3", "wifi"),
    ];
    log.publish(payloads.map(|payload| (SUBJECT.to_owned(), payload)))?;
    let knelpunt = Server::serve(&nats.url())?;
    knelpunt.reached(4)?;
    Ok((nats, knelpunt))
}

#[test]
fn the_quarantine_is_listed_with_every_reason() -> anyhow::Result<()> {
    let (_nats, knelpunt) = serving()?;
    let list = |more: &[&str]| knelpunt.run(&[&["quarantine", "list"], more].concat());
    let parts = [
        "municipality-consulted",
        "data.topics",
        "wifi",
        "3 of 3, in the order",
    ];
    list(&[])?.prints(0, &parts)?;
    list(&["--limit", "2"])?.prints(0, &["2 of 3, in the order", "--cursor 3"])?;
    list(&["--cursor", "3"])?.prints(0, &["1 of 3, in the order"])?;
    let page: QuarantinePage = list(&["--format", "json"])?.json()?;
    ensure!(page.items[0].sequence == 2 && page.total == 3, "{page:?}");
    let csv = list(&["--format", "csv"])?.out;
    ensure!(csv.starts_with("sequence,subject,reasons,payload"), "{csv}");
    ensure!(csv.contains("'=1+1"), "a formula was written: {csv}");
    list(&["--limit", "0", "--cursor", "x"])?
        .prints(64, &["--limit", "--cursor"])
        .map(drop)
}

#[test]
fn messages_that_are_still_invalid_stay() -> anyhow::Result<()> {
    let (_nats, knelpunt) = serving()?;
    let before = knelpunt.status()?;
    let retried = knelpunt.run(&["quarantine", "retry"])?;
    retried.prints(0, &["0 valid now", "3 still invalid", "position 4."])?;
    let after = knelpunt.status()?;
    ensure!(
        before.digest == after.digest && after.quarantined == 3,
        "{after:?}"
    );
    let ready: ViewsReadiness = knelpunt.json("/health/ready")?;
    ensure!(ready.status == ViewsState::Degraded, "{ready:?}");
    Ok(())
}

#[test]
fn an_erased_message_stays_in_quarantine_and_is_reported() -> anyhow::Result<()> {
    let (nats, mut knelpunt) = serving()?;
    ensure!(
        Log::connect(&nats.url())?.erase(3)?,
        "there is no message 3"
    );
    let retried = knelpunt.run(&["quarantine", "retry"])?;
    retried.prints(0, &["2 still invalid", "1 erased from the log"])?;
    let verified = knelpunt.run(&["verify"])?;
    verified.prints(0, &["1 of messages erased", "No differences."])?;
    // A replay of the log no longer has the erased message.
    knelpunt.do_not_compare();
    Ok(())
}

#[test]
fn events_that_a_new_catalogue_makes_valid_are_folded_at_start_without_a_rebuild()
-> anyhow::Result<()> {
    let (nats, mut knelpunt) = serving()?;
    let own = with_own_catalogue(&nats, &mut knelpunt)?;
    let file = own.path();
    ensure!(knelpunt.archived_views()? == 0, "{}", knelpunt.stderr()?);
    let verified = knelpunt.run(&["verify", "--catalogue", file])?;
    verified.prints(0, &["same     1 in quarantine", "No differences."])?;
    let otherwise = knelpunt.run(&["verify"])?;
    otherwise.prints(1, &["its versions", "catalogue"])?;
    let retried = knelpunt.run(&["quarantine", "retry"])?;
    retried.prints(0, &["0 valid now", "1 still invalid"])?;

    // The next start has nothing to retry.
    knelpunt.end("TERM")?;
    let printed = knelpunt.stderr()?.len();
    knelpunt.start_again()?;
    knelpunt.reached(4)?;
    let printed = knelpunt.stderr()?.split_off(printed);
    ensure!(!printed.contains("except "), "{printed}");
    Ok(())
}

/// Restarts a server with one category more, and a changed name; what is valid by it is folded.
fn with_own_catalogue(nats: &Nats, server: &mut Server) -> anyhow::Result<OwnCatalogue> {
    let renamed = OwnCatalogue::WITH_WIFI.replace("Leverancier heeft geleverd", "Geleverd");
    ensure!(renamed != OwnCatalogue::WITH_WIFI, "there is such a name");
    let own = OwnCatalogue::new(&renamed)?;
    server.end("TERM")?;
    let arguments = ["serve", "--nats", &nats.url(), "--catalogue", own.path()];
    server.start_again_with(&arguments)?;
    // A replay uses the built-in catalogue: tests verify with this one.
    server.do_not_compare();
    until("what is valid now is folded", || {
        (server.status().ok()?.quarantined == 1).then_some(())
    })?;
    Ok(own)
}

#[test]
fn checkpoints_before_a_retry_are_not_compared() -> anyhow::Result<()> {
    let (nats, mut knelpunt) = serving()?;
    let last = Log::connect(&nats.url())?.append_rounds(5)?;
    knelpunt.reached(last)?;
    let own = with_own_catalogue(&nats, &mut knelpunt)?;
    let file = own.path();
    let verified = knelpunt.run(&["verify", "--catalogue", file])?;
    verified.prints(0, &["same     0 checkpoints", "No differences."])?;

    knelpunt.end("TERM")?;
    let offline = ["verify", "--nats", &nats.url(), "--catalogue", file];
    let verified = run_with(&offline, knelpunt.data())?;
    verified.prints(
        0,
        &[
            "except 1 checkpoint that the views do not have",
            "No differences.",
        ],
    )?;

    knelpunt.start_again()?;
    knelpunt.reached(last)?;
    let rebuild = ["rebuild", "--catalogue", file];
    knelpunt.run(&rebuild)?.prints(0, &["No differences"])?;
    let verified = knelpunt.run(&["verify", "--catalogue", file])?;
    verified
        .prints(0, &["same     1 checkpoint", "No differences."])
        .map(drop)
}

#[test]
fn while_the_log_is_unavailable_nothing_is_retried() -> anyhow::Result<()> {
    let (mut nats, knelpunt) = serving()?;
    nats.kill()?;
    knelpunt.until_stale()?;
    let retried = knelpunt.run(&["quarantine", "retry"])?;
    retried.prints(1, &["the log cannot be read now", "503"])?;
    nats.start_again()?;
    knelpunt.until_ready()?;
    knelpunt
        .run(&["quarantine", "retry"])?
        .prints(0, &["3 still invalid"])
        .map(drop)
}

#[test]
fn without_a_server_the_error_names_the_command_that_starts_one() -> anyhow::Result<()> {
    for command_name in ["list", "retry"] {
        let arguments = ["quarantine", command_name, "--server", "http://127.0.0.1:1"];
        let ended = Ended::run(knelpunt_command()?.args(arguments))?;
        ended.prints(1, &["reach the server", "knelpunt up"])?;
    }
    Ok(())
}

/// A report in binary mode over NATS; the value of one header is replaced.
fn publish_binary(url: &str, replaced: &str, value: &[u8]) -> anyhow::Result<()> {
    let usual: [(&str, &[u8]); 7] = [
        ("Content-Type", b"application/json"),
        ("ce-specversion", b"1.0"),
        ("ce-id", b"1"),
        ("ce-source", b"urn:example:cafe"),
        ("ce-type", b"nl.knelpunten.knelpunt-reported.v1"),
        ("ce-subject", b"156895ca-2f6b-5b6c-a9bb-69de4bdcea14"),
        ("ce-time", b"2013-12-01T10:00:00Z"),
    ];
    let retained = usual.iter().filter(|(name, _)| *name != replaced);
    let lines = retained.copied().chain([(replaced, value)]);
    let lines: Vec<Vec<u8>> = lines
        .map(|(name, value)| [name.as_bytes(), b": ", value].concat())
        .collect();
    let lines: Vec<&[u8]> = lines.iter().map(Vec::as_slice).collect();
    let data = br#"{"municipality":"GM0344","category":"funding","observedAt":"2013-02-12"}"#;
    raw::publish(url, "knelpunten.knelpunt-reported.GM0344", &lines, data)
}

#[test]
fn bytes_in_headers_over_nats_that_are_not_utf_8_are_invalid_at_their_attribute()
-> anyhow::Result<()> {
    let (nats, _log) = Nats::with_stream()?;
    let wrong: [(&str, &[u8], &str); 9] = [
        ("ce-source", b"urn:example:caf\xe9", "/source"),
        ("ce-source", b"urn:example:caf%E9", "/source"),
        ("ce-id", b"\xc0\xaf", "/id"),
        ("ce-subject", b"\xed\xa0\x80", "/subject"),
        ("ce-type", b"nl.knelpunten.\x80", "/type"),
        ("ce-time", b"2013-12-01T10:00:00Z\xff", "/time"),
        ("ce-specversion", b"1.0\xfe", "/specversion"),
        ("ce-traceparent", b"caf%C3\xa9", "/traceparent"),
        (
            "Content-Type",
            b"application/json; x=\xe9",
            "/datacontenttype",
        ),
    ];
    for (header, value, _) in wrong {
        publish_binary(&nats.url(), header, value)?;
    }
    publish_binary(&nats.url(), "ce-source", "urn:example:café".as_bytes())?;
    let knelpunt = Server::serve(&nats.url())?;
    knelpunt.reached(10)?;
    let page: QuarantinePage = knelpunt.json("/v1/quarantine")?;
    ensure!(page.items.len() == wrong.len(), "{page:?}");
    for (item, (header, value, path)) in page.items.iter().zip(wrong) {
        let named = |reason: &model::Violation| {
            reason.path == path && reason.problem.starts_with("is not UTF-8")
        };
        ensure!(
            item.reasons.iter().any(named),
            "{header} {value:?}: {item:?}"
        );
    }
    Ok(())
}
