//! `knelpunt serve`: projector, API and pages on one folder of views, following a log on another server.

use std::{net::SocketAddr, process::ExitCode};

use journal::{Journal, JournalOptions};

use crate::{
    compose_server::{self, ServerParts},
    event_intake::{EventIntake, SourceArgs},
    lifecycle::{self, Lifecycle},
    settings::{self, CatalogueArgs, DataArgs, OriginArgs, ThemeArgs},
};

/// Options of `serve`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Address of the pages and the API
    #[arg(long, value_name = "ADDR", value_parser = settings::parse_address, default_value = settings::LISTEN)]
    listen: SocketAddr,
    /// URL of the NATS server with the stream KNELPUNTEN, such as `nats://127.0.0.1:4222`; `serve` waits while it is
    /// unavailable
    #[arg(long, env = "KNELPUNT_NATS_URL", value_name = "URL")]
    nats: String,
    /// Accept events too, over HTTP and through forms on the pages
    #[arg(long)]
    intake: bool,
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    catalogue: CatalogueArgs,
    #[command(flatten)]
    theme: ThemeArgs,
    #[command(flatten)]
    origin: OriginArgs,
}

/// Runs until a signal ends it.
///
/// # Errors
///
/// When it cannot start, or a task fails.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    settings::check_loopback(args.listen)?;
    let register = settings::register(&args.catalogue)?;
    let theme = args.theme.read()?;
    lifecycle::block_on(async {
        let lifecycle = Lifecycle::default();
        lifecycle.handle_signals()?;
        let listener = compose_server::bind(args.listen)?;
        let address = listener.local_addr()?;
        args.data.create()?;
        let views = compose_server::open_views(&args.data, register)?;
        let intake = if args.intake {
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
            intake,
            theme,
            allowed_origin: args.origin.allow_origin.clone(),
        };
        let (_, tasks) = compose_server::start(parts, &lifecycle)?;
        println!(
            "Knelpunt is running at http://{address}/, following {}",
            args.nats
        );
        let ended = lifecycle.ended(tasks).await;
        lifecycle.close();
        ended.map(|()| ExitCode::SUCCESS)
    })
}
