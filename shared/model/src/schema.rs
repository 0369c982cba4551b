//! The published contract: a JSON Schema for each event type, and `AsyncAPI` for all of them.
//!
//! Generated from the types in `data`, so that it cannot promise what is not read. Conforming to a schema is necessary
//! but not sufficient: it does not cover codes, the subject's match and the order of times.

mod async_api;
mod envelope;

use std::collections::BTreeMap;

use schemars::{Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Value, json};

use crate::{
    EventRedacted, EventType, EventWithdrawn, KnelpuntMerged, KnelpuntReported, KnelpuntResolved,
    MunicipalityConsulted, SupportReceived,
};
pub use async_api::async_api;

/// Returns the JSON Schema (2020-12) of each event type in structured mode, by name (`knelpunt-reported.v1`).
pub fn json_schemas() -> BTreeMap<&'static str, Value> {
    EventType::ALL
        .into_iter()
        .map(|event_type| (schema_name(event_type), json_schema(event_type)))
        .collect()
}

/// Returns the published contract, as texts by file name.
pub fn schema_files() -> BTreeMap<String, String> {
    let schemas = json_schemas()
        .into_iter()
        .map(|(name, schema)| (format!("{name}.json"), text(&schema)));
    schemas
        .chain([("asyncapi.json".to_owned(), text(&async_api()))])
        .collect()
}

/// Returns the schema of the data of an event type, or a reference to it.
pub(crate) fn data_schema(event_type: EventType, generator: &mut SchemaGenerator) -> Schema {
    match event_type {
        EventType::KnelpuntReported => generator.subschema_for::<KnelpuntReported>(),
        EventType::KnelpuntResolved => generator.subschema_for::<KnelpuntResolved>(),
        EventType::KnelpuntMerged => generator.subschema_for::<KnelpuntMerged>(),
        EventType::MunicipalityConsulted => generator.subschema_for::<MunicipalityConsulted>(),
        EventType::SupportReceived => generator.subschema_for::<SupportReceived>(),
        EventType::EventWithdrawn => generator.subschema_for::<EventWithdrawn>(),
        EventType::EventRedacted => generator.subschema_for::<EventRedacted>(),
    }
}

const fn schema_name(event_type: EventType) -> &'static str {
    match event_type {
        EventType::KnelpuntReported => "knelpunt-reported.v1",
        EventType::KnelpuntResolved => "knelpunt-resolved.v1",
        EventType::KnelpuntMerged => "knelpunt-merged.v1",
        EventType::MunicipalityConsulted => "municipality-consulted.v1",
        EventType::SupportReceived => "support-received.v1",
        EventType::EventWithdrawn => "event-withdrawn.v1",
        EventType::EventRedacted => "event-redacted.v1",
    }
}

fn json_schema(event_type: EventType) -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let data = data_schema(event_type, &mut generator);
    let mut schema = envelope::around(event_type, &data);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["$id"] = json!(event_type.schema_id());
    schema["$defs"] = Value::Object(generator.take_definitions(true));
    schema
}

fn text(schema: &Value) -> String {
    format!("{schema:#}\n")
}
