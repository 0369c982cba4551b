//! The log folded from where views stand up to one sequence and no further, to compare or to rebuild.

use journal::{Journal, Message, Replay, ReplayError};
use register::Register;
use tokio::task::{self, JoinError, JoinHandle};
use views::{Arrival, Views, ViewsError};

use crate::arrivals::judge;

/// Fails to fold the log again.
#[derive(Debug, thiserror::Error)]
pub enum FoldError {
    /// The log could not be read.
    #[error(transparent)]
    Log(#[from] ReplayError),
    /// The views could not be kept.
    #[error(transparent)]
    Views(#[from] ViewsError),
    /// Judging ended before its time.
    #[error("judge the messages of the log")]
    Judging(#[source] JoinError),
}

/// What was folded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReplaySummary {
    /// Messages of the log that were folded; fewer than sequences where some were erased.
    pub messages: u64,
}

/// Folds the log into views, from behind their position up to `to`, that included, and tells how far it has come.
///
/// `created_at` is when the stream was created: it is kept with the anchor.
///
/// # Errors
///
/// When the log is lost meanwhile, or the views cannot be kept. While the log is away it is waited for.
pub async fn replay(
    journal: &Journal,
    views: &mut Views,
    register: &'static Register,
    to: u64,
    created_at: jiff::Timestamp,
    tell: impl Fn(u64),
) -> Result<ReplaySummary, FoldError> {
    let from = views.anchor().position + 1;
    let created_at = i64::try_from(created_at.as_nanosecond()).ok();
    let mut folded = ReplaySummary::default();
    let mut replay = journal.replay(from, Some(to)).await?;
    let mut ahead = judge_next(&mut replay, register).await?;
    while let Some(judging) = ahead {
        let arrivals = judging.await.map_err(FoldError::Judging)?;
        // Judged while those before them are committed.
        ahead = judge_next(&mut replay, register).await?;
        folded.messages += arrivals.len() as u64;
        let commit = task::block_in_place(|| views.commit_unsynced(&arrivals, created_at))?;
        tell(commit.position);
    }
    task::block_in_place(|| views.commit(&[], created_at))?;
    Ok(folded)
}

/// Reads what comes next and begins to judge it; none when all was read.
async fn judge_next(
    replay: &mut Replay,
    register: &'static Register,
) -> Result<Option<JoinHandle<Vec<Arrival>>>, ReplayError> {
    let messages = replay.next().await?;
    Ok(messages.map(|messages| task::spawn_blocking(move || arrivals(&messages, register))))
}

fn arrivals(messages: &[Message], register: &Register) -> Vec<Arrival> {
    messages
        .iter()
        .map(|message| judge(message, register))
        .collect()
}
