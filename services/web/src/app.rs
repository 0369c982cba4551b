//! What every handler works with: the views, the clock, the limits.

use std::sync::Arc;

use model::Instant;
use questions::Query;
use register::Register;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task, time,
};
use tracing::error;
use views::Reader;

use crate::{Settings, problem::Problem, query::Pair};

/// Cheap to clone: all of it is shared.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) reader: Reader,
    pub(crate) settings: Arc<Settings>,
    answers: Arc<Semaphore>,
}

impl App {
    pub(crate) fn new(reader: Reader, settings: Settings) -> Self {
        Self {
            reader,
            answers: Arc::new(Semaphore::new(settings.limits.answers)),
            settings: Arc::new(settings),
        }
    }

    pub(crate) fn now(&self) -> Instant {
        (self.settings.now)()
    }

    pub(crate) fn register(&self) -> &'static Register {
        self.settings.register
    }

    /// Reads a link to a question; `path` is what stands behind `/v1/`.
    ///
    /// # Errors
    ///
    /// Names every key that is wrong.
    pub(crate) fn asked(&self, path: &str, pairs: &[Pair]) -> Result<Query, Problem> {
        Query::parse(path, pairs, self.register(), self.now())
            .ok_or_else(|| Problem::not_found("There is no such question."))?
            .map_err(Problem::keys)
    }

    /// Waits until the views have folded up to a position.
    ///
    /// # Errors
    ///
    /// 503 when that takes too long.
    pub(crate) async fn reach(&self, at_least: Option<u64>) -> Result<(), Problem> {
        let Some(at_least) = at_least else {
            return Ok(());
        };
        let mut positions = self.reader.positions();
        let reached = positions.wait_for(|position| *position >= at_least);
        if let Ok(Ok(_)) = time::timeout(self.settings.limits.at_least, reached).await {
            return Ok(());
        }
        let position = *self.reader.positions().borrow();
        Err(Problem::not_reached(at_least, position))
    }

    /// Works on an answer where that holds up no connection.
    ///
    /// # Errors
    ///
    /// 503 when as many answers as may be are being worked on; what the work fails with.
    pub(crate) async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let place = Arc::clone(&self.answers).try_acquire_owned();
        self.work_at(place.map_err(|_| Problem::busy())?, work)
            .await
    }

    /// Works as [`App::work`] does, but waits for its turn: on what somebody typed, which a refusal would lose.
    ///
    /// # Errors
    ///
    /// 503 when no turn comes in time; what the work fails with.
    pub(crate) async fn work_in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let turn = Arc::clone(&self.answers).acquire_owned();
        let place = time::timeout(self.settings.limits.turn, turn).await;
        let place = place.ok().and_then(Result::ok).ok_or_else(Problem::busy)?;
        self.work_at(place, work).await
    }

    async fn work_at<T: Send + 'static>(
        &self,
        place: OwnedSemaphorePermit,
        work: impl FnOnce(&Self) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.look(move |app| {
            // Held by the work, not by the request: a client that goes away does not make room.
            let _place = place;
            work(app)
        })
        .await
    }

    /// Looks something small up, also while as many answers as may be are being worked on.
    ///
    /// # Errors
    ///
    /// What the look fails with.
    pub(crate) async fn look<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Self) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let app = self.clone();
        let done = task::spawn_blocking(move || look(&app));
        done.await.unwrap_or_else(|cause| {
            error!(
                error = &cause as &dyn std::error::Error,
                "failed to work on an answer"
            );
            Err(Problem::internal())
        })
    }
}
