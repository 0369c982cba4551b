//! A reader who asks all the while, and remembers what it was told: no answer may ever be wrong, also not for a moment.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use serde_json::Value;

/// How long an answer is waited for, and how long it rests between two.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);
const REST: Duration = Duration::from_millis(25);

/// Where in the log an answer said that it was given, by its digest too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Told {
    pub(super) position: u64,
    pub(super) digest: String,
}

impl Told {
    /// Reads an answer; none where it is a refusal.
    pub(super) fn of(answer: &Value) -> Option<Self> {
        Some(Self {
            position: answer["position"].as_u64()?,
            digest: answer["digest"].as_str()?.to_owned(),
        })
    }
}

/// A thread that asks one server; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Observer {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    told: Mutex<BTreeSet<Told>>,
    ends: AtomicBool,
}

impl Observer {
    /// Starts to ask a server the question of a link.
    pub(super) fn start(link: String) -> Self {
        let shared = Arc::new(Shared::default());
        let own = Arc::clone(&shared);
        let thread = thread::spawn(move || observe(&link, &own));
        Self {
            shared,
            thread: Some(thread),
        }
    }

    /// Takes what was told since the last time.
    pub(super) fn told(&self) -> BTreeSet<Told> {
        let mut told = self
            .shared
            .told
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *told)
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
        if let Some(told) = ask(&agent, link) {
            let mut all = shared.told.lock().unwrap_or_else(PoisonError::into_inner);
            all.insert(told);
        }
        thread::park_timeout(REST);
    }
}

/// Asks once; none where there is no answer, or a refusal.
fn ask(agent: &ureq::Agent, link: &str) -> Option<Told> {
    let body = agent.get(link).call().ok()?.body_mut().read_to_string();
    Told::of(&serde_json::from_str(&body.ok()?).ok()?)
}
