//! The schema of a whole event: the attributes around the data.

use schemars::Schema;
use serde_json::{Value, json};

use crate::{EventType, limits};

/// Puts the attributes of an event in structured mode around its data.
pub(super) fn around(event_type: EventType, data: &Schema) -> Value {
    json!({
        "title": event_type.full_name(),
        "description": says(event_type),
        "type": "object",
        "properties": {
            "specversion": { "const": "1.0" },
            "id": text("Names the event among those of its source: best a UUID. Sent again, the same id."),
            "source": text("Who sends it: a URI-reference, best a URN that stays the same."),
            "type": { "const": event_type.full_name() },
            "subject": subject(event_type),
            "time": {
                "description": "When the source recorded it: RFC 3339 with offset, from 1970 on, no leap second.",
                "type": "string",
                "format": "date-time",
                "pattern": limits::TIME,
            },
            "datacontenttype": {
                "description": "The data are JSON.",
                "type": ["string", "null"],
                "pattern": limits::JSON,
            },
            "data": data,
            "data_base64": { "description": "Is not read: put the data into data.", "type": "null" },
        },
        "required": ["specversion", "id", "source", "type", "subject", "time", "data"],
        // Extension attributes, such as traceparent, are allowed and ignored.
        "additionalProperties": true,
    })
}

/// Says in one sentence what the type tells.
pub(super) const fn says(event_type: EventType) -> &'static str {
    match event_type {
        EventType::KnelpuntReported => {
            "Somebody observed the knelpunt: the first report opens an episode, the next ones confirm it."
        }
        EventType::KnelpuntResolved => "Somebody observed that the knelpunt was gone.",
        EventType::KnelpuntMerged => {
            "A knelpunt proved to be another one of the same municipality, and is absorbed by it."
        }
        EventType::MunicipalityConsulted => "A municipality was asked in a round: reached or not.",
        EventType::EventWithdrawn => {
            "An earlier event was wrong and is taken back, whichever of the two arrives first."
        }
        EventType::EventRedacted => {
            "An earlier event is replaced by the same without its free text."
        }
    }
}

fn text(description: &str) -> Value {
    json!({
        "description": description,
        "type": "string",
        "pattern": limits::TEXT,
        "maxLength": limits::NAME,
    })
}

fn subject(event_type: EventType) -> Value {
    match event_type {
        EventType::KnelpuntReported | EventType::KnelpuntResolved => json!({
            "description": "The knelpunt's id: UUIDv5 of what identifies it.",
            "type": "string",
            "pattern": limits::KNELPUNT,
        }),
        EventType::KnelpuntMerged => json!({
            "description": "The id of the knelpunt that is absorbed.",
            "type": "string",
            "pattern": limits::KNELPUNT,
        }),
        EventType::MunicipalityConsulted => json!({
            "description": "The municipality and the round: <municipality>/<round>.",
            "type": "string",
            "pattern": limits::CONSULTATION,
        }),
        EventType::EventWithdrawn | EventType::EventRedacted => json!({
            "description": "The subject of the event that is meant.",
            "type": "string",
            "anyOf": [{ "pattern": limits::KNELPUNT }, { "pattern": limits::CONSULTATION }],
        }),
    }
}
