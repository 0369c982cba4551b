//! Connections that are slow, stay open, or are in progress when the server stops.

use api::ProblemDocument;
use httpd::HttpdError;
use tests::Response;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use web::{WebLimits, WebSettings};

use crate::world::{World, case, limits};

#[tokio::test]
async fn a_client_that_does_not_finish_its_request_times_out_without_delaying_others() {
    let quick = WebLimits {
        http: httpd::HttpLimits {
            header_timeout: std::time::Duration::from_millis(100),
            ..limits().http
        },
        ..limits()
    };
    let world = World::limited(&[], quick).await;
    let mut slow = world.connect().await;
    slow.write_all(b"GET / HTTP/1.1\r\nHost: local")
        .await
        .unwrap();
    assert_eq!(world.get("/v1/summary").await.status, 200);
    let mut rest = Vec::new();
    // Ends because the server closes; else this test is ended from outside.
    let _ = slow.read_to_end(&mut rest).await;
    world.stop().await;
}

#[tokio::test]
async fn the_server_stops_although_a_client_stays_connected() {
    let world = World::with(&[]).await;
    let mut idle = world.connect().await;
    idle.write_all(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await
        .unwrap();
    let mut start = [0; 12];
    idle.read_exact(&mut start).await.unwrap();
    assert_eq!(&start, b"HTTP/1.1 200");
    let mut unfinished = world.connect().await;
    unfinished.write_all(b"GET / HTTP/1.1\r\n").await.unwrap();
    world.stop().await;
}

#[tokio::test]
async fn a_response_in_progress_is_finished_when_the_server_stops() {
    let limits = WebLimits {
        read_your_writes_timeout: limits().http.shutdown_timeout / 4,
        ..limits()
    };
    let world = World::limited(&case("first-report-opens"), limits).await;
    let mut stream = world.connect().await;
    stream
        .write_all(b"GET /v1/summary?atLeast=3 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await
        .unwrap();
    // A second connection is answered: the first was accepted before it.
    assert_eq!(world.get("/health/live").await.status, 200);
    world.begin_stop();
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).await.unwrap();
    let reply = Response::parse(&reply).unwrap();
    assert_eq!(reply.status, 503);
    let problem: ProblemDocument = reply.json().unwrap();
    assert_eq!(problem.more["position"], 2);
    world.stop().await;
}

#[tokio::test]
async fn the_server_does_not_listen_off_loopback() {
    let world = World::with(&[]).await;
    let listener = tokio::net::TcpListener::bind("0.0.0.0:0").await.unwrap();
    let settings = WebSettings::new(register::Register::embedded(), crate::world::now, "0.1.0");
    let reader = world.views.lock().unwrap().reader();
    let refused = httpd::run(
        listener,
        web::service(reader, settings),
        limits().http,
        tokio_util::sync::CancellationToken::new(),
    )
    .await;
    assert!(matches!(refused, Err(HttpdError::OffLoopback(_))));
    world.stop().await;
}
