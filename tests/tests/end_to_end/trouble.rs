//! Trouble that users can meet: each gives one clear message, and nothing is lost.

use std::{fs, net::TcpListener, process::Stdio, time::Duration};

use anyhow::ensure;
use tests::{Ended, Log, Nats, Server, data, knelpunt_command, now, until};
use views::testing::{StoredPart, flip_bit};

fn run(arguments: &[&str]) -> anyhow::Result<Ended> {
    Ended::run(knelpunt_command()?.args(arguments).stdin(Stdio::null()))
}

#[test]
fn a_port_in_use_is_reported() -> anyhow::Result<()> {
    let taken = TcpListener::bind("127.0.0.1:0")?;
    let address = taken.local_addr()?.to_string();
    let folder = tempfile::tempdir()?;
    let data = folder.path().display().to_string();
    run(&["up", "--data", &data, "--listen", &address])?
        .prints(1, &[&address, "--listen"])
        .map(drop)
}

#[test]
fn off_loopback_it_does_not_listen() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().display().to_string();
    run(&["up", "--data", &data, "--listen", "0.0.0.0:7420"])?
        .prints(64, &["loopback", "authentication"])
        .map(drop)
}

#[test]
fn bad_arguments_are_bad_usage() -> anyhow::Result<()> {
    run(&["up", "--colour", "red"])?.prints(64, &["--colour"])?;
    run(&["repport"])?.prints(64, &["report"]).map(drop)
}

#[test]
fn views_in_use_are_reported() -> anyhow::Result<()> {
    let (nats, _) = Nats::with_stream()?;
    let knelpunt = Server::serve(&nats.url())?;
    let data = knelpunt.data().display().to_string();
    let second = run(&[
        "serve",
        "--nats",
        &nats.url(),
        "--data",
        &data,
        "--listen",
        "127.0.0.1:0",
    ])?;
    second.prints(1, &["is using", "--data"]).map(drop)
}

#[test]
fn a_folder_that_cannot_be_created_is_reported() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("file");
    fs::write(&file, "not a folder")?;
    let data = file.join("data").display().to_string();
    run(&["up", "--data", &data, "--listen", "127.0.0.1:0"])?
        .prints(64, &[&data, "--data"])
        .map(drop)
}

#[test]
fn nats_away_at_start_is_waited_for() -> anyhow::Result<()> {
    let (mut nats, _) = Nats::with_stream()?;
    let url = nats.url();
    nats.kill()?;
    let knelpunt = Server::serve(&url)?;
    knelpunt.until_stale()?;
    ensure!(knelpunt.get("/health/live")?.status == 200, "it lives");
    nats.start_again()?;
    knelpunt.until_ready()
}

#[test]
fn reading_resumes_within_two_seconds_of_the_server_being_ready() -> anyhow::Result<()> {
    let (mut nats, log) = Nats::with_stream()?;
    let history = data("rules/history.ndjson");
    let lines: Vec<&str> = history.lines().take(20).collect();
    log.append(&lines[..10])?;
    let knelpunt = Server::serve(&nats.url())?;
    knelpunt.reached(10)?;
    nats.kill()?;
    knelpunt.until_stale()?;
    nats.start_again()?;
    let last = Log::connect(&nats.url())?.append(&lines[10..])?;
    let ready = now();
    knelpunt.reached(last)?;
    let took = ready.elapsed();
    ensure!(took < Duration::from_secs(2), "it resumed after {took:?}");
    Ok(())
}

#[test]
fn a_log_that_was_recreated_is_noticed_and_folded_from_its_start() -> anyhow::Result<()> {
    let (nats, log) = Nats::with_stream()?;
    let history = data("rules/history.ndjson");
    let lines: Vec<&str> = history.lines().collect();
    log.append(&lines[..300])?;
    let knelpunt = Server::serve(&nats.url())?;
    knelpunt.reached(300)?;
    log.delete_stream()?;
    log.create_stream()?;
    // More events than before: the position alone would not reveal it.
    log.append(&lines[100..500])?;
    until("the new log is folded", || {
        let moved = knelpunt.archived_views().ok()? > 0;
        (moved && knelpunt.position()? == 400).then_some(())
    })?;
    let archived = knelpunt.data().join("views.aside-1");
    ensure!(
        archived.is_dir(),
        "the old views are put aside, not deleted"
    );
    knelpunt.verify()
}

#[test]
fn a_damaged_views_folder_is_moved_aside_and_rebuilt() -> anyhow::Result<()> {
    let (nats, log) = Nats::with_stream()?;
    let history = data("rules/history.ndjson");
    log.publish_lines(history.lines().take(1_000))?;
    let mut knelpunt = Server::serve(&nats.url())?;
    knelpunt.reached(1_000)?;
    knelpunt.kill()?;
    let database = knelpunt.data().join("views/1/db");
    let length = fs::metadata(&database)?.len();
    fs::OpenOptions::new()
        .write(true)
        .open(&database)?
        .set_len(length / 3)?;
    knelpunt.start_again()?;
    knelpunt.reached(1_000)?;
    knelpunt.verify()
}

#[test]
fn texts_that_the_disk_changed_are_found_after_the_start_and_the_views_are_rebuilt()
-> anyhow::Result<()> {
    let (nats, log) = Nats::with_stream()?;
    let history = data("rules/history.ndjson");
    log.publish_lines(history.lines().take(1_000))?;
    let mut knelpunt = Server::serve(&nats.url())?;
    knelpunt.reached(1_000)?;
    knelpunt.end("TERM")?;
    flip_bit(&knelpunt.data().join("views"), StoredPart::Event, 3)?;
    knelpunt.start_again()?;
    until("the views are rebuilt", || {
        let archived = knelpunt.archived_views().ok()? > 0;
        let ready: serde_json::Value = knelpunt.json("/health/ready").ok()?;
        let checked = ready["checkingTexts"] == false && ready["position"] == 1_000;
        (archived && checked).then_some(())
    })?;
    let archived = knelpunt.data().join("views.aside-1");
    ensure!(
        archived.is_dir(),
        "the damaged views are put aside, not deleted"
    );
    knelpunt.verify()
}

#[test]
fn up_creates_the_stream_of_another_server_without_warning_that_it_is_missing() -> anyhow::Result<()>
{
    let nats = Nats::start()?;
    let up = Server::start_in_new_folder(&["up", "--nats", &nats.url()])?;
    up.until_ready()?;
    let log = Log::connect(&nats.url())?;
    ensure!(log.configuration()?.name == journal::STREAM);
    let printed = up.stderr()?;
    ensure!(!printed.contains("WARN"), "{printed}");
    Ok(())
}
