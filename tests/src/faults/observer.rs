//! A client that queries all the time and remembers the answers: none may be wrong, not even for a moment.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use serde::Deserialize;

/// How long to wait for an answer, and how long to pause between two.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);
const REST: Duration = Duration::from_millis(25);

/// The position and the digest of an answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub(super) struct ObservedPosition {
    pub(super) position: u64,
    pub(super) digest: String,
}

/// A thread that queries one server; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Observer {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    observed: Mutex<BTreeSet<ObservedPosition>>,
    ends: AtomicBool,
}

impl Observer {
    /// Starts to request a link again and again.
    pub(super) fn start(link: String) -> Self {
        let shared = Arc::new(Shared::default());
        let own = Arc::clone(&shared);
        let thread = thread::spawn(move || observe(&link, &own));
        Self {
            shared,
            thread: Some(thread),
        }
    }

    /// Returns what was observed since the last call.
    pub(super) fn observed(&self) -> BTreeSet<ObservedPosition> {
        let mut observed = self
            .shared
            .observed
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *observed)
    }
}

impl Drop for Observer {
    fn drop(&mut self) {
        self.shared.ends.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            let _ = thread.join();
        }
    }
}

fn observe(link: &str, shared: &Shared) {
    let agent = ureq::Agent::config_builder()
        .timeout_global(Some(ANSWER_WITHIN))
        .build()
        .new_agent();
    while !shared.ends.load(Ordering::Relaxed) {
        if let Some(observed) = ask(&agent, link) {
            let mut all = shared
                .observed
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            all.insert(observed);
        }
        thread::park_timeout(REST);
    }
}

/// Requests it once; none if there is no answer, or an error.
fn ask(agent: &ureq::Agent, link: &str) -> Option<ObservedPosition> {
    let body = agent.get(link).call().ok()?.body_mut().read_to_string();
    serde_json::from_str(&body.ok()?).ok()
}
