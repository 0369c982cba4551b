//! The log, folded from the position of the views up to one sequence: to compare views, or to rebuild them.

use journal::{Journal, Replay, ReplayError};
use register::Register;
use tokio::task::{self, JoinError, JoinHandle};
use views::{Arrival, Views, ViewsError};

use crate::classify::classify_all;

/// A replay of the log failed.
#[derive(Debug, thiserror::Error)]
pub enum FoldError {
    /// The log cannot be read.
    #[error(transparent)]
    Log(#[from] ReplayError),
    /// The views cannot be written.
    #[error(transparent)]
    Views(#[from] ViewsError),
    /// The thread that validates messages panicked.
    #[error("cannot validate the messages of the log: the worker thread stopped")]
    Worker(#[source] JoinError),
}

/// The extent of a replay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReplaySummary {
    /// The number of messages folded; less than the number of sequences where messages were erased.
    pub messages: u64,
}

/// Folds the log into views from behind their position up to and including `to`. Calls `on_progress` with each
/// position reached.
///
/// `created_at` is when the stream was created; it is stored with the anchor. Waits while the log is unavailable.
///
/// # Errors
///
/// When the log is lost during the replay, or the views cannot be written.
pub async fn replay(
    journal: &Journal,
    views: &mut Views,
    register: &'static Register,
    to: u64,
    created_at: jiff::Timestamp,
    on_progress: impl Fn(u64),
) -> Result<ReplaySummary, FoldError> {
    let from = views.anchor().position + 1;
    let created_at = i64::try_from(created_at.as_nanosecond()).ok();
    let mut summary = ReplaySummary::default();
    let mut replay = journal.replay(from, Some(to)).await?;
    let mut next = classify_next(&mut replay, register).await?;
    while let Some(worker) = next {
        let arrivals = worker.await.map_err(FoldError::Worker)?;
        // Started before the commit, so that validation and commit overlap: they take about the same time.
        next = classify_next(&mut replay, register).await?;
        summary.messages += arrivals.len() as u64;
        let commit = task::block_in_place(|| views.commit_far_behind(arrivals, created_at))?;
        on_progress(commit.position);
    }
    // What is behind the last checkpoint, and the open index.
    task::block_in_place(|| views.commit(&[], created_at))?;
    Ok(summary)
}

/// Reads the next messages and begins to validate them; none at the end.
async fn classify_next(
    replay: &mut Replay,
    register: &'static Register,
) -> Result<Option<JoinHandle<Vec<Arrival>>>, ReplayError> {
    let messages = replay.next().await?;
    Ok(messages.map(|messages| task::spawn_blocking(move || classify_all(&messages, register))))
}
