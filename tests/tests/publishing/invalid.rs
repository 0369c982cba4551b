//! Events that are wrong, from others: kept in quarantine with every reason, while what is right is folded.

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};
use tests::Knelpunt;

use crate::foreign::{in_each, publish, validate, with};

/// An event, as the examples are told to publish it, and where it is wrong.
type Wrong = (Value, &'static [&'static str]);

fn wrong() -> [Wrong; 5] {
    let report =
        json!({ "municipality": "GM0344", "category": "funding", "observedAt": "2013-02-12" });
    let reported =
        |data: Value| json!({ "kind": "knelpunt-reported", "identity": data, "data": data });
    let mut elsewhere = reported(report.clone());
    elsewhere["subject"] = json!("b3f6c1de-0000-5000-8000-000000000000");
    let mut yesterday = reported(report.clone());
    yesterday["changes"] = json!({ "time": "yesterday" });
    let everything = json!({
        "municipality": "GM9999", "category": "money", "observedAt": "gisteren", "colour": "red",
    });
    let resolved = json!({
        "kind": "knelpunt-resolved", "subject": "not-the-id", "changes": { "time": "yesterday" },
        "data": with(report.clone(), &json!({ "outcome": "gone", "reference": "a whole sentence" })),
    });
    [
        (
            reported(with(report, &json!({ "category": "money" }))),
            &["/data/category"],
        ),
        (elsewhere, &["/subject"]),
        (yesterday, &["/time"]),
        (
            reported(everything),
            &[
                "/data/category",
                "/data/colour",
                "/data/municipality",
                "/data/observedAt",
            ],
        ),
        (
            resolved,
            &["/data/outcome", "/data/reference", "/subject", "/time"],
        ),
    ]
}

/// The places that reasons name, in order.
fn places(item: &Value) -> Vec<&str> {
    let reasons = item["reasons"].as_array().into_iter().flatten();
    let mut places: Vec<&str> = reasons
        .filter_map(|reason| reason["path"].as_str())
        .collect();
    places.sort_unstable();
    places
}

#[track_caller]
fn check(language: &str, mode: &str) -> anyhow::Result<()> {
    let knelpunt = Knelpunt::up()?;
    let right =
        json!({ "municipality": "GM0344", "category": "capacity", "observedAt": "2013-02-12" });
    let mut lines: Vec<Value> = wrong().into_iter().map(|(line, _)| line).collect();
    lines.push(json!({ "kind": "knelpunt-reported", "identity": right, "data": right }));
    for line in &mut lines {
        line["mode"] = json!(mode);
    }
    let published = publish(language, &knelpunt.nats_url()?, &lines)?;
    knelpunt.reached(lines.len() as u64)?;

    let quarantine = knelpunt.json("/v1/quarantine")?;
    let items = quarantine["items"].as_array().context("a list")?;
    ensure!(
        items.len() == wrong().len(),
        "{language}, {mode}: {quarantine}"
    );
    for ((item, published), (line, expected)) in items.iter().zip(&published).zip(wrong()) {
        ensure!(item["sequence"] == published.sequence, "{item}");
        ensure!(
            places(item) == expected,
            "{language}, {mode}, {line}: {item}"
        );
    }
    let last = published.last().context("the one that is right")?;
    let found = knelpunt.json(&format!("/v1/knelpunten/{}", last.subject))?;
    ensure!(found["status"] == "open", "{found}");
    let ready = knelpunt.get("/health/ready")?.body;
    ensure!(ready.contains("degraded"), "{ready}");

    // Codes and the match of the subject are known to the rules alone.
    let faults = validate(&knelpunt.log()?)?;
    let seen: Vec<bool> = faults.iter().map(|found| !found.is_empty()).collect();
    ensure!(
        seen == [false, false, true, true, true, false],
        "{language}, {mode}: {faults:?}"
    );
    Ok(())
}

#[test]
fn invalid_events_of_others_are_quarantined_with_every_reason() -> anyhow::Result<()> {
    in_each(check)
}
