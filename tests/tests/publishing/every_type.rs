//! Every event type in both modes, from Python and from JavaScript: folded, and as the JSON Schemas say.

use std::collections::BTreeSet;

use anyhow::ensure;
use model::EventType;
use serde_json::{Value, json};
use tests::Knelpunt;

use crate::foreign::{in_each, publish, validate, with};

const SOURCE: &str = "urn:example:elsewhere";

/// Who a knelpunt is; the mode is its reference.
fn identity(party: &str, mode: &str) -> Value {
    json!({
        "municipality": "GM0344", "category": "supplier-delivery", "buildingBlock": "bag",
        "party": { "kind": "supplier", "name": party }, "reference": mode,
    })
}

/// What is said of a knelpunt, without free text.
fn said() -> Value {
    json!({
        "observedAt": "2013-02-12T10:00:00+01:00", "knownSince": "2012-06-01", "round": "2013-02",
        "reporter": { "role": "information-manager" },
    })
}

/// Data that are about another event.
fn about(id: &str) -> Value {
    json!({ "municipality": "GM0344", "event": { "source": SOURCE, "id": id } })
}

/// An event whose subject is the id of a knelpunt.
fn line(kind: &str, id: &str, identity: &Value, data: &Value) -> Value {
    json!({
        "kind": kind, "identity": identity, "data": data, "changes": { "id": id, "source": SOURCE },
    })
}

/// An event that carries the identity of its knelpunt, and more.
fn of(kind: &str, id: &str, identity: &Value, more: &Value) -> Value {
    line(kind, id, identity, &with(identity.clone(), more))
}

/// An event of each type, about three knelpunten: one is resolved and its report redacted, one is absorbed by it, the
/// report of one is withdrawn.
fn history(mode: &str) -> Vec<Value> {
    let [kept, absorbed, withdrawn] =
        ["Café  Zuid", "Cafe Zuid", "Noord"].map(|party| identity(party, mode));
    let report = with(said(), &json!({ "description": "Uitgesteld, één keer." }));
    let solved =
        json!({ "observedAt": "2013-06-01", "outcome": "solved", "remedy": "supplier-fix" });
    let into = json!({
        "category": kept["category"], "buildingBlock": kept["buildingBlock"], "party": kept["party"],
        "reference": mode,
    });
    let redacted = json!({ "replacement": {
        "type": "nl.knelpunten.knelpunt-reported.v1", "time": "2013-02-14T09:12:31Z",
        "data": with(kept.clone(), &said()),
    } });
    let consulted = json!({
        "municipality": "GM0344", "round": "2013-02", "observedAt": "2013-02-12", "outcome": "reached",
        "topics": ["supplier-delivery"], "coachOrganisation": "Telengy",
    });
    let redaction = with(about("kept"), &redacted);
    let mut lines = vec![
        of("knelpunt-reported", "kept", &kept, &report),
        of("knelpunt-resolved", "resolved", &kept, &solved),
        of("knelpunt-reported", "absorbed", &absorbed, &report),
        of(
            "knelpunt-merged",
            "merged",
            &absorbed,
            &json!({ "into": into }),
        ),
        of("knelpunt-reported", "withdrawn", &withdrawn, &report),
        line(
            "event-withdrawn",
            "withdrawal",
            &withdrawn,
            &about("withdrawn"),
        ),
        line("event-redacted", "redaction", &kept, &redaction),
        line(
            "municipality-consulted",
            "consulted",
            &Value::Null,
            &consulted,
        ),
    ];
    for line in &mut lines {
        line["mode"] = json!(mode);
    }
    lines[7]["subject"] = json!("GM0344/2013-02");
    lines
}

#[track_caller]
fn check(language: &str, mode: &str) -> anyhow::Result<()> {
    let knelpunt = Knelpunt::up()?;
    let lines = history(mode);
    let kinds: BTreeSet<&str> = lines
        .iter()
        .filter_map(|line| line["kind"].as_str())
        .collect();
    ensure!(
        kinds
            == EventType::ALL
                .iter()
                .map(|event_type| event_type.name())
                .collect()
    );
    let published = publish(language, &knelpunt.nats_url()?, &lines)?;
    knelpunt.reached(lines.len() as u64)?;
    let quarantine = knelpunt.json("/v1/quarantine")?;
    ensure!(quarantine["total"] == 0, "{language}, {mode}: {quarantine}");

    let found =
        |place: usize| knelpunt.json(&format!("/v1/knelpunten/{}", published[place].subject));
    let (kept, absorbed, withdrawn) = (found(0)?, found(2)?, found(4)?);
    ensure!(kept["status"] == "resolved", "{kept}");
    ensure!(absorbed["id"] == kept["id"], "{absorbed}");
    ensure!(withdrawn["status"] == "none", "{withdrawn}");
    let events = knelpunt.json(&format!("/v1/knelpunten/{}/events", published[0].subject))?;
    let listed = events["items"].as_array().into_iter().flatten();
    let listed: Vec<(&str, bool)> = listed
        .filter_map(|event| Some((event["id"].as_str()?, event["redacted"].as_bool()?)))
        .collect();
    let expected = [
        ("kept", true),
        ("absorbed", false),
        ("resolved", false),
        ("merged", false),
        ("redaction", false),
    ];
    ensure!(listed == expected, "{language}, {mode}: {events}");

    let messages = knelpunt.log()?.messages()?;
    for message in &messages {
        ensure!(
            message.header("ce-type").is_some() == (mode == "binary"),
            "{message:?}"
        );
    }
    let faults = validate(&knelpunt.log()?)?;
    ensure!(
        faults.iter().all(Vec::is_empty),
        "{language}, {mode}: {faults:?}"
    );
    Ok(())
}

#[test]
fn every_event_type_of_others_is_folded() -> anyhow::Result<()> {
    in_each(check)
}
