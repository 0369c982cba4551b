//! A rebuild while no server runs: the new views are put in the place of the old ones.

use std::{fs, process::ExitCode};

use anyhow::Context as _;
use register::Register;
use tokio_util::sync::CancellationToken;

use super::{Args, compare, free_name};
use crate::{
    api_client::ReplicaStatus,
    log_replay::{LogReplay, TemporaryFolder, new_views},
    settings::DataArgs,
};

/// Builds new views, and puts them in their place.
pub(super) async fn rebuild(
    args: &Args,
    register: &'static Register,
    before: Option<&ReplicaStatus>,
    stop: &CancellationToken,
) -> anyhow::Result<ExitCode> {
    let scratch = TemporaryFolder::take(&new_views(&args.data))?;
    let position = before.map_or(0, |before| before.position);
    let (then, after) = args
        .log
        .with(&args.data, stop, async |url| {
            build(url, register, &scratch, position).await
        })
        .await?;
    println!(
        "Rebuilt to position {}: digest {}.",
        after.position, after.digest
    );
    change_over(&args.data, scratch)?;
    Ok(before.map_or(ExitCode::SUCCESS, |before| compare(before, &then)))
}

/// Builds; gives how the views stood at a position, and how they stand at the end of the log.
async fn build(
    url: &str,
    register: &'static Register,
    scratch: &TemporaryFolder,
    position: u64,
) -> anyhow::Result<(ReplicaStatus, ReplicaStatus)> {
    let mut replaying =
        LogReplay::start(url, "knelpunt rebuild", scratch.folder(), register).await?;
    replaying.fold_up_to(position, "rebuilding").await?;
    let then = replaying.standing()?;
    let last = replaying.last_sequence().await?;
    replaying.fold_up_to(last, "rebuilding").await?;
    let after = replaying.standing()?;
    replaying.close()?;
    Ok((then.into(), after.into()))
}

fn change_over(data: &DataArgs, scratch: TemporaryFolder) -> anyhow::Result<()> {
    let views = data.views();
    if views.exists() {
        let aside = free_name(data)?;
        fs::rename(&views, &aside).with_context(|| format!("put {} aside", views.display()))?;
        println!(
            "The views that were are in {}; remove them when you need them no more.",
            aside.display()
        );
    }
    let new = scratch.folder();
    fs::rename(new, &views).with_context(|| format!("put {} in place", new.display()))?;
    scratch.keep();
    Ok(())
}
