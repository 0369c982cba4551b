//! `knelpunt rebuild`: the views built anew from the log, and compared with those that were.

mod offline;
mod with_server;

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use register::Register;
use views::{Views, ViewsError};

use crate::{
    api_client::{PassedCheckpoint, ReplicaStatus},
    lifecycle::{self, Lifecycle},
    log_replay::FolderLogArgs,
    settings::{self, CatalogueArgs, DataArgs, ServerArgs},
};

const MORE: &str = "\
While a server runs on the data folder, the views are built beside it, and it changes over to them without refusing a \
question; its log is read. Without one, the views are put in place for the next.

The views that were are kept under another name, and compared with the new ones: exit code 1 says that they differed. \
Those that cannot be used, for they are damaged or of another version, are put aside and not compared.

Examples:
  knelpunt rebuild
  knelpunt rebuild --data D --nats nats://127.0.0.1:4222";

/// What `rebuild` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = MORE)]
pub(crate) struct Args {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    log: FolderLogArgs,
    #[command(flatten)]
    server: ServerArgs,
    #[command(flatten)]
    catalogue: CatalogueArgs,
}

/// The views that are there before.
enum Before {
    /// None.
    None,
    /// What was there could not be used, and is put aside.
    Unusable,
    /// Nobody has them open.
    Free(Box<ReplicaStatus>),
    /// A server has them open.
    InUse,
}

/// Builds new views beside the old ones, and puts them in their place when they are whole.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let register = settings::register(&args.catalogue)?;
    lifecycle::block_on(async {
        let lifecycle = Lifecycle::default();
        lifecycle.handle_signals()?;
        args.data.create()?;
        let stop = lifecycle.stop();
        let rebuilt = match before(&args.data, register)? {
            Before::InUse => with_server::rebuild(args, register, &stop).await,
            Before::None => offline::rebuild(args, register, None, &stop).await,
            Before::Unusable => {
                let rebuilt = offline::rebuild(args, register, None, &stop).await;
                rebuilt.inspect(|_| println!("There was nothing to compare them with."))
            }
            Before::Free(before) => offline::rebuild(args, register, Some(&before), &stop).await,
        };
        stop.cancel();
        lifecycle.close();
        rebuilt
    })
}

fn before(data: &DataArgs, register: &'static Register) -> anyhow::Result<Before> {
    if !data.views().exists() {
        return Ok(Before::None);
    }
    let (views, archived) = match Views::open(&data.views(), register) {
        Err(ViewsError::InUse { .. }) => return Ok(Before::InUse),
        opened => opened?,
    };
    if let Some(archived) = archived {
        println!(
            "The views that were could not be used ({}): put aside in {}.",
            archived.reason,
            archived.path.display()
        );
        views.close()?;
        remove_empty(&data.views())?;
        return Ok(Before::Unusable);
    }
    let state = views.reader().status()?;
    views.close()?;
    Ok(Before::Free(Box::new(state.into())))
}

/// Removes the empty views that opening made in the place of those that it put aside.
fn remove_empty(views: &Path) -> anyhow::Result<()> {
    fs::remove_dir_all(views).with_context(|| format!("remove {}, which is empty", views.display()))
}

/// Gives the first free name for views that others take the place of.
fn free_name(data: &DataArgs) -> anyhow::Result<PathBuf> {
    let mut names = (1..10_000).map(|number| data.data.join(format!("views.before-{number}")));
    let free = names.find(|path| path.symlink_metadata().is_err());
    free.context("find a free name for the views that were")
}

/// Says whether views that were are the same as new ones, folded to the same position where that can be.
fn compare(before: &ReplicaStatus, then: &ReplicaStatus) -> ExitCode {
    if before.versions != then.versions {
        println!(
            "Those that were had been folded by other versions ({}), so the two cannot be compared.",
            before.versions
        );
        return ExitCode::SUCCESS;
    }
    let Some((position, same)) = common(before, then) else {
        println!(
            "Those that were stood at position {}, so the two cannot be compared.",
            before.position
        );
        return ExitCode::SUCCESS;
    };
    if same {
        println!("They are the same as before: compared at position {position}.");
        ExitCode::SUCCESS
    } else {
        println!("They differ from those that were, at position {position}: these were wrong.");
        ExitCode::FAILURE
    }
}

/// Finds the newest position at which both have a digest, and says whether it is the same.
fn common(before: &ReplicaStatus, then: &ReplicaStatus) -> Option<(u64, bool)> {
    let digests = |standing: &ReplicaStatus| -> Vec<PassedCheckpoint> {
        let now = PassedCheckpoint {
            position: standing.position,
            digest: standing.digest.clone(),
        };
        let passed = standing.checkpoints.iter().cloned();
        [now].into_iter().chain(passed).collect()
    };
    let then = digests(then);
    digests(before).iter().find_map(|one| {
        let mut others = then.iter();
        let other = others.find(|other| other.position == one.position)?;
        Some((one.position, one.digest == other.digest))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn standing(position: u64, digest: &str, checkpoints: &[(u64, &str)]) -> ReplicaStatus {
        let checkpoints: Vec<_> = checkpoints
            .iter()
            .map(|(position, digest)| json!({"position": position, "digest": digest}))
            .collect();
        serde_json::from_value(json!({
            "position": position, "digest": digest, "checkpoints": checkpoints, "natsUrl": null,
            "versions": {"fold": "1", "register": "r", "catalogue": "c"},
            "duplicates": 0, "conflicts": 0, "quarantined": 0,
        }))
        .unwrap()
    }

    #[test]
    fn views_are_compared_where_both_have_been() {
        let before = standing(25, "z", &[(20, "y"), (10, "x")]);
        let check = |then: &ReplicaStatus, expected| assert_eq!(common(&before, then), expected);
        check(
            &standing(25, "z", &[(20, "?"), (10, "x")]),
            Some((25, true)),
        );
        check(&standing(25, "?", &[]), Some((25, false)));
        check(
            &standing(24, "?", &[(20, "y"), (10, "?")]),
            Some((20, true)),
        );
        check(&standing(30, "?", &[(10, "?")]), Some((10, false)));
        check(&standing(30, "?", &[]), None);
    }
}
