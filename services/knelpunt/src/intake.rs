//! `knelpunt intake`: takes events over HTTP and publishes them, without views of its own.

use std::{net::SocketAddr, process::ExitCode};

use journal::{Journal, JournalOptions};

use crate::{
    compose_server,
    event_intake::{EventIntake, SourceArgs},
    lifecycle::{self, Lifecycle},
    settings::{self, CatalogueArgs, DataArgs},
};

/// Where events are taken, unless told otherwise: beside the port of pages and API.
const LISTEN: &str = "127.0.0.1:7421";

const MORE: &str = "\
What is answered with 201 or 202 is on disk, in the folder `outbox` of the data folder, and is published as soon as \
NATS takes it, also after a restart. `/v1/openapi.json` says what can be posted; `up` takes the same on its own port.

Example:
  knelpunt intake --nats nats://127.0.0.1:4222 &
  curl -H 'Content-Type: application/json' http://127.0.0.1:7421/v1/reports \
      -d '{\"municipality\": \"GM0344\", \"category\": \"funding\"}'";

/// What `intake` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = MORE)]
pub(crate) struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Address at which events are taken
    #[arg(long, value_name = "ADDR", default_value = LISTEN)]
    listen: SocketAddr,
    /// The NATS server to publish to; what is taken while it is away waits on disk
    #[arg(long, env = "KNELPUNT_NATS_URL", value_name = "URL")]
    nats: String,
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    catalogue: CatalogueArgs,
}

/// Runs until a signal ends it.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    settings::check_loopback(args.listen)?;
    let register = settings::register(&args.catalogue)?;
    lifecycle::block_on(async {
        let lifecycle = Lifecycle::default();
        lifecycle.handle_signals()?;
        let listener = compose_server::bind(args.listen)?;
        let address = listener.local_addr()?;
        args.data.make()?;
        let taking = EventIntake::open(&args.data, &args.source, register).await?;
        let journal =
            Journal::connect(&args.nats, "knelpunt intake", JournalOptions::default()).await?;
        let tasks = compose_server::answer(&journal, listener, None, Some(taking), &lifecycle);
        println!(
            "Knelpunt takes events at http://{address}/, for {}.",
            args.nats
        );
        let ended = lifecycle.ended(tasks).await;
        lifecycle.close();
        ended.map(|()| ExitCode::SUCCESS)
    })
}
