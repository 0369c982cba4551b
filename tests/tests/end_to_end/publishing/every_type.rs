//! Every event type in both modes, from Python and from JavaScript: folded, and valid by the JSON Schemas.

use std::collections::BTreeSet;

use anyhow::ensure;
use api::{
    KnelpuntEvents, QuarantinePage,
    answers::{KnelpuntAnswer, KnelpuntStatus},
};
use model::EventType;
use serde_json::{Value, json};
use tests::Server;

use super::foreign::{in_each, publish, validate, with};

const SOURCE: &str = "urn:example:elsewhere";

/// The identity of a knelpunt; the mode is its reference.
fn identity(party: &str, mode: &str) -> Value {
    json!({
        "municipality": "GM0344", "category": "supplier-delivery", "buildingBlock": "bag",
        "party": { "kind": "supplier", "name": party }, "reference": mode,
    })
}

/// The data of an observation, without free text.
fn observation() -> Value {
    json!({
        "observedAt": "2013-02-12T10:00:00+01:00", "knownSince": "2012-06-01", "round": "2013-02",
        "reporter": { "role": "information-manager" },
    })
}

/// Data about another event.
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
fn about_subject(kind: &str, id: &str, identity: &Value, more: &Value) -> Value {
    line(kind, id, identity, &with(identity.clone(), more))
}

/// An event of each type, about three knelpunten: one is resolved and its report redacted, one is absorbed by it, the
/// report of one is withdrawn.
fn history(mode: &str) -> Vec<Value> {
    let [remaining, absorbed, withdrawn] =
        ["Café  Zuid", "Cafe Zuid", "Noord"].map(|party| identity(party, mode));
    let report = with(
        observation(),
        &json!({ "description": "Uitgesteld, één keer." }),
    );
    let solved =
        json!({ "observedAt": "2013-06-01", "outcome": "solved", "remedy": "supplier-fix" });
    let into = json!({
        "category": remaining["category"], "buildingBlock": remaining["buildingBlock"], "party": remaining["party"],
        "reference": mode,
    });
    let redacted = json!({ "replacement": {
        "type": "nl.knelpunten.knelpunt-reported.v1", "time": "2013-02-14T09:12:31Z",
        "data": with(remaining.clone(), &observation()),
    } });
    let consulted = json!({
        "municipality": "GM0344", "round": "2013-02", "observedAt": "2013-02-12", "outcome": "reached",
        "topics": ["supplier-delivery"], "coachOrganisation": "Telengy",
    });
    let supported = json!({
        "municipality": "GM0344", "support": "i-versneller", "observedAt": "2013-02-12", "round": "2013-02",
        "topics": ["supplier-delivery"], "organisation": "Programma i-NUP",
    });
    let redaction = with(about("kept"), &redacted);
    let mut lines = vec![
        about_subject("knelpunt-reported", "kept", &remaining, &report),
        about_subject("knelpunt-resolved", "resolved", &remaining, &solved),
        about_subject("knelpunt-reported", "absorbed", &absorbed, &report),
        about_subject(
            "knelpunt-merged",
            "merged",
            &absorbed,
            &json!({ "into": into }),
        ),
        about_subject("knelpunt-reported", "withdrawn", &withdrawn, &report),
        line(
            "event-withdrawn",
            "withdrawal",
            &withdrawn,
            &about("withdrawn"),
        ),
        line("event-redacted", "redaction", &remaining, &redaction),
        line(
            "municipality-consulted",
            "consulted",
            &Value::Null,
            &consulted,
        ),
        line("support-received", "supported", &Value::Null, &supported),
    ];
    for line in &mut lines {
        line["mode"] = json!(mode);
    }
    lines[7]["subject"] = json!("GM0344/2013-02");
    lines[8]["subject"] = json!("GM0344/i-versneller");
    lines
}

#[track_caller]
fn check(language: &str, mode: &str) -> anyhow::Result<()> {
    let knelpunt = Server::up()?;
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
    let quarantine: QuarantinePage = knelpunt.json("/v1/quarantine")?;
    ensure!(quarantine.total == 0, "{language}, {mode}: {quarantine:?}");

    let link = |index: usize| format!("/v1/knelpunten/{}", published[index].subject);
    let found = |index| knelpunt.answer::<KnelpuntAnswer>(&link(index));
    let (remaining, absorbed, withdrawn) = (found(0)?, found(2)?, found(4)?);
    ensure!(
        remaining.status == KnelpuntStatus::Resolved,
        "{remaining:?}"
    );
    ensure!(absorbed.id == remaining.id, "{absorbed:?}");
    ensure!(withdrawn.status == KnelpuntStatus::None, "{withdrawn:?}");
    let events: KnelpuntEvents = knelpunt.answer(&format!("{}/events", link(0)))?;
    let listed = events.items.iter();
    let listed: Vec<(&str, bool)> = listed
        .map(|event| (event.id.as_str(), event.redacted))
        .collect();
    let expected = [
        ("kept", true),
        ("absorbed", false),
        ("resolved", false),
        ("merged", false),
        ("redaction", false),
    ];
    ensure!(listed == expected, "{language}, {mode}: {events:?}");

    let messages = knelpunt.log()?.messages()?;
    for message in &messages {
        ensure!(
            message.header("ce-type").is_some() == (mode == "binary"),
            "{message:?}"
        );
    }
    let violations = validate(&knelpunt.log()?)?;
    ensure!(
        violations.iter().all(Vec::is_empty),
        "{language}, {mode}: {violations:?}"
    );
    Ok(())
}

#[test]
fn every_event_type_of_other_publishers_is_folded() -> anyhow::Result<()> {
    in_each(check)
}
