//! A rebuild beside a running server, in this process: the server then changes over to what was built.

use std::process::ExitCode;

use anyhow::Context as _;
use register::Register;
use serde::Deserialize;
use tokio_util::sync::CancellationToken;

use super::{Args, compare, free_name};
use crate::{
    api_client::{ApiClient, ReplicaStatus},
    log_replay::{LogReplay, TemporaryFolder, new_views},
};

/// How far the new views may be behind the log when they are handed over: the server folds so many in a moment.
const BEHIND_LIMIT: u64 = 2_000;
/// How often, at most, it is caught up with a log that grows meanwhile.
const CATCHING_UP_LIMIT: usize = 20;

/// What a server says of its change-over.
#[derive(Deserialize)]
struct TakenOver {
    position: u64,
    digest: String,
}

/// Builds new views, and has the running server take them over.
pub(super) async fn rebuild(
    args: &Args,
    register: &'static Register,
    stop: &CancellationToken,
) -> anyhow::Result<ExitCode> {
    let server = ApiClient::new(&args.server)?;
    let views = args.data.views();
    let before = server.standing().with_context(|| {
        let views = views.display();
        format!("rebuild {views}, which another knelpunt uses, beside it: ask it where it stands")
    })?;
    let scratch = TemporaryFolder::take(&new_views(&args.data))?;
    let url = match &args.log.nats {
        Some(url) => url.clone(),
        None => server.nats_url()?,
    };
    let building = build(&url, register, &scratch, before.position);
    let built = stop.run_until_cancelled(building).await;
    let then = built
        .context("rebuild: stopped by a signal; the views are as they were")
        .flatten()?;
    println!(
        "Rebuilt beside the server at {}; it changes over.",
        server.url()
    );
    let former = free_name(&args.data)?;
    let taking_over = server.have_done::<TakenOver>("/v1/views/take-overs");
    let taken_over = stop.run_until_cancelled(taking_over).await;
    let Some(taken_over) = taken_over else {
        // The server may be at it.
        scratch.keep();
        anyhow::bail!("wait until the server has changed over: stopped by a signal");
    };
    let taken_over = taken_over?;
    println!(
        "It stands at position {}: digest {}.",
        taken_over.position, taken_over.digest
    );
    println!(
        "The views that were are in {}; remove them when you need them no more.",
        former.display()
    );
    Ok(compare(&before, &then))
}

/// Builds; gives how the views stood at a position of the server's.
async fn build(
    url: &str,
    register: &'static Register,
    scratch: &TemporaryFolder,
    position: u64,
) -> anyhow::Result<ReplicaStatus> {
    let mut replaying =
        LogReplay::start(url, "knelpunt rebuild", scratch.folder(), register).await?;
    replaying.fold_up_to(position, "rebuilding").await?;
    let then = replaying.standing()?;
    for _ in 0..CATCHING_UP_LIMIT {
        let last = replaying.last_sequence().await?;
        if last <= replaying.standing()?.position + BEHIND_LIMIT {
            break;
        }
        replaying.fold_up_to(last, "catching up").await?;
    }
    replaying.close()?;
    Ok(then.into())
}
