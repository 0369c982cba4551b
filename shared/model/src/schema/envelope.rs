//! The schema of a whole event: its attributes and data.

use schemars::Schema;
use serde_json::{Value, json};

use crate::{EventType, limits};

/// Returns the schema of an event in structured mode with this schema of data.
pub(super) fn around(event_type: EventType, data: &Schema) -> Value {
    json!({
        "title": event_type.full_name(),
        "description": summary(event_type),
        "type": "object",
        "properties": {
            "specversion": { "const": "1.0" },
            "id": text("Identifies the event among those of its source, preferably a UUID. A retry has the same id."),
            "source": text("The sender: a URI-reference, preferably a URN, that never changes."),
            "type": { "const": event_type.full_name() },
            "subject": subject(event_type),
            "time": {
                "description": "When the source recorded the event: RFC 3339 with offset, from 1970 (UTC) on, no leap second.",
                "type": "string",
                "format": "date-time",
                "pattern": limits::TIME,
            },
            "datacontenttype": {
                "description": "The data are JSON.",
                "type": ["string", "null"],
                "pattern": limits::JSON,
            },
            "dataschema": {
                "description": "The $id of this schema, as our own senders give it; readers ignore it.",
            },
            "data": data,
            "data_base64": {
                "description": "The JSON of the data as Base64, in place of data, from senders to which data are bytes.",
                "type": ["string", "null"],
                "contentEncoding": "base64",
                "contentMediaType": "application/json",
            },
        },
        "required": ["specversion", "id", "source", "type", "subject", "time"],
        "anyOf": [{ "required": ["data"] }, { "required": ["data_base64"] }],
        // Extension attributes, such as traceparent, are allowed and ignored.
        "additionalProperties": true,
    })
}

/// Returns the meaning of an event type in one sentence.
pub(super) const fn summary(event_type: EventType) -> &'static str {
    match event_type {
        EventType::KnelpuntReported => {
            "The knelpunt was observed: the first report opens an episode, later ones confirm it."
        }
        EventType::KnelpuntResolved => "The knelpunt was observed to be gone.",
        EventType::KnelpuntMerged => {
            "A knelpunt turned out to be another one of the same municipality, which absorbs it."
        }
        EventType::MunicipalityConsulted => {
            "A municipality was consulted in a round: reached or not."
        }
        EventType::SupportReceived => {
            "A municipality received support, such as a meeting or a training."
        }
        EventType::EventWithdrawn => {
            "An earlier event is withdrawn, whichever of the two arrives first."
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
            "description": "The id of the knelpunt: UUIDv5 of its identity.",
            "type": "string",
            "pattern": limits::KNELPUNT,
        }),
        EventType::KnelpuntMerged => json!({
            "description": "The id of the absorbed knelpunt.",
            "type": "string",
            "pattern": limits::KNELPUNT,
        }),
        EventType::MunicipalityConsulted => json!({
            "description": "The municipality and the round: <municipality>/<round>.",
            "type": "string",
            "pattern": limits::CONSULTATION,
        }),
        EventType::SupportReceived => json!({
            "description": "The municipality and the support: <municipality>/<support>.",
            "type": "string",
            "pattern": limits::SUPPORT,
        }),
        EventType::EventWithdrawn | EventType::EventRedacted => json!({
            "description": "The subject of the corrected event.",
            "type": "string",
            "anyOf": [{ "pattern": limits::KNELPUNT }, { "pattern": limits::SUPPORT }],
        }),
    }
}
