//! The second look at an event that did not decode: which members are missing, unknown or of the wrong kind.

use serde_json::{Map, Value};

use crate::{
    EventType, Fault,
    rules::{IdentityParts, Parts},
};

/// What a member holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Texts,
    Party,
    Reporter,
    Event,
    Into,
    Replacement,
}

/// A member of `data`: its name, whether it must be there, what it holds.
type Member = (&'static str, bool, Kind);

const IDENTITY: [Member; 5] = [
    ("municipality", true, Kind::Text),
    ("category", true, Kind::Text),
    ("buildingBlock", false, Kind::Text),
    ("party", false, Kind::Party),
    ("reference", false, Kind::Text),
];

const SEEN: [Member; 4] = [
    ("observedAt", true, Kind::Text),
    ("round", false, Kind::Text),
    ("reporter", false, Kind::Reporter),
    ("description", false, Kind::Text),
];

const PARTY: [Member; 2] = [("kind", true, Kind::Text), ("name", true, Kind::Text)];
const REPORTER: [Member; 1] = [("role", true, Kind::Text)];
const EVENT: [Member; 2] = [("source", true, Kind::Text), ("id", true, Kind::Text)];
const REPLACEMENT: [(&str, bool); 3] = [("type", true), ("time", true), ("data", true)];

fn members_of(event_type: EventType) -> Vec<Member> {
    let own: &[Member] = match event_type {
        EventType::KnelpuntReported => &[("knownSince", false, Kind::Text)],
        EventType::KnelpuntResolved => {
            &[("outcome", true, Kind::Text), ("remedy", false, Kind::Text)]
        }
        EventType::KnelpuntMerged => &[("into", true, Kind::Into), ("reason", false, Kind::Text)],
        EventType::MunicipalityConsulted => {
            return vec![
                ("municipality", true, Kind::Text),
                ("round", true, Kind::Text),
                ("observedAt", true, Kind::Text),
                ("outcome", true, Kind::Text),
                ("topics", false, Kind::Texts),
                ("coachOrganisation", false, Kind::Text),
            ];
        }
        EventType::EventWithdrawn => return correction(&[]),
        EventType::EventRedacted => return correction(&[("replacement", true, Kind::Replacement)]),
    };
    let seen: &[Member] = if event_type == EventType::KnelpuntMerged {
        &[]
    } else {
        &SEEN
    };
    [&IDENTITY, seen, own].concat()
}

fn correction(own: &[Member]) -> Vec<Member> {
    let shared = [
        ("event", true, Kind::Event),
        ("municipality", true, Kind::Text),
        ("reason", false, Kind::Text),
    ];
    [&shared, own].concat()
}

/// Looks at `data` as the type has it; gives what could be read and enters every fault of shape.
pub(crate) fn look<'a>(
    event_type: EventType,
    data: &'a Value,
    at: &str,
    faults: &mut Vec<Fault>,
) -> Option<Parts<'a>> {
    let Value::Object(map) = data else {
        faults.push(Fault::new(
            at,
            format!("is {}, not an object", kind_of(data)),
        ));
        return None;
    };
    let before = faults.len();
    shape(map, &members_of(event_type), at, faults);
    let identifiable = !faults[before..]
        .iter()
        .any(|fault| spoils_identity(&fault.path[at.len()..]));
    Some(Parts {
        identifiable,
        ..read(map)
    })
}

fn spoils_identity(path: &str) -> bool {
    [
        "/municipality",
        "/category",
        "/buildingBlock",
        "/party",
        "/reference",
        "/round",
        "/into",
    ]
    .iter()
    .any(|member| path.starts_with(member))
}

fn shape(map: &Map<String, Value>, members: &[Member], at: &str, faults: &mut Vec<Fault>) {
    for (name, required, kind) in members {
        match map.get(*name) {
            None | Some(Value::Null) if *required => {
                faults.push(Fault::new(format!("{at}/{name}"), "is missing"));
            }
            None | Some(Value::Null) => {}
            Some(value) => member(value, *kind, &format!("{at}/{name}"), faults),
        }
    }
    for name in map
        .keys()
        .filter(|name| !members.iter().any(|(known, ..)| known == name))
    {
        faults.push(Fault::new(
            format!("{at}/{}", pointer_token(name)),
            "is not a member that this type knows",
        ));
    }
}

