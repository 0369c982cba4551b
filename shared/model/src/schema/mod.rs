//! The contract as others read it: JSON Schema for each type, and `AsyncAPI` for all of them.
//!
//! Generated from the types of `data`, so that it cannot promise what is not read. A schema is necessary, not
//! sufficient: codes, the subject's match and the order of times are known to the rules alone.

mod async_api;
mod envelope;

use std::collections::BTreeMap;

use schemars::{Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Value, json};

use crate::{
    EventRedacted, EventType, EventWithdrawn, KnelpuntMerged, KnelpuntReported, KnelpuntResolved,
    MunicipalityConsulted,
};
pub use async_api::async_api;

/// Gives the JSON Schema (2020-12) of each type, as an event in structured mode, by name: `knelpunt-reported.v1`.
pub fn json_schemas() -> BTreeMap<&'static str, Value> {
    EventType::ALL
        .into_iter()
        .map(|event_type| (name_of(event_type), json_schema(event_type)))
        .collect()
}

/// Gives all that is published of the contract, as texts by file name.
pub fn schema_files() -> BTreeMap<String, String> {
    let schemas = json_schemas()
        .into_iter()
        .map(|(name, schema)| (format!("{name}.json"), text(&schema)));
    schemas
        .chain([("asyncapi.json".to_owned(), text(&async_api()))])
        .collect()
}

/// Gives the schema of a type's data, or a reference to it.
pub(crate) fn of_data(event_type: EventType, generator: &mut SchemaGenerator) -> Schema {
    match event_type {
        EventType::KnelpuntReported => generator.subschema_for::<KnelpuntReported>(),
        EventType::KnelpuntResolved => generator.subschema_for::<KnelpuntResolved>(),
        EventType::KnelpuntMerged => generator.subschema_for::<KnelpuntMerged>(),
        EventType::MunicipalityConsulted => generator.subschema_for::<MunicipalityConsulted>(),
        EventType::EventWithdrawn => generator.subschema_for::<EventWithdrawn>(),
        EventType::EventRedacted => generator.subschema_for::<EventRedacted>(),
    }
}

const fn name_of(event_type: EventType) -> &'static str {
    match event_type {
        EventType::KnelpuntReported => "knelpunt-reported.v1",
        EventType::KnelpuntResolved => "knelpunt-resolved.v1",
        EventType::KnelpuntMerged => "knelpunt-merged.v1",
        EventType::MunicipalityConsulted => "municipality-consulted.v1",
        EventType::EventWithdrawn => "event-withdrawn.v1",
        EventType::EventRedacted => "event-redacted.v1",
    }
}

fn json_schema(event_type: EventType) -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let data = of_data(event_type, &mut generator);
    let mut schema = envelope::around(event_type, &data);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["$id"] = json!(format!("urn:nl:knelpunten:schema:{}:v1", event_type.name()));
    schema["$defs"] = Value::Object(generator.take_definitions(true));
    schema
}

fn text(schema: &Value) -> String {
    format!("{schema:#}\n")
}
