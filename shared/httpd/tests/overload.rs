//! More connections than the limit: each is served or rejected, and idle ones are closed for new ones.

#![cfg(test)]

use std::time::Duration;

use httpd::{HttpLimits, HttpService, HttpdError, listen, run};
use register::Register;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinHandle,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

const REQUEST: &str = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
const LAST_REQUEST: &str =
    "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
/// A timeout that no test reaches, however slow the machine.
const NEVER: Duration = Duration::from_mins(10);

/// A server without services.
struct TestServer {
    address: String,
    stop: CancellationToken,
    running: JoinHandle<Result<(), HttpdError>>,
}

impl TestServer {
    fn start(max_connections: usize, header_timeout: Duration) -> Self {
        let listener = listen("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let limits = HttpLimits {
            max_connections,
            max_rejections: 2,
            rejection_timeout: Duration::from_millis(200),
            header_timeout,
            ..HttpLimits::default()
        };
        let service = HttpService {
            routes: Vec::new(),
            register: Register::embedded(),
            metrics: Vec::new(),
            page: None,
            allowed_origin: None,
        };
        let stop = CancellationToken::new();
        let running = run(listener, service, limits, stop.clone());
        let running = TaskTracker::new().spawn(running);
        Self {
            address,
            stop,
            running,
        }
    }

    /// Connects and sends a text.
    async fn send(&self, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        stream
    }

    /// Sends one request; returns the whole response.
    async fn request(&self) -> String {
        rest(self.send(LAST_REQUEST).await).await
    }

    async fn stop(self) {
        self.stop.cancel();
        self.running.await.unwrap().unwrap();
    }
}

/// Reads until the server closes the connection.
async fn rest(mut stream: TcpStream) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    text
}

#[tokio::test]
async fn an_idle_connection_is_closed_for_a_new_one() {
    let server = TestServer::start(2, NEVER);
    let mut idle = Vec::new();
    for _ in 0..8 {
        let mut stream = server.send(REQUEST).await;
        let mut start = [0; 12];
        stream.read_exact(&mut start).await.unwrap();
        assert_eq!(&start, b"HTTP/1.1 200");
        idle.push(stream);
    }
    let first = rest(idle.remove(0)).await;
    assert!(first.ends_with("{\"status\":\"live\"}"));
    server.stop().await;
}

#[tokio::test]
async fn a_connection_beyond_the_limit_is_rejected_with_retry_after() {
    let server = TestServer::start(2, NEVER);
    let slow = [server.send("GET / HT").await, server.send("").await];
    let rejected = server.request().await;
    for part in [
        "HTTP/1.1 503 ",
        "retry-after: 2\r\n",
        "connection: close\r\n",
        "content-type: application/problem+json\r\n",
        "All connections of the server are in use.",
    ] {
        assert!(rejected.contains(part), "{part} is not in {rejected}");
    }
    // A slow first request is served all the same: only idle connections are closed.
    let [mut slow, other] = slow;
    slow.write_all(b"TP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .await
        .unwrap();
    assert!(rest(slow).await.starts_with("HTTP/1.1 404 "));
    assert!(server.request().await.starts_with("HTTP/1.1 200 "));
    drop(other);
    server.stop().await;
}

#[tokio::test]
async fn a_connection_whose_head_does_not_arrive_loses_its_permit() {
    let server = TestServer::start(1, Duration::from_millis(50));
    let slow = server.send("GET / HT").await;
    let response = server.request().await;
    assert!(response.starts_with("HTTP/1.1 200 "), "{response}");
    drop(slow);
    server.stop().await;
}

#[tokio::test]
async fn each_of_many_simultaneous_requests_is_served_or_rejected() {
    let server = TestServer::start(4, NEVER);
    // Three of four permits are taken by clients that never finish their request.
    let slow = [
        server.send("G").await,
        server.send("G").await,
        server.send("G").await,
    ];
    let requests = (0..300).map(|_| server.request());
    let responses = futures_util::future::join_all(requests).await;
    let with_status = |status: &str| {
        let start = format!("HTTP/1.1 {status} ");
        let matching = responses.iter().filter(|text| text.starts_with(&start));
        matching.count()
    };
    let (accepted, rejected) = (with_status("200"), with_status("503"));
    assert_eq!(accepted + rejected, responses.len(), "{responses:?}");
    assert!(accepted > 0, "no request was served");
    drop(slow);
    server.stop().await;
}
