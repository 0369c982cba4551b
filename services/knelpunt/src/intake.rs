//! `knelpunt intake`: accepts events over HTTP and publishes them, without views.

use std::{net::SocketAddr, process::ExitCode};

use journal::{Journal, JournalOptions};

use crate::{
    compose_server,
    event_intake::{EventIntake, SourceArgs},
    lifecycle::{self, Lifecycle},
    settings::{self, CatalogueArgs, DataArgs},
};

/// The default address: the port after that of the pages and the API.
const LISTEN: &str = "127.0.0.1:7421";

const MORE: &str = "\
An event answered with 201 or 202 is on disk, in the folder `outbox` of the data folder, and is published as soon as \
NATS is available, also after a restart. /v1/openapi.json describes the requests. `up` accepts the same ones on its port.

Example:
  knelpunt intake --nats nats://127.0.0.1:4222 &
  curl -H 'Content-Type: application/json' http://127.0.0.1:7421/v1/reports \
      -d '{\"municipality\": \"GM0344\", \"category\": \"funding\"}'";

/// Options of `intake`.
#[derive(Debug, clap::Args)]
#[command(after_help = MORE)]
pub(crate) struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Address at which events are accepted
    #[arg(long, value_name = "ADDR", value_parser = settings::parse_address, default_value = LISTEN)]
    listen: SocketAddr,
    /// URL of the NATS server to publish to, such as `nats://127.0.0.1:4222`; events wait on disk while it is unavailable
    #[arg(long, env = "KNELPUNT_NATS_URL", value_name = "URL")]
    nats: String,
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    catalogue: CatalogueArgs,
}

/// Runs until a signal ends it.
///
/// # Errors
///
/// When it cannot start, or a task fails.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    settings::check_loopback(args.listen)?;
    let register = settings::register(&args.catalogue)?;
    lifecycle::block_on(async {
        let lifecycle = Lifecycle::default();
        lifecycle.handle_signals()?;
        let listener = compose_server::bind(args.listen)?;
        let address = listener.local_addr()?;
        args.data.create()?;
        let intake = EventIntake::open(&args.data, &args.source, register).await?;
        let journal =
            Journal::connect(&args.nats, "knelpunt intake", JournalOptions::default()).await?;
        let connections = (listener, compose_server::open_files::limits());
        let tasks =
            compose_server::serve_http(&journal, connections, None, Some(intake), &lifecycle);
        println!(
            "Knelpunt accepts events at http://{address}/, for {}",
            args.nats
        );
        let ended = lifecycle.ended(tasks).await;
        lifecycle.close();
        ended.map(|()| ExitCode::SUCCESS)
    })
}
