//! What all handlers share: the views, the settings, the limit on concurrent answers.

use std::sync::Arc;

use model::Instant;
use questions::Scope;
use register::Register;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task, time,
};
use tracing::error;
use views::Reader;

use crate::{
    WebSettings,
    api::Changes,
    page_cache::{PageCache, PageState},
    problem::WebProblem,
    query::Pair,
};

/// The shared state; cheap to clone.
#[derive(Clone)]
pub(crate) struct WebApp {
    pub(crate) reader: Reader,
    pub(crate) settings: Arc<WebSettings>,
    pub(crate) changes: Arc<Changes>,
    pub(crate) page_cache: Arc<PageCache>,
    answers: Arc<Semaphore>,
}

impl WebApp {
    pub(crate) fn new(reader: Reader, settings: WebSettings) -> Self {
        Self {
            reader,
            changes: Arc::new(Changes::new(settings.limits.max_change_readers)),
            page_cache: Arc::default(),
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

    /// Parses the parameters of a link to one knelpunt, which have no filter.
    ///
    /// # Errors
    ///
    /// 400 with every violation in them.
    pub(crate) fn parse_scope(&self, pairs: &[Pair]) -> Result<Scope, WebProblem> {
        Scope::parse(pairs, self.now()).map_err(WebProblem::keys)
    }

    /// Returns what pages depend on besides their addresses, unless the views are being rebuilt.
    pub(crate) fn page_state(&self) -> Option<PageState> {
        let (mark, health) = (self.reader.mark().ok()?, self.reader.health());
        Some(PageState { mark, health })
    }

    /// Waits until the views have reached a position.
    ///
    /// # Errors
    ///
    /// 503 if they do not reach it in time.
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

    /// Runs work on a blocking thread, if fewer than the maximum number of answers are in progress.
    ///
    /// # Errors
    ///
    /// 503 if the maximum is reached; any error of the work.
    pub(crate) async fn run_limited<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, WebProblem> + Send + 'static,
    ) -> Result<T, WebProblem> {
        let permit = Arc::clone(&self.answers).try_acquire_owned();
        self.run_with_permit(permit.map_err(|_| WebProblem::busy())?, work)
            .await
    }

    /// Runs work as [`WebApp::run_limited`] does, but waits for a permit: for submitted forms, which a 503 would lose.
    ///
    /// # Errors
    ///
    /// 503 if no permit becomes free in time; any error of the work.
    pub(crate) async fn run_queued<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, WebProblem> + Send + 'static,
    ) -> Result<T, WebProblem> {
        let permit = Arc::clone(&self.answers).acquire_owned();
        let permit = time::timeout(self.settings.limits.queue_timeout, permit).await;
        let permit = permit
            .ok()
            .and_then(Result::ok)
            .ok_or_else(WebProblem::busy)?;
        self.run_with_permit(permit, work).await
    }

    async fn run_with_permit<T: Send + 'static>(
        &self,
        permit: OwnedSemaphorePermit,
        work: impl FnOnce(&Self) -> Result<T, WebProblem> + Send + 'static,
    ) -> Result<T, WebProblem> {
        self.run_blocking(move |app| {
            // Moved into the work: a client that disconnects must not let further work begin while this continues.
            let _permit = permit;
            work(app)
        })
        .await
    }

    /// Runs small work on a blocking thread, also while the maximum number of answers is in progress.
    ///
    /// # Errors
    ///
    /// Any error of the work.
    pub(crate) async fn run_blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, WebProblem> + Send + 'static,
    ) -> Result<T, WebProblem> {
        let app = self.clone();
        let done = task::spawn_blocking(move || work(&app));
        done.await.unwrap_or_else(|cause| {
            error!(
                error = &cause as &dyn std::error::Error,
                "cannot answer a request"
            );
            Err(WebProblem::internal())
        })
    }
}
