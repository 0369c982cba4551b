//! Cutover to views that were rebuilt beside the running ones; no question is rejected meanwhile.

use std::path::PathBuf;

use tokio::task;
use views::{Completion, Views};

use crate::ProjectorError;

/// A cutover of which readers see nothing yet: the new views have not reached the position of the previous ones.
#[derive(Debug)]
pub(crate) struct PendingCutover {
    target: u64,
    completion: Completion<()>,
}

/// Replaces the views; reading continues from the position of the new ones. Unusable views change nothing.
pub(crate) async fn cut_over(
    mut views: Views,
    rebuilt: PathBuf,
    completion: Completion<()>,
) -> Result<(Views, Option<PendingCutover>), ProjectorError> {
    let target = *views.reader().positions().borrow();
    let worker = task::spawn_blocking(move || {
        let outcome = views.cut_over(&rebuilt);
        (views, outcome)
    });
    let (views, outcome) = worker.await.map_err(ProjectorError::Worker)?;
    if let Err(error) = outcome {
        completion.complete(Err(error.into()));
        return Ok((views, None));
    }
    let pending = PendingCutover { target, completion }.advance(views.anchor().position);
    Ok((views, pending))
}

impl PendingCutover {
    /// Completes the cutover when `position` has reached its target; returns it otherwise.
    pub(crate) fn advance(self, position: u64) -> Option<Self> {
        if position < self.target {
            return Some(self);
        }
        tracing::info!(
            position,
            "cut over to the rebuilt views at position {position}"
        );
        self.completion.complete(Ok(()));
        None
    }
}
