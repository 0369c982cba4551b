//! `knelpunt up`: everything on one machine, and where to look.

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
    settings::{self, CatalogueArgs, DataArgs},
};

/// How often it is said that NATS is still waited for.
const REMIND_EVERY: Duration = Duration::from_secs(10);

/// What `up` can be told.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Address of pages and API
    #[arg(long, value_name = "ADDR", default_value = settings::LISTEN)]
    listen: SocketAddr,
    /// Use this NATS server instead of starting one; it is waited for while it is away
    #[arg(long, env = "KNELPUNT_NATS_URL", value_name = "URL")]
    nats: Option<String>,
    /// The nats-server to start, 2.10 or newer, unless --nats is given; the one on the search path if this is not
    #[arg(
        long,
        alias = "nats-server",
        env = "KNELPUNT_NATS_SERVER_BIN",
        value_name = "PATH"
    )]
    nats_server_bin: Option<PathBuf>,
    /// Fill the stream, if it is empty, with a simulated history, or go on with one that was broken off
    #[arg(long)]
    demo: bool,
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    catalogue: CatalogueArgs,
}

/// Runs until a signal ends it, the nats-server that it started too.
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
    args.data.make()?;
    let stop = lifecycle.stop();
    // The views first: a folder in use must be said before a second server touches the same store.
    let views = compose_server::open_views(&args.data, register)?;
    let taking = EventIntake::open(&args.data, &args.source, register).await?;
    let Some((url, server)) = stop.run_until_cancelled(nats(&args)).await.transpose()? else {
        return Ok(ExitCode::SUCCESS);
    };
    // The server ends last, when nobody needs it any more.
    let serving = lifecycle.stop().child_token();
    let (server_stop, ended) = (
        tokio_util::sync::CancellationToken::new(),
        serve(&args, &url, (views, taking), register, listener, &lifecycle),
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

/// Gives where NATS is, and the server that was started for it.
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
        .context("start a nats-server")?;
    Ok((server.url(), Some(server)))
}

async fn serve(
    args: &Args,
    url: &str,
    (views, taking): (views::Views, EventIntake),
    register: &'static Register,
    listener: tokio::net::TcpListener,
    lifecycle: &Lifecycle,
) -> anyhow::Result<()> {
    let stop = lifecycle.stop();
    let journal = Journal::connect(url, "knelpunt up", JournalOptions::default()).await?;
    if args.nats.is_none() {
        // Our own server is there: with the stream in place, following it begins without a search.
        stop.run_until_cancelled(journal.create(1))
            .await
            .transpose()?;
    }
    let address = listener.local_addr()?;
    let parts = ServerParts {
        journal: &journal,
        views,
        register,
        listener,
        data: &args.data,
        taking: Some(taking),
    };
    let (_, tasks) = compose_server::start(parts, lifecycle)?;
    let readied = ready(args, register, &journal, url, address, lifecycle).await;
    if readied.is_err() {
        stop.cancel();
    }
    let ended = lifecycle.ended(tasks).await;
    readied.and(ended)
}

/// Says where to look, and fills the stream when that was asked for; a signal ends it early.
async fn ready(
    args: &Args,
    register: &Register,
    journal: &Journal,
    url: &str,
    address: SocketAddr,
    lifecycle: &Lifecycle,
) -> anyhow::Result<()> {
    let stop = lifecycle.stop();
    let saying = stop.run_until_cancelled(say_where(journal, url, address));
    let Some(facts) = saying.await.transpose()? else {
        return Ok(());
    };
    if args.demo {
        let own = args.nats.is_none().then_some(args.data.data.as_path());
        demo::fill(journal, register, &facts, own, &stop).await?;
    }
    Ok(())
}

async fn say_where(
    journal: &Journal,
    url: &str,
    address: SocketAddr,
) -> anyhow::Result<StreamInfo> {
    println!("Knelpunt is at http://{address}/");
    wait_for_nats(journal, url).await;
    let facts = journal.create(1).await?;
    println!(
        "Its log is stream {} at {}",
        facts.name,
        journal.server_url().await
    );
    Ok(facts)
}

async fn wait_for_nats(journal: &Journal, url: &str) {
    while let Err(error) = journal.wait_connected(REMIND_EVERY).await {
        tracing::warn!(
            url,
            "waiting for NATS: {}",
            crate::output::as_failure(&error.to_string())
        );
    }
}
