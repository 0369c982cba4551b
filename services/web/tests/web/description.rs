//! The description is true: every response has the described shape, and every example is answered.

use tests::shape::violation;

use crate::world::{World, history};

/// Links to be answered, each with its path in the description.
fn targets(one: &str) -> Vec<(&'static str, String)> {
    vec![
        (
            "/v1/summary",
            "/v1/summary?asOf=2013-07-01&province=PV20&buildingBlock=none".to_owned(),
        ),
        (
            "/v1/summary",
            "/v1/summary?knownAt=100&round=2013-02&source=a&sizeClass=4&partyKind=none".to_owned(),
        ),
        (
            "/v1/persisting",
            "/v1/persisting?asOf=2013-07-01&limit=3".to_owned(),
        ),
        (
            "/v1/persisting",
            "/v1/persisting?division=2026-01-01&status=open&limit=1000".to_owned(),
        ),
        (
            "/v1/persisting/matrix",
            "/v1/persisting/matrix?asOf=2013-07-01".to_owned(),
        ),
        (
            "/v1/trend",
            "/v1/trend?every=quarter&groupBy=buildingBlock".to_owned(),
        ),
        ("/v1/trend", "/v1/trend".to_owned()),
        (
            "/v1/resolution-times",
            "/v1/resolution-times?groupBy=partyKind".to_owned(),
        ),
        (
            "/v1/resolution-times",
            "/v1/resolution-times?curve=full&municipality=GM0344".to_owned(),
        ),
        ("/v1/rounds", "/v1/rounds?asOf=2013-07-01".to_owned()),
        (
            "/v1/rounds",
            "/v1/rounds?knownAt=100&province=PV26&category=funding".to_owned(),
        ),
        (
            "/v1/rounds/{round}",
            "/v1/rounds/2013-05?division=2026-01-01".to_owned(),
        ),
        (
            "/v1/rounds/{round}",
            "/v1/rounds/2013-05?asOf=2012-06-01&against=2012-09".to_owned(),
        ),
        ("/v1/knelpunten/{id}", one.to_owned()),
        ("/v1/knelpunten/{id}", format!("{one}?asOf=2000-01-01")),
        ("/v1/knelpunten/{id}/events", format!("{one}/events")),
        ("/v1/quarantine", "/v1/quarantine".to_owned()),
        ("/v1/position", "/v1/position".to_owned()),
        (
            "/v1/checkpoints",
            "/v1/checkpoints?after=0&limit=1".to_owned(),
        ),
        ("/health/live", "/health/live".to_owned()),
        ("/health/ready", "/health/ready".to_owned()),
    ]
}

#[tokio::test]
async fn every_response_has_the_described_shape() {
    let mut messages = history();
    messages.push("{}".to_owned());
    let world = World::with(&messages).await;
    let description = world.json("/v1/openapi.json").await;
    let list = world.json("/v1/persisting?asOf=2013-07-01").await;
    let one = format!(
        "/v1/knelpunten/{}",
        list["items"][0]["id"].as_str().unwrap()
    );
    for (path, target) in targets(&one) {
        let answer = world.json(&target).await;
        let content = &description["paths"][path]["get"]["responses"]["200"]["content"];
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
        let problem = world.get(target).await.json();
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
    let event = <api::CloudEvent as api::Example>::example();
    messages.push(serde_json::to_string(&event).unwrap());
    let world = World::with(&messages).await;
    let description = world.json("/v1/openapi.json").await;
    for operation in api::operations::web() {
        if operation.method() == api::HttpMethod::Post {
            continue;
        }
        let (path, parameters) = operation.example_link();
        let pairs = parameters
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        let link = httpd::query::link(&path, pairs);
        let answer = world.json(&link).await;
        let responses = &description["paths"][operation.path()]["get"]["responses"];
        let schema = &responses["200"]["content"]["application/json"]["schema"];
        assert_eq!(violation("", &answer, schema, &description), None, "{link}");
    }
    world.stop().await;
}

#[tokio::test]
async fn only_described_operations_are_served() {
    let world = World::with(&[]).await;
    let description = world.json("/v1/openapi.json").await;
    let paths = description["paths"].as_object().unwrap();
    let operations = [api::operations::web(), api::operations::server()].concat();
    assert_eq!(paths.len(), operations.len());
    assert!(
        operations
            .iter()
            .all(|operation| paths.contains_key(operation.path()))
    );
    world.stop().await;
}
