//! The channel by which operators ask for a change of the views: one operation at a time.
//!
//! [`ViewsAdmin`] is the client end, [`AdminRequests`] the end of the process that writes the views.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot},
    task::JoinError,
};

use crate::{AskError, ViewsError};

/// The client end: starts operations on the views. Clones share the one permit for an operation.
#[derive(Debug, Clone)]
pub struct ViewsAdmin {
    requests: mpsc::Sender<AdminRequest>,
    permit: Arc<Semaphore>,
}

/// The server end: receives requests for operations.
#[derive(Debug)]
pub struct AdminRequests {
    receiver: mpsc::Receiver<AdminRequest>,
    rebuilt_views: PathBuf,
}

/// The one operation under way; no other begins until it is dropped or completed.
#[derive(Debug)]
pub struct AdminOperation {
    requests: mpsc::Sender<AdminRequest>,
    permit: OwnedSemaphorePermit,
}

/// A request for an operation, with the caller that waits for its outcome.
#[derive(Debug)]
pub enum AdminRequest {
    /// Validate the quarantine again, and fold the messages that are valid now.
    RetryQuarantine(Completion<QuarantineRetry>),
    /// Replace the views by those in [`AdminRequests::rebuilt_views`].
    CutOver(Completion<()>),
}

/// Reports the outcome of an operation to its caller.
#[derive(Debug)]
pub struct Completion<T> {
    outcome: oneshot::Sender<Result<T, AdminError>>,
    // With the work, not with the caller: a caller that disconnects must not let a second operation begin.
    _permit: OwnedSemaphorePermit,
}

/// The outcome of a quarantine retry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct QuarantineRetry {
    /// Messages that are valid now, and were folded.
    pub folded: u64,
    /// Messages that are still invalid.
    pub still_invalid: u64,
    /// Messages that were erased from the log; they stay in quarantine.
    pub erased: u64,
}

impl fmt::Display for QuarantineRetry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            folded,
            still_invalid,
            erased,
        } = self;
        write!(
            f,
            "{folded} folded, {still_invalid} still invalid, {erased} erased from the log"
        )
    }
}

/// An operation failed; the views stay as they were.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// Another operation is under way.
    #[error("cannot start: another operation is under way; try again when it is done")]
    Busy,
    /// There are no rebuilt views to cut over to.
    #[error(
        "cannot cut over: there are no rebuilt views in {path}; run `knelpunt rebuild` on the same data folder"
    )]
    NoRebuiltViews {
        /// Where they would be.
        path: PathBuf,
    },
    /// The log cannot be read.
    #[error("cannot read the log: {reason}; try again later")]
    LogUnavailable {
        /// The cause.
        reason: String,
    },
    /// No projector is running, or it stopped before the operation was done.
    #[error("cannot change the views: the projector is not running; try again later")]
    ProjectorStopped,
    /// The quarantine cannot be read.
    #[error("cannot read the quarantine")]
    Quarantine(#[from] AskError),
    /// The views cannot be changed.
    #[error(transparent)]
    Views(#[from] ViewsError),
    /// The thread that did the work panicked.
    #[error("cannot finish: the worker thread stopped")]
    Worker(#[from] JoinError),
}

impl ViewsAdmin {
    /// Creates the two ends. A cutover takes the views in `rebuilt_views`: no client chooses the folder.
    pub fn new(rebuilt_views: PathBuf) -> (Self, AdminRequests) {
        let (requests, receiver) = mpsc::channel(1);
        let admin = Self {
            requests,
            permit: Arc::new(Semaphore::new(1)),
        };
        let requests = AdminRequests {
            receiver,
            rebuilt_views,
        };
        (admin, requests)
    }

    /// Reserves the one operation.
    ///
    /// # Errors
    ///
    /// [`AdminError::Busy`] while another operation is under way.
    pub fn begin(&self) -> Result<AdminOperation, AdminError> {
        let permit = Arc::clone(&self.permit).try_acquire_owned();
        Ok(AdminOperation {
            requests: self.requests.clone(),
            permit: permit.map_err(|_| AdminError::Busy)?,
        })
    }
}

impl Default for ViewsAdmin {
    /// Returns a client without a server: every request fails with [`AdminError::ProjectorStopped`].
    fn default() -> Self {
        Self::new(PathBuf::new()).0
    }
}

impl AdminOperation {
    /// Validates the quarantine again, and folds the messages that are valid now.
    ///
    /// # Errors
    ///
    /// When the log cannot be read, the views fail, or the projector is retrying already or stops.
    pub async fn retry_quarantine(self) -> Result<QuarantineRetry, AdminError> {
        self.request(AdminRequest::RetryQuarantine).await
    }

    /// Replaces the views by rebuilt ones of the same log and versions. Waits until readers are answered from them,
    /// which is when they have reached the position of the views before.
    ///
    /// # Errors
    ///
    /// When there are none, they cannot be used, or the projector is busy or stops.
    pub async fn cut_over(self) -> Result<(), AdminError> {
        self.request(AdminRequest::CutOver).await
    }

    /// Sends a request and waits for its outcome. The operation continues when the caller stops waiting.
    async fn request<T>(
        self,
        request: impl FnOnce(Completion<T>) -> AdminRequest,
    ) -> Result<T, AdminError> {
        let (sender, outcome) = oneshot::channel();
        let completion = Completion {
            outcome: sender,
            _permit: self.permit,
        };
        let sent = self.requests.send(request(completion)).await;
        sent.map_err(|_| AdminError::ProjectorStopped)?;
        outcome.await.unwrap_or(Err(AdminError::ProjectorStopped))
    }
}

impl AdminRequests {
    /// Returns a server end without clients.
    pub fn none() -> Self {
        ViewsAdmin::new(PathBuf::new()).1
    }

    /// Returns the next request; none when there are no clients any more. Cancel-safe.
    pub async fn next(&mut self) -> Option<AdminRequest> {
        self.receiver.recv().await
    }

    /// Returns the folder of the views to cut over to.
    pub fn rebuilt_views(&self) -> &Path {
        &self.rebuilt_views
    }
}

impl<T> Completion<T> {
    /// Reports the outcome.
    pub fn complete(self, outcome: Result<T, AdminError>) {
        // The caller may have disconnected; the operation took place all the same.
        let _ = self.outcome.send(outcome);
    }
}
