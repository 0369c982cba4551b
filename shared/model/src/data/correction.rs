//! Corrections of an earlier event: withdrawn, or replaced by the same event without its free text.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use crate::{EventType, limits, schema};

/// An event is withdrawn, whichever of the two arrives first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EventWithdrawn {
    /// The event that is withdrawn; it has the same subject as this one.
    pub event: EventRef,
    /// CBS code of the municipality of that event.
    #[schemars(extend("pattern" = limits::MUNICIPALITY))]
    pub municipality: String,
    /// The reason, at most 1 000 code points.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = limits::TEXT, "maxLength" = limits::REASON))]
    pub reason: Option<String>,
}

/// An event is replaced by the same without its free text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EventRedacted {
    /// The event that is redacted; it has the same subject as this one.
    pub event: EventRef,
    /// CBS code of the municipality of that event.
    #[schemars(extend("pattern" = limits::MUNICIPALITY))]
    pub municipality: String,
    /// The event that replaces it.
    pub replacement: Replacement,
    /// The reason, at most 1 000 code points.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = limits::TEXT, "maxLength" = limits::REASON))]
    pub reason: Option<String>,
}

/// A reference to an event by its source and id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventRef {
    /// The `source` of that event.
    #[schemars(extend("pattern" = limits::TEXT, "maxLength" = limits::NAME))]
    pub source: String,
    /// The `id` of that event.
    #[schemars(extend("pattern" = limits::TEXT, "maxLength" = limits::NAME))]
    pub id: String,
}

/// The event that replaces a redacted one, without the attributes that both share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replacement {
    /// Its full type, such as `nl.knelpunten.knelpunt-reported.v1`.
    #[serde(rename = "type")]
    pub event_type: String,
    /// Its time, RFC 3339 with offset.
    pub time: String,
    /// Its data, of that type, without the free text.
    pub data: serde_json::Map<String, serde_json::Value>,
}

/// Written by hand, because `type` decides the schema of `data`.
impl JsonSchema for Replacement {
    fn schema_name() -> Cow<'static, str> {
        "Replacement".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let redactable = EventType::ALL
            .into_iter()
            .filter(|event_type| *event_type != EventType::EventRedacted);
        let forms: Vec<_> = redactable
            .map(|event_type| {
                json_schema!({
                    "properties": {
                        "type": { "const": event_type.full_name() },
                        "data": schema::data_schema(event_type, generator),
                    },
                })
            })
            .collect();
        json_schema!({
            "description": "The event that replaces a redacted one: the same without its free text.",
            "type": "object",
            "properties": {
                "type": { "description": "Its full type.", "type": "string" },
                "time": {
                    "description": "Its time, RFC 3339 with offset.",
                    "type": "string",
                    "format": "date-time",
                    "pattern": limits::TIME,
                },
                "data": { "description": "Its data, of that type.", "type": "object" },
            },
            "required": ["type", "time", "data"],
            "additionalProperties": false,
            "oneOf": forms,
        })
    }
}
