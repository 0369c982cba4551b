//! The identity of knelpunten with difficult names, in each language.

use std::{fs, path::Path};

use anyhow::{Context as _, ensure};
use api::QuarantinePage;
use serde_json::{Value, json};
use tests::{Server, data};

use super::foreign::{LANGUAGES, publish};

/// Capitals, spaces of all kinds, accents composed and not, letters whose lower case is longer or depends on place.
const NAMES: [&str; 11] = [
    "Café  Zuid B.V.",
    "  Fabriek  IJssel ",
    "E\u{301}te\u{301}",
    "\u{a0}Logius\u{2009}BV",
    "\u{39f}\u{394}\u{39f}\u{3a3}",
    "\u{132}",
    "J\u{30c}",
    "stra\u{df}e",
    "\u{130}zmir",
    "A\u{30a}NGSTRO\u{308}M",
    "\u{feff}Merk\u{feff}",
];

/// The data of every valid report among the fixtures and the rules, with the subject that it has there.
fn reports() -> anyhow::Result<Vec<(Value, String)>> {
    let mut events = Vec::new();
    let fixtures =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/model/fixtures/knelpunt-reported.v1");
    for entry in fs::read_dir(fixtures)?.flatten() {
        events.push(serde_json::from_str(&fs::read_to_string(entry.path())?)?);
    }
    let cases: Value = serde_json::from_str(&data("rules/cases.json"))?;
    for case in cases.as_array().context("a list of cases")? {
        events.extend(case["events"].as_array().into_iter().flatten().cloned());
    }
    let reports = events.into_iter().filter_map(|event: Value| {
        let reported = event["type"] == "nl.knelpunten.knelpunt-reported.v1";
        let subject = event["subject"].as_str()?.to_owned();
        reported.then(|| (event["data"].clone(), subject))
    });
    Ok(reports.collect())
}

fn line(data: &Value) -> Value {
    json!({ "mode": "structured", "kind": "knelpunt-reported", "identity": data, "data": data })
}

#[track_caller]
fn check(language: &str) -> anyhow::Result<()> {
    let knelpunt = Server::up()?;
    let named = NAMES.map(|name| {
        json!({
            "municipality": "GM0344", "category": "funding", "observedAt": "2013-02-12",
            "party": { "kind": "supplier", "name": name }, "reference": "T-2013/017",
        })
    });
    let reports = reports()?;
    let lines: Vec<Value> = named
        .iter()
        .chain(reports.iter().map(|(data, _)| data))
        .map(line)
        .collect();
    let published = publish(language, &knelpunt.nats_url()?, &lines)?;
    for ((data, subject), published) in reports.iter().zip(&published[NAMES.len()..]) {
        ensure!(published.subject == *subject, "{language}: {data}");
    }
    knelpunt.reached(lines.len() as u64)?;
    let quarantine: QuarantinePage = knelpunt.json("/v1/quarantine")?;
    ensure!(
        quarantine.total == 0,
        "{language} has another subject for some: {quarantine:?}"
    );
    Ok(())
}

#[test]
fn every_language_computes_the_subject_that_every_reader_does() -> anyhow::Result<()> {
    LANGUAGES.into_iter().try_for_each(check)
}
