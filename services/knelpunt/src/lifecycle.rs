//! How the program ends: the first signal asks every task to finish, the second ends the process at once.

use std::time::Duration;

use anyhow::Context as _;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// The time that all tasks together have to finish after the first signal.
const FINISH_TIMEOUT: Duration = Duration::from_secs(15);

/// The tasks of the program, and the token that ends them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lifecycle {
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Lifecycle {
    /// Returns the token that a task waits on to know when to finish.
    pub(crate) fn stop(&self) -> CancellationToken {
        self.stop.clone()
    }

    /// Runs a task that ends only when the token is cancelled; one that ends by itself ends the program as a failure.
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
                Ok(()) if early => Err(anyhow::anyhow!(
                    "cannot keep running: {name} ended by itself"
                )),
                ended => ended,
            }
        })
    }

    /// Cancels every task at the first signal; exits at the second one, or when the time to finish is over.
    ///
    /// # Errors
    ///
    /// When the system allows no signal handler.
    pub(crate) fn handle_signals(&self) -> anyhow::Result<()> {
        let mut interrupt = signal(SignalKind::interrupt()).context("cannot handle signals")?;
        let mut terminate = signal(SignalKind::terminate()).context("cannot handle signals")?;
        let stop = self.stop();
        let finished = self.tasks.clone();
        let mut next =
            async move || tokio::select! { _ = interrupt.recv() => (), _ = terminate.recv() => () };
        #[expect(
            clippy::disallowed_methods,
            reason = "not tracked: the tracker would wait for it, and it waits for the tracker"
        )]
        drop(tokio::task::spawn(async move {
            // Not biased: a signal and the end of all tasks may come at once, and either ends the wait.
            tokio::select! {
                () = next() => tracing::info!("finishing; send a second signal to exit at once"),
                () = stop.cancelled() => {}
            }
            stop.cancel();
            tokio::select! {
                () = next() => tracing::warn!("exited at once, on a second signal"),
                () = tokio::time::sleep(FINISH_TIMEOUT) => tracing::warn!("exited without finishing, after {} s", FINISH_TIMEOUT.as_secs()),
                () = finished.wait() => return,
            }
            std::process::exit(1);
        }));
        Ok(())
    }

    /// Waits until all given tasks have ended; returns the first failure.
    pub(crate) async fn ended(
        &self,
        tasks: Vec<tokio::task::JoinHandle<anyhow::Result<()>>>,
    ) -> anyhow::Result<()> {
        let mut failure = Ok(());
        for task in tasks {
            let ended = task
                .await
                .context("cannot keep running: a task ended by itself")
                .and_then(|ended| ended);
            if failure.is_ok() {
                failure = ended;
            }
        }
        failure
    }

    /// Declares that no further task will be started.
    pub(crate) fn close(&self) {
        self.tasks.close();
    }
}

/// Runs an asynchronous command on a new runtime.
///
/// # Errors
///
/// What the command fails with, or when no runtime can be started.
pub(crate) fn block_on<T>(command: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the runtime")?;
    runtime.block_on(command)
}
