//! Compares views that no server uses, key by key, with a replay of the log.

use register::Register;
use tokio_util::sync::CancellationToken;
use views::{OfflineViews, ViewsError};

use super::{Args, report::VerifyReport};
use crate::{log_replay::LogReplay, output::count, settings::DataArgs};

/// Opens the views of a data folder unchanged; `None` if a server uses them, or there are none.
pub(super) fn open(data: &DataArgs) -> anyhow::Result<Option<Result<OfflineViews, String>>> {
    let folder = data.views();
    if !folder.exists() {
        return Ok(None);
    }
    match OfflineViews::open(&folder) {
        Ok(views) => Ok(Some(Ok(views))),
        Err(ViewsError::InUse { .. }) => Ok(None),
        Err(ViewsError::Damaged { reason } | ViewsError::NotViews { reason, .. }) => {
            Ok(Some(Err(reason)))
        }
        Err(error) => Err(error.into()),
    }
}

/// Compares offline views.
pub(super) async fn verify(
    args: &Args,
    views: Result<OfflineViews, String>,
    register: &'static Register,
    stop: &CancellationToken,
) -> anyhow::Result<VerifyReport> {
    let name = args.data.views().display().to_string();
    let views = match views {
        Ok(views) => views,
        Err(reason) => {
            let mut report = VerifyReport::new(&name, 0);
            report.add_difference(format!("cannot read the views: {reason}"));
            return Ok(report);
        }
    };
    let position = views.position();
    let folder = args.temporary_folder()?;
    let comparing = async |url: &str| {
        let mut replay = LogReplay::start(url, "knelpunt verify", folder.path(), register).await?;
        replay.fold_up_to(position, "replaying").await?;
        let mut report = VerifyReport::new(&name, replay.status()?.position);
        report.set_log_end(replay.last_sequence().await?);
        let reader = replay.reader();
        let differences = tokio::task::block_in_place(|| views.differences(&reader))?;
        let (missing, differences): (Vec<String>, Vec<String>) = differences
            .into_iter()
            .partition(|difference| is_missing_checkpoint(difference));
        if differences.is_empty() {
            report.add_match("every key".to_owned());
        }
        if !missing.is_empty() {
            let checkpoints = count(missing.len(), "checkpoint");
            report.add_match(format!(
                "except {checkpoints} that the views do not have, as after a retry of the quarantine"
            ));
        }
        for difference in differences {
            report.add_difference(difference);
        }
        drop(reader);
        replay.close()?;
        Ok(report)
    };
    args.log.with(&args.data, stop, comparing).await
}

/// Returns whether only a checkpoint is missing: a retry of the quarantine removes the checkpoints after an event that
/// became valid. No answer uses a checkpoint, so a lost one does no harm either.
fn is_missing_checkpoint(difference: &str) -> bool {
    difference.starts_with("checkpoint ") && difference.ends_with(": missing")
}
