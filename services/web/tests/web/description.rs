//! The description is true: every response has the described shape, and every example is answered.

use api::{CloudEvent, Example as _, HttpMethod, Operation, answers::Persisting, operations};
use serde_json::Value;
use tests::shape::violation;

use crate::{
    checks::check_problem,
    world::{World, history},
};

/// Parameters for every question about all knelpunten.
const SCOPES: [&str; 3] = [
    "asOf=2013-07-01&province=PV20&buildingBlock=none",
    "knownAt=100&round=2013-02&source=a&sizeClass=4&partyKind=none",
    "division=2026-01-01&municipality=GM0344&category=funding",
];
/// Parameters that change the shape of one answer.
const OWN: [(&str, &str); 16] = [
    ("/v1/persisting", "asOf=2013-07-01&limit=3"),
    ("/v1/persisting", "status=open&limit=1000"),
    ("/v1/trend", "every=quarter&groupBy=buildingBlock"),
    ("/v1/resolution-times", "groupBy=partyKind"),
    ("/v1/resolution-times", "curve=full&municipality=GM0344"),
    ("/v1/recurrence", "groupBy=sizeClass&curve=full"),
    ("/v1/outlook", "groupBy=none&limit=3&asOf=2014-07-01"),
    ("/v1/movers", "exposure=consultations&asOf=2014-07-01"),
    ("/v1/funnel", "groupBy=category&days=30"),
    ("/v1/waiting-on", "limit=1"),
    ("/v1/episodes", "event=persisted&limit=3"),
    ("/v1/search", "q=koppeling%20ligt&limit=3"),
    ("/v1/rounds/{round}", "division=2026-01-01"),
    ("/v1/rounds/{round}", "asOf=2012-06-01&against=2012-09"),
    ("/v1/knelpunten/{id}", "asOf=2000-01-01"),
    ("/v1/checkpoints", "after=0&limit=1"),
];

/// What is got as JSON: the path of each operation with parameters, perhaps none.
fn targets() -> Vec<(&'static str, String)> {
    let mut operations = [operations::web(), vec![operations::live()]].concat();
    // A stream does not end: `changes` reads it.
    let is_got = |operation: &Operation| operation.method() == HttpMethod::Get;
    operations.retain(|operation| is_got(operation) && !operation.is_stream());
    let required = |operation: &Operation| {
        let pairs = operation.required_parameters().into_iter();
        let pairs = pairs.map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("&")
    };
    let mut questions = operations::questions();
    questions.retain(|question| !question.path().contains('{'));
    let scoped = |question: &Operation| {
        SCOPES.map(|scope| (question.path(), format!("{scope}&{}", required(question))))
    };
    // A search has words, and exports are rows.
    let without = operations.iter();
    let without = without.filter(|operation| {
        let path = operation.path();
        path != "/v1/search" && !path.starts_with("/v1/exports/")
    });
    let without = without.map(|operation| (operation.path(), required(operation)));
    without
        .chain(questions.iter().flat_map(scoped))
        .chain(OWN.map(|(path, parameters)| (path, parameters.to_owned())))
        .collect()
}

#[tokio::test]
async fn every_response_has_the_described_shape() {
    let mut messages = history();
    messages.push("{}".to_owned());
    let world = World::with(&messages).await;
    let description: Value = world.json("/v1/openapi.json").await;
    let listed: Persisting = world.answer("/v1/persisting?asOf=2013-07-01").await;
    let one = listed.items[0].id.to_string();
    for (path, parameters) in targets() {
        let link = path
            .replace("{id}", &one)
            .replace("{round}", "2013-05")
            .replace("{code}", "GM0344")
            .replace("{name}", "support-received.v1");
        let target = format!("{link}?{parameters}");
        let answer: Value = world.json(target.trim_end_matches(['?', '&'])).await;
        let content = &description["paths"][path.trim_start_matches("/v1")]["get"]["responses"]["200"]
            ["content"];
        let schema = &content["application/json"]["schema"];
        assert!(schema.is_object(), "{path} is not described");
        assert_eq!(
            violation("", &answer, schema, &description),
            None,
            "{target}"
        );
    }
    for target in [
        "/v1/summary?x=1",
        "/v1/nowhere",
        "/v1/summary?atLeast=9999999",
        "/v1/summary?knownAt=9999999",
    ] {
        let problem: Value = world.get(target).await.json().unwrap();
        let schema = &description["components"]["schemas"]["Problem"];
        assert_eq!(
            violation("", &problem, schema, &description),
            None,
            "{target}"
        );
    }
    world.stop().await;
}

#[tokio::test]
async fn every_example_is_answered() {
    let mut messages = history();
    let event = CloudEvent::example();
    messages.push(serde_json::to_string(&event).unwrap());
    let world = World::with(&messages).await;
    let description: Value = world.json("/v1/openapi.json").await;
    for operation in operations::web() {
        // Exports are no JSON documents, and streams never end: tests of their own read them.
        let is_read_elsewhere =
            operation.is_stream() || operation.path().starts_with("/v1/exports/");
        if operation.method() == HttpMethod::Post || is_read_elsewhere {
            continue;
        }
        let (path, parameters) = operation.example_link();
        let pairs = parameters
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        let link = httpd::query::link(&path, pairs);
        let answer: Value = world.json(&link).await;
        let responses = &description["paths"][operation.described_path()]["get"]["responses"];
        let schema = &responses["200"]["content"]["application/json"]["schema"];
        assert_eq!(violation("", &answer, schema, &description), None, "{link}");
    }
    world.stop().await;
}

#[tokio::test]
async fn only_described_operations_are_served() {
    let world = World::with(&[]).await;
    let description: Value = world.json("/v1/openapi.json").await;
    let paths = description["paths"].as_object().unwrap();
    let operations = [operations::web(), operations::server()].concat();
    assert_eq!(paths.len(), operations.len());
    assert!(
        operations
            .iter()
            .all(|operation| paths.contains_key(operation.described_path()))
    );
    world.stop().await;
}

#[tokio::test]
async fn the_contract_of_events_is_served_as_it_is_published() {
    let world = World::with(&[]).await;
    let published = model::schema_files();
    for (file, text) in &published {
        let target = match file.as_str() {
            "asyncapi.json" => "/v1/asyncapi.json".to_owned(),
            schema => format!("/v1/schemas/{}", schema.trim_end_matches(".json")),
        };
        let served: Value = world.json(&target).await;
        let expected: Value = serde_json::from_str(text).unwrap();
        assert_eq!(served, expected, "{target}");
    }
    let unknown = world.get("/v1/schemas/knelpunt-forgotten.v1").await;
    check_problem(&unknown, 404, &[]);
    assert!(unknown.body.contains("knelpunt-merged.v1"));
    check_problem(&world.get("/v1/asyncapi.json?x=1").await, 400, &["x"]);
    world.stop().await;
}
