//! A folder of views without its server: `show persisting --views`, and what `doctor` says about it.

use std::{fs, path::Path};

use anyhow::{Context as _, ensure};
use serde_json::Value;
use tests::{Ended, Server, data};

use crate::running::run;

/// What the index does not have, and what differs by the moment of asking.
const OWN_TO_THE_SERVER: [&str; 20] = [
    "ageDays",
    "description",
    "describedAt",
    "describedOn",
    "firstDescription",
    "firstDescribedAt",
    "firstDescribedOn",
    "episodes",
    "reports",
    "rounds",
    "lastReportedAt",
    "lastReportedOn",
    "openedOn",
    "sinceOn",
    "href",
    "status",
    "endedAt",
    "endedOn",
    "outcome",
    "remedy",
];

fn list(folder: &Path, more: &[&str]) -> anyhow::Result<Ended> {
    let folder = folder.display().to_string();
    run(&[&["show", "persisting", "--views", &folder], more].concat())
}

/// Returns the knelpunten of an answer without what only a server knows.
fn items(answer: &Value) -> anyhow::Result<Vec<Value>> {
    let items = answer["items"].as_array().context("no items")?;
    let mut items = items.clone();
    for item in &mut items {
        let members = item.as_object_mut().context("no object")?;
        members.retain(|name, _| !OWN_TO_THE_SERVER.contains(&name.as_str()));
        if let Some(party) = members.get_mut("party").and_then(Value::as_object_mut) {
            party.remove("kindName");
        }
    }
    Ok(items)
}

#[test]
fn a_folder_alone_lists_what_its_server_listed() -> anyhow::Result<()> {
    let history = data("rules/history.ndjson");
    let (_nats, _log, mut server) = Server::with_log(history.lines())?;
    let folder = server.data().join("views");
    let options: [&[&str]; 4] = [
        &["--limit", "1000"],
        &["--status", "open", "--limit", "1000"],
        &["--status", "open", "--limit", "2"],
        &["--status", "open", "--municipality", "GM0344"],
    ];
    let json = ["--format", "json"];
    let mut answers: Vec<Value> = Vec::new();
    for options in options {
        let show = ["show", "persisting"];
        let answered = server.run(&[&show, options, &json].concat())?;
        answers.push(answered.json()?);
    }
    list(&folder, &[])?.refuses(1, &["a running knelpunt is using them; ask it"])?;
    server.end("TERM")?;

    for (options, answer) in options.into_iter().zip(answers) {
        let alone = list(&folder, &[options, &json].concat())?.json()?;
        ensure!(
            items(&alone)? == items(&answer)?,
            "{options:?}: {alone:#} differs from {answer:#}"
        );
        for member in ["total", "position", "digest"] {
            let (alone, answer) = (&alone[member], &answer[member]);
            ensure!(
                alone == answer,
                "{options:?}: {member} {alone}, not {answer}"
            );
        }
    }
    let table = [
        "Municipality",
        "Days",
        "2 of ",
        "From the views alone; as of ",
    ];
    let table = list(&folder, &["--status", "open", "--limit", "2"])?.expect(0, &table)?;
    ensure!(!table.out.contains("Reports"), "{}", table.out);
    let csv = ["municipality,municipalityName,", ",party.kind,party.name,"];
    list(&folder, &["--format", "csv"])?.expect(0, &csv)?;
    Ok(())
}

#[test]
fn options_and_folders_that_cannot_be_used_are_explained() -> anyhow::Result<()> {
    let parent = tempfile::tempdir()?;
    let none = parent.path().join("none");
    list(&none, &[])?.refuses(1, &["there are none; pass the folder of views"])?;
    ensure!(!none.exists(), "it was created");
    fs::write(parent.path().join("letters"), "")?;
    list(parent.path(), &[])?.refuses(1, &["something else than views: letters"])?;
    list(&none, &["--as-of", "2013-06-30"])?.refuses(64, &["--as-of"])?;
    list(&none, &["--category", "funding"])?.refuses(64, &["--category"])?;
    list(&none, &["--limit", "0"])?.refuses(64, &["--limit \"0\" is not a whole number"])?;
    let wrong = ["--municipality \"GM9999\" is not", "the nearest are"];
    list(&none, &["--municipality", "GM9999"])?.refuses(64, &wrong)?;
    Ok(())
}

#[test]
fn doctor_reports_on_views_that_no_server_uses() -> anyhow::Result<()> {
    let history = data("rules/history.ndjson");
    let (_nats, log, mut server) = Server::with_log(history.lines())?;
    let data = server.data().display().to_string();
    let doctor = ["doctor", "--server", "http://127.0.0.1:1", "--data", &data];
    let line = |line: &str| format!("ok     {line}");
    run(&doctor)?.expect(1, &[&line("views "), "is used by a running knelpunt"])?;
    server.end("TERM")?;

    let position = format!("is at position {}", log.last_sequence()?);
    let index = [&line("open index "), " open, of which "];
    let found = run(&doctor)?.expect(1, &[&line("views "), &position])?;
    found.expect(1, &index)?;
    let total =
        list(&server.data().join("views"), &["--format", "json"])?.json::<Value>()?["total"]
            .clone();
    run(&doctor)?.expect(1, &[&format!("of which {total} persist")])?;
    Ok(())
}
