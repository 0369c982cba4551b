//! `events export`: the log as lines, from which the same views are made.

use std::fs;

use anyhow::ensure;
use async_nats::HeaderMap;
use serde_json::Value;
use tests::{Nats, Server, data};

use crate::running::{consultation, invalid, run};

const SUBJECT: &str = "knelpunten.municipality-consulted.GM0344";

/// The same consultation in binary mode, as its headers and its data.
fn binary(id: &str) -> anyhow::Result<(String, HeaderMap, Vec<u8>)> {
    let event: Value = serde_json::from_str(&consultation(id, "2013-07"))?;
    let mut headers = HeaderMap::new();
    headers.append("Content-Type", "application/json");
    for name in ["specversion", "id", "source", "type", "subject", "time"] {
        headers.append(
            format!("ce-{name}"),
            event[name].as_str().unwrap_or_default(),
        );
    }
    headers.append(
        "ce-traceparent",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    );
    Ok((
        SUBJECT.to_owned(),
        headers,
        event["data"].to_string().into_bytes(),
    ))
}

/// An event in structured mode, on several lines.
fn spread(id: &str) -> anyhow::Result<Vec<u8>> {
    let event: Value = serde_json::from_str(&consultation(id, "2013-08"))?;
    Ok(format!("{event:#}\r\n").into_bytes())
}

#[test]
fn an_export_imported_elsewhere_gives_the_same_digest() -> anyhow::Result<()> {
    let (nats, log) = Nats::with_stream()?;
    log.publish_lines(data("rules/history.ndjson").lines())?;
    log.publish_with([binary("in binary mode")?])?;
    log.publish([(SUBJECT.to_owned(), spread("on several lines")?)])?;
    let knelpunt = Server::serve(&nats.url())?;
    let last = log.last_sequence()?;
    knelpunt.reached(last)?;
    let digest = knelpunt.status()?.digest;

    let folder = tempfile::tempdir()?;
    let file = folder.path().join("events.ndjson").display().to_string();
    let ended = knelpunt
        .run(&["events", "export", "--out", &file])?
        .expect(0, &[])?;
    ensure!(
        ended.err.contains(&format!("{last} events exported.")),
        "{ended:#?}"
    );
    ensure!(
        fs::read_to_string(&file)?.lines().count() as u64 == last,
        "not a line for each"
    );

    let elsewhere = Server::up()?;
    let ended = elsewhere
        .run(&["events", "import", &file])?
        .expect(0, &["0 rejected"])?;
    let count = |arguments: &str| -> u64 {
        let before = ended.out.split(arguments).next().unwrap_or_default();
        before
            .rsplit(' ')
            .find(|part| !part.is_empty())
            .and_then(|number| number.parse().ok())
            .unwrap_or_default()
    };
    ensure!(count(" new") + count(" duplicate") == last, "{ended:#?}");
    elsewhere.reached(count(" new"))?;
    let imported = elsewhere.status()?.digest;
    ensure!(imported == digest, "the digest is {imported}, not {digest}");
    Ok(())
}

#[test]
fn what_is_no_valid_event_is_left_out_and_named_or_kept_whole() -> anyhow::Result<()> {
    let (nats, log) = Nats::with_stream()?;
    let payloads = [
        consultation("1", "2013-02"),
        invalid("2"),
        "{".to_owned(),
        consultation("3", "2013-02"),
    ];
    log.publish(
        payloads
            .iter()
            .map(|payload| (SUBJECT.to_owned(), payload.clone().into_bytes())),
    )?;

    let ended = run(&["events", "export", "--nats", &nats.url()])?;
    let parts = [
        "sequence 2: data.municipality \"GM9999\"",
        "sequence 3: is incomplete JSON",
        "2 events exported; 2 invalid messages left out",
    ];
    let ended = ended.refuses(1, &parts)?;
    ensure!(
        ended.out == format!("{}\n{}\n", payloads[0], payloads[3]),
        "{ended:#?}"
    );

    let ended = run(&["events", "export", "--all", "--nats", &nats.url()])?.expect(0, &[])?;
    let lines: Vec<Value> = ended
        .out
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    ensure!(
        lines.len() == 4 && lines[2]["sequence"] == 3 && lines[2]["payload"] == "{",
        "{ended:#?}"
    );
    ensure!(
        lines[1]["subject"] == SUBJECT && lines[1]["payload"] == payloads[1],
        "{ended:#?}"
    );
    Ok(())
}

#[test]
fn an_empty_log_gives_an_empty_export() -> anyhow::Result<()> {
    let (nats, _) = Nats::with_stream()?;
    let ended =
        run(&["events", "export", "--nats", &nats.url()])?.refuses(0, &["0 events exported."])?;
    ensure!(ended.out.is_empty(), "{ended:#?}");
    Ok(())
}

#[test]
fn a_file_that_cannot_be_written_is_named() -> anyhow::Result<()> {
    let (nats, _) = Nats::with_stream()?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("no/events.ndjson").display().to_string();
    run(&["events", "export", "--out", &file, "--nats", &nats.url()])?
        .refuses(64, &["cannot create ", &file])?;
    Ok(())
}
