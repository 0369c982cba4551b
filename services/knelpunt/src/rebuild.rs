//! `knelpunt rebuild`: rebuilds the views from the log, and compares them with the previous ones.

mod offline;
mod with_server;

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use api::Checkpoint;
use register::Register;
use serde::Serialize;
use views::{ArchivedViews, Views, ViewsError};

use crate::{
    api_client::{ReplicaStatus, replica_status::describe},
    lifecycle::{self, Lifecycle},
    log_replay::FolderLogArgs,
    output::FormatArgs,
    settings::{self, CatalogueArgs, DataArgs, ServerArgs},
};

const AFTER_HELP: &str = "\
If a server uses the data folder, the views are built beside its own, from its log; it then switches to them without \
interrupting its answers. Otherwise the views are put in place for the next server.

The previous views are renamed, not deleted, and compared with the new ones: exit code 1 means that they differed. \
Views that are damaged or of another version are renamed and not compared.

Examples:
  knelpunt rebuild
  knelpunt rebuild --data D --nats nats://127.0.0.1:4222";

/// Options of `rebuild`.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    log: FolderLogArgs,
    #[command(flatten)]
    server: ServerArgs,
    #[command(flatten)]
    catalogue: CatalogueArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// The views before the rebuild.
enum PreviousViews {
    /// None.
    None,
    /// Unusable ones, moved aside to this folder for this reason.
    Unusable(ArchivedViews),
    /// No process uses them.
    Offline(Box<ReplicaStatus>),
    /// A server uses them.
    InUse,
}

/// Builds new views beside the previous ones, and replaces those when they are complete.
///
/// # Errors
///
/// When the log or the folder is unusable; or a signal stopped it.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let register = settings::register(&args.catalogue)?;
    let result = lifecycle::block_on(async {
        let lifecycle = Lifecycle::default();
        lifecycle.handle_signals()?;
        args.data.create()?;
        let stop = lifecycle.stop();
        let rebuilt = match previous(&args.data, register)? {
            PreviousViews::InUse => with_server::rebuild(args, register, &stop).await,
            PreviousViews::None => offline::rebuild(args, register, None, &stop).await,
            PreviousViews::Unusable(archived) => {
                let rebuilt = offline::rebuild(args, register, None, &stop).await;
                rebuilt.map(|result| result.with_archived(archived))
            }
            PreviousViews::Offline(previous) => {
                offline::rebuild(args, register, Some(&previous), &stop).await
            }
        };
        stop.cancel();
        lifecycle.close();
        rebuilt
    })?;
    args.format.print(&result, || result.text())?;
    Ok(match result.comparison {
        Comparison::Different { .. } => ExitCode::FAILURE,
        Comparison::Same { .. } | Comparison::OtherVersions { .. } | Comparison::NotPossible => {
            ExitCode::SUCCESS
        }
    })
}

fn previous(data: &DataArgs, register: &'static Register) -> anyhow::Result<PreviousViews> {
    if !data.views().exists() {
        return Ok(PreviousViews::None);
    }
    let (views, archived) = match Views::open(&data.views(), register) {
        Err(ViewsError::InUse { .. }) => return Ok(PreviousViews::InUse),
        opened => opened?,
    };
    if let Some(archived) = archived {
        views.close()?;
        remove_empty(&data.views())?;
        return Ok(PreviousViews::Unusable(archived));
    }
    let status = views.reader().status()?;
    views.close()?;
    Ok(PreviousViews::Offline(Box::new(status.into())))
}

/// Removes the empty views that opening created in place of the ones it moved aside.
fn remove_empty(views: &Path) -> anyhow::Result<()> {
    fs::remove_dir_all(views)
        .with_context(|| format!("cannot remove {}, which is empty", views.display()))
}

/// Returns the first free name for the previous views.
fn free_name(data: &DataArgs) -> anyhow::Result<PathBuf> {
    let mut names = (1..10_000).map(|number| data.data.join(format!("views.before-{number}")));
    let free = names.find(|path| path.symlink_metadata().is_err());
    free.context("cannot find a free name for the previous views")
}

