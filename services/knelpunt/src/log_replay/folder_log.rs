//! The log of a data folder on which no server runs: that of a NATS server elsewhere, or of one that is started.

use std::path::PathBuf;

use anyhow::Context as _;
use tokio_util::sync::CancellationToken;

use crate::{
    nats_server::{self, NatsServer},
    settings::DataArgs,
};

/// Which log to read.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct FolderLogArgs {
    /// Read the log of this NATS server, instead of the one that `up` keeps in the data folder
    #[arg(long, env = "KNELPUNT_NATS_URL", value_name = "URL")]
    pub(crate) nats: Option<String>,
    /// The nats-server to start where --nats is not given, 2.10 or newer; the one on the search path if none is given
    #[arg(
        long,
        alias = "nats-server",
        env = "KNELPUNT_NATS_SERVER_BIN",
        value_name = "PATH"
    )]
    nats_server_bin: Option<PathBuf>,
}

impl FolderLogArgs {
    /// Does something with the log, given where it is, until it is done or `stop` is cancelled; ends the server that
    /// was started for it.
    ///
    /// # Errors
    ///
    /// When no server starts, the work fails, or it was stopped.
    pub(crate) async fn with<T>(
        &self,
        data: &DataArgs,
        stop: &CancellationToken,
        work: impl AsyncFnOnce(&str) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let stopped = || "do all of it: stopped by a signal; the views are as they were";
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
            .context("start a nats-server")?;
        let url = server.url();
        let done = stop.run_until_cancelled(work(&url)).await;
        server.stop().await;
        done.with_context(stopped).flatten()
    }
}
