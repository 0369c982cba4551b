//! The administration of the views, with a test in place of the projector.

use std::time::Duration;

use api::{
    AuditReport, CutoverReport, HttpMethod, Operation, PositionReport, ProblemDocument,
    QuarantineRetryReport, operations,
};
use serde_json::Value;
use tests::shape::violation;
use tokio::{io::AsyncWriteExt as _, task::JoinHandle};
use tokio_util::task::TaskTracker;
use views::{AdminError, AdminRequest, AdminRequests, QuarantineRetry, ViewsAdmin, ViewsError};
use web::WebLimits;

use crate::{
    checks::check_problem,
    world::{World, case, history, limits},
};

/// Every path that is posted to.
fn posted() -> Vec<&'static str> {
    let mut operations = operations::web();
    operations.retain(|operation| operation.method() == HttpMethod::Post);
    operations.iter().map(Operation::path).collect()
}

/// The paths whose requests the projector completes: all but that of the audit.
fn completed_by_projector() -> Vec<&'static str> {
    let mut paths = posted();
    paths.retain(|path| *path != operations::audit().path());
    paths
}

/// A server, and the requests that it sends.
async fn world() -> (World, AdminRequests) {
    let (admin, requests) = ViewsAdmin::new("views.new".into());
    let world = World::with_admin(&case("first-report-opens"), limits(), admin).await;
    (world, requests)
}

/// Completes every request with the same outcome.
fn complete_all(
    mut requests: AdminRequests,
    outcome: impl Fn() -> Result<(), AdminError> + Send + 'static,
) -> JoinHandle<()> {
    let retry = QuarantineRetry {
        folded: 3,
        still_invalid: 2,
        erased: 1,
    };
    TaskTracker::new().spawn(async move {
        while let Some(request) = requests.next().await {
            match request {
                AdminRequest::RetryQuarantine(completion) => {
                    completion.complete(outcome().map(|()| retry));
                }
                AdminRequest::CutOver(completion) => completion.complete(outcome()),
            }
        }
    })
}

#[tokio::test]
async fn an_operation_returns_the_state_of_the_views_afterwards() {
    let (world, requests) = world().await;
    let projector = complete_all(requests, || Ok(()));
    let retried = world.post("/v1/quarantine/retries").await;
    let expected = QuarantineRetryReport {
        folded: 3,
        still_invalid: 2,
        erased: 1,
        quarantined: 0,
        position: 2,
    };
    assert_eq!((retried.status, retried.json().unwrap()), (200, expected));
    let taken_over = world.post("/v1/views/take-overs").await;
    let PositionReport { digest, .. } = world.json("/v1/position").await;
    let expected = CutoverReport {
        position: 2,
        digest,
    };
    assert_eq!(
        (taken_over.status, taken_over.json().unwrap()),
        (200, expected)
    );
    world.stop().await;
    projector.await.unwrap();
}

#[tokio::test]
async fn a_failed_operation_returns_the_reason() {
    type Failure = fn() -> AdminError;
    let failures: [(Failure, u16, &str); 8] = [
        (|| AdminError::Busy, 409, "Another operation is under way."),
        (
            || AdminError::NoRebuiltViews {
                path: "views.new".into(),
            },
            409,
            "There are no rebuilt views",
        ),
        (
            || {
                ViewsError::Damaged {
                    reason: "they have no position".to_owned(),
                }
                .into()
            },
            409,
            "cannot be used: they have no position. They were moved aside.",
        ),
        (
            || {
                ViewsError::UnusableRebuild {
                    reason: "they are of another log".to_owned(),
                }
                .into()
            },
            409,
            "cannot be used: they are of another log.",
        ),
        (
            || {
                ViewsError::InUse {
                    path: "views.new".into(),
                }
                .into()
            },
            409,
            "still being built",
        ),
        (
            || AdminError::LogUnavailable {
                reason: "cannot reach NATS".to_owned(),
            },
            503,
            "The log cannot be read now: cannot reach NATS.",
        ),
        (|| AdminError::ProjectorStopped, 503, "not running"),
        (|| ViewsError::DiskFull.into(), 500, "server's log"),
    ];
    for (failure, status, expected) in failures {
        let (world, requests) = world().await;
        let projector = complete_all(requests, move || Err(failure()));
        for target in completed_by_projector() {
            let reply = world.post(target).await;
            check_problem(&reply, status, &[]);
            let problem: ProblemDocument = reply.json().unwrap();
            assert!(problem.detail.contains(expected), "{problem:?}");
        }
        world.stop().await;
        projector.await.unwrap();
    }
}

#[tokio::test]
async fn one_operation_runs_at_a_time_even_if_its_client_disconnects() {
    let (world, mut requests) = world().await;
    let mut gone = world.connect().await;
    let post = "POST /v1/views/take-overs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n";
    gone.write_all(post.as_bytes()).await.unwrap();
    let request = requests.next().await.unwrap();
    drop(gone);
    for target in posted() {
        let reply = world.post(target).await;
        check_problem(&reply, 409, &[]);
    }
    let AdminRequest::CutOver(completion) = request else {
        panic!("not a cutover: {request:?}");
    };
    completion.complete(Err(ViewsError::Closed.into()));
    let projector = complete_all(requests, || Ok(()));
    assert_eq!(world.post("/v1/quarantine/retries").await.status, 200);
    world.stop().await;
    projector.await.unwrap();
}

