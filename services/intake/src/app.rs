//! What every handler works with: who says events, and how much is taken on.

use std::{sync::Arc, time::Duration};

use emitter::Emitter;
use httpd::Problem;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

/// What an intake needs.
#[derive(Debug, Clone)]
pub struct IntakeSettings {
    /// Who says events, and where they wait.
    pub emitter: Emitter,
    /// How much it takes on.
    pub limits: IntakeLimits,
    /// Whether questions are answered behind the same door, so that an answer can say where to look.
    pub serves_questions: bool,
}

/// How much an intake takes on before it says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IntakeLimits {
    /// Events that are judged and written at one time; further ones wait for `room`.
    pub max_concurrent_events: usize,
    /// The same of batches.
    pub max_concurrent_batches: usize,
    /// The largest batch, in bytes.
    pub max_batch_bytes: usize,
    /// The largest batch, in events.
    pub max_batch_events: usize,
    /// How long a client may take to send a body.
    pub body_timeout: Duration,
    /// How long what has come waits for its turn, before it is refused with 503.
    pub queue_timeout: Duration,
}

/// Cheap to clone: all of it is shared.
#[derive(Clone)]
pub(crate) struct IntakeApp {
    pub(crate) emitter: Arc<Emitter>,
    pub(crate) limits: IntakeLimits,
    pub(crate) serves_questions: bool,
    events: Arc<Semaphore>,
    batches: Arc<Semaphore>,
}

impl IntakeApp {
    pub(crate) fn new(settings: IntakeSettings) -> Self {
        let limits = settings.limits;
        Self {
            emitter: Arc::new(settings.emitter),
            limits,
            serves_questions: settings.serves_questions,
            events: Arc::new(Semaphore::new(limits.max_concurrent_events)),
            batches: Arc::new(Semaphore::new(limits.max_concurrent_batches)),
        }
    }

    /// Takes a place for an event.
    ///
    /// # Errors
    ///
    /// 503 when all are taken for too long.
    pub(crate) async fn event_permit(&self) -> Result<OwnedSemaphorePermit, Problem> {
        place(&self.events, self.limits.queue_timeout).await
    }

    /// Takes a place for a batch.
    ///
    /// # Errors
    ///
    /// 503 when all are taken for too long.
    pub(crate) async fn batch_permit(&self) -> Result<OwnedSemaphorePermit, Problem> {
        place(&self.batches, self.limits.queue_timeout).await
    }
}

async fn place(places: &Arc<Semaphore>, room: Duration) -> Result<OwnedSemaphorePermit, Problem> {
    let taken = timeout(room, Arc::clone(places).acquire_owned()).await;
    taken.ok().and_then(Result::ok).ok_or_else(|| {
        Problem::unavailable("As many events as may be are being taken. Send it again later.")
    })
}

impl Default for IntakeLimits {
    fn default() -> Self {
        Self {
            max_concurrent_events: 1_024,
            max_concurrent_batches: 8,
            max_batch_bytes: 1024 * 1024,
            max_batch_events: 1_000,
            body_timeout: Duration::from_secs(10),
            queue_timeout: Duration::from_secs(5),
        }
    }
}
