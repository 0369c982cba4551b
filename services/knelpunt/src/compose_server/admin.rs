//! What the web service is asked to have done with the views, done by the projector.

use std::path::PathBuf;

use projector::{Control, ControlError};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use views::ViewsError;
use web::{Operation, Refusal, Retried};

/// Has operations done, one after the other, until `stop` is cancelled. Views are taken over from `new_views` alone:
/// no client says from where.
pub(super) async fn operate(
    mut operations: mpsc::Receiver<Operation>,
    control: Control,
    new_views: PathBuf,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    while let Some(Some(operation)) = stop.run_until_cancelled(operations.recv()).await {
        match operation {
            Operation::Retry(order) => {
                let retried = control.retry().await.map(retried);
                order.answer(retried.map_err(|error| refusal(&error)));
            }
            Operation::TakeOver(order) => {
                let taken_over = control.take_over(new_views.clone()).await;
                order.answer(taken_over.map_err(|error| refusal(&error)));
            }
        }
    }
    Ok(())
}

fn retried(retried: projector::Retried) -> Retried {
    Retried {
        folded: retried.folded,
        still_invalid: retried.still_invalid,
        erased: retried.erased,
    }
}

fn refusal(error: &ControlError) -> Refusal {
    match error {
        ControlError::Busy => Refusal::Conflict(
            "Another operation is under way. Ask again when it is done.".to_owned(),
        ),
        ControlError::NothingThere { .. } => Refusal::Conflict(
            "There are no rebuilt views beside the running ones: `knelpunt rebuild` on the same data folder makes them."
                .to_owned(),
        ),
        ControlError::Log(cause) => Refusal::Later(format!(
            "The log cannot be read now: {}. Ask again later.", crate::output::as_failure(&cause.to_string())
        )),
        ControlError::Ended => {
            Refusal::Later("Following the log ended meanwhile. Ask again later.".to_owned())
        }
        ControlError::Views(ViewsError::UnusableRebuild { reason } | ViewsError::Damaged { reason }) => {
            Refusal::Conflict(format!(
                "The rebuilt views cannot be taken over: {reason}. They are put aside; rebuild again."
            ))
        }
        ControlError::Views(ViewsError::InUse { .. }) => {
            Refusal::Conflict("The rebuilt views are still being built. Ask again later.".to_owned())
        }
        ControlError::Ask(_) | ControlError::Views(_) | ControlError::Thread(_) => {
            tracing::error!(
                error = error as &dyn std::error::Error,
                "cannot do what an operator asked for"
            );
            Refusal::Failed
        }
    }
}