#[tokio::test]
async fn without_a_projector_no_operation_runs() {
    let (world, requests) = world().await;
    drop(requests);
    for target in completed_by_projector() {
        let reply = world.post(target).await;
        check_problem(&reply, 503, &[]);
        assert!(reply.header("retry-after").is_some());
    }
    world.stop().await;
}

#[tokio::test]
async fn an_operation_whose_projector_stops_has_failed() {
    let (world, mut requests) = world().await;
    let leaving = TaskTracker::new().spawn(async move { drop(requests.next().await) });
    check_problem(&world.post("/v1/quarantine/retries").await, 503, &[]);
    leaving.await.unwrap();
    world.stop().await;
}

#[tokio::test]
async fn pages_of_other_sites_cannot_start_operations() {
    let (world, requests) = world().await;
    let projector = complete_all(requests, || Ok(()));
    let own = format!("http://{}", world.address);
    for target in posted() {
        for (headers, status) in [
            ("Content-Type: text/plain\r\n", 415),
            ("Content-Type: application/x-www-form-urlencoded\r\n", 415),
            ("", 415),
            (
                "Content-Type: application/json\r\nOrigin: http://example.nl\r\n",
                403,
            ),
            ("Content-Type: application/json\r\nOrigin: null\r\n", 403),
            (
                "Content-Type: application/json\r\nAccept: text/csv\r\n",
                406,
            ),
        ] {
            let headers = format!("{headers}Content-Length: 0\r\n");
            check_problem(&world.ask("POST", target, &headers).await, status, &[]);
        }
        let request = format!(
            "POST {target} HTTP/1.1\r\nHost: example.nl\r\nContent-Type: application/json\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
        check_problem(&world.raw(&request).await, 421, &[]);
        let headers =
            format!("Content-Type: application/json\r\nOrigin: {own}\r\nContent-Length: 0\r\n");
        assert_eq!(world.ask("POST", target, &headers).await.status, 200);
    }
    world.stop().await;
    projector.await.unwrap();
}

#[tokio::test]
async fn operations_cannot_be_got_and_take_no_input() {
    let (world, _requests) = world().await;
    for target in posted() {
        for method in ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"] {
            let reply = world.ask(method, target, "Content-Length: 0\r\n").await;
            assert_eq!((reply.status, reply.header("allow")), (405, Some("POST")));
        }
        let keyed = world.post(&format!("{target}?folder=/")).await;
        check_problem(&keyed, 400, &["folder"]);
        let json = "Content-Type: application/json\r\n";
        for (body, status) in [
            ("{\"folder\":\"/\"}".to_owned(), 400),
            (" ".repeat(2_000), 413),
        ] {
            let length = body.len();
            let (host, connection) = (&world.address, "Connection: close");
            let request = format!(
                "POST {target} HTTP/1.1\r\nHost: {host}\r\n{connection}\r\n{json}Content-Length: {length}\r\n\r\n{body}"
            );
            check_problem(&world.raw(&request).await, status, &[]);
        }
    }
    world.stop().await;
}

#[tokio::test]
async fn a_body_that_does_not_arrive_times_out() {
    let short = WebLimits {
        http: httpd::HttpLimits {
            header_timeout: Duration::from_millis(200),
            ..limits().http
        },
        ..limits()
    };
    let world = World::limited(&[], short).await;
    let headers = "Content-Type: application/json\r\nContent-Length: 2\r\n";
    let reply = world.ask("POST", "/v1/audits", headers).await;
    check_problem(&reply, 408, &[]);
    world.stop().await;
}

#[tokio::test]
async fn every_example_is_accepted_and_its_result_has_the_described_shape() {
    let (world, requests) = world().await;
    let projector = complete_all(requests, || Ok(()));
    let description: Value = world.json("/v1/openapi.json").await;
    for target in posted() {
        let described = &description["paths"][target.trim_start_matches("/v1")]["post"];
        let request = &described["requestBody"];
        assert_eq!(request["required"], true, "{target}");
        let example = &request["content"]["application/json"]["example"];
        assert!(example.is_object(), "{target} has no example");
        let outcome = world.post_json(target, example).await;
        assert_eq!(outcome.status, 200, "{target}: {}", outcome.body);
        let answers = &described["responses"];
        let schema = &answers["200"]["content"]["application/json"]["schema"];
        assert!(schema.is_object(), "{target} is not described");
        assert_eq!(
            violation("", &outcome.json().unwrap(), schema, &description),
            None,
            "{target}"
        );
        for status in [400, 403, 406, 408, 409, 413, 415, 421, 500, 503] {
            assert!(answers[status.to_string()].is_object(), "{target} {status}");
        }
    }
    world.stop().await;
    projector.await.unwrap();
}

#[tokio::test]
async fn an_audit_of_intact_views_finds_no_differences() {
    let mut messages = history();
    messages.push("{}".to_owned());
    let world = World::with(&messages).await;
    let audit: AuditReport = world.post("/v1/audits").await.json().unwrap();
    let PositionReport { position, .. } = world.json("/v1/position").await;
    assert_eq!(audit.differences, Vec::<String>::new());
    assert_eq!(audit.position, position);
    assert!(audit.knelpunten > 0 && audit.events > 0);
    world.stop().await;
}
