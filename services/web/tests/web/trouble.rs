//! Responses when the server is in trouble: a rebuild, an unavailable log, too many requests.

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use web::WebLimits;

use crate::{
    checks::check_problem,
    world::{Reply, World, case, limits},
};

#[tokio::test]
async fn known_at_beyond_the_position_is_a_violation_without_at_least() {
    let world = World::limited(&case("first-report-opens"), WebLimits::default()).await;
    let reply = world.get("/v1/summary?knownAt=3").await;
    check_problem(&reply, 400, &["knownAt"]);
    assert_eq!(reply.json()["position"], 2);
    let mut waiting = world.connect().await;
    let question = "GET /v1/summary?knownAt=3&atLeast=3 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    waiting.write_all(question.as_bytes()).await.unwrap();
    // A later connection is answered: the question was read before, and waits.
    assert_eq!(world.get("/health/live").await.status, 200);
    world
        .views
        .lock()
        .unwrap()
        .commit(&[crate::world::invalid(3)], Some(1))
        .unwrap();
    let mut reply = Vec::new();
    waiting.read_to_end(&mut reply).await.unwrap();
    let reply = Reply::parse(&reply);
    assert_eq!(
        (reply.status, &reply.json()["position"]),
        (200, &json!(3)),
        "{}",
        reply.body
    );
    world.stop().await;
}

#[tokio::test]
async fn waiting_in_vain_returns_the_position_reached() {
    let world = World::with(&case("first-report-opens")).await;
    for target in [
        "/v1/summary?atLeast=9",
        "/v1/position?atLeast=9",
        "/v1/quarantine?atLeast=9",
    ] {
        let reply = world.get(target).await;
        check_problem(&reply, 503, &[]);
        assert!(reply.header("retry-after").is_some());
        let problem = reply.json();
        assert_eq!(problem["position"], 2);
        assert!(
            problem["detail"]
                .as_str()
                .unwrap()
                .contains("they are at 2")
        );
    }
    world.stop().await;
}

#[tokio::test]
async fn during_a_rebuild_no_question_is_answered() {
    let world = World::with(&case("first-report-opens")).await;
    world
        .views
        .lock()
        .unwrap()
        .update_log_state(|log| log.rebuilding = true);
    let id = "156895ca-2f6b-5b6c-a9bb-69de4bdcea14";
    let one = format!("/v1/knelpunten/{id}");
    let events = format!("{one}/events");
    for target in [
        "/v1/summary",
        "/v1/persisting",
        "/v1/trend",
        "/v1/resolution-times",
        &one,
        &events,
        "/",
    ] {
        let reply = world.get(target).await;
        check_problem(&reply, 503, &[]);
        assert!(reply.header("retry-after").is_some());
        let problem = reply.json();
        assert_eq!(
            (&problem["position"], &problem["lastSequence"]),
            (&json!(2), &json!(2))
        );
    }
    let ready = world.get("/health/ready").await;
    assert_eq!(
        (ready.status, &ready.json()["status"]),
        (503, &json!("rebuilding"))
    );
    assert_eq!(world.get("/health/live").await.status, 200);
    assert_eq!(world.browse("/").await.status, 503);
    assert!(
        world
            .get("/metrics")
            .await
            .body
            .contains("knelpunt_ready 0\n")
    );
    world.stop().await;
}

#[tokio::test]
async fn without_the_log_questions_are_answered_and_readiness_is_stale() {
    let world = World::with(&case("first-report-opens")).await;
    assert_eq!(world.json("/health/ready").await["status"], "ready");
    world.views.lock().unwrap().update_log_state(|log| {
        log.connected = false;
        log.unavailable = Some("connection refused".to_owned());
    });
    let ready = world.get("/health/ready").await;
    let expected = json!({
        "status": "stale", "reason": "connection refused", "position": 2, "lastSequence": 2, "quarantined": 0,
    });
    assert_eq!((ready.status, ready.json()), (503, expected));
    assert_eq!(world.json("/v1/summary").await["knelpunten"], 1);
    let page = world.browse("/").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("Niet actueel") && page.body.contains("connection refused"));
    world.stop().await;
}

#[tokio::test]
async fn a_message_in_quarantine_degrades_readiness_and_stops_nothing() {
    let mut messages = case("first-report-opens");
    messages.push("{}".to_owned());
    let world = World::with(&messages).await;
    let ready = world.json("/health/ready").await;
    assert_eq!(
        (&ready["status"], &ready["quarantined"]),
        (&json!("degraded"), &json!(1))
    );
    assert_eq!(world.json("/v1/summary").await["knelpunten"], 1);
    assert!(world.browse("/").await.body.contains("Niet alles telt mee"));
    let metrics = world.get("/metrics").await;
    assert_eq!(
        metrics.header("content-type"),
        Some("text/plain; version=0.0.4; charset=utf-8")
    );
    for line in [
        "knelpunt_ready 1",
        "knelpunt_quarantined 1",
        "knelpunt_position 3",
        "knelpunt_http_requests_total{route=\"/v1/summary\",status=\"200\"} 1",
    ] {
        assert!(
            metrics.body.lines().any(|written| written == line),
            "{line} is not in\n{}",
            metrics.body
        );
    }
    world.stop().await;
}

#[tokio::test]
async fn answers_beyond_the_limit_get_503() {
    let world = World::limited(
        &[],
        WebLimits {
            max_concurrent_answers: 0,
            ..limits()
        },
    )
    .await;
    let reply = world.get("/v1/summary").await;
    check_problem(&reply, 503, &[]);
    assert!(reply.header("retry-after").is_some());
    assert_eq!(world.get("/health/ready").await.status, 200);
    world.stop().await;
}
