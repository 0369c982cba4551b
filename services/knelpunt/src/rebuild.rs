//! `knelpunt rebuild`: the views built anew from the log, and compared with those that were.

use std::{fs, path::PathBuf, process::ExitCode, time::Duration};

use anyhow::Context as _;
use indicatif::ProgressBar;
use journal::{Journal, Options};
use register::Register;
use views::{Health, Reader, Views, ViewsState};

use crate::{
    lifecycle::{self, Lifecycle},
    nats_server::{self, NatsServer},
    settings::DataArgs,
    up::bar_style,
};

/// How long NATS may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// What `rebuild` can be told.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Read the log of this NATS server, instead of the one that `up` keeps in the data folder
    #[arg(long, env = "KNELPUNT_NATS", value_name = "URL")]
    nats: Option<String>,
    /// The nats-server to start, 2.10 or newer; the one on the search path if none is given
    #[arg(
        long,
        env = "KNELPUNT_NATS_SERVER",
        value_name = "PATH",
        conflicts_with = "nats"
    )]
    nats_server: Option<PathBuf>,
}

/// Builds new views beside the old ones, and puts them in their place when they are whole.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    lifecycle::block_on(async {
        let lifecycle = Lifecycle::default();
        lifecycle.obey_signals()?;
        args.data.make()?;
        let before = before(&args.data)?;
        let (url, server) = if let Some(url) = &args.nats {
            (url.clone(), None)
        } else {
            let settings = nats_server::Settings {
                dir: args.data.nats(),
                nats_server: args.nats_server.clone(),
                port: None,
            };
            let server = NatsServer::start(settings)
                .await
                .context("start a nats-server")?;
            (server.url(), Some(server))
        };
        let rebuilt = rebuild(args, &url, &lifecycle).await;
        if let Some(server) = server {
            server.stop().await;
        }
        lifecycle.stop().cancel();
        lifecycle.close();
        change_over(&args.data, before.as_ref(), &rebuilt?)
    })
}

/// Says how the views that are there stand; none where there are none. Fails while a server has them open.
fn before(data: &DataArgs) -> anyhow::Result<Option<ViewsState>> {
    if !data.views().exists() {
        return Ok(None);
    }
    let (views, put_aside) = Views::open(&data.views(), Register::embedded())?;
    if let Some(aside) = put_aside {
        println!(
            "The views could not be read ({}): put aside in {}.",
            aside.why,
            aside.to.display()
        );
        return Ok(None);
    }
    let state = views.reader().standing()?;
    views.close()?;
    Ok(Some(state))
}

fn new_folder(data: &DataArgs) -> PathBuf {
    data.data.join("views.new")
}

async fn rebuild(args: &Args, url: &str, lifecycle: &Lifecycle) -> anyhow::Result<ViewsState> {
    let folder = new_folder(&args.data);
    if folder.exists() {
        // Left by a rebuild that was ended: never in use, and incomplete.
        fs::remove_dir_all(&folder).with_context(|| {
            format!(
                "remove {}, which an unfinished rebuild left",
                folder.display()
            )
        })?;
    }
    let (views, _) = Views::open(&folder, Register::embedded())?;
    let reader = views.reader();
    let journal = Journal::connect(url, "knelpunt rebuild", Options::default()).await?;
    journal.wait_connected(PATIENCE).await?;
    let facts = journal
        .look_up()
        .await?
        .context("find the stream KNELPUNTEN: nothing was ever published here")?;
    let done = tokio_util::sync::CancellationToken::new();
    let following = projector::follow(&journal, views, Register::embedded(), done.clone());
    let waiting = async {
        let reached = lifecycle
            .stop()
            .run_until_cancelled(wait(&reader, facts.last_sequence))
            .await;
        let state = reader.standing();
        done.cancel();
        reached
            .context("rebuild: stopped by a signal; the views are as they were")
            .and(Ok(state?))
    };
    let (followed, state) = tokio::join!(following, waiting);
    followed?;
    state
}

async fn wait(reader: &Reader, last_sequence: u64) {
    let mut positions = reader.positions();
    let bar = ProgressBar::new(last_sequence)
        .with_style(bar_style())
        .with_message("rebuilding");
    let mut tick = tokio::time::interval(Duration::from_millis(50));
    loop {
        let position = *positions.borrow_and_update();
        bar.set_position(position);
        let caught_up = matches!(reader.health(), Health::Ready | Health::Degraded);
        if position >= last_sequence || caught_up {
            break;
        }
        tick.tick().await;
    }
    bar.finish_and_clear();
}

fn change_over(
    data: &DataArgs,
    before: Option<&ViewsState>,
    after: &ViewsState,
) -> anyhow::Result<ExitCode> {
    let (views, new) = (data.views(), new_folder(data));
    println!(
        "Rebuilt to position {}: digest {}.",
        after.position, after.digest
    );
    if views.exists() {
        let aside = (1..10_000)
            .map(|number| data.data.join(format!("views.before-{number}")))
            .find(|path| !path.exists());
        let aside = aside.context("find a free name for the views that were")?;
        fs::rename(&views, &aside).with_context(|| format!("put {} aside", views.display()))?;
        println!(
            "The views that were are in {}; remove them when you need them no more.",
            aside.display()
        );
    }
    fs::rename(&new, &views).with_context(|| format!("put {} in place", new.display()))?;
    match before {
        Some(before) if before.position == after.position && before.versions == after.versions => {
            let same = before.digest == after.digest;
            println!(
                "{}",
                if same {
                    "They are the same as before."
                } else {
                    "They differ from those that were: these were wrong."
                }
            );
            Ok(if same {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            })
        }
        Some(before) => {
            println!(
                "Those that were stood at position {}, so the two cannot be compared.",
                before.position
            );
            Ok(ExitCode::SUCCESS)
        }
        None => Ok(ExitCode::SUCCESS),
    }
}
