//! The description is true: every example is accepted, and every response has the described shape.

use serde_json::{Value, json};
use tests::{Response, shape::violation};

use crate::world::{DENIED, REPORT, World};

#[test]
fn every_example_is_accepted_and_its_receipt_has_the_described_shape() {
    let world = World::start();
    for operation in api::operations::intake() {
        let (link, parameters) = operation.example_link();
        let pairs = parameters
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        let link = httpd::query::link(&link, pairs);
        if operation.method() == api::HttpMethod::Get {
            let response = world.get(&link);
            assert_eq!(response.status, 200, "{link}");
            check_shape(&world, ("get", &link), &response);
            continue;
        }
        let mut examples = operation.example_requests().peekable();
        assert!(examples.peek().is_some(), "{link} has no example");
        for (media_type, example) in examples {
            let headers = [("content-type", media_type)];
            let response = world.post(&link, &headers, &example.to_string());
            assert!(
                (200..300).contains(&response.status),
                "{link}: {response:?}"
            );
            check_shape(&world, ("post", &link), &response);
        }
    }
}

#[test]
fn only_described_operations_are_served() {
    let description: Value = World::start().json("/v1/openapi.json");
    let paths = description["paths"].as_object().unwrap();
    let operations = [api::operations::intake(), api::operations::server()].concat();
    assert_eq!(paths.len(), operations.len());
    assert!(
        operations
            .iter()
            .all(|operation| paths.contains_key(operation.described_path()))
    );
}

#[track_caller]
fn check_shape(world: &World, (method, path): (&str, &str), answer: &Response) {
    let whole: Value = world.json("/v1/openapi.json");
    let path = path.split('?').next().unwrap();
    let mut described = &whole["paths"][path.trim_start_matches("/v1")][method]["responses"]
        [answer.status.to_string()];
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
fn every_response_has_the_described_shape() {
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
