//! The `nats-server` of `knelpunt up`: a child process that ends with its parent, however the parent ends.
//!
//! Between the two is a [`guard`]: a small process that holds a pipe to the parent and stops the server when the pipe
//! closes. It locks the folder until the server has ended, so that two servers never share a store. What may never enter:
//! the NATS protocol, which is for the `journal`.

mod child;
pub(crate) mod executable;
mod folder;
pub(crate) mod guard;
mod log;
mod port;
mod report;

use std::path::PathBuf;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use child::{GuardedServer, LaunchError, LaunchPlan};
use folder::NatsFolder;

/// How often to try another port when another process took the one that was free a moment ago.
const PORT_ATTEMPTS: usize = 8;
const FIRST_BACKOFF: Duration = Duration::from_millis(100);
const LONGEST_BACKOFF: Duration = Duration::from_secs(2);

/// Settings of the server.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The folder of the store, the configuration, the log and the lock; created if it does not exist.
    pub(crate) dir: PathBuf,
    /// The executable; `nats-server` from PATH if not given.
    pub(crate) nats_server: Option<PathBuf>,
    /// The port on loopback; 4222 or else any free one if not given.
    pub(crate) port: Option<u16>,
}

/// A running `nats-server`. Dropping it ends the server, without waiting for its end.
#[derive(Debug)]
pub(crate) struct NatsServer {
    plan: LaunchPlan,
    child: Option<GuardedServer>,
}

impl NatsServer {
    /// Starts a server and waits until it answers, with its store open.
    ///
    /// # Errors
    ///
    /// When no executable is new enough, the folder is in use or not writable, the port is taken, or the server ends: with
    /// the last lines of its log.
    pub(crate) async fn start(settings: Settings) -> anyhow::Result<Self> {
        let executable = executable::find(settings.nats_server).await?;
        let folder = NatsFolder::create(&settings.dir)?;
        let mut attempts = 1;
        loop {
            let port = settings.port.map_or_else(port::choose, Ok)?;
            let plan = LaunchPlan::new(executable.clone(), folder.clone(), port);
            match plan.launch().await {
                Ok(child) => {
                    return Ok(Self {
                        plan,
                        child: Some(child),
                    });
                }
                Err(LaunchError::PortTaken(_))
                    if settings.port.is_none() && attempts < PORT_ATTEMPTS =>
                {
                    attempts += 1;
                }
                Err(failure) => return Err(failure.into()),
            }
        }
    }

    /// Returns the URL, which never changes.
    pub(crate) fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.plan.port)
    }

    /// Restarts the server on the same port whenever it ends by itself, until `stop` is cancelled; then ends it.
    pub(crate) async fn run(mut self, stop: CancellationToken) {
        let supervised = async {
            loop {
                let why = self.ended().await;
                tracing::warn!(port = self.plan.port, "nats-server {why}; restarting it");
                self.restart().await;
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = supervised => {}
        }
        self.stop().await;
    }

    /// Ends the server and waits, for a limited time, until it has ended.
    pub(crate) async fn stop(mut self) {
        if let Some(child) = self.child.take() {
            child.end().await;
        }
    }

    /// Waits for the end of the server and of its guard: a server whose guard was killed would outlive us.
    async fn ended(&mut self) -> String {
        let Some(child) = &mut self.child else {
            return "is not running".to_owned();
        };
        let why = child.ended().await;
        if let Some(child) = self.child.take() {
            child.end().await;
        }
        why
    }

    async fn restart(&mut self) {
        let mut backoff = FIRST_BACKOFF;
        while self.child.is_none() {
            tokio::time::sleep(backoff).await;
            backoff = (backoff * 2).min(LONGEST_BACKOFF);
            match self.plan.launch().await {
                Ok(child) => self.child = Some(child),
                Err(failure) => {
                    tracing::warn!(
                        port = self.plan.port,
                        "nats-server did not start: {failure}"
                    );
                }
            }
        }
        tracing::info!(port = self.plan.port, "nats-server is running again");
    }
}
