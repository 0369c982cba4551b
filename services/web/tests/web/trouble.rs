//! Responses when the server is in trouble: a rebuild, an unavailable log, too many requests.

use api::{AnswerEnvelope, ProblemDocument, ViewsReadiness, ViewsState, answers::Summary};
use serde_json::{Value, json};
use tests::{Response, question_links};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use web::WebLimits;

use crate::{
    checks::check_problem,
    world::{OPEN, World, case, limits},
};

#[tokio::test]
async fn known_at_beyond_the_position_is_a_violation_without_at_least() {
    let world = World::limited(&case("first-report-opens"), WebLimits::default()).await;
    let reply = world.get("/v1/summary?knownAt=3").await;
    check_problem(&reply, 400, &["knownAt"]);
    assert_eq!(reply.json::<ProblemDocument>().unwrap().more["position"], 2);
    let mut waiting = world.connect().await;
    let question = "GET /v1/summary?knownAt=3&atLeast=3 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    waiting.write_all(question.as_bytes()).await.unwrap();
    // A later connection is answered: the question was read before, and waits.
    assert_eq!(world.get("/health/live").await.status, 200);
    world.commit(&[crate::world::invalid(3)]);
    let mut reply = Vec::new();
    waiting.read_to_end(&mut reply).await.unwrap();
    let reply = Response::parse(&reply).unwrap();
    assert_eq!(reply.status, 200, "{}", reply.body);
    let answer: AnswerEnvelope<Summary> = reply.json().unwrap();
    assert_eq!(answer.position, 3);
    world.stop().await;
}

#[tokio::test]
async fn waiting_in_vain_returns_the_position_reached() {
    let world = World::with(&case("first-report-opens")).await;
    let mut targets = question_links(OPEN, "2013-02", "atLeast=9");
    targets.extend(["/v1/position?atLeast=9", "/v1/quarantine?atLeast=9"].map(str::to_owned));
    for target in targets {
        let reply = world.get(&target).await;
        check_problem(&reply, 503, &[]);
        assert!(reply.header("retry-after").is_some());
        let problem: ProblemDocument = reply.json().unwrap();
        assert_eq!(problem.more["position"], 2);
        assert!(problem.detail.contains("they are at 2"), "{problem:?}");
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
    let mut targets = question_links(OPEN, "2013-02", "asOf=2013-07-01");
    targets.push("/".to_owned());
    for target in targets {
        let reply = world.get(&target).await;
        check_problem(&reply, 503, &[]);
        assert!(reply.header("retry-after").is_some());
        let ProblemDocument { more, .. } = reply.json().unwrap();
        assert_eq!(
            (&more["position"], &more["lastSequence"]),
            (&json!(2), &json!(2))
        );
    }
    let ready = world.get("/health/ready").await;
    check_problem(&ready, 503, &[]);
    let ProblemDocument { more, .. } = ready.json().unwrap();
    assert_eq!(more["state"], "rebuilding");
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
    let ready: ViewsReadiness = world.json("/health/ready").await;
    assert_eq!(ready.status, ViewsState::Ready);
    world.views.lock().unwrap().update_log_state(|log| {
        log.connected = false;
        log.unavailable = Some("connection refused".to_owned());
    });
    let ready = world.get("/health/ready").await;
    check_problem(&ready, 503, &[]);
    let expected = json!({
        "type": "about:blank", "title": "Service Unavailable", "status": 503, "instance": "/health/ready",
        "detail": "The views are not ready: connection refused.",
        "state": "stale", "reason": "connection refused", "position": 2, "lastSequence": null, "quarantined": 0,
        "checkingTexts": false,
    });
    assert_eq!(ready.json::<Value>().unwrap(), expected);
    assert_eq!(world.answer::<Summary>("/v1/summary").await.knelpunten, 1);
    let page = world.browse("/").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("De verbinding met het logboek is weg."));
    world.stop().await;
}

#[tokio::test]
async fn a_message_in_quarantine_degrades_readiness_and_stops_nothing() {
    let mut messages = case("first-report-opens");
    messages.push("{}".to_owned());
    let world = World::with(&messages).await;
    let ready: ViewsReadiness = world.json("/health/ready").await;
    assert_eq!(
        (ready.status, ready.quarantined),
        (ViewsState::Degraded, Some(1))
    );
    assert_eq!(world.answer::<Summary>("/v1/summary").await.knelpunten, 1);
    assert!(
        world
            .browse("/")
            .await
            .body
            .contains("Eén gebeurtenis kon niet gelezen worden en telt niet mee.")
    );
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

#[tokio::test]
async fn metrics_count_by_category_and_province_as_the_answers_do() {
    let world = World::with(&crate::world::history()).await;
    let metrics = world.get("/metrics").await.body;
    let sum = |name: &str| -> usize {
        let lines = metrics.lines().filter_map(|line| line.strip_prefix(name));
        let values = lines.filter(|line| line.starts_with('{'));
        let values = values.filter_map(|line| line.rsplit(' ').next());
        values.map(|value| value.parse::<usize>().unwrap()).sum()
    };
    let summary: Summary = world.answer("/v1/summary").await;
    for label in ["category", "province"] {
        let name = |metric: &str| format!("knelpunt_{label}_{metric}");
        assert!(summary.persisting > 0);
        assert_eq!(sum(&name("open")), summary.open);
        assert_eq!(sum(&name("persisting")), summary.persisting);
        assert_eq!(sum(&name("opened_total")), summary.episodes);
        assert_eq!(
            sum(&name("resolved_total")),
            summary.episodes - summary.open
        );
    }
    let one: Summary = world.answer("/v1/summary?province=PV26").await;
    let line = format!("knelpunt_province_open{{province=\"PV26\"}} {}", one.open);
    assert!(metrics.lines().any(|written| written == line), "{line}");
    assert!(metrics.contains("# TYPE knelpunt_category_opened_total counter\n"));
    world.stop().await;
}
