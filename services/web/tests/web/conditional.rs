//! What clients and proxies may store, and how they ask whether it is still right.

use api::answers::Persisting;
use tests::Response;

use crate::{
    checks::check_problem,
    world::{World, arrivals, halves, history, invalid},
};

const FOREVER: &str = "public, max-age=31536000, immutable";

/// Sends the tag of a response back.
async fn again(world: &World, target: &str, first: &Response) -> Response {
    let tag = first.header("etag").unwrap();
    world
        .ask("GET", target, &format!("If-None-Match: \"x\", {tag}\r\n"))
        .await
}

#[track_caller]
fn check_not_modified(reply: &Response, first: &Response) {
    assert_eq!((reply.status, reply.body.as_str()), (304, ""));
    for name in ["etag", "cache-control"] {
        assert_eq!(reply.header(name), first.header(name), "{name}");
    }
    assert_eq!(reply.header("vary"), Some("Accept, Accept-Encoding"));
}

#[tokio::test]
async fn a_link_to_the_past_as_it_was_known_is_stored_forever() {
    let (before, after) = halves();
    let world = World::with(&before).await;
    let known_at = before.len();
    for path in [
        "summary?",
        "persisting/matrix?",
        "rounds/2013-05?",
        "exports/episodes?",
        "exports/knelpunten?",
    ] {
        let target = format!("/v1/{path}asOf=2013-06-30&knownAt={known_at}");
        let first = world.get(&target).await;
        assert_eq!(first.status, 200, "{target}: {}", first.body);
        assert_eq!(first.header("cache-control"), Some(FOREVER), "{target}");
        assert!(first.header("etag").unwrap().starts_with('"'), "{target}");
        check_not_modified(&again(&world, &target, &first).await, &first);
    }
    let target = format!("/v1/trend?asOf=2013-06-30&knownAt={known_at}");
    let (json, csv) = (world.get(&target).await, world.csv(&target).await);
    assert_ne!(json.header("etag"), csv.header("etag"));
    world.commit(&arrivals(known_at as u64 + 1, &after));
    let later = world.get(&target).await;
    assert_eq!(later.body, json.body);
    assert_eq!(later.header("etag"), json.header("etag"));
    world.stop().await;
}

#[tokio::test]
async fn other_answers_are_compared_until_the_views_change() {
    let (before, after) = halves();
    let world = World::with(&before).await;
    let known_at = before.len();
    let open: Persisting = world.answer("/v1/persisting?asOf=2013-06-30").await;
    let knelpunt = format!("/v1/knelpunten/{}", open.items[0].id);
    for target in [
        "/v1/summary?asOf=2013-06-30".to_owned(),
        "/v1/exports/events?asOf=2013-06-30".to_owned(),
        // What has texts, which may be redacted.
        format!("/v1/persisting?asOf=2013-06-30&knownAt={known_at}"),
        format!("/v1/knelpunten?asOf=2013-06-30&knownAt={known_at}&format=csv"),
        format!("/v1/exports/events?asOf=2013-06-30&knownAt={known_at}"),
        format!("{knelpunt}?asOf=2013-06-30&knownAt={known_at}"),
        format!("{knelpunt}/events?asOf=2013-06-30&knownAt={known_at}"),
        // The rest of today may still be reported.
        format!("/v1/summary?asOf=2016-01-01&knownAt={known_at}"),
    ] {
        let first = world.get(&target).await;
        assert_eq!(first.status, 200, "{target}: {}", first.body);
        assert_eq!(first.header("cache-control"), Some("no-cache"), "{target}");
        assert!(first.header("etag").unwrap().starts_with("W/"), "{target}");
        check_not_modified(&again(&world, &target, &first).await, &first);
    }
    let target = "/v1/summary?asOf=2013-06-30";
    let first = world.get(target).await;
    world.commit(&arrivals(known_at as u64 + 1, &after));
    let later = again(&world, target, &first).await;
    assert_eq!(later.status, 200);
    assert_ne!(later.header("etag"), first.header("etag"));
    world.stop().await;
}

#[tokio::test]
async fn nothing_behind_a_message_in_quarantine_is_stored_forever() {
    let messages = history();
    let world = World::with(&messages).await;
    let last = messages.len() as u64;
    world.commit(&[invalid(last + 1)]);
    world.commit(&arrivals(last + 2, &messages[..1]));
    for (known_at, expected) in [
        (last, FOREVER),
        (last + 1, "no-cache"),
        (last + 2, "no-cache"),
    ] {
        let target = format!("/v1/summary?asOf=2013-06-30&knownAt={known_at}");
        let reply = world.get(&target).await;
        assert_eq!(reply.header("cache-control"), Some(expected), "{target}");
    }
    world.stop().await;
}

#[tokio::test]
async fn what_does_not_change_with_the_log_is_known_by_its_bytes() {
    let world = World::with(&history()).await;
    for target in [
        "/v1/definitions",
        "/v1/catalogue",
        "/v1/catalogue?format=xlsx",
        "/v1/municipalities",
        "/v1/municipalities/GM0344",
        "/v1/openapi.json",
        "/v1/changelog",
        "/v1/asyncapi.json",
        "/v1/schemas/knelpunt-reported.v1",
        "/assets/style.css",
        "/assets/icon.svg",
    ] {
        let first = world.get(target).await;
        assert_eq!(first.header("cache-control"), Some("no-cache"), "{target}");
        check_not_modified(&again(&world, target, &first).await, &first);
    }
    world.stop().await;
}

#[tokio::test]
async fn states_pages_and_failures_are_not_stored() {
    let world = World::with(&history()).await;
    for target in [
        "/v1/position",
        "/health/views",
        "/metrics",
        "/",
        "/v1/quarantine",
    ] {
        let reply = world.get(target).await;
        assert_eq!(reply.header("cache-control"), Some("no-store"), "{target}");
        assert_eq!(reply.header("etag"), None, "{target}");
    }
    let beyond = world
        .get("/v1/summary?asOf=2013-06-30&knownAt=999999")
        .await;
    check_problem(&beyond, 400, &["knownAt"]);
    world.stop().await;
}