fn member(value: &Value, kind: Kind, at: &str, faults: &mut Vec<Fault>) {
    match (kind, value) {
        (Kind::Text, Value::String(_)) => {}
        (Kind::Text, other) => {
            faults.push(Fault::new(at, format!("is {}, not a text", kind_of(other))));
        }
        (Kind::Texts, Value::Array(items)) => {
            for (place, item) in items.iter().enumerate() {
                member(item, Kind::Text, &format!("{at}/{place}"), faults);
            }
        }
        (Kind::Texts, other) => faults.push(Fault::new(
            at,
            format!("is {}, not a list of texts", kind_of(other)),
        )),
        (Kind::Party, Value::Object(map)) => shape(map, &PARTY, at, faults),
        (Kind::Reporter, Value::Object(map)) => shape(map, &REPORTER, at, faults),
        (Kind::Event, Value::Object(map)) => shape(map, &EVENT, at, faults),
        (Kind::Into, Value::Object(map)) => shape(map, &IDENTITY[1..], at, faults),
        (Kind::Replacement, Value::Object(map)) => replacement(map, at, faults),
        (_, other) => faults.push(Fault::new(
            at,
            format!("is {}, not an object", kind_of(other)),
        )),
    }
}

/// The replacement's own data are looked at by the caller, as the data of an event.
fn replacement(map: &Map<String, Value>, at: &str, faults: &mut Vec<Fault>) {
    for (name, _) in REPLACEMENT {
        match (name, map.get(name)) {
            (_, None | Some(Value::Null)) => {
                faults.push(Fault::new(format!("{at}/{name}"), "is missing"));
            }
            ("data", Some(_)) | (_, Some(Value::String(_))) => {}
            (_, Some(other)) => faults.push(Fault::new(
                format!("{at}/{name}"),
                format!("is {}, not a text", kind_of(other)),
            )),
        }
    }
    for name in map
        .keys()
        .filter(|name| !REPLACEMENT.iter().any(|(known, _)| known == name))
    {
        faults.push(Fault::new(
            format!("{at}/{}", pointer_token(name)),
            "is not a member that this type knows",
        ));
    }
}

fn read(map: &Map<String, Value>) -> Parts<'_> {
    let text = |name: &str| map.get(name).and_then(Value::as_str);
    let inner = |name: &str| map.get(name).and_then(Value::as_object);
    Parts {
        municipality: text("municipality"),
        identity: read_identity(map),
        observed_at: text("observedAt"),
        known_since: text("knownSince"),
        round: text("round"),
        role: inner("reporter").and_then(|reporter| reporter.get("role")?.as_str()),
        description: text("description"),
        reason: text("reason"),
        coach_organisation: text("coachOrganisation"),
        outcome: text("outcome"),
        remedy: text("remedy"),
        topics: map
            .get("topics")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect(),
        into: inner("into").map(read_identity),
        event: inner("event").map(|event| {
            (
                event.get("source").and_then(Value::as_str),
                event.get("id").and_then(Value::as_str),
            )
        }),
        identifiable: true,
    }
}

fn read_identity(map: &Map<String, Value>) -> IdentityParts<'_> {
    let text = |name: &str| map.get(name).and_then(Value::as_str);
    IdentityParts {
        category: text("category"),
        building_block: text("buildingBlock"),
        party: map.get("party").and_then(Value::as_object).map(|party| {
            (
                party.get("kind").and_then(Value::as_str),
                party.get("name").and_then(Value::as_str),
            )
        }),
        reference: text("reference"),
    }
}

/// Names the kind of a JSON value.
pub(crate) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Writes a member's name as a token of a JSON Pointer, cut where it grows long.
fn pointer_token(name: &str) -> String {
    let shown: String = name.chars().take(60).collect();
    shown.replace('~', "~0").replace('/', "~1")
}
