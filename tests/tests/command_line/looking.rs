//! `doctor`, `schema` and the manual.

use std::{fs, path::Path, time::Duration};

use anyhow::{Context as _, ensure};
use async_nats::jetstream::stream;
use tests::{Ended, Log, Nats, Server, knelpunt_command};

use crate::running::{invalid, run};

#[test]
fn doctor_without_problems_reports_so() -> anyhow::Result<()> {
    let knelpunt = Server::up()?;
    knelpunt.nats_url()?;
    let ended = knelpunt
        .run(&["doctor"])?
        .expect(0, &["No problems found."])?;
    for what in [
        "version",
        "data folder",
        "free space",
        "views",
        "nats-server",
        "server",
        "clock",
        "position",
        "quarantine",
        "stream",
        "settings",
    ] {
        let line = ended
            .out
            .lines()
            .find(|line| line.starts_with(&format!("ok     {what} ")));
        ensure!(line.is_some(), "there is no line on {what}: {}", ended.out);
    }
    Ok(())
}

#[test]
fn doctor_without_a_server_names_the_command_that_starts_one() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().display().to_string();
    let ended = run(&[
        "doctor",
        "--server",
        "http://127.0.0.1:1",
        "--data",
        &data,
        "--nats-server-bin",
        "/no/such/nats-server",
    ])?;
    ended.expect(
        1,
        &[
            "WRONG  server",
            "knelpunt up",
            "WRONG  nats-server",
            "deploy/up",
            "2 problems found.",
        ],
    )?;
    Ok(())
}

#[test]
fn a_doctor_finds_what_is_in_quarantine_and_a_stream_that_is_not_as_designed() -> anyhow::Result<()>
{
    let nats = Nats::start()?;
    let log = Log::connect(&nats.url())?;
    let knelpunt = Server::serve(&nats.url())?;
    let ended = knelpunt.run(&["doctor", "--nats", &nats.url()])?;
    ended.expect(
        1,
        &["WRONG  server", "stale", "WRONG  stream", "knelpunt init"],
    )?;

    // Otherwise than designed: it forgets what is older than a day.
    log.create_configured(stream::Config {
        name: journal::STREAM.to_owned(),
        subjects: vec![journal::SUBJECTS.to_owned()],
        max_age: Duration::from_hours(24),
        ..Default::default()
    })?;
    log.publish([(
        "knelpunten.municipality-consulted.GM0344".to_owned(),
        invalid("1").into_bytes(),
    )])?;
    knelpunt.reached(1)?;
    let ended = knelpunt.run(&["doctor", "--nats", &nats.url()])?;
    let parts = [
        "is degraded",
        "WRONG  quarantine   1 invalid message",
        "knelpunt quarantine list",
        "WRONG  settings",
        "a limit on age",
    ];
    ended.expect(1, &parts)?;
    Ok(())
}

#[test]
fn schemas_are_written_as_they_are_published() -> anyhow::Result<()> {
    let published = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/model/schemas");
    let read = |name: &str| fs::read_to_string(published.join(name)).context("it is not published");
    let folder = tempfile::tempdir()?;
    let out = folder.path().join("schemas");
    run(&["schema", "--out", &out.display().to_string()])?.expect(0, &["asyncapi.json"])?;
    let written = fs::read_dir(&out)?.collect::<Result<Vec<_>, _>>()?;
    ensure!(
        written.len() == fs::read_dir(&published)?.count(),
        "not every schema is written"
    );
    for file in written {
        let name = file.file_name().display().to_string();
        ensure!(
            fs::read_to_string(file.path())? == read(&name)?,
            "{name} differs"
        );
    }
    for (name, file) in [
        ("asyncapi", "asyncapi.json"),
        ("knelpunt-reported", "knelpunt-reported.v1.json"),
        ("event-redacted.v1", "event-redacted.v1.json"),
    ] {
        let printed = run(&["schema", name])?.expect(0, &[])?.out;
        ensure!(printed == read(file)?, "{name} is printed otherwise");
    }
    Ok(())
}

#[test]
fn the_manual_fits_its_screen() -> anyhow::Result<()> {
    for columns in [80, 110] {
        let mut left = vec![String::new()];
        while let Some(command_name) = left.pop() {
            let mut command = knelpunt_command()?;
            command
                .args(command_name.split_whitespace())
                .arg("--help")
                .env("COLUMNS", columns.to_string())
                .env("XDG_DATA_HOME", "/data")
                .env_remove("KNELPUNT_NATS_SERVER_BIN");
            let manual = Ended::run(&mut command)?
                .expect(0, &["Usage: knelpunt"])?
                .out;
            // clap writes the usage on one line, however long.
            let wide = manual
                .lines()
                .find(|line| line.chars().count() > columns && !line.starts_with("Usage:"));
            ensure!(wide.is_none(), "{command_name} at {columns}: {wide:?}");
            check_that_every_option_is_explained(&manual)?;
            let listed = subcommands(&manual).into_iter();
            left.extend(listed.map(|listed| format!("{command_name} {listed}")));
        }
    }
    Ok(())
}

/// Returns the commands that a manual lists, except `help`.
fn subcommands(manual: &str) -> Vec<&str> {
    let lines = manual.lines().skip_while(|line| *line != "Commands:");
    let lines = lines.skip(1).take_while(|line| !line.is_empty());
    // Further lines of a description are indented more.
    let names = lines.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    let is_command = |name: &&str| !name.is_empty() && *name != "help";
    names.filter(is_command).collect()
}

/// An option is followed by a sentence, on its own line or on the next.
fn check_that_every_option_is_explained(manual: &str) -> anyhow::Result<()> {
    let options = manual.split("\nExample").next().unwrap_or_default();
    let lines: Vec<&str> = options.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        let Some(option) = line.trim_start().strip_prefix("--") else {
            continue;
        };
        let arguments = option
            .split("  ")
            .filter(|part| !part.trim().is_empty())
            .count();
        let next = lines.get(index + 1).map_or("", |line| line.trim());
        ensure!(
            arguments > 1 || next.starts_with(char::is_alphabetic),
            "{line:?} is not explained"
        );
    }
    Ok(())
}
