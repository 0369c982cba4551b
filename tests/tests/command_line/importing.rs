//! `events import`: what goes in, what is rejected and why, and what trouble on the way does to it.

use std::{fs, io::Write as _, process::Child};

use anyhow::{Context as _, ensure};
use tests::{Log, Nats, signal, until};

use crate::running::{consultation, end, invalid, run, run_with, start};

#[test]
fn what_is_rejected_is_named_by_line_and_the_rest_goes_in() -> anyhow::Result<()> {
    let (nats, log) = Nats::with_stream()?;
    let (first, second) = (consultation("1", "2013-02"), consultation("2", "2013-03"));
    let (wrong, large) = (invalid("3"), "x".repeat(70_000));
    let ahead = consultation("4", "2013-04").replace("2013-02-14T", "2999-02-14T");
    let lines = [
        &first, "", &wrong, &large, &second, &first, "{", &ahead, "  ",
    ];
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("events.ndjson");
    fs::write(&file, lines.join("\r\n"))?;
    let arguments = [
        "events",
        "import",
        &file.display().to_string(),
        "--nats",
        &nats.url(),
    ];

    let ended = run(&arguments)?.expect(1, &["2 new, 1 duplicate, 4 rejected: 7 events in "])?;
    ensure!(ended.out.lines().count() == 1, "it says more: {ended:#?}");
    let printed: Vec<&str> = ended.err.lines().collect();
    ensure!(printed.len() == 4, "there is a line for each: {ended:#?}");
    ensure!(
        printed[0].starts_with("line 3: data.municipality \"GM9999\" is not"),
        "{ended:#?}"
    );
    ensure!(
        printed[0].contains("; data.outcome "),
        "not every reason is named: {ended:#?}"
    );
    ensure!(
        printed[1] == "line 4: has 70000 bytes, more than 65536",
        "{ended:#?}"
    );
    ensure!(
        printed[2].starts_with("line 7: is incomplete JSON"),
        "{ended:#?}"
    );
    ensure!(
        printed[3].starts_with("line 8: time ") && printed[3].contains("ahead of the local clock"),
        "{ended:#?}"
    );

    let payloads: Vec<_> = log
        .messages()?
        .into_iter()
        .map(|message| message.payload)
        .collect();
    ensure!(
        payloads == [first, second],
        "not the bytes of the lines: {payloads:?}"
    );
    run(&arguments)?.expect(1, &["0 new, 3 duplicates, 4 rejected"])?;
    Ok(())
}

#[test]
fn a_pipe_is_read_like_a_file() -> anyhow::Result<()> {
    let (nats, _log) = Nats::with_stream()?;
    let input = format!(
        "{}\n{}",
        consultation("1", "2013-02"),
        consultation("2", "2013-02")
    );
    let arguments = ["events", "import", "-", "--nats", &nats.url()];
    let ended = run_with(&arguments, &input)?
        .expect(0, &["2 new, 0 duplicates, 0 rejected", "position 2."])?;
    ensure!(ended.err.is_empty(), "it says more: {ended:#?}");
    run_with(&arguments, "")?.expect(0, &["0 new, 0 duplicates, 0 rejected: 0 events"])?;
    Ok(())
}

#[test]
fn a_file_that_cannot_be_read_is_named() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let missing = folder.path().join("missing.ndjson").display().to_string();
    run(&["events", "import", &missing])?
        .refuses(64, &["cannot open ", &missing, "there is no such file"])?;
    let folder = folder.path().display().to_string();
    run(&["events", "import", &folder])?.refuses(64, &[&folder, "it is a folder"])?;
    Ok(())
}

/// Starts an import from a pipe, writes a number of events, and waits until the log has them.
fn importing(nats: &Nats, log: &Log, count: u64) -> anyhow::Result<Child> {
    let mut import = start(&["events", "import", "-", "--nats", &nats.url()])?;
    write(&mut import, 0..count)?;
    until("they are in the log", || {
        (log.last_sequence().ok()? == count).then_some(())
    })?;
    Ok(import)
}

fn write(import: &mut Child, numbers: std::ops::Range<u64>) -> anyhow::Result<()> {
    let pipe = import.stdin.as_mut().context("there is no pipe")?;
    for number in numbers {
        writeln!(pipe, "{}", consultation(&number.to_string(), "2013-02"))?;
    }
    Ok(pipe.flush()?)
}

#[test]
fn nats_away_in_the_middle_is_waited_for() -> anyhow::Result<()> {
    let (mut nats, log) = Nats::with_stream()?;
    let mut import = importing(&nats, &log, 10)?;
    nats.kill()?;
    write(&mut import, 10..20)?;
    drop(import.stdin.take());
    let printed = crate::running::until_stderr(&mut import, "waiting for NATS: ")?;
    nats.start_again()?;
    let ended = end(import)?.expect(0, &["20 new, 0 duplicates, 0 rejected"])?;
    ensure!(
        !(printed + &ended.err).contains("line "),
        "something was rejected: {ended:#?}"
    );
    ensure!(log.messages()?.len() == 20, "not all are in the log, once");
    Ok(())
}

#[test]
fn a_signal_ends_it_and_it_prints_the_result_so_far() -> anyhow::Result<()> {
    let (nats, log) = Nats::with_stream()?;
    let mut import = importing(&nats, &log, 10)?;
    // The pipe stays open, so that only the signal ends it; waiting for the end would close it.
    let pipe = import.stdin.take();
    signal("INT", import.id())?;
    let ended = end(import)?.refuses(1, &["stopped by a signal after line 10"])?;
    ended.expect(1, &["10 new, 0 duplicates, 0 rejected"])?;
    drop(pipe);
    Ok(())
}
