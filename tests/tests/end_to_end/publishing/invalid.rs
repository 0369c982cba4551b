//! Invalid events from other publishers: quarantined with every reason, while valid ones are folded.

use anyhow::{Context as _, ensure};
use api::{
    QuarantinePage, QuarantinedMessage,
    answers::{KnelpuntAnswer, KnelpuntStatus},
};
use serde_json::{Value, json};
use tests::Server;

use super::foreign::{in_each, publish, validate, with};

/// An invalid event, as input of the examples, and the paths of its violations.
type InvalidLine = (Value, &'static [&'static str]);

fn invalid_lines() -> [InvalidLine; 5] {
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
        (resolved, &["/data/outcome", "/data/reference", "/time"]),
    ]
}

/// The paths that reasons name, in order.
fn paths(item: &QuarantinedMessage) -> Vec<&str> {
    let reasons = item.reasons.iter();
    let mut paths: Vec<&str> = reasons.map(|reason| reason.path.as_str()).collect();
    paths.sort_unstable();
    paths
}

#[track_caller]
fn check(language: &str, mode: &str) -> anyhow::Result<()> {
    let knelpunt = Server::up()?;
    let right =
        json!({ "municipality": "GM0344", "category": "capacity", "observedAt": "2013-02-12" });
    let mut lines: Vec<Value> = invalid_lines().into_iter().map(|(line, _)| line).collect();
    lines.push(json!({ "kind": "knelpunt-reported", "identity": right, "data": right }));
    for line in &mut lines {
        line["mode"] = json!(mode);
    }
    let published = publish(language, &knelpunt.nats_url()?, &lines)?;
    knelpunt.reached(lines.len() as u64)?;

    let QuarantinePage { items, .. } = knelpunt.json("/v1/quarantine")?;
    ensure!(
        items.len() == invalid_lines().len(),
        "{language}, {mode}: {items:?}"
    );
    for ((item, published), (line, expected)) in items.iter().zip(&published).zip(invalid_lines()) {
        ensure!(item.sequence == published.sequence, "{item:?}");
        ensure!(
            paths(item) == expected,
            "{language}, {mode}, {line}: {item:?}"
        );
    }
    let last = published.last().context("the one that is right")?;
    let found: KnelpuntAnswer = knelpunt.answer(&format!("/v1/knelpunten/{}", last.subject))?;
    ensure!(found.status == KnelpuntStatus::Open, "{found:?}");
    let ready = knelpunt.get("/health/ready")?.body;
    ensure!(ready.contains("degraded"), "{ready}");

    // JSON Schema does not know codes, nor whether the subject matches the identity.
    let violations = validate(&knelpunt.log()?)?;
    let seen: Vec<bool> = violations.iter().map(|found| !found.is_empty()).collect();
    ensure!(
        seen == [false, false, true, true, true, false],
        "{language}, {mode}: {violations:?}"
    );
    Ok(())
}

#[test]
fn invalid_events_of_others_are_quarantined_with_every_reason() -> anyhow::Result<()> {
    in_each(check)
}
