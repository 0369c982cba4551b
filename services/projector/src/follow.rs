//! The main loop: deliveries of the journal in, commits out, until it is stopped.

use jiff::Timestamp;
use journal::{Journal, LogLoss, MessageFingerprint, ReadError, ResumePoint};
use register::Register;
use tokio::{sync::mpsc, task};
use tokio_util::sync::CancellationToken;
use views::{AdminRequests, LogAnchor, Views, ViewsError};

use crate::{
    classify::classify_ahead,
    cutover::{PendingCutover, cut_over},
    folding::{Folding, ReadingEnd},
};

/// The number of deliveries that may wait for the fold; a full queue is the backpressure on reading.
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
/// archives the views and reads the new log from its start. Carries out `admin` requests meanwhile.
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
    loop {
        let (out, deliveries) = mpsc::channel(QUEUE_LIMIT);
        let reading_stop = stop.child_token();
        let resume_point = resume_point(&views.anchor());
        let reading = journal::read(journal, resume_point, out, reading_stop.clone());
        let (classified, deliveries_in) = mpsc::channel(1);
        let classifying = classify_ahead(deliveries, classified, register);
        let mut folding = Folding::new(journal, views, register, pending_cutover);
        let folded = async {
            let end = folding.run(deliveries_in, &mut admin).await;
            reading_stop.cancel();
            end
        };
        let (read, classified, folded) = tokio::join!(reading, classifying, folded);
        // The fold's error first: when the fold fails, the other two fail for lack of a receiver.
        let end = folded?;
        classified?;
        (views, pending_cutover) = folding.into_parts();
        match end {
            ReadingEnd::Stopped => {
                read?;
                let closing = task::spawn_blocking(move || views.close());
                return Ok(closing.await.map_err(ProjectorError::Worker)??);
            }
            ReadingEnd::Lost(loss) => views = reset(views, loss).await?,
            ReadingEnd::CutOver(completion) => {
                let rebuilt = admin.rebuilt_views().to_owned();
                (views, pending_cutover) = cut_over(views, rebuilt, completion).await?;
            }
        }
    }
}

async fn reset(views: Views, loss: LogLoss) -> Result<Views, ProjectorError> {
    let reason = loss.as_str();
    let worker = task::spawn_blocking(move || views.reset(reason));
    let (views, archived) = worker.await.map_err(ProjectorError::Worker)??;
    let path = archived.path.display();
    tracing::warn!(%path, reason, "the log was replaced ({reason}): archived the views in {path}; rebuilding from the new log");
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
