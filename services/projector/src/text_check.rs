//! The check of the texts that opening the views leaves out, in the background.

use std::future;

use tokio::task::{self, JoinHandle};
use tokio_util::sync::CancellationToken;
use views::{Views, ViewsError};

use crate::ProjectorError;

/// The check of the texts, if it is running.
#[derive(Debug, Default)]
pub(crate) struct RunningTextCheck {
    worker: Option<JoinHandle<Result<(), ViewsError>>>,
    stop: CancellationToken,
}

impl RunningTextCheck {
    /// Starts to check the texts of views that were opened.
    pub(crate) fn start(views: &Views) -> Result<Self, ProjectorError> {
        let check = views.text_check()?;
        views.update_log_state(|log| log.checking_texts = true);
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        let worker = task::spawn_blocking(move || check.run(|| stopped.is_cancelled()));
        Ok(Self {
            worker: Some(worker),
            stop,
        })
    }

    /// Waits for the end of the check; for ever when none is running. Returns what was found, if that is damage.
    /// Cancel-safe.
    pub(crate) async fn ended(&mut self) -> Result<Option<String>, ProjectorError> {
        let Some(worker) = &mut self.worker else {
            return future::pending().await;
        };
        let checked = worker.await;
        self.worker = None;
        match checked.map_err(ProjectorError::Worker)? {
            Ok(()) => Ok(None),
            Err(ViewsError::Damaged { reason }) => Ok(Some(reason)),
            Err(error) => Err(error.into()),
        }
    }

    /// Ends the check early; returns whether it was running. Until this returns, it uses the store.
    pub(crate) async fn stop(&mut self) -> bool {
        self.stop.cancel();
        match self.worker.take() {
            Some(worker) => worker.await.is_ok(),
            None => false,
        }
    }
}
