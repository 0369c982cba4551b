//! How the program ends: the first signal asks all to finish, the second leaves at once.

use std::time::Duration;

use anyhow::Context as _;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// How long all tasks together may take to finish after the first signal.
const FINISH_WITHIN: Duration = Duration::from_secs(15);

/// The tasks of the program, and the word that ends them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lifecycle {
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Lifecycle {
    /// Gives what a task waits on, to know that it must finish.
    pub(crate) fn stop(&self) -> CancellationToken {
        self.stop.clone()
    }

    /// Runs a task that ends only when it is told to; one that ends by itself ends the program, as a failure.
    pub(crate) fn run<E: Into<anyhow::Error> + Send>(
        &self,
        name: &'static str,
        task: impl Future<Output = Result<(), E>> + Send + 'static,
    ) -> tokio::task::JoinHandle<anyhow::Result<()>> {
        let stop = self.stop();
        self.tasks.spawn(async move {
            let ended = task.await.map_err(Into::into);
            let early = !stop.is_cancelled();
            stop.cancel();
            match ended {
                Ok(()) if early => Err(anyhow::anyhow!("keep running: {name} ended by itself")),
                ended => ended,
            }
        })
    }

    /// Cancels everything at the first signal; leaves the process at the second, or when time is up.
    ///
    /// # Errors
    ///
    /// When signals cannot be listened for.
    pub(crate) fn handle_signals(&self) -> anyhow::Result<()> {
        let mut interrupt = signal(SignalKind::interrupt()).context("listen for signals")?;
        let mut terminate = signal(SignalKind::terminate()).context("listen for signals")?;
        let stop = self.stop();
        let finished = self.tasks.clone();
        let mut next =
            async move || tokio::select! { _ = interrupt.recv() => (), _ = terminate.recv() => () };
        #[expect(
            clippy::disallowed_methods,
            reason = "not tracked: it must not keep the program from ending"
        )]
        drop(tokio::task::spawn(async move {
            tokio::select! {
                () = next() => tracing::info!("finishing; a second signal leaves at once"),
                () = stop.cancelled() => {}
            }
            stop.cancel();
            tokio::select! {
                () = next() => tracing::warn!("left at once"),
                () = tokio::time::sleep(FINISH_WITHIN) => tracing::warn!("did not finish within {} s: left", FINISH_WITHIN.as_secs()),
                () = finished.wait() => return,
            }
            std::process::exit(1);
        }));
        Ok(())
    }

    /// Waits until a number of tasks have ended; gives the first failure.
    pub(crate) async fn ended(
        &self,
        tasks: Vec<tokio::task::JoinHandle<anyhow::Result<()>>>,
    ) -> anyhow::Result<()> {
        let mut failure = Ok(());
        for task in tasks {
            let ended = task
                .await
                .context("keep running: a task ended by itself")
                .and_then(|ended| ended);
            if failure.is_ok() {
                failure = ended;
            }
        }
        failure
    }

    /// Says that no task will follow.
    pub(crate) fn close(&self) {
        self.tasks.close();
    }
}

/// Runs a word that waits on many things at once.
///
/// # Errors
///
/// What the word fails with, or that there is no runtime to be had.
pub(crate) fn block_on<T>(word: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("start the runtime")?;
    runtime.block_on(word)
}
