//! The `nats-server` of `knelpunt up`: a child that ends with its parent, whatever ends the parent.
//!
//! Between the two stands a [`guard`]: a small process that holds a pipe to the parent and stops the server when
//! the pipe closes. It locks the folder until the server is gone, so that two servers never share one store.
//! Nothing here speaks NATS; that is for the `journal`.

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

use child::{Child, Failure, Plan};
use folder::Folder;

/// How often another port is tried when somebody else took the one that was free a moment ago.
const PORT_ATTEMPTS: usize = 8;
const FIRST_BACKOFF: Duration = Duration::from_millis(100);
const LONGEST_BACKOFF: Duration = Duration::from_secs(2);

/// What a server of one's own needs.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Holds the store, the configuration, the log and the lock; made if it is not there.
    pub(crate) dir: PathBuf,
    /// The executable; `nats-server` from the search path if none is given.
    pub(crate) nats_server: Option<PathBuf>,
    /// The port on loopback; 4222 or else any free one if none is given.
    pub(crate) port: Option<u16>,
}

/// A running `nats-server`. Dropping it ends the server too, without waiting for that.
#[derive(Debug)]
pub(crate) struct NatsServer {
    plan: Plan,
    child: Option<Child>,
}

impl NatsServer {
    /// Starts a server and waits until it answers with its store opened.
    ///
    /// # Errors
    ///
    /// Fails with one sentence and what to do: no server that is new enough, folder in use or not writable, port
    /// taken, or what the server itself said last.
    pub(crate) async fn start(settings: Settings) -> anyhow::Result<Self> {
        let executable = executable::find(settings.nats_server).await?;
        let folder = Folder::create(&settings.dir)?;
        let mut attempts = 1;
        loop {
            let port = settings.port.map_or_else(port::choose, Ok)?;
            let plan = Plan::new(executable.clone(), folder.clone(), port);
            match plan.launch().await {
                Ok(child) => {
                    return Ok(Self {
                        plan,
                        child: Some(child),
                    });
                }
                Err(Failure::PortTaken(_))
                    if settings.port.is_none() && attempts < PORT_ATTEMPTS =>
                {
                    attempts += 1;
                }
                Err(failure) => return Err(failure.into()),
            }
        }
    }

    /// Where clients connect; it stays the same while this lives.
    pub(crate) fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.plan.port)
    }

    /// Starts the server again on the same port whenever it ends by itself, until `stop` is cancelled; then ends it.
    pub(crate) async fn run(mut self, stop: CancellationToken) {
        let supervised = async {
            loop {
                let why = self.ended().await;
                tracing::warn!(
                    port = self.plan.port,
                    "nats-server {why}; starting it again"
                );
                self.start_again().await;
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = supervised => {}
        }
        self.stop().await;
    }

    /// Ends the server and waits, bounded, until it is gone.
    pub(crate) async fn stop(mut self) {
        if let Some(child) = self.child.take() {
            child.end().await;
        }
    }

    /// Waits for the end of the server, and of its guard. A server whose guard was killed would live on alone.
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

    async fn start_again(&mut self) {
        let mut backoff = FIRST_BACKOFF;
        while self.child.is_none() {
            tokio::time::sleep(backoff).await;
            backoff = (backoff * 2).min(LONGEST_BACKOFF);
            match self.plan.launch().await {
                Ok(child) => self.child = Some(child),
                Err(failure) => {
                    tracing::warn!(port = self.plan.port, "nats-server not started: {failure}");
                }
            }
        }
        tracing::info!(port = self.plan.port, "nats-server runs again");
    }
}
