//! A server over real views in its own folder, and a client that sends exact bytes.

use std::{sync::Mutex, time::Duration};

use api::AnswerEnvelope;
use httpd::HttpdError;
use model::{Instant, Violation};
use register::Register;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tempfile::TempDir;
use tests::{Response, RuleCase, data};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use views::{Arrival, Classified, StreamState, Views, ViewsAdmin};
use web::{WebLimits, WebSettings};

/// A server, its views, and the writing side of them.
pub(crate) struct World {
    pub(crate) views: Mutex<Views>,
    pub(crate) address: String,
    stop: CancellationToken,
    serving: JoinHandle<Result<(), HttpdError>>,
    folder: TempDir,
}

/// A knelpunt that is open on the day of these tests, in Utrecht: of category `supplier-delivery`.
pub(crate) const OPEN: &str = "156895ca-2f6b-5b6c-a9bb-69de4bdcea14";

/// What day it is in these tests.
pub(crate) fn now() -> Instant {
    Instant::parse("2016-01-01T10:00:00Z").unwrap()
}

/// Limits with short timeouts.
pub(crate) fn limits() -> WebLimits {
    WebLimits {
        read_your_writes_timeout: Duration::from_millis(50),
        http: httpd::HttpLimits {
            shutdown_timeout: Duration::from_millis(200),
            ..httpd::HttpLimits::default()
        },
        ..WebLimits::default()
    }
}

/// The made-up history, with everything in it.
pub(crate) fn history() -> Vec<String> {
    let history = data("rules/history.ndjson");
    history.lines().map(str::to_owned).collect()
}

/// Returns the history in two parts.
pub(crate) fn halves() -> (Vec<String>, Vec<String>) {
    let mut before = history();
    let after = before.split_off(before.len() - 50);
    (before, after)
}

/// The events of one case of the rules.
pub(crate) fn case(name: &str) -> Vec<String> {
    let mut cases = RuleCase::read_all().unwrap().into_iter();
    cases.find(|case| case.name == name).unwrap().lines()
}

/// Validates messages as the projector does; the first has this sequence.
pub(crate) fn arrivals(first: u64, messages: &[String]) -> Vec<Arrival> {
    let classified = (first..).zip(messages).map(|(sequence, message)| {
        let message = match model::decode_structured(message.as_bytes(), Register::embedded()) {
            Ok(event) => Classified::Event(Box::new(event)),
            Err(invalid) => Classified::Invalid {
                subject: "knelpunten.knelpunt-reported.GM0344".to_owned(),
                reasons: invalid.violations,
                payload: message.clone(),
            },
        };
        let fingerprint = u128::from(sequence).to_be_bytes();
        Arrival {
            sequence,
            fingerprint,
            message,
        }
    });
    classified.collect()
}

/// A message that is no event.
pub(crate) fn invalid(sequence: u64) -> Arrival {
    let message = Classified::Invalid {
        subject: "knelpunten.x".to_owned(),
        reasons: vec![Violation::other("/type", "is unknown")],
        payload: "{}".to_owned(),
    };
    Arrival {
        sequence,
        fingerprint: u128::from(sequence).to_be_bytes(),
        message,
    }
}

impl World {
    /// Starts a server over views of these messages, with a log that is there.
    pub(crate) async fn with(messages: &[String]) -> Self {
        Self::limited(messages, limits()).await
    }

    pub(crate) async fn limited(messages: &[String], limits: WebLimits) -> Self {
        Self::with_admin(messages, limits, ViewsAdmin::default()).await
    }

    /// Starts a server with a channel for operators.
    pub(crate) async fn with_admin(
        messages: &[String],
        limits: WebLimits,
        admin: ViewsAdmin,
    ) -> Self {
        let settings = WebSettings {
            limits,
            admin,
            ..WebSettings::new(Register::embedded(), now, "0.1.0")
        };
        Self::with_settings(messages, settings).await
    }

    /// Starts a server that is told all this.
    pub(crate) async fn with_settings(messages: &[String], settings: WebSettings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (mut views, archived) = Views::open(folder.path(), Register::embedded()).unwrap();
        assert!(archived.is_none());
        views.commit(&arrivals(1, messages), Some(1)).unwrap();
        Self::over(views, folder, settings).await
    }