/// The result of a rebuild, as it is printed.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct RebuildResult {
    position: u64,
    digest: String,
    /// The running server that now uses the new views.
    #[serde(skip_serializing_if = "Option::is_none")]
    server: Option<String>,
    /// The folder of the previous views.
    previous_views: Option<PathBuf>,
    /// Why the previous views were unusable.
    #[serde(skip_serializing_if = "Option::is_none")]
    unusable: Option<String>,
    comparison: Comparison,
}

/// How the previous views compare with the new ones.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "result", rename_all = "kebab-case")]
enum Comparison {
    /// They have the same digest at this position.
    Same { position: u64 },
    /// They have another digest at this position.
    Different { position: u64 },
    /// They were folded by other versions.
    OtherVersions { versions: String },
    /// There were none, or there is no common position.
    NotPossible,
}

impl Comparison {
    /// Compares the previous views with new ones, at a common position if there is one.
    fn new(previous: &ReplicaStatus, new: &ReplicaStatus) -> Self {
        if previous.versions != new.versions {
            let versions = describe(&previous.versions);
            return Self::OtherVersions { versions };
        }
        match common(previous, new) {
            None => Self::NotPossible,
            Some((position, true)) => Self::Same { position },
            Some((position, false)) => Self::Different { position },
        }
    }
}

impl RebuildResult {
    fn with_archived(self, archived: ArchivedViews) -> Self {
        Self {
            previous_views: Some(archived.path),
            unusable: Some(archived.reason),
            ..self
        }
    }

    fn text(&self) -> String {
        let Self {
            position, digest, ..
        } = self;
        let mut text = format!("Rebuilt to position {position}, digest {digest}.");
        if let Some(server) = &self.server {
            text = format!("{text}\nThe server at {server} now uses the new views.");
        }
        if let Some(reason) = &self.unusable {
            text = format!("{text}\nThe previous views were unusable ({reason}).");
        }
        if let Some(folder) = &self.previous_views {
            let folder = folder.display();
            text = format!(
                "{text}\nThe previous views are in {folder}; remove them when you no longer need them."
            );
        }
        let comparison = match &self.comparison {
            Comparison::Same { position } => {
                format!("No differences: the digests are the same at position {position}.")
            }
            Comparison::Different { position } => {
                format!("The previous views differed at position {position}: they were wrong.")
            }
            Comparison::OtherVersions { versions } => {
                format!("Not compared: the previous views were of other versions ({versions}).")
            }
            Comparison::NotPossible if self.previous_views.is_none() => return text,
            Comparison::NotPossible => {
                "Not compared: the two have no digest at a common position.".to_owned()
            }
        };
        format!("{text}\n{comparison}")
    }
}

/// Returns the newest position at which both have a digest, and whether it is the same.
fn common(previous: &ReplicaStatus, new: &ReplicaStatus) -> Option<(u64, bool)> {
    let digests = |status: &ReplicaStatus| -> Vec<Checkpoint> {
        let last = Checkpoint {
            position: status.position,
            digest: status.digest.clone(),
        };
        let earlier = status.checkpoints.iter().cloned();
        [last].into_iter().chain(earlier).collect()
    };
    let new = digests(new);
    digests(previous).iter().find_map(|one| {
        let mut others = new.iter();
        let other = others.find(|other| other.position == one.position)?;
        Some((one.position, one.digest == other.digest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api_client::replica_status::tests::status;

    #[test]
    fn views_are_compared_at_their_newest_common_position() {
        let previous = status(25, "z", &[(20, "y"), (10, "x")]);
        let check = |new: &ReplicaStatus, expected| assert_eq!(common(&previous, new), expected);
        check(&status(25, "z", &[(20, "?"), (10, "x")]), Some((25, true)));
        check(&status(25, "?", &[]), Some((25, false)));
        check(&status(24, "?", &[(20, "y"), (10, "?")]), Some((20, true)));
        check(&status(30, "?", &[(10, "?")]), Some((10, false)));
        check(&status(30, "?", &[]), None);
    }
}
