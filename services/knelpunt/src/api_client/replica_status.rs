//! The status of views, here or at a server: what two of them are compared by.

use api::{
    Checkpoint, CheckpointPage, PositionReport, Versions,
    parameters::{CheckpointParameters, LinkParameters as _},
};
use views::ViewsStatus;

use super::{ApiClient, QueryPairs};

/// The number of checkpoints requested at a time.
const PAGE: usize = 1_000;

/// The status of views.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReplicaStatus {
    /// The last sequence folded.
    pub(crate) position: u64,
    /// The digest there.
    pub(crate) digest: String,
    /// The newest checkpoints, newest first.
    pub(crate) checkpoints: Vec<Checkpoint>,
    /// The versions that they were folded by.
    pub(crate) versions: Versions,
    /// Duplicate messages.
    pub(crate) duplicates: u64,
    /// Contents that share their event key with another one.
    pub(crate) conflicts: u64,
    /// Messages in quarantine.
    pub(crate) quarantined: u64,
}

impl ApiClient {
    /// Returns the position of the server.
    ///
    /// # Errors
    ///
    /// As [`ApiClient::json`].
    pub(crate) fn position(&self) -> anyhow::Result<PositionReport> {
        self.json("/v1/position", &QueryPairs::new())
    }

    /// Returns the status of the server's views.
    ///
    /// # Errors
    ///
    /// As [`ApiClient::json`].
    pub(crate) fn status(&self) -> anyhow::Result<ReplicaStatus> {
        self.position().map(ReplicaStatus::from)
    }

    /// Returns the server's checkpoints up to a position, oldest first.
    ///
    /// # Errors
    ///
    /// As [`ApiClient::json`].
    pub(crate) fn checkpoints(&self, up_to: u64) -> anyhow::Result<Vec<Checkpoint>> {
        let mut all = Vec::new();
        let mut after = Some(0);
        while let Some(from) = after.filter(|from| *from < up_to) {
            let parameters = CheckpointParameters {
                after: Some(from.to_string()),
                limit: Some(PAGE.to_string()),
                at_least: None,
            };
            let page: CheckpointPage = self.json("/v1/checkpoints", &parameters.to_pairs())?;
            all.extend(page.items);
            after = page.next_after;
        }
        all.retain(|checkpoint: &Checkpoint| checkpoint.position <= up_to);
        Ok(all)
    }
}

/// Describes versions.
pub(crate) fn describe(versions: &Versions) -> String {
    let Versions {
        fold,
        register,
        catalogue,
    } = versions;
    format!("fold {fold}, register {register}, catalogue {catalogue}")
}

impl From<PositionReport> for ReplicaStatus {
    fn from(report: PositionReport) -> Self {
        Self {
            position: report.position,
            digest: report.digest,
            checkpoints: report.checkpoints,
            versions: report.versions,
            duplicates: report.duplicates,
            conflicts: report.conflicts,
            quarantined: report.quarantined,
        }
    }
}

impl From<ViewsStatus> for ReplicaStatus {
    fn from(status: ViewsStatus) -> Self {
        Self {
            position: status.position,
            digest: status.digest,
            checkpoints: status.checkpoints,
            versions: status.versions,
            duplicates: status.duplicates,
            conflicts: status.conflicts,
            quarantined: status.quarantined,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use api::Example as _;

    use super::*;

    /// Returns a status with some checkpoints, newest first.
    pub(crate) fn status(
        position: u64,
        digest: &str,
        checkpoints: &[(u64, &str)],
    ) -> ReplicaStatus {
        let checkpoint = |(position, digest): &(u64, &str)| Checkpoint {
            position: *position,
            digest: (*digest).to_owned(),
        };
        let report = PositionReport {
            position,
            digest: digest.to_owned(),
            checkpoints: checkpoints.iter().map(checkpoint).collect(),
            ..PositionReport::example()
        };
        report.into()
    }
}
