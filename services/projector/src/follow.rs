//! The loop: deliveries of the journal in, commits out, until it is stopped.

use jiff::Timestamp;
use journal::{Journal, LogLoss, MessageFingerprint, ReadError, ResumePoint};
use register::Register;
use tokio::{sync::mpsc, task};
use tokio_util::sync::CancellationToken;
use views::{Anchor, Views, ViewsError};

use crate::{
    Requests,
    folding::{Ended, Folding},
    judging::judge_ahead,
    take_over::{CatchingUp, take_over},
};

/// The deliveries that may wait for the fold; a full row is the backpressure on reading.
const WAITING_LIMIT: usize = 4;

/// Fails when the views cannot follow the log any further.
#[derive(Debug, thiserror::Error)]
pub enum ProjectorError {
    /// The views could not be kept.
    #[error(transparent)]
    Views(#[from] ViewsError),
    /// The log could not be read.
    #[error("read the log")]
    Read(#[from] ReadError),
    /// The thread that folds ended before its time.
    #[error("fold: the thread that does it ended by itself")]
    Fold(#[source] task::JoinError),
}

/// Folds the log into the views until `stop` is cancelled; then writes what is not on disk yet, and closes them.
///
/// A log that is away is waited for, and readers are told. A log that is not the one that was folded makes the
/// views be put aside, and is read from its start. What `requests` asks for is done meanwhile.
///
/// # Errors
///
/// When the views cannot be kept: no room, no permission.
pub async fn follow(
    journal: &Journal,
    mut views: Views,
    register: &'static Register,
    mut requests: Requests,
    stop: CancellationToken,
) -> Result<(), ProjectorError> {
    let mut catching_up: Option<CatchingUp> = None;
    if views.anchor().position == 0 {
        // What there is to fold shows with the log: until then nothing is answered as if there were nothing.
        views.update_log_state(|log| log.rebuilding = true);
    }
    loop {
        let (out, deliveries) = mpsc::channel(WAITING_LIMIT);
        let reading_stop = stop.child_token();
        let reading = journal::read(journal, resume(&views.anchor()), out, reading_stop.clone());
        let (judged, arrivals) = mpsc::channel(1);
        let judging = judge_ahead(deliveries, judged, register);
        let mut folding = Folding::new(journal, views, register, catching_up);
        let folded = async {
            let ended = folding.run(arrivals, &mut requests).await;
            reading_stop.cancel();
            ended
        };
        let (read, judged, folded) = tokio::join!(reading, judging, folded);
        // The fold's failure is the cause where others failed too: it left them without a receiver.
        let ended = folded?;
        judged?;
        (views, catching_up) = folding.into_parts();
        match ended {
            Ended::Stopped => {
                read?;
                let closing = task::spawn_blocking(move || views.close());
                return Ok(closing.await.map_err(ProjectorError::Fold)??);
            }
            Ended::Lost(lost) => views = start_anew(views, lost).await?,
            Ended::TakeOver(wanted) => (views, catching_up) = take_over(views, wanted).await?,
        }
    }
}

async fn start_anew(views: Views, lost: LogLoss) -> Result<Views, ProjectorError> {
    let why = lost.as_str();
    let anew = task::spawn_blocking(move || views.reset(why));
    let (views, archived) = anew.await.map_err(ProjectorError::Fold)??;
    tracing::warn!(to = %archived.path.display(), why, "the log is another one ({why}): the views are put aside in {}, and built anew", archived.path.display());
    Ok(views)
}

fn resume(anchor: &Anchor) -> ResumePoint {
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
            .map(|(sequence, print)| (*sequence, MessageFingerprint(*print)))
            .collect(),
    }
}
