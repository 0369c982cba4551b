//! What all handlers share: the emitter and the limits.

use std::{sync::Arc, time::Duration};

use emitter::Emitter;
use httpd::Problem;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

/// The settings of an intake.
#[derive(Debug, Clone)]
pub struct IntakeSettings {
    /// Validates events and puts them into its outbox.
    pub emitter: Emitter,
    /// How much the intake takes on.
    pub limits: IntakeLimits,
    /// Whether the same server answers questions, so that a receipt can have a `Location`.
    pub serves_questions: bool,
}

/// How much an intake takes on before it answers with 503.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IntakeLimits {
    /// The most events that are validated and stored at a time; further ones wait for `queue_timeout`.
    pub max_concurrent_events: usize,
    /// The most batches that are validated and stored at a time; further ones wait for `queue_timeout`.
    pub max_concurrent_batches: usize,
    /// The largest batch, in bytes.
    pub max_batch_bytes: usize,
    /// The largest batch, in events.
    pub max_batch_events: usize,
    /// How long a client may take to send a body.
    pub body_timeout: Duration,
    /// How long a request waits for a permit before it gets 503.
    pub queue_timeout: Duration,
}

/// The shared state; cheap to clone.
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

    /// Acquires the permit for an event.
    ///
    /// # Errors
    ///
    /// 503 if none becomes free in time.
    pub(crate) async fn event_permit(&self) -> Result<OwnedSemaphorePermit, Problem> {
        permit(&self.events, self.limits.queue_timeout).await
    }

    /// Acquires the permit for a batch.
    ///
    /// # Errors
    ///
    /// 503 if none becomes free in time.
    pub(crate) async fn batch_permit(&self) -> Result<OwnedSemaphorePermit, Problem> {
        permit(&self.batches, self.limits.queue_timeout).await
    }
}

async fn permit(
    permits: &Arc<Semaphore>,
    queue_timeout: Duration,
) -> Result<OwnedSemaphorePermit, Problem> {
    let permit = timeout(queue_timeout, Arc::clone(permits).acquire_owned()).await;
    permit.ok().and_then(Result::ok).ok_or_else(|| {
        Problem::unavailable("The server is accepting as many events as it can. Try again later.")
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
