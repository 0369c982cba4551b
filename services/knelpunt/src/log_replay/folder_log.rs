//! The log of a data folder without a running server: on another NATS server, or on one that is started for it.

use std::path::PathBuf;

use anyhow::Context as _;
use tokio_util::sync::CancellationToken;

use crate::{
    nats_server::{self, NatsServer},
    settings::DataArgs,
};

/// The log to read.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct FolderLogArgs {
    /// Read the log of the NATS server at this URL instead of the one that `up` stores in the data folder
    #[arg(long, env = "KNELPUNT_NATS_URL", value_name = "URL")]
    pub(crate) nats: Option<String>,
    /// The nats-server executable to start if --nats is not given, 2.10 or newer; the one on PATH if not given
    #[arg(
        long,
        alias = "nats-server",
        env = "KNELPUNT_NATS_SERVER_BIN",
        value_name = "PATH"
    )]
    nats_server_bin: Option<PathBuf>,
}

impl FolderLogArgs {
    /// Runs work with the URL of the log, until it is done or `stop` is cancelled; stops the server that was started for
    /// it.
    ///
    /// # Errors
    ///
    /// When the server does not start, the work fails, or `stop` was cancelled.
    pub(crate) async fn with<T>(
        &self,
        data: &DataArgs,
        stop: &CancellationToken,
        work: impl AsyncFnOnce(&str) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let stopped = || "cannot finish: stopped by a signal; the views are unchanged";
        if let Some(url) = &self.nats {
            let done = stop.run_until_cancelled(work(url)).await;
            return done.with_context(stopped).flatten();
        }
        let settings = nats_server::Settings {
            dir: data.nats(),
            nats_server: self.nats_server_bin.clone(),
            port: None,
        };
        let starting = Box::pin(NatsServer::start(settings));
        let started = stop.run_until_cancelled(starting).await;
        let server = started
            .with_context(stopped)?
            .context("cannot start a nats-server")?;
        let url = server.url();
        let done = stop.run_until_cancelled(work(&url)).await;
        server.stop().await;
        done.with_context(stopped).flatten()
    }
}
