//! An intake with its own outbox folder, which publishes to its own nats-server.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use api::{InputViolation, ProblemDocument};
use emitter::Emitter;
use httpd::HttpService;
use intake::IntakeSettings;
use journal::{Journal, JournalOptions};
use model::Instant;
use outbox::Outbox;
use register::Register;
use serde::de::DeserializeOwned;
use tempfile::TempDir;
use tests::{Log, Nats, Response, raw};
use tokio::{net::TcpListener, runtime::Runtime};
use tokio_util::sync::CancellationToken;

pub(crate) const REPORT: &str =
    r#"{"municipality":"GM0344","category":"funding","observedAt":"2013-02-12"}"#;
/// A report that [`World::denying`] never publishes.
pub(crate) const DENIED: &str =
    r#"{"municipality":"GM0363","category":"funding","observedAt":"2013-02-12"}"#;

/// An intake that runs until it is dropped.
pub(crate) struct World {
    pub(crate) nats: Nats,
    pub(crate) address: String,
    stop: CancellationToken,
    _runtime: Runtime,
    _folder: TempDir,
}

/// What day it is in these tests.
fn now() -> Instant {
    Instant::parse("2013-02-14T09:12:31Z").unwrap()
}

fn new_id() -> String {
    static MADE: AtomicU64 = AtomicU64::new(0);
    format!("made-{}", MADE.fetch_add(1, Ordering::Relaxed))
}

impl World {
    /// Starts one beside questions, that waits for the log as long as it takes.
    pub(crate) fn start() -> Self {
        Self::with(|_| {})
    }

    pub(crate) fn with(change: impl FnOnce(&mut IntakeSettings)) -> Self {
        Self::over(Nats::start().unwrap(), change, intake::service)
    }

    /// Starts one that nothing else is behind the door with.
    pub(crate) fn alone(change: impl FnOnce(&mut IntakeSettings)) -> Self {
        Self::over(Nats::start().unwrap(), change, intake::standalone_service)
    }

    /// Starts one that may not publish what is reported of GM0363.
    pub(crate) fn denying() -> Self {
        let nats = Nats::start_denying("knelpunten.knelpunt-reported.GM0363").unwrap();
        Self::over(nats, |_| {}, intake::service)
    }

    fn over(
        nats: Nats,
        change: impl FnOnce(&mut IntakeSettings),
        service: fn(IntakeSettings) -> HttpService,
    ) -> Self {
        Log::connect(&nats.url()).unwrap().create_stream().unwrap();
        let (folder, runtime) = (tempfile::tempdir().unwrap(), Runtime::new().unwrap());
        let outbox = Outbox::open(folder.path()).unwrap();
        let mut settings = IntakeSettings {
            emitter: Emitter {
                outbox: outbox.clone(),
                register: Register::embedded(),
                source: "urn:example:intake".to_owned(),
                now,
                new_id,
                delivery_timeout: Duration::from_mins(1),
            },
            limits: intake::IntakeLimits::default(),
            serves_questions: true,
        };
        change(&mut settings);
        let stop = CancellationToken::new();
        let (url, publishing, serving) = (nats.url(), stop.clone(), stop.clone());
        let address = runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap().to_string();
            let journal = Journal::connect(&url, "test", JournalOptions::default())
                .await
                .unwrap();
            runtime.spawn(async move { outbox.run(&journal, now, publishing).await });
            let limits = httpd::HttpLimits::default();
            runtime.spawn(httpd::run(listener, service(settings), limits, serving));
            address
        });
        Self {
            nats,
            address,
            stop,
            _runtime: runtime,
            _folder: folder,
        }
    }

    pub(crate) fn post(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Response {
        raw::post(&self.address, path, headers, body).unwrap()
    }

    pub(crate) fn report(&self, headers: &[(&str, &str)], body: &str) -> Response {
        self.post("/v1/reports", headers, body)
    }

    /// Gets a path, with its status and its body.
    pub(crate) fn get(&self, path: &str) -> Response {
        let host = &self.address;
        let request = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        raw::send(&self.address, request.as_bytes()).unwrap()
    }

    pub(crate) fn json<T: DeserializeOwned>(&self, path: &str) -> T {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json().unwrap()
    }

    /// Returns how many messages the log has.
    pub(crate) fn published(&self) -> u64 {
        let log = Log::connect(&self.nats.url()).unwrap();
        log.last_sequence().unwrap()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// Checks that it was refused with a problem, of which the parts of the body that are wrong are these.
#[track_caller]
pub(crate) fn check_problem_of(answer: &Response, status: u16, pointers: &[&str]) {
    assert_eq!(answer.status, status, "{}", answer.body);
    let content_type = answer.header("content-type");
    assert_eq!(content_type, Some("application/problem+json"));
    let problem: ProblemDocument = answer.json().unwrap();
    assert_eq!(locations(&problem.errors), pointers, "{problem:?}");
}

/// Returns the JSON pointers of violations, in order.
#[track_caller]
pub(crate) fn locations(violations: &[InputViolation]) -> Vec<&str> {
    let mut pointers: Vec<&str> = violations.iter().map(pointer).collect();
    pointers.sort_unstable();
    pointers
}

fn pointer(violation: &InputViolation) -> &str {
    match violation {
        InputViolation::Pointer { pointer, .. } => pointer,
        InputViolation::Key { key, .. } => panic!("{key} is no pointer"),
    }
}
