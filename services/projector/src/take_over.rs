//! Views that were rebuilt beside the running ones, taken over without refusing a question.

use std::path::PathBuf;

use tokio::task;
use views::Views;

use crate::{ProjectorError, control::Answer};

/// Views that are to be taken over.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) built: PathBuf,
    pub(crate) answer: Answer<()>,
}

/// Views that were taken over, of which readers know only when they have come as far as those that were.
#[derive(Debug)]
pub(crate) struct CatchingUp {
    goal: u64,
    answer: Answer<()>,
}

/// Takes views over; reading goes on from where they stand. Those that cannot be taken change nothing.
pub(crate) async fn take_over(
    mut views: Views,
    wanted: Wanted,
) -> Result<(Views, Option<CatchingUp>), ProjectorError> {
    let Wanted { built, answer } = wanted;
    let goal = *views.reader().positions().borrow();
    let taking = task::spawn_blocking(move || {
        let taken = views.take_over(&built);
        (views, taken)
    });
    let (views, taken) = taking.await.map_err(ProjectorError::Fold)?;
    if let Err(error) = taken {
        // Whoever asked may have gone.
        let _ = answer.send(Err(error.into()));
        return Ok((views, None));
    }
    let rest = CatchingUp { goal, answer }.reached(views.anchor().position);
    Ok((views, rest))
}

impl CatchingUp {
    /// Says that this position was reached: once it is far enough, who asked is answered.
    pub(crate) fn reached(self, position: u64) -> Option<Self> {
        if position < self.goal {
            return Some(self);
        }
        tracing::info!(position, "the rebuilt views are taken over at {position}");
        // Whoever asked may have gone.
        let _ = self.answer.send(Ok(()));
        None
    }
}
