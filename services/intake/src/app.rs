//! What every handler works with: who says events, and how much is taken on.

use std::{sync::Arc, time::Duration};

use door::Problem;
use emitter::Emitter;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

/// What an intake needs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Who says events, and where they wait.
    pub emitter: Emitter,
    /// How much it takes on.
    pub limits: Limits,
    /// Whether questions are answered behind the same door, so that an answer can say where to look.
    pub questions_here: bool,
}

/// How much an intake takes on before it says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Events that are judged and written at one time; further ones wait for `room`.
    pub events: usize,
    /// The same of batches.
    pub batches: usize,
    /// The largest batch, in bytes.
    pub batch_bytes: usize,
    /// The largest batch, in events.
    pub batch_events: usize,
    /// How long a client may take to send a body.
    pub body: Duration,
    /// How long what has come waits for its turn, before it is refused with 503.
    pub room: Duration,
}

/// Cheap to clone: all of it is shared.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) emitter: Arc<Emitter>,
    pub(crate) limits: Limits,
    pub(crate) questions_here: bool,
    events: Arc<Semaphore>,
    batches: Arc<Semaphore>,
}

impl App {
    pub(crate) fn new(settings: Settings) -> Self {
        let limits = settings.limits;
        Self {
            emitter: Arc::new(settings.emitter),
            limits,
            questions_here: settings.questions_here,
            events: Arc::new(Semaphore::new(limits.events)),
            batches: Arc::new(Semaphore::new(limits.batches)),
        }
    }

    /// Takes a place for an event.
    ///
    /// # Errors
    ///
    /// 503 when all are taken for too long.
    pub(crate) async fn event_place(&self) -> Result<OwnedSemaphorePermit, Problem> {
        place(&self.events, self.limits.room).await
    }

    /// Takes a place for a batch.
    ///
    /// # Errors
    ///
    /// 503 when all are taken for too long.
    pub(crate) async fn batch_place(&self) -> Result<OwnedSemaphorePermit, Problem> {
        place(&self.batches, self.limits.room).await
    }
}

async fn place(places: &Arc<Semaphore>, room: Duration) -> Result<OwnedSemaphorePermit, Problem> {
    let taken = timeout(room, Arc::clone(places).acquire_owned()).await;
    taken.ok().and_then(Result::ok).ok_or_else(|| {
        Problem::later("As many events as may be are being taken. Send it again later.")
    })
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            events: 1_024,
            batches: 8,
            batch_bytes: 1024 * 1024,
            batch_events: 1_000,
            body: Duration::from_secs(10),
            room: Duration::from_secs(5),
        }
    }
}
