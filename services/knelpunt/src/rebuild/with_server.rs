//! A rebuild beside a running server, in this process; the server then switches to the new views.

use anyhow::Context as _;
use api::CutoverReport;
use register::Register;
use tokio_util::sync::CancellationToken;

use super::{Args, Comparison, RebuildResult, free_name};
use crate::{
    api_client::{ApiClient, ReplicaStatus},
    log_replay::{LogReplay, TemporaryFolder, new_views},
};

/// How far the new views may be behind the log when the server takes them: it folds so many messages in a moment.
const BEHIND_LIMIT: u64 = 2_000;
/// How often, at most, the new views catch up with a log that grows meanwhile.
const CATCH_UP_LIMIT: usize = 20;

/// Builds new views, and makes the running server switch to them.
pub(super) async fn rebuild(
    args: &Args,
    register: &'static Register,
    stop: &CancellationToken,
) -> anyhow::Result<RebuildResult> {
    let server = ApiClient::new(&args.server)?;
    let views = args.data.views();
    let previous = server.status().with_context(|| {
        let views = views.display();
        format!("cannot rebuild {views}, which another knelpunt uses: --server must be its URL")
    })?;
    let folder = TemporaryFolder::create(&new_views(&args.data))?;
    let url = match &args.log.nats {
        Some(url) => url.clone(),
        None => server.nats_url()?,
    };
    let building = build(&url, register, &folder, previous.position);
    let built = stop.run_until_cancelled(building).await;
    let new = built
        .context("cannot rebuild: stopped by a signal; the views are unchanged")
        .flatten()?;
    eprintln!(
        "Rebuilt beside the server at {}; it now switches to the new views.",
        server.url()
    );
    let archive = free_name(&args.data)?;
    let cutting_over = server.post_in_thread::<CutoverReport>("/v1/views/take-overs");
    let Some(cut_over) = stop.run_until_cancelled(cutting_over).await else {
        // The server may be using the folder already: removing it would destroy its views.
        folder.keep();
        anyhow::bail!("cannot wait for the server to switch: stopped by a signal");
    };
    let CutoverReport { position, digest } = cut_over?;
    // The server has moved the folder; if it has not, the next rebuild empties it.
    drop(folder);
    Ok(RebuildResult {
        position,
        digest,
        server: Some(server.url().to_owned()),
        previous_views: Some(archive),
        unusable: None,
        comparison: Comparison::new(&previous, &new),
    })
}

/// Builds views; returns their status at a position of the server's.
async fn build(
    url: &str,
    register: &'static Register,
    folder: &TemporaryFolder,
    position: u64,
) -> anyhow::Result<ReplicaStatus> {
    let mut replay = LogReplay::start(url, "knelpunt rebuild", folder.path(), register).await?;
    replay.fold_up_to(position, "rebuilding").await?;
    let at_position = replay.status()?;
    for _ in 0..CATCH_UP_LIMIT {
        let last = replay.last_sequence().await?;
        if last <= replay.status()?.position + BEHIND_LIMIT {
            break;
        }
        replay.fold_up_to(last, "catching up").await?;
    }
    replay.close()?;
    Ok(at_position.into())
}
