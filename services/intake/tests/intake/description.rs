//! The description is true: bodies are those of the published schemas, and every answer has the shape described.

use std::{fs, path::PathBuf};

use serde_json::{Value, json};
use tests::{Response, shape::violation};

use crate::world::{DENIED, REPORT, World};

fn published(name: &str) -> Value {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/model/schemas");
    let text = fs::read_to_string(folder.join(format!("{name}.v1.json"))).unwrap();
    // What stands in the schema of an event stands among those of the API here.
    serde_json::from_str(&text.replace("#/$defs/", "#/components/schemas/Posted")).unwrap()
}

/// Gives the schema of the data with what is otherwise when they are posted.
fn as_posted(event: &Value, name: &str) -> Value {
    let mut data = event["$defs"][name].clone();
    let mut required = data["required"].as_array().unwrap().clone();
    if !data["properties"]["observedAt"].is_null() {
        required.retain(|name| name != "observedAt");
        let observed_at = &mut data["properties"]["observedAt"];
        let description = observed_at["description"].as_str().unwrap();
        observed_at["description"] = json!(format!("{description} Now, if it is left out."));
        observed_at["type"] = json!(["string", "null"]);
    }
    if name == "EventWithdrawn" {
        required.push(json!("subject"));
        data["properties"]["subject"] = event["properties"]["subject"].clone();
    }
    data["required"] = json!(required);
    data
}

#[test]
fn what_may_be_posted_is_what_the_published_schemas_say() {
    let description = World::start().json("/v1/openapi.json");
    for (path, file, name) in [
        ("reports", "knelpunt-reported", "KnelpuntReported"),
        ("resolutions", "knelpunt-resolved", "KnelpuntResolved"),
        ("merges", "knelpunt-merged", "KnelpuntMerged"),
        ("withdrawals", "event-withdrawn", "EventWithdrawn"),
        (
            "consultations",
            "municipality-consulted",
            "MunicipalityConsulted",
        ),
    ] {
        let posted = &description["paths"][format!("/v1/{path}")]["post"];
        let body = &posted["requestBody"]["content"]["application/json"]["schema"]["$ref"];
        assert_eq!(body, &json!(format!("#/components/schemas/Posted{name}")));
        let event = published(file);
        for (part, schema) in event["$defs"].as_object().unwrap() {
            let described = &description["components"]["schemas"][format!("Posted{part}")];
            let expected = if part == name {
                as_posted(&event, part)
            } else {
                schema.clone()
            };
            assert_eq!(described, &expected, "{part} of {path}");
        }
    }
}

#[track_caller]
fn check_shape(world: &World, (method, path): (&str, &str), answer: &Response) {
    let whole = world.json("/v1/openapi.json");
    let path = path.split('?').next().unwrap();
    let mut described = &whole["paths"][path][method]["responses"][answer.status.to_string()];
    if let Some(reference) = described["$ref"].as_str() {
        described = whole.pointer(reference.trim_start_matches('#')).unwrap();
    }
    let content_type = answer.header("content-type").unwrap();
    let schema = &described["content"][content_type]["schema"];
    assert!(
        schema.is_object(),
        "{path} with {} as {content_type} is not described",
        answer.status
    );
    assert_eq!(
        violation("", &answer.json().unwrap(), schema, &whole),
        None,
        "{path}"
    );
}

#[test]
fn every_answer_has_the_shape_that_is_described() {
    let world = World::denying();
    let batch = ("content-type", "application/cloudevents-batch+json");
    let events = json!([crate::batches::event("1", "GM0344"), {}]).to_string();
    for (path, headers, body) in [
        ("/v1/reports", vec![], REPORT),
        ("/v1/reports", vec![], DENIED),
        ("/v1/reports", vec![], "{}"),
        ("/v1/reports", vec![("origin", "null")], REPORT),
        ("/v1/reports", vec![("host", "x")], REPORT),
        ("/v1/reports", vec![("accept", "text/html")], REPORT),
        ("/v1/reports", vec![("content-type", "text/plain")], REPORT),
        ("/v1/reports", vec![("idempotency-key", "a")], REPORT),
        ("/v1/reports", vec![("idempotency-key", "a")], DENIED),
        ("/v1/events", vec![batch], events.as_str()),
        ("/v1/outbox/retries", vec![], "{}"),
        ("/v1/outbox/retries", vec![], "7"),
    ] {
        check_shape(&world, ("post", path), &world.post(path, &headers, body));
    }
    for path in ["/v1/outbox", "/v1/outbox?x=1", "/health/live"] {
        check_shape(&world, ("get", path), &world.get(path));
    }
    let alone = World::alone(|_| {});
    check_shape(
        &alone,
        ("get", "/health/ready"),
        &alone.get("/health/ready"),
    );
}
