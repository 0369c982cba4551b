//! `knelpunt up`: everything on one machine.

mod demo;

use std::{net::SocketAddr, path::PathBuf, process::ExitCode, time::Duration};

use anyhow::Context as _;
use journal::{Journal, JournalOptions, StreamInfo};
use register::Register;

use crate::{
    compose_server::{self, ServerParts},
    event_intake::{EventIntake, SourceArgs},
    lifecycle::{self, Lifecycle},
    nats_server::{self, NatsServer},
    settings::{self, CatalogueArgs, DataArgs, OriginArgs, ThemeArgs},
};

/// The time between two notices that NATS is not there yet.
const NOTICE_EVERY: Duration = Duration::from_secs(10);

/// How long a NATS server that is not ours may take to answer before pages are served without it.
const FIRST_WAIT: Duration = Duration::from_secs(2);

/// Options of `up`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Address of the pages and the API
    #[arg(long, value_name = "ADDR", value_parser = settings::parse_address, default_value = settings::LISTEN)]
    listen: SocketAddr,
    /// Use the NATS server at this URL, such as `nats://127.0.0.1:4222`, instead of starting one; `up` waits while it is
    /// unavailable
    #[arg(long, env = "KNELPUNT_NATS_URL", value_name = "URL")]
    nats: Option<String>,
    /// The nats-server executable to start, 2.10 or newer; the one on PATH if not given
    #[arg(
        long,
        alias = "nats-server",
        env = "KNELPUNT_NATS_SERVER_BIN",
        value_name = "PATH"
    )]
    nats_server_bin: Option<PathBuf>,
    /// Fill an empty stream with a simulated history, or complete one that was interrupted; its last days follow one by one
    #[arg(long)]
    demo: bool,
    /// Add the whole simulated history at once, so that nothing changes afterwards
    #[arg(long, requires = "demo")]
    paused: bool,
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    catalogue: CatalogueArgs,
    #[command(flatten)]
    theme: ThemeArgs,
    #[command(flatten)]
    origin: OriginArgs,
}

/// Runs until a signal ends it, and the nats-server that it started with it.
///
/// # Errors
///
/// When it cannot start, or a task fails.
pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    settings::check_loopback(args.listen)?;
    let register = settings::register(&args.catalogue)?;
    if args.demo {
        demo::check(register)?;
    }
    lifecycle::block_on(up(args, register))
}

async fn up(args: Args, register: &'static Register) -> anyhow::Result<ExitCode> {
    let lifecycle = Lifecycle::default();
    lifecycle.handle_signals()?;
    let listener = compose_server::bind(args.listen)?;
    args.data.create()?;
    let stop = lifecycle.stop();
    // The views come first: a folder in use is an error before a second nats-server touches the same store.
    let views = compose_server::open_views(&args.data, register)?;
    let intake = EventIntake::open(&args.data, &args.source, register).await?;
    let Some((url, server)) = stop.run_until_cancelled(nats(&args)).await.transpose()? else {
        return Ok(ExitCode::SUCCESS);
    };
    // The nats-server ends last: until then the outbox and the projector may still need it.
    let serving = lifecycle.stop().child_token();
    let (server_stop, ended) = (
        tokio_util::sync::CancellationToken::new(),
        serve(&args, &url, (views, intake), register, listener, &lifecycle),
    );
    let supervise = async {
        if let Some(server) = server {
            server.run(server_stop.clone()).await;
        }
    };
    let (ended, ()) = tokio::join!(
        async {
            let ended = ended.await;
            serving.cancel();
            server_stop.cancel();
            ended
        },
        supervise
    );
    lifecycle.close();
    ended.map(|()| ExitCode::SUCCESS)
}

/// Returns the URL of NATS, and the server that was started for it.
async fn nats(args: &Args) -> anyhow::Result<(String, Option<NatsServer>)> {
    if let Some(url) = &args.nats {
        return Ok((url.clone(), None));
    }
    let settings = nats_server::Settings {
        dir: args.data.nats(),
        nats_server: args.nats_server_bin.clone(),
        port: None,
    };
    let server = NatsServer::start(settings)
        .await
        .context("cannot start a nats-server")?;
    Ok((server.url(), Some(server)))
}

async fn serve(
    args: &Args,
    url: &str,
    (views, intake): (views::Views, EventIntake),
    register: &'static Register,
    listener: tokio::net::TcpListener,
    lifecycle: &Lifecycle,
) -> anyhow::Result<()> {
    let stop = lifecycle.stop();
    let journal = Journal::connect(url, "knelpunt up", JournalOptions::default()).await?;
    // With the stream created, the projector need not warn that it is missing.
    if args.nats.is_none() {
        stop.run_until_cancelled(journal.create(1))
            .await
            .transpose()?;
    } else {
        stop.run_until_cancelled(create_if_available(&journal))
            .await;
    }
    let address = listener.local_addr()?;
    let parts = ServerParts {
        journal: &journal,
        views,
        register,
        listener,
        data: &args.data,
        intake: Some(intake),
        theme: args.theme.read()?,
        allowed_origin: args.origin.allow_origin.clone(),
    };
    let (_, tasks) = compose_server::start(parts, lifecycle)?;
    let prepared = prepare(args, register, &journal, url, address, lifecycle).await;
    if prepared.is_err() {
        stop.cancel();
    }
    let ended = lifecycle.ended(tasks).await;
    prepared.and(ended)
}

/// Creates the stream on a server that is not ours, if that answers now. If not, pages are served meanwhile; it is then
/// created, or refused with an error, once the server answers.
async fn create_if_available(journal: &Journal) {
    if journal.wait_connected(FIRST_WAIT).await.is_ok()
        && let Err(error) = journal.create(1).await
    {
        tracing::debug!(%error, "cannot create the stream yet");
    }
}

/// Prints the addresses, and fills the stream with --demo; a signal ends it early.
async fn prepare(
    args: &Args,
    register: &Register,
    journal: &Journal,
    url: &str,
    address: SocketAddr,
    lifecycle: &Lifecycle,
) -> anyhow::Result<()> {
    let stop = lifecycle.stop();
    let printing = stop.run_until_cancelled(print_addresses(journal, url, address));
    let Some(facts) = printing.await.transpose()? else {
        return Ok(());
    };
    if args.demo {
        let own = args.nats.is_none().then_some(args.data.data.as_path());
        let pace = if args.paused {
            demo::Pace::Paused
        } else {
            demo::Pace::Following
        };
        demo::fill(journal, register, &facts, (own, pace), &stop).await?;
    }
    Ok(())
}

async fn print_addresses(
    journal: &Journal,
    url: &str,
    address: SocketAddr,
) -> anyhow::Result<StreamInfo> {
    println!("Knelpunt is running at http://{address}/");
    wait_for_nats(journal, url).await;
    let stream = journal.create(1).await?;
    println!(
        "The log is stream {} at {}",
        stream.name,
        journal.server_url().await
    );
    Ok(stream)
}

async fn wait_for_nats(journal: &Journal, url: &str) {
    while let Err(error) = journal.wait_connected(NOTICE_EVERY).await {
        let reason = crate::output::as_failure(&error.to_string());
        tracing::warn!(url, "waiting for NATS: {reason}");
    }
}
