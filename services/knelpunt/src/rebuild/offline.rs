//! A rebuild while no server runs: the new views replace the previous ones.

use std::{fs, path::PathBuf};

use anyhow::Context as _;
use register::Register;
use tokio_util::sync::CancellationToken;

use super::{Args, Comparison, RebuildResult, free_name};
use crate::{
    api_client::ReplicaStatus,
    log_replay::{LogReplay, TemporaryFolder, new_views},
    settings::DataArgs,
};

/// Builds new views, and replaces the previous ones.
pub(super) async fn rebuild(
    args: &Args,
    register: &'static Register,
    previous: Option<&ReplicaStatus>,
    stop: &CancellationToken,
) -> anyhow::Result<RebuildResult> {
    let folder = TemporaryFolder::create(&new_views(&args.data))?;
    let position = previous.map_or(0, |previous| previous.position);
    let (at_position, at_end) = args
        .log
        .with(&args.data, stop, async |url| {
            build(url, register, &folder, position).await
        })
        .await?;
    let previous_views = replace(&args.data, folder)?;
    Ok(RebuildResult {
        position: at_end.position,
        digest: at_end.digest,
        server: None,
        previous_views,
        unusable: None,
        comparison: previous.map_or(Comparison::NotPossible, |previous| {
            Comparison::new(previous, &at_position)
        }),
    })
}

/// Builds views; returns their status at a position, and at the end of the log.
async fn build(
    url: &str,
    register: &'static Register,
    folder: &TemporaryFolder,
    position: u64,
) -> anyhow::Result<(ReplicaStatus, ReplicaStatus)> {
    let mut replay = LogReplay::start(url, "knelpunt rebuild", folder.path(), register).await?;
    replay.fold_up_to(position, "rebuilding").await?;
    let at_position = replay.status()?;
    let last = replay.last_sequence().await?;
    replay.fold_up_to(last, "rebuilding").await?;
    let at_end = replay.status()?;
    replay.close()?;
    Ok((at_position.into(), at_end.into()))
}

/// Moves new views into place; returns where the previous ones are now.
fn replace(data: &DataArgs, folder: TemporaryFolder) -> anyhow::Result<Option<PathBuf>> {
    let views = data.views();
    let mut previous = None;
    if views.exists() {
        let archive = free_name(data)?;
        fs::rename(&views, &archive)
            .with_context(|| format!("cannot rename {}", views.display()))?;
        previous = Some(archive);
    }
    let new = folder.path();
    fs::rename(new, &views).with_context(|| format!("cannot rename {}", new.display()))?;
    folder.keep();
    Ok(previous)
}
