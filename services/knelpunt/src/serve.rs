//! `knelpunt serve`: projector, API and pages on one folder of views, following a log that is elsewhere.

use std::{net::SocketAddr, process::ExitCode};

use journal::{Journal, JournalOptions};

use crate::{
    compose_server::{self, ServerParts},
    event_intake::{EventIntake, SourceArgs},
    lifecycle::{self, Lifecycle},
    settings::{self, CatalogueArgs, DataArgs},
};

/// What `serve` can be told.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Address of pages and API
    #[arg(long, value_name = "ADDR", default_value = settings::LISTEN)]
    listen: SocketAddr,
    /// The NATS server whose stream KNELPUNTEN is followed; it is waited for while it is away
    #[arg(long, env = "KNELPUNT_NATS_URL", value_name = "URL")]
    nats: String,
    /// Also take events, over HTTP and by forms on the pages, through an outbox in the data folder
    #[arg(long)]
    intake: bool,
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
        let views = compose_server::open_views(&args.data, register)?;
        let taking = if args.intake {
            Some(EventIntake::open(&args.data, &args.source, register).await?)
        } else {
            None
        };
        let journal =
            Journal::connect(&args.nats, "knelpunt serve", JournalOptions::default()).await?;
        let parts = ServerParts {
            journal: &journal,
            views,
            register,
            listener,
            data: &args.data,
            taking,
        };
        let (_, tasks) = compose_server::start(parts, &lifecycle)?;
        println!(
            "Knelpunt answers at http://{address}/, following {}.",
            args.nats
        );
        let ended = lifecycle.ended(tasks).await;
        lifecycle.close();
        ended.map(|()| ExitCode::SUCCESS)
    })
}
