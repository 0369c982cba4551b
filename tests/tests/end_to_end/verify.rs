//! `knelpunt verify`: views without differences pass, and every kind of damage is named.

use std::{fs, process::Stdio};

use anyhow::ensure;
use tests::{
    Ended, EventLoad, Log, Nats, Server,
    command::{knelpunt_with, run_with},
    history, signal, until,
};
use views::testing::{StoredPart, flip_bit, store_folder};

/// Serves a log of so many rounds of the history, and one message that is not an event.
fn serving(rounds: u32) -> anyhow::Result<(Nats, Server)> {
    let (nats, log) = Nats::with_stream()?;
    let subject = "knelpunten.knelpunt-reported.GM0344".to_owned();
    log.publish([(subject, b"{}".to_vec())])?;
    let last = log.append_rounds(rounds)?;
    let knelpunt = Server::serve(&nats.url())?;
    knelpunt.reached(last)?;
    Ok((nats, knelpunt))
}

#[test]
fn a_server_under_load_is_the_same_as_its_log() -> anyhow::Result<()> {
    let (nats, knelpunt) = serving(5)?;
    let load = EventLoad::start(&nats.url(), 100)?;
    until("it is under load", || (load.last() > 0).then_some(()))?;
    let before = load.last();
    let verified = knelpunt.run(&["verify"])?;
    let parts = [
        "same     digest at position",
        "same     1 checkpoint",
        "same     1 in quarantine",
        "the server's own data: ",
        "No differences.",
    ];
    verified.prints(0, &parts)?;
    ensure!(
        load.last() > before,
        "nothing was published meanwhile: nothing is proved"
    );
    ensure!(
        !knelpunt.data().join("views.verify").exists(),
        "something is left"
    );
    let last = load.finish()?;
    knelpunt.reached(last)
}

#[test]
fn verify_finds_the_server_that_uses_the_folder() -> anyhow::Result<()> {
    let (_nats, knelpunt) = serving(1)?;
    let elsewhere = tempfile::tempdir()?;
    let scratch = elsewhere.path().display().to_string();
    let verified = knelpunt.run(&["verify", "--scratch", &scratch])?;
    verified.prints(0, &[knelpunt.url(), "No differences."])?;
    ensure!(fs::read_dir(&scratch)?.count() == 0, "something is left");
    // The folder is in use, and the default server does not run.
    let mut command = knelpunt_with(&["verify"], knelpunt.data())?;
    let lost = Ended::run(command.env("KNELPUNT_URL", "http://127.0.0.1:1"))?;
    lost.prints(1, &["reach the server at http://127.0.0.1:1"])
        .map(drop)
}

#[test]
fn offline_views_are_compared_key_by_key() -> anyhow::Result<()> {
    let (nats, mut knelpunt) = serving(5)?;
    knelpunt.end("TERM")?;
    let data = knelpunt.data().to_owned();
    let verify = || run_with(&["verify", "--nats", &nats.url()], &data);
    verify()?.prints(0, &["same     every key", "No differences."])?;
    // Later events are not compared: the views have not folded them yet.
    let later = history(9);
    Log::connect(&nats.url())?.append(&later[..50])?;
    let parts = ["behind   the log continues to position", "No differences."];
    verify()?.prints(0, &parts)?;
    ensure!(!data.join("views.verify").exists(), "something is left");
    Ok(())
}

#[track_caller]
fn check_flipped(part: StoredPart, named: &str) -> anyhow::Result<()> {
    let (nats, mut knelpunt) = serving(5)?;
    knelpunt.end("TERM")?;
    let data = knelpunt.data().to_owned();
    flip_bit(&data.join("views"), part, 42)?;
    let verified = run_with(&["verify", "--nats", &nats.url()], &data)?;
    verified.prints(1, &[&format!("DIFFERS  {named}"), "knelpunt rebuild"])?;
    run_with(&["rebuild", "--nats", &nats.url()], &data)?.expect(0, &[])?;
    let verified = run_with(&["verify", "--nats", &nats.url()], &data)?;
    verified.prints(0, &["No differences."]).map(drop)
}

#[test]
fn a_flipped_byte_in_an_index_key_is_named() -> anyhow::Result<()> {
    check_flipped(StoredPart::OpenIndex, "open index")
}

#[test]
fn a_flipped_byte_in_an_event_is_named() -> anyhow::Result<()> {
    check_flipped(StoredPart::Event, "event")
}

#[test]
fn a_flipped_byte_in_a_checkpoint_is_named() -> anyhow::Result<()> {
    check_flipped(StoredPart::Checkpoint, "checkpoint")
}

#[test]
fn views_that_cannot_be_read_are_named_and_stay_where_they_are() -> anyhow::Result<()> {
    let (nats, mut knelpunt) = serving(1)?;
    knelpunt.end("TERM")?;
    let data = knelpunt.data().to_owned();
    fs::remove_file(store_folder(&data.join("views"))?.join("conf"))?;
    let verified = run_with(&["verify", "--nats", &nats.url()], &data)?;
    verified.prints(1, &["DIFFERS  cannot read the views"])?;
    ensure!(!data.join("views.aside-1").exists(), "they were moved");
    Ok(())
}

#[test]
fn without_views_or_server_verify_reports_it() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut command = knelpunt_with(&["verify"], &folder.path().join("data"))?;
    let verified = Ended::run(command.env("KNELPUNT_URL", "http://127.0.0.1:1"))?;
    verified.prints(1, &["reach the server", "knelpunt up"])?;
    let wrong = run_with(&["verify", "--server", "nats://a"], folder.path())?;
    wrong.prints(64, &["--server"]).map(drop)
}

#[test]
fn an_unavailable_log_is_reported() -> anyhow::Result<()> {
    let (_nats, mut knelpunt) = serving(1)?;
    knelpunt.end("TERM")?;
    let nobody = ["verify", "--nats", "nats://127.0.0.1:1"];
    let verified = run_with(&nobody, knelpunt.data())?;
    verified.prints(1, &["reach NATS at nats://127.0.0.1:1"])?;
    ensure!(
        !knelpunt.data().join("views.verify").exists(),
        "something is left"
    );
    Ok(())
}

#[test]
fn a_signal_ends_it_and_nothing_is_left() -> anyhow::Result<()> {
    let (_nats, knelpunt) = serving(5)?;
    let data = knelpunt.data().to_owned();
    let verify = ["verify", "--server", knelpunt.url()];
    let mut command = knelpunt_with(&verify, &data)?;
    let verifying = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    until("it replays", || {
        let built = fs::read_dir(data.join("views.verify")).ok()?;
        (built.count() > 0).then_some(())
    })?;
    let second = run_with(&verify, &data)?;
    second.prints(1, &["another knelpunt is building views there"])?;
    signal("INT", verifying.id())?;
    Ended::from(verifying.wait_with_output()?).prints(1, &["stopped by a signal"])?;
    ensure!(!data.join("views.verify").exists(), "something is left");
    Ok(())
}
