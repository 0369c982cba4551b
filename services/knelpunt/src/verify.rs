//! `knelpunt verify`: compares the views, of a running server or offline, with a replay of the log.

mod offline;
mod report;
mod with_server;

use std::{path::PathBuf, process::ExitCode};

use register::Register;
use tokio_util::sync::CancellationToken;

use self::report::VerifyReport;
use crate::{
    lifecycle::{self, Lifecycle},
    log_replay::{FolderLogArgs, TemporaryFolder},
    output::FormatArgs,
    settings::{self, CatalogueArgs, DataArgs, ServerArgs},
};

const AFTER_HELP: &str = "\
Replays the log up to the position of the views, into a temporary folder.

For a running server (the one at --server, or else the one that uses the data folder), compares the digest at its \
position, every checkpoint and the counts. The server also compares its own data: the index of open knelpunten with the \
events, and memory with the disk. It continues to accept events and answer questions meanwhile.

For views that no server uses, compares every key.

Exit code 1 means that something differs: run `knelpunt rebuild`.

Examples:
  knelpunt verify
  knelpunt verify --server http://127.0.0.1:7420
  knelpunt verify --data D --scratch /tmp";

/// The name of the temporary folder.
const TEMPORARY_FOLDER: &str = "views.verify";

/// Options of `verify`.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// URL of the running server; if not given, the server that uses the data folder, or the folder itself
    #[arg(long, env = "KNELPUNT_URL", value_name = "URL")]
    server: Option<String>,
    /// Folder for the temporary views, which need as much space as the views; the data folder if not given
    #[arg(long, value_name = "DIR")]
    scratch: Option<PathBuf>,
    #[command(flatten)]
    log: FolderLogArgs,
    #[command(flatten)]
    catalogue: CatalogueArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Compares, and prints the differences.
///
/// # Errors
///
/// When it cannot compare: no server, no log, no disk space; or a signal stopped it.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let register = settings::register(&args.catalogue)?;
    let report = lifecycle::block_on(async {
        let lifecycle = Lifecycle::default();
        lifecycle.handle_signals()?;
        let stop = lifecycle.stop();
        let verified = verify(args, register, &stop).await;
        stop.cancel();
        lifecycle.close();
        verified
    })?;
    args.format.print(&report, || report.text())?;
    Ok(report.exit_code())
}

async fn verify(
    args: &Args,
    register: &'static Register,
    stop: &CancellationToken,
) -> anyhow::Result<VerifyReport> {
    if let Some(url) = &args.server {
        return with_server::verify(args, url, register, stop).await;
    }
    match offline::open(&args.data)? {
        Some(views) => offline::verify(args, views, register, stop).await,
        None => with_server::verify(args, settings::SERVER, register, stop).await,
    }
}

impl Args {
    /// Creates the temporary folder.
    fn temporary_folder(&self) -> anyhow::Result<TemporaryFolder> {
        let within = match &self.scratch {
            Some(folder) => folder,
            None => self.data.create()?,
        };
        TemporaryFolder::create(&within.join(TEMPORARY_FOLDER))
    }
}

/// Returns the options of a server at a URL.
fn server_at(url: &str) -> ServerArgs {
    ServerArgs {
        server: url.to_owned(),
    }
}