    /// Stops the server and its views, and starts them again in the same folder, with messages that arrived meanwhile.
    pub(crate) async fn restarted(self, meanwhile: &[Arrival]) -> Self {
        self.stop.cancel();
        self.serving.await.unwrap().unwrap();
        self.views.into_inner().unwrap().close().unwrap();
        let folder = self.folder;
        let (mut views, archived) = Views::open(folder.path(), Register::embedded()).unwrap();
        assert!(archived.is_none());
        views.commit(meanwhile, Some(1)).unwrap();
        let settings = WebSettings {
            limits: limits(),
            ..WebSettings::new(Register::embedded(), now, "0.1.0")
        };
        Self::over(views, folder, settings).await
    }

    async fn over(views: Views, folder: TempDir, settings: WebSettings) -> Self {
        let limits = settings.limits;
        let stream = StreamState {
            name: "KNELPUNTEN".to_owned(),
            created_at: "2013-01-01T00:00:00Z".parse().unwrap(),
            last_sequence: views.anchor().position,
            last_stored_at: Some("2013-01-01T00:00:00Z".parse().unwrap()),
        };
        views.update_log_state(|log| {
            log.connected = true;
            log.stream = Some(stream);
            log.nats_url = Some("nats://127.0.0.1:4222".to_owned());
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let stop = CancellationToken::new();
        let service = web::service(views.reader(), settings);
        let running = httpd::run(listener, service, limits.http, stop.clone());
        let serving = TaskTracker::new().spawn(running);
        Self {
            views: Mutex::new(views),
            address,
            stop,
            serving,
            folder,
        }
    }

    /// Stops the server, and waits until it has stopped.
    pub(crate) async fn stop(self) {
        self.stop.cancel();
        self.serving.await.unwrap().unwrap();
    }

    pub(crate) fn begin_stop(&self) {
        self.stop.cancel();
    }

    pub(crate) async fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).await.unwrap()
    }

    /// Sends bytes and reads until the server closes.
    pub(crate) async fn send(&self, request: &str) -> Vec<u8> {
        let mut stream = self.connect().await;
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut response = Vec::new();
        stream.read_to_end(&mut response).await.unwrap();
        response
    }

    pub(crate) async fn raw(&self, request: &str) -> Response {
        Response::parse(&self.send(request).await).unwrap()
    }

    /// Asks with a method and further header lines.
    pub(crate) async fn ask(&self, method: &str, target: &str, headers: &str) -> Response {
        let host = &self.address;
        self.raw(&format!(
            "{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n"
        ))
        .await
    }

    pub(crate) async fn get(&self, target: &str) -> Response {
        self.ask("GET", target, "").await
    }

    /// Asks as a browser does.
    pub(crate) async fn browse(&self, target: &str) -> Response {
        self.ask(
            "GET",
            target,
            "Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\n",
        )
        .await
    }

    /// Posts nothing, as JSON.
    pub(crate) async fn post(&self, target: &str) -> Response {
        self.ask(
            "POST",
            target,
            "Content-Type: application/json\r\nContent-Length: 0\r\n",
        )
        .await
    }

    pub(crate) async fn post_json(&self, target: &str, body: &Value) -> Response {
        let body = body.to_string();
        let (host, length) = (&self.address, body.len());
        self.raw(&format!(
            "POST {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        ))
        .await
    }

    pub(crate) async fn json<T: DeserializeOwned>(&self, target: &str) -> T {
        let response = self.get(target).await;
        assert_eq!(response.status, 200, "{target}: {}", response.body);
        response.json().unwrap()
    }

    /// Gets the answer to a question, without what surrounds it.
    pub(crate) async fn answer<T: DeserializeOwned>(&self, target: &str) -> T {
        self.json::<AnswerEnvelope<T>>(target).await.answer
    }

    pub(crate) async fn csv(&self, target: &str) -> Response {
        self.ask("GET", target, "Accept: text/csv\r\n").await
    }

    /// Commits what arrived beside the server.
    pub(crate) fn commit(&self, arrivals: &[Arrival]) {
        let mut views = self.views.lock().unwrap();
        views.commit(arrivals, Some(1)).unwrap();
    }
}
