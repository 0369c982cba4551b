//! `simulate`: a made-up history, the same for the same arguments, and taken whole by a server.

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead as _, BufReader},
};

use anyhow::{Context as _, ensure};
use api::answers::Persisting;
use register::Register;
use tests::{Ended, Server, signal};

use crate::running::{end, run, run_with, start};

const SMALL: &str = "simulate --events 700 --years 3 --seed 5 --until 2016-01-01";

/// Runs a line of arguments, none with a blank in it.
fn printed(line: &str) -> anyhow::Result<Ended> {
    run(&line.split(' ').collect::<Vec<_>>())
}

#[test]
fn the_same_arguments_give_the_same_bytes_in_every_process_and_in_a_file() -> anyhow::Result<()> {
    let once = printed(SMALL)?.expect(0, &[])?;
    ensure!(once.err.is_empty(), "it says more: {}", once.err);
    ensure!(
        once.out.lines().count() == 700 && once.out.ends_with('\n'),
        "not 700 lines"
    );
    ensure!(
        printed(SMALL)?.out == once.out,
        "another process gives other bytes"
    );
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("history.ndjson");
    let ended = printed(&format!("{SMALL} --out {}", file.display()))?.expect(0, &[])?;
    ensure!(ended.out.is_empty(), "it says more: {}", ended.out);
    ensure!(
        fs::read_to_string(&file)? == once.out,
        "a file holds other bytes"
    );
    ensure!(
        fs::read_dir(folder.path())?.count() == 1,
        "more than the file is left"
    );
    for other in [
        "simulate --events 701 --years 3 --seed 5 --until 2016-01-01",
        "simulate --events 700 --years 4 --seed 5 --until 2016-01-01",
        "simulate --events 700 --years 3 --seed 6 --until 2016-01-01",
        "simulate --events 700 --years 3 --seed 5 --until 2016-01-02",
    ] {
        let other_bytes = printed(other)?.expect(0, &[])?.out;
        ensure!(other_bytes != once.out, "{other} gives the same bytes");
    }
    Ok(())
}

#[test]
fn every_line_is_a_valid_event_marked_as_simulated() -> anyhow::Result<()> {
    let history = printed("simulate --until 2016-01-01")?.expect(0, &[])?.out;
    let mut types = BTreeSet::new();
    for line in history.lines() {
        let event = model::decode_structured(line.as_bytes(), Register::embedded())?;
        ensure!(
            event.source.starts_with("urn:nld:knelpunt:simulatie:"),
            "{line}"
        );
        types.insert(event.data.event_type().name());
    }
    ensure!(types.len() == 6, "not every type occurs: {types:?}");
    Ok(())
}

#[test]
fn a_server_accepts_all_of_it_and_its_pages_show_that_it_is_simulated() -> anyhow::Result<()> {
    let history = printed(SMALL)?.expect(0, &[])?.out;
    let knelpunt = Server::up()?;
    let import = ["events", "import", "-", "--server", knelpunt.url()];
    run_with(&import, &history)?.expect(0, &["700 new, 0 duplicates, 0 rejected"])?;
    knelpunt.reached(700)?;
    let quarantined = knelpunt.status()?.quarantined;
    ensure!(quarantined == 0, "{quarantined} are in quarantine");
    let listed: Persisting = knelpunt.answer("/v1/persisting?asOf=2016-01-01&limit=1")?;
    let first = listed.items[0].id;
    for page in ["/".to_owned(), format!("/knelpunten/{first}")] {
        let shown = knelpunt.get(&page)?.body;
        ensure!(
            shown.contains("Voorbeeldgegevens"),
            "{page} does not say so"
        );
    }
    Ok(())
}

#[test]
fn whoever_stops_reading_ends_it_quietly() -> anyhow::Result<()> {
    let arguments: Vec<&str> = "simulate --events 20000 --until 2016-01-01"
        .split(' ')
        .collect();
    let mut child = start(&arguments)?;
    let mut lines = BufReader::new(child.stdout.take().context("there is no pipe")?).lines();
    ensure!(lines.next().transpose()?.is_some(), "not even one line");
    drop(lines);
    let ended = end(child)?.expect(0, &[])?;
    ensure!(ended.err.is_empty(), "it says more: {}", ended.err);
    Ok(())
}

#[test]
fn a_signal_ends_it_and_leaves_nothing_that_looks_whole() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("history.ndjson").display().to_string();
    let arguments = [
        "simulate",
        "--events",
        "60000",
        "--until",
        "2016-01-01",
        "--out",
        &file,
    ];
    let child = start(&arguments)?;
    tests::until("it has begun", || {
        (fs::read_dir(folder.path()).ok()?.count() == 1).then_some(())
    })?;
    signal("INT", child.id())?;
    end(child)?.refuses(1, &["cannot simulate everything: stopped by a signal"])?;
    ensure!(
        fs::read_dir(folder.path())?.count() == 0,
        "something is left"
    );
    Ok(())
}

#[test]
fn every_violation_of_the_arguments_is_reported_at_once() -> anyhow::Result<()> {
    let parts = [
        "knelpunt: cannot simulate; correct:\n  --events \"x\" is not a whole number from 0 to 100000000\n",
        "  --years \"0\" is not a whole number from 1 to 20\n",
        "--seed \"1.5\" is not a whole number from 0 to 18446744073709551615\n",
        "--until \"31-12-2015\" is not a date, such as 2000-01-31, from 2000 to 2199",
    ];
    printed("simulate --events x --years 0 --seed 1.5 --until 31-12-2015")?.refuses(64, &parts)?;
    printed("simulate")?.refuses(64, &["--until <DATE>"])?;
    printed("simulate --until 2016-01-01 --out /no/where.ndjson")?
        .refuses(64, &["cannot create /no/where.ndjson"])?;
    Ok(())
}
