//! The main loop: deliveries of the journal in, commits out, until it is stopped.

use jiff::Timestamp;
use journal::{Journal, MessageFingerprint, ReadError, ResumePoint};
use register::Register;
use tokio::{
    sync::mpsc,
    task::{self, JoinSet},
};
use tokio_util::sync::CancellationToken;
use views::{AdminRequests, LogAnchor, Views, ViewsError};

use crate::{
    collect::collect,
    cutover::{PendingCutover, cut_over},
    folding::{Folding, ReadingEnd},
    text_check::RunningTextCheck,
};

/// The number of deliveries that may wait to be collected; a full queue is the backpressure on reading.
const QUEUE_LIMIT: usize = 4;

/// The projector cannot continue.
#[derive(Debug, thiserror::Error)]
pub enum ProjectorError {
    /// The views cannot be used.
    #[error(transparent)]
    Views(#[from] ViewsError),
    /// The log cannot be read.
    #[error("cannot read the log")]
    Read(#[from] ReadError),
    /// A worker thread panicked.
    #[error("cannot fold the log: a worker thread stopped")]
    Worker(#[source] task::JoinError),
}

/// Folds the log into the views until `stop` is cancelled, then syncs and closes them.
///
/// Waits while the log is unavailable, and reports that to readers. When the log is another one than was folded,
/// archives the views and reads the new log from its start; when the check of the texts, which runs in the background,
/// finds damage, archives the views and reads the same log from its start. Carries out `admin` requests meanwhile.
///
/// # Errors
///
/// When the views cannot be written, for instance because the disk is full.
pub async fn follow(
    journal: &Journal,
    mut views: Views,
    register: &'static Register,
    mut admin: AdminRequests,
    stop: CancellationToken,
) -> Result<(), ProjectorError> {
    let mut pending_cutover: Option<PendingCutover> = None;
    if views.anchor().position == 0 {
        // The log may hold events. Until it is connected, empty views must not answer as if there were none.
        views.update_log_state(|log| log.rebuilding = true);
    }
    let mut text_check = RunningTextCheck::start(&views)?;
    loop {
        let (out, deliveries) = mpsc::channel(QUEUE_LIMIT);
        let reading_stop = stop.child_token();
        let resume_point = resume_point(&views.anchor());
        // Tasks of their own: both go on while a commit blocks this one.
        let mut stages: JoinSet<Result<(), ProjectorError>> = JoinSet::new();
        let (log, stopped) = (journal.clone(), reading_stop.clone());
        stages.spawn(async move { Ok(journal::read(&log, resume_point, out, stopped).await?) });
        let (collected, groups) = mpsc::channel(1);
        stages.spawn(async move {
            collect(deliveries, collected, register).await;
            Ok(())
        });
        let mut folding = Folding::new(journal, views, register, pending_cutover, text_check);
        let end = folding.run(groups, &mut admin).await;
        reading_stop.cancel();
        // The fold's error first: when the fold fails, the other two fail for lack of a receiver.
        let end = end?;
        (views, pending_cutover, text_check) = folding.into_parts();
        text_check.stop().await;
        match end {
            ReadingEnd::Stopped => {
                while let Some(stage) = stages.join_next().await {
                    stage.map_err(ProjectorError::Worker)??;
                }
                let closing = task::spawn_blocking(move || views.close());
                return Ok(closing.await.map_err(ProjectorError::Worker)??);
            }
            ReadingEnd::Lost(loss) => {
                let why = format!("the log was replaced ({})", loss.as_str());
                views = reset(views, loss.as_str().to_owned(), &why).await?;
            }
            ReadingEnd::Damaged(damage) => {
                let why = format!("the check of the views found damage ({damage})");
                views = reset(views, damage, &why).await?;
            }
            ReadingEnd::CutOver(completion) => {
                let rebuilt = admin.rebuilt_views().to_owned();
                (views, pending_cutover) = cut_over(views, rebuilt, completion).await?;
            }
        }
        stages.shutdown().await;
        text_check = RunningTextCheck::start(&views)?;
    }
}

/// Archives the views, and continues with empty ones.
async fn reset(views: Views, reason: String, why: &str) -> Result<Views, ProjectorError> {
    let archiving = reason.clone();
    let worker = task::spawn_blocking(move || views.reset(&archiving));
    let (views, archived) = worker.await.map_err(ProjectorError::Worker)??;
    let path = archived.path.display();
    tracing::warn!(%path, reason, "{why}: archived the views in {path}; rebuilding from the log");
    Ok(views)
}

fn resume_point(anchor: &LogAnchor) -> ResumePoint {
    let created_at = anchor
        .stream_created_at
        .map(i128::from)
        .map(Timestamp::from_nanosecond);
    ResumePoint {
        stream_created_at: created_at.and_then(Result::ok),
        position: anchor.position,
        recent: anchor
            .recent
            .iter()
            .map(|(sequence, fingerprint)| (*sequence, MessageFingerprint(*fingerprint)))
            .collect(),
    }
}
