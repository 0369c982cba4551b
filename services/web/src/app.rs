//! What every handler works with: the views, the clock, the limits.

use std::sync::Arc;

use model::Instant;
use questions::{FromParameters, Query, Scope};
use register::Register;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task, time,
};
use tracing::error;
use views::Reader;

use crate::{WebSettings, problem::WebProblem, query::Pair};

/// Cheap to clone: all of it is shared.
#[derive(Clone)]
pub(crate) struct WebApp {
    pub(crate) reader: Reader,
    pub(crate) settings: Arc<WebSettings>,
    answers: Arc<Semaphore>,
}

impl WebApp {
    pub(crate) fn new(reader: Reader, settings: WebSettings) -> Self {
        Self {
            reader,
            answers: Arc::new(Semaphore::new(settings.limits.max_concurrent_answers)),
            settings: Arc::new(settings),
        }
    }

    pub(crate) fn now(&self) -> Instant {
        (self.settings.now)()
    }

    pub(crate) fn register(&self) -> &'static Register {
        self.settings.register
    }

    /// Parses the parameters of a link to a question.
    ///
    /// # Errors
    ///
    /// 400 with every violation in them.
    pub(crate) fn parse_query<Q: FromParameters>(
        &self,
        pairs: &[Pair],
    ) -> Result<Query<Q>, WebProblem> {
        Query::parse(pairs, self.register(), self.now()).map_err(WebProblem::keys)
    }

    /// Parses the parameters of a link to one knelpunt, which have no filter.
    ///
    /// # Errors
    ///
    /// 400 with every violation in them.
    pub(crate) fn parse_scope(&self, pairs: &[Pair]) -> Result<Scope, WebProblem> {
        Scope::parse(pairs, self.now()).map_err(WebProblem::keys)
    }

    /// Waits until the views have folded up to a position.
    ///
    /// # Errors
    ///
    /// 503 when that takes too long.
    pub(crate) async fn wait_for_position(&self, at_least: Option<u64>) -> Result<(), WebProblem> {
        let Some(at_least) = at_least else {
            return Ok(());
        };
        let mut positions = self.reader.positions();
        let reached = positions.wait_for(|position| *position >= at_least);
        if let Ok(Ok(_)) =
            time::timeout(self.settings.limits.read_your_writes_timeout, reached).await
        {
            return Ok(());
        }
        let position = *self.reader.positions().borrow();
        Err(WebProblem::not_reached(at_least, position))
    }

    /// Works on an answer where that holds up no connection.
    ///
    /// # Errors
    ///
    /// 503 when as many answers as may be are being worked on; what the work fails with.
    pub(crate) async fn run_limited<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, WebProblem> + Send + 'static,
    ) -> Result<T, WebProblem> {
        let place = Arc::clone(&self.answers).try_acquire_owned();
        self.run_with_permit(place.map_err(|_| WebProblem::busy())?, work)
            .await
    }

    /// Works as [`WebApp::run_limited`] does, but waits for its turn: on what somebody typed, which a refusal would lose.
    ///
    /// # Errors
    ///
    /// 503 when no turn comes in time; what the work fails with.
    pub(crate) async fn run_queued<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, WebProblem> + Send + 'static,
    ) -> Result<T, WebProblem> {
        let turn = Arc::clone(&self.answers).acquire_owned();
        let place = time::timeout(self.settings.limits.queue_timeout, turn).await;
        let place = place
            .ok()
            .and_then(Result::ok)
            .ok_or_else(WebProblem::busy)?;
        self.run_with_permit(place, work).await
    }

    async fn run_with_permit<T: Send + 'static>(
        &self,
        place: OwnedSemaphorePermit,
        work: impl FnOnce(&Self) -> Result<T, WebProblem> + Send + 'static,
    ) -> Result<T, WebProblem> {
        self.run_blocking(move |app| {
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
    pub(crate) async fn run_blocking<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Self) -> Result<T, WebProblem> + Send + 'static,
    ) -> Result<T, WebProblem> {
        let app = self.clone();
        let done = task::spawn_blocking(move || look(&app));
        done.await.unwrap_or_else(|cause| {
            error!(
                error = &cause as &dyn std::error::Error,
                "failed to work on an answer"
            );
            Err(WebProblem::internal())
        })
    }
}
