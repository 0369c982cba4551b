//! What a projector that follows can be asked for: to take over rebuilt views, to try the quarantine again.

use std::{fmt, path::PathBuf};

use journal::StreamError;
use tokio::{
    sync::{mpsc, oneshot},
    task,
};
use views::{AskError, ViewsError};

/// Asks a projector that runs; cheap to clone.
#[derive(Debug, Clone)]
pub struct Control {
    requests: mpsc::Sender<Request>,
}

/// The projector's end of a [`Control`].
#[derive(Debug)]
pub struct Requests {
    pub(crate) incoming: mpsc::Receiver<Request>,
}

/// What became of the quarantine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Retried {
    /// Messages that are valid now, and were folded.
    pub folded: u64,
    /// Messages that are still no valid event.
    pub still_invalid: u64,
    /// Messages that the log no longer has; they stay where they are.
    pub erased: u64,
}

impl fmt::Display for Retried {
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

/// Fails to do what was asked for; the views go on as they were.
#[derive(Debug, thiserror::Error)]
pub enum ControlError {
    /// Another request is under way.
    #[error("do that while another request is under way")]
    Busy,
    /// There is nothing to take over.
    #[error("take over the views in {path}: there are none")]
    NothingThere {
        /// Where they would be.
        path: PathBuf,
    },
    /// The log could not be read.
    #[error("read the log again")]
    Log(#[from] StreamError),
    /// The quarantine could not be read.
    #[error("read what is in quarantine")]
    Ask(#[from] AskError),
    /// The views could not be changed.
    #[error(transparent)]
    Views(#[from] ViewsError),
    /// The thread that works on it ended before its time.
    #[error("do that: the thread that does it ended by itself")]
    Thread(#[from] task::JoinError),
    /// The projector ended, or the log was lost, before it was done.
    #[error("do that: following the log ended meanwhile; ask again")]
    Ended,
}

/// A request, with who waits for its outcome.
#[derive(Debug)]
pub(crate) enum Request {
    TakeOver { built: PathBuf, answer: Answer<()> },
    Retry { answer: Answer<Retried> },
}

pub(crate) type Answer<T> = oneshot::Sender<Result<T, ControlError>>;

/// Makes the two ends: one to ask by, one for [`follow`](crate::follow).
pub fn control() -> (Control, Requests) {
    let (requests, incoming) = mpsc::channel(1);
    (Control { requests }, Requests { incoming })
}

impl Requests {
    /// Gives the end for a projector that nobody asks for anything.
    pub fn none() -> Self {
        control().1
    }
}

impl Control {
    /// Takes over views that were built in a folder of their own, of the same log and versions, and waits until
    /// readers are given them: that is when they have come as far as those that were.
    ///
    /// # Errors
    ///
    /// When there are none, or they cannot be used; when something else is under way.
    pub async fn take_over(&self, built: PathBuf) -> Result<(), ControlError> {
        self.ask(|answer| Request::TakeOver { built, answer }).await
    }

    /// Judges anew what is in quarantine, and folds what is valid now.
    ///
    /// # Errors
    ///
    /// When the log is away, or the views fail; when something else is under way.
    pub async fn retry(&self) -> Result<Retried, ControlError> {
        self.ask(|answer| Request::Retry { answer }).await
    }

    async fn ask<T>(&self, of: impl FnOnce(Answer<T>) -> Request) -> Result<T, ControlError> {
        let (answer, outcome) = oneshot::channel();
        let sent = self.requests.send(of(answer)).await;
        sent.map_err(|_| ControlError::Ended)?;
        outcome.await.unwrap_or(Err(ControlError::Ended))
    }
}
