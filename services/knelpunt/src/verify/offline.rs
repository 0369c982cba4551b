//! Views that no server uses, compared key by key with a replay of the log.

use register::Register;
use tokio_util::sync::CancellationToken;
use views::{OfflineViews, ViewsError};

use super::{Args, report::Report};
use crate::{log_replay::LogReplay, settings::DataArgs};

/// Opens the views of a data folder as they are; none when a server uses them, or there are none.
pub(super) fn inspect(data: &DataArgs) -> anyhow::Result<Option<Result<OfflineViews, String>>> {
    let folder = data.views();
    if !folder.exists() {
        return Ok(None);
    }
    match OfflineViews::open(&folder) {
        Ok(inspected) => Ok(Some(Ok(inspected))),
        Err(ViewsError::InUse { .. }) => Ok(None),
        Err(ViewsError::Damaged { reason }) => Ok(Some(Err(reason))),
        Err(error) => Err(error.into()),
    }
}

/// Compares views at rest.
pub(super) async fn verify(
    args: &Args,
    inspected: Result<OfflineViews, String>,
    register: &'static Register,
    stop: &CancellationToken,
) -> anyhow::Result<Report> {
    let folder = args.data.views();
    let named = folder.display().to_string();
    let inspected = match inspected {
        Ok(inspected) => inspected,
        Err(what) => {
            let mut report = Report::of(&named, 0);
            report.differs(format!("the views cannot be read: {what}"));
            return Ok(report);
        }
    };
    let position = inspected.position();
    let scratch = args.scratch()?;
    let comparing = async |url: &str| {
        let mut replaying =
            LogReplay::start(url, "knelpunt verify", scratch.folder(), register).await?;
        replaying.fold_up_to(position, "replaying").await?;
        let mut report = Report::of(&named, replaying.standing()?.position);
        report.log_ends_at(replaying.last_sequence().await?);
        let reader = replaying.reader();
        let differences = tokio::task::block_in_place(|| inspected.differences(&reader))?;
        let (forgotten, differences): (Vec<String>, Vec<String>) = differences
            .into_iter()
            .partition(|difference| is_forgotten(difference));
        if differences.is_empty() {
            report.same("every key".to_owned());
        }
        if !forgotten.is_empty() {
            let lacking = match forgotten.len() {
                1 => "1 checkpoint".to_owned(),
                count => format!("{count} checkpoints"),
            };
            report.same(format!(
                "but for {lacking} that they lack, as after the quarantine was tried again"
            ));
        }
        for difference in differences {
            report.differs(difference);
        }
        drop(reader);
        replaying.close()?;
        Ok(report)
    };
    args.log.with(&args.data, stop, comparing).await
}

/// Says whether only a checkpoint is missing: those behind an event that was in quarantine, and has become valid, are
/// forgotten on purpose. Nothing is answered from a checkpoint, so one that was lost does no harm either.
fn is_forgotten(difference: &str) -> bool {
    difference.starts_with("checkpoint ") && difference.ends_with(": missing")
}
