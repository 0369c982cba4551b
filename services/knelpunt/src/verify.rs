//! `knelpunt verify`: replays the log, and names what differs from it in the views, running or at rest.

mod offline;
mod report;
mod with_server;

use std::{path::PathBuf, process::ExitCode};

use register::Register;
use tokio_util::sync::CancellationToken;

use self::report::Report;
use crate::{
    lifecycle::{self, Lifecycle},
    log_replay::{FolderLogArgs, TemporaryFolder},
    settings::{self, CatalogueArgs, DataArgs, ServerArgs},
};

const MORE: &str = "\
The log is folded again, into a folder of its own that is removed afterwards, up to where the views stand.

Of a running server are compared: the digest at its position, every checkpoint that it has kept, what it has counted; \
and it compares what it keeps with itself: the index of open knelpunten with the events, what is in memory with what is \
on disk. Publishing and asking go on meanwhile. It is the server that uses the data folder, or that of --server.

Of views that no server uses, every key is compared.

Exit code 1 says that something differs: `knelpunt rebuild` then builds the views anew.

Examples:
  knelpunt verify
  knelpunt verify --server http://127.0.0.1:7420
  knelpunt verify --data D --scratch /tmp";

/// The folder, in the data folder or another one, that the log is folded into.
const SCRATCH: &str = "views.verify";

/// What `verify` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = MORE)]
pub(crate) struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// The running server to compare with; without it the one that uses the data folder, or the folder itself
    #[arg(long, env = "KNELPUNT_URL", value_name = "URL")]
    server: Option<String>,
    /// Fold the log again in this folder, which needs as much room as the views; the data folder if not given
    #[arg(long, value_name = "DIR")]
    scratch: Option<PathBuf>,
    #[command(flatten)]
    log: FolderLogArgs,
    #[command(flatten)]
    catalogue: CatalogueArgs,
}

/// Compares, and says what differs.
///
/// # Errors
///
/// When it cannot be compared: no server, no log, no room; or a signal stopped it.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let register = settings::register(&args.catalogue)?;
    lifecycle::block_on(async {
        let lifecycle = Lifecycle::default();
        lifecycle.handle_signals()?;
        let stop = lifecycle.stop();
        let verified = verify(args, register, &stop).await;
        stop.cancel();
        lifecycle.close();
        verified?.say()
    })
}

async fn verify(
    args: &Args,
    register: &'static Register,
    stop: &CancellationToken,
) -> anyhow::Result<Report> {
    if let Some(url) = &args.server {
        return with_server::verify(args, url, register, stop).await;
    }
    match offline::inspect(&args.data)? {
        Some(inspected) => offline::verify(args, inspected, register, stop).await,
        None => with_server::verify(args, settings::SERVER, register, stop).await,
    }
}

impl Args {
    /// Takes the folder that the log is folded into.
    fn scratch(&self) -> anyhow::Result<TemporaryFolder> {
        let within = match &self.scratch {
            Some(folder) => folder,
            None => self.data.create()?,
        };
        TemporaryFolder::take(&within.join(SCRATCH))
    }
}

/// Names a server by its address.
fn server_at(url: &str) -> ServerArgs {
    ServerArgs {
        server: url.to_owned(),
    }
}
