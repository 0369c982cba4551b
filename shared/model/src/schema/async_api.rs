//! The `AsyncAPI` 3 document: NATS subjects, messages and delivery.

use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use super::{data_schema, envelope, schema_name};
use crate::{EventType, STRUCTURED_MODE, limits};

/// The version of the contract: a compatible addition, such as an optional field, raises the second number. Upgrade
/// projectors before publishers, because an older projector quarantines events with a field that it does not know.
const VERSION: &str = "1.2.0";

const ABOUT: &str = "\
Services publish observations of knelpunten (persistent obstacles of Dutch municipalities) as events; projectors fold \
them into views. Every event is a CloudEvent 1.0 in JSON (NL GOV profile for CloudEvents 1.1), at most 64 KiB.

Events are stored in the NATS JetStream stream `KNELPUNTEN` with subjects `knelpunten.>`: file storage, no limits, \
discard new, no purge, messages may be deleted (erasure), s2 compression, direct get, a duplicate window of 2 \
minutes, 1 or 3 replicas. Structured mode with header `Content-Type: application/cloudevents+json`; binary mode \
(`ce-*` headers, data as payload) is accepted too. The header `Nats-Msg-Id` is optional: UUIDv5(namespace, NATS \
subject, line feed, payload) lets the server drop byte-identical messages.

Neither order nor duplicates matter: the same set of events gives the same views. Everything is ordered and counted by \
`data.observedAt`. Invalid events are stored in quarantine with every reason, and stop nothing. The \
namespace of ids is `5b0c2a0e-6d1f-5c5e-9a53-0d7f3c1e8b42`.

A compatible addition keeps `.v1` and raises the second number of this version; an incompatible change is a `.v2` \
beside it. No personal data: roles and organisations, never names.";

/// Returns the `AsyncAPI` 3.0 document of the contract.
pub fn async_api() -> Value {
    // Not 2020-12, which few tools read: AsyncAPI's own schema object is a superset of draft-07.
    let mut generator = SchemaSettings::draft07()
        .with(|settings| settings.definitions_path = "/components/schemas".into())
        .into_generator();
    let (mut channels, mut operations, mut messages) = (Map::new(), Map::new(), Map::new());
    let mut envelopes = Map::new();
    for event_type in EventType::ALL {
        let name = event_type.name();
        channels.insert(name.to_owned(), channel(event_type));
        operations.insert(format!("publish-{name}"), operation(event_type, "send"));
        operations.insert(format!("read-{name}"), operation(event_type, "receive"));
        messages.insert(schema_name(event_type).to_owned(), message(event_type));
        let payload = envelope(event_type, &mut generator);
        envelopes.insert(schema_name(event_type).to_owned(), payload);
    }
    let mut schemas = generator.take_definitions(true);
    schemas.append(&mut envelopes);
    json!({
        "asyncapi": "3.0.0",
        "id": "urn:nl:knelpunten",
        "info": {
            "title": "Knelpunten",
            "version": VERSION,
            "description": ABOUT,
            "license": { "name": "EUPL-1.2", "url": "https://eupl.eu/1.2/en/" },
        },
        "defaultContentType": STRUCTURED_MODE,
        "channels": channels,
        "operations": operations,
        "components": {
            "messages": messages,
            "schemas": schemas,
            "parameters": {
                "municipality": {
                    "description": "CBS code of the municipality in the data, such as GM0344.",
                    "examples": ["GM0344"],
                },
            },
        },
    })
}

fn channel(event_type: EventType) -> Value {
    let (name, message) = (event_type.name(), schema_name(event_type));
    json!({
        "address": format!("knelpunten.{name}.{{municipality}}"),
        "description": envelope::summary(event_type),
        "parameters": { "municipality": { "$ref": "#/components/parameters/municipality" } },
        "messages": { message: { "$ref": format!("#/components/messages/{message}") } },
    })
}

fn operation(event_type: EventType, action: &str) -> Value {
    let (name, message) = (event_type.name(), schema_name(event_type));
    json!({
        "action": action,
        "summary": match action {
            "send" => "A service publishes an observation.",
            _ => "A projector or another subscriber reads it.",
        },
        "channel": { "$ref": format!("#/channels/{name}") },
        "messages": [{ "$ref": format!("#/channels/{name}/messages/{message}") }],
    })
}

fn message(event_type: EventType) -> Value {
    json!({
        "name": event_type.full_name(),
        "title": event_type.name(),
        "summary": envelope::summary(event_type),
        "contentType": STRUCTURED_MODE,
        "headers": {
            "type": "object",
            "properties": {
                "Content-Type": { "type": "string", "const": STRUCTURED_MODE },
                "Nats-Msg-Id": { "type": "string", "pattern": limits::KNELPUNT },
            },
        },
        "payload": { "$ref": format!("#/components/schemas/{}", schema_name(event_type)) },
    })
}

fn envelope(event_type: EventType, generator: &mut SchemaGenerator) -> Value {
    let data = data_schema(event_type, generator);
    envelope::around(event_type, &data)
}
