//! The quarantine: listed, retried by command, and retried at start when the catalogue has changed.

use std::{fs, process::Command};

use anyhow::ensure;
use async_nats::jetstream;
use serde_json::json;
use tests::{Log, Nats, Server, command::check, until};
use tokio::runtime::Runtime;

/// One category more than the built-in catalogue has.
const MORE: &str = "[[category]]\ncode = \"wifi\"\nnl = \"Geen wifi\"\nen = \"No wifi\"\n";
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
    check(&list(&[])?, 0, &parts)?;
    check(
        &list(&["--limit", "2"])?,
        0,
        &["2 of 3, in the order", "--cursor 3"],
    )?;
    check(&list(&["--cursor", "3"])?, 0, &["1 of 3, in the order"])?;
    let json: serde_json::Value = serde_json::from_slice(&list(&["--format", "json"])?.stdout)?;
    ensure!(
        json["items"][0]["sequence"] == 2 && json["total"] == 3,
        "{json}"
    );
    let csv = String::from_utf8(list(&["--format", "csv"])?.stdout)?;
    ensure!(csv.starts_with("sequence,subject,reasons,payload"), "{csv}");
    ensure!(csv.contains("'=1+1"), "a formula was written: {csv}");
    check(
        &list(&["--limit", "0", "--cursor", "x"])?,
        64,
        &["--limit", "--cursor"],
    )
}

#[test]
fn messages_that_are_still_invalid_stay() -> anyhow::Result<()> {
    let (_nats, knelpunt) = serving()?;
    let before = knelpunt.json("/v1/position")?;
    let retried = knelpunt.run(&["quarantine", "retry"])?;
    check(
        &retried,
        0,
        &["0 valid now", "3 still invalid", "position 4."],
    )?;
    let after = knelpunt.json("/v1/position")?;
    ensure!(
        before["digest"] == after["digest"] && after["quarantined"] == 3,
        "{after}"
    );
    ensure!(knelpunt.json("/health/ready")?["status"] == "degraded");
    Ok(())
}

#[test]
fn an_erased_message_stays_in_quarantine_and_is_reported() -> anyhow::Result<()> {
    let (nats, knelpunt) = serving()?;
    Runtime::new()?.block_on(async {
        let context = jetstream::new(async_nats::connect(nats.url()).await?);
        let stream = context.get_stream(journal::STREAM).await?;
        anyhow::Ok(stream.delete_message(3).await?)
    })?;
    let retried = knelpunt.run(&["quarantine", "retry"])?;
    check(&retried, 0, &["2 still invalid", "1 erased from the log"])?;
    let verified = knelpunt.run(&["verify"])?;
    check(&verified, 0, &["1 of messages erased", "No differences."])?;
    let mut knelpunt = knelpunt;
    // A replay of the log no longer has the erased message.
    knelpunt.do_not_compare();
    Ok(())
}

#[test]
fn events_that_a_new_catalogue_makes_valid_are_folded_at_start_without_a_rebuild()
-> anyhow::Result<()> {
    let (nats, mut knelpunt) = serving()?;
    knelpunt.do_not_compare();
    knelpunt.end("TERM")?;
    let data = knelpunt.data().to_owned();
    let file = data.join("own.toml");
    fs::write(&file, own_catalogue())?;
    let file = file.display().to_string();
    let arguments = ["serve", "--nats", &nats.url(), "--catalogue", &file];
    let mut knelpunt = Server::start(&arguments, data, None)?;
    // It is verified below, with that catalogue.
    knelpunt.do_not_compare();
    until("what is valid now is folded", || {
        (knelpunt.json("/v1/position").ok()?["quarantined"] == 1).then_some(())
    })?;
    ensure!(knelpunt.archived_views()? == 0, "{}", knelpunt.stderr()?);
    let verified = knelpunt.run(&["verify", "--catalogue", &file])?;
    check(
        &verified,
        0,
        &["same     1 in quarantine", "No differences."],
    )?;
    let otherwise = knelpunt.run(&["verify"])?;
    check(&otherwise, 1, &["its versions", "catalogue"])?;
    let retried = knelpunt.run(&["quarantine", "retry"])?;
    check(&retried, 0, &["0 valid now", "1 still invalid"])?;

    // The next start has nothing to retry.
    knelpunt.end("TERM")?;
    let printed = knelpunt.stderr()?.len();
    knelpunt.start_again()?;
    knelpunt.reached(4)?;
    let printed = knelpunt.stderr()?.split_off(printed);
    ensure!(!printed.contains("except "), "{printed}");
    Ok(())
}

/// The built-in catalogue with one category more, and a changed name.
fn own_catalogue() -> String {
    let built_in = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/register/data/catalogue.toml"
    );
    let built_in = fs::read_to_string(built_in).unwrap_or_default();
    let renamed = built_in.replace("Leverancier heeft geleverd", "Eindelijk geleverd");
    assert_ne!(renamed, built_in, "there is such a name");
    format!("{MORE}{renamed}")
}

#[test]
fn checkpoints_before_a_retry_are_not_compared() -> anyhow::Result<()> {
    let (nats, mut knelpunt) = serving()?;
    let log = Log::connect(&nats.url())?;
    let last = log.append_rounds(5)?;
    knelpunt.reached(last)?;
    knelpunt.end("TERM")?;
    let data = knelpunt.data().to_owned();
    let file = data.join("own.toml");
    fs::write(&file, own_catalogue())?;
    let file = file.display().to_string();
    let arguments = ["serve", "--nats", &nats.url(), "--catalogue", &file];
    let mut own = Server::start(&arguments, data, None)?;
    own.do_not_compare();
    until("what is valid now is folded", || {
        (own.json("/v1/position").ok()?["quarantined"] == 1).then_some(())
    })?;
    let verified = own.run(&["verify", "--catalogue", &file])?;
    check(&verified, 0, &["same     0 checkpoints", "No differences."])?;

    own.end("TERM")?;
    let mut command = tests::knelpunt_command()?;
    command.args([
        "verify",
        "--nats",
        &nats.url(),
        "--catalogue",
        &file,
        "--data",
    ]);
    let verified = command.arg(own.data()).output()?;
    check(
        &verified,
        0,
        &[
            "except 1 checkpoint that the views do not have",
            "No differences.",
        ],
    )?;

    own.start_again()?;
    own.reached(last)?;
    let rebuild = ["rebuild", "--catalogue", &file];
    check(&own.run(&rebuild)?, 0, &["No differences"])?;
    let verified = own.run(&["verify", "--catalogue", &file])?;
    check(&verified, 0, &["same     1 checkpoint", "No differences."])
}

#[test]
fn while_the_log_is_unavailable_nothing_is_retried() -> anyhow::Result<()> {
    let (mut nats, knelpunt) = serving()?;
    nats.kill()?;
    knelpunt.until_stale()?;
    let retried = knelpunt.run(&["quarantine", "retry"])?;
    check(&retried, 1, &["The log", "503"])?;
    nats.start_again()?;
    knelpunt.until_ready()?;
    check(
        &knelpunt.run(&["quarantine", "retry"])?,
        0,
        &["3 still invalid"],
    )
}

#[test]
fn without_a_server_the_error_names_the_command_that_starts_one() -> anyhow::Result<()> {
    for command_name in ["list", "retry"] {
        let mut command: Command = tests::knelpunt_command()?;
        command.args(["quarantine", command_name, "--server", "http://127.0.0.1:1"]);
        check(&command.output()?, 1, &["reach the server", "knelpunt up"])?;
    }
    Ok(())
}
