//! Tests of the contract through `decode` alone.

mod attributes;
mod both_ways;
mod codes;
mod corrections;
mod data;
mod fixtures;
mod histories;
mod limits;
mod malformed;
mod modes;
mod properties;
mod schemas;
mod subjects;
mod times;

use register::Register;
use serde_json::{Value, json};

use crate::{
    Event, Identity, InvalidEvent, PartyKind, Violation, canonical_name, decode, decode_structured,
};

/// Asserts the exact violations of an event, each as a path and a part of its problem.
#[track_caller]
fn check(event: &Value, expected: &[(&str, &str)]) {
    check_bytes(event.to_string().as_bytes(), expected);
}

#[track_caller]
fn check_bytes(payload: &[u8], expected: &[(&str, &str)]) {
    check_message(&[], payload, expected);
}

#[track_caller]
fn check_message(headers: &[(&str, &str)], payload: &[u8], expected: &[(&str, &str)]) {
    let mut violations = match receive(headers, payload) {
        Ok(_) => Vec::new(),
        Err(invalid) => invalid.violations,
    };
    let found = violations.clone();
    let is = |violation: &Violation, (path, part): (&str, &str)| {
        violation.path == path && violation.problem.contains(part)
    };
    for wanted in expected {
        let index = violations
            .iter()
            .position(|violation| is(violation, *wanted));
        assert!(index.is_some(), "{wanted:?} is not among {found:#?}");
        violations.swap_remove(index.unwrap());
    }
    assert_eq!(violations, [], "beside {expected:?}");
}

#[track_caller]
fn valid(event: &Value) -> Event {
    decode_structured(event.to_string().as_bytes(), Register::embedded()).unwrap()
}

fn receive(headers: &[(&str, &str)], payload: &[u8]) -> Result<Event, InvalidEvent> {
    let headers: Vec<_> = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    decode(&headers, payload, Register::embedded())
}

/// An event with these data and the subject derived from them.
fn event(event_type: &str, data: &Value) -> Value {
    let subject = match event_type {
        "municipality-consulted" => {
            format!("{}/{}", text(data, "municipality"), text(data, "round"))
        }
        "support-received" => {
            format!("{}/{}", text(data, "municipality"), text(data, "support"))
        }
        _ => id_of(data),
    };
    event_about(&subject, event_type, data)
}

fn event_about(subject: &str, event_type: &str, data: &Value) -> Value {
    json!({
        "specversion": "1.0",
        "id": "019aaf0e-6f0a-7cc1-9b6e-2d1f0a3b4c5d",
        "source": "urn:nld:oin:00000001823288444000:systeem:rondgang",
        "type": format!("nl.knelpunten.{event_type}.v1"),
        "subject": subject,
        "time": "2013-02-14T09:12:31Z",
        "datacontenttype": "application/json",
        "data": data,
    })
}

/// The id of the knelpunt in the data, as far as they can be read.
fn id_of(data: &Value) -> String {
    let optional = |name: &str| data[name].as_str().map(str::to_owned);
    let party = data["party"].as_object().and_then(|party| {
        let kind = PartyKind::parse(party.get("kind")?.as_str()?)?;
        Some((kind, canonical_name(party.get("name")?.as_str()?)))
    });
    let identity = Identity {
        municipality: text(data, "municipality"),
        category: text(data, "category"),
        building_block: optional("buildingBlock"),
        party,
        reference: optional("reference").map(|reference| canonical_name(&reference)),
    };
    identity.id().to_string()
}

fn text(data: &Value, name: &str) -> String {
    data[name].as_str().unwrap_or_default().to_owned()
}

fn reported(more: Value) -> Value {
    let data = json!({
        "municipality": "GM0344", "category": "supplier-delivery", "observedAt": "2013-02-12",
    });
    event("knelpunt-reported", &with(data, more))
}

fn resolved(more: Value) -> Value {
    let data = json!({
        "municipality": "GM0344", "category": "supplier-delivery", "observedAt": "2013-02-12",
        "outcome": "solved",
    });
    event("knelpunt-resolved", &with(data, more))
}

fn merged(more: Value) -> Value {
    let data = json!({
        "municipality": "GM0344", "category": "supplier-delivery", "into": { "category": "funding" },
    });
    event("knelpunt-merged", &with(data, more))
}

fn consulted(more: Value) -> Value {
    let data = json!({
        "municipality": "GM0344", "round": "2013-02", "observedAt": "2013-02-12", "outcome": "reached",
    });
    event("municipality-consulted", &with(data, more))
}

fn supported(more: Value) -> Value {
    let data = json!({
        "municipality": "GM0344", "support": "i-versneller", "observedAt": "2013-02-12",
    });
    event("support-received", &with(data, more))
}

fn withdrawn(subject: &str, more: Value) -> Value {
    let data = json!({ "event": { "source": "urn:a", "id": "e1" }, "municipality": "GM0344" });
    event_about(subject, "event-withdrawn", &with(data, more))
}

/// A redaction of an event, with these members of `data` added or overridden.
fn redacted(of: &Value, more: Value) -> Value {
    let data = json!({
        "event": { "source": of["source"], "id": of["id"] },
        "municipality": of["data"]["municipality"],
        "replacement": { "type": of["type"], "time": of["time"], "data": of["data"] },
    });
    let subject = text(of, "subject");
    event_about(&subject, "event-redacted", &with(data, more))
}

/// Sets members of an object; `{"absent": true}` removes one.
fn with(mut object: Value, more: Value) -> Value {
    let Value::Object(more) = more else {
        panic!("members are an object");
    };
    for (name, value) in more {
        if value == absent() {
            object.as_object_mut().unwrap().remove(&name);
        } else {
            object[name] = value;
        }
    }
    object
}

fn absent() -> Value {
    json!({ "absent": true })
}
