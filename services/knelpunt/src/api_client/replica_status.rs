//! The status of views, here or at a server: what two of them are compared by.

use serde::Deserialize;
use views::{Checkpoint, ViewsStatus};

use super::{ApiClient, QueryPairs};

/// The number of checkpoints requested at a time.
const PAGE: usize = 1_000;

/// The status of views.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReplicaStatus {
    /// The last sequence folded.
    pub(crate) position: u64,
    /// The digest there.
    pub(crate) digest: String,
    /// The newest checkpoints, newest first.
    pub(crate) checkpoints: Vec<PassedCheckpoint>,
    /// The versions that they were folded by.
    pub(crate) versions: Versions,
    /// Duplicate messages.
    pub(crate) duplicates: u64,
    /// Contents that share their event key with another one.
    pub(crate) conflicts: u64,
    /// Messages in quarantine.
    pub(crate) quarantined: u64,
    /// The URL of a server's NATS server.
    pub(crate) nats_url: Option<String>,
}

/// A position at which every replica stores its digest, and that digest.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct PassedCheckpoint {
    /// The position.
    pub(crate) position: u64,
    /// The digest there.
    pub(crate) digest: String,
}

/// The versions that views were folded by.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Versions {
    fold: String,
    register: String,
    catalogue: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    items: Vec<PassedCheckpoint>,
    next_after: Option<u64>,
}

impl ApiClient {
    /// Returns the status of the server's views.
    ///
    /// # Errors
    ///
    /// As [`ApiClient::json`].
    pub(crate) fn status(&self) -> anyhow::Result<ReplicaStatus> {
        self.json("/v1/position", &QueryPairs::new())
    }

    /// Returns the server's checkpoints up to a position, oldest first.
    ///
    /// # Errors
    ///
    /// As [`ApiClient::json`].
    pub(crate) fn checkpoints(&self, up_to: u64) -> anyhow::Result<Vec<PassedCheckpoint>> {
        let mut all = Vec::new();
        let mut after = Some(0);
        while let Some(from) = after.filter(|from| *from < up_to) {
            let pairs = vec![("after", from.to_string()), ("limit", PAGE.to_string())];
            let page: Page = self.json("/v1/checkpoints", &pairs)?;
            all.extend(page.items);
            after = page.next_after;
        }
        all.retain(|passed| passed.position <= up_to);
        Ok(all)
    }
}

impl std::fmt::Display for Versions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            fold,
            register,
            catalogue,
        } = self;
        write!(f, "fold {fold}, register {register}, catalogue {catalogue}")
    }
}

impl From<Checkpoint> for PassedCheckpoint {
    fn from(checkpoint: Checkpoint) -> Self {
        Self {
            position: checkpoint.position,
            digest: checkpoint.digest,
        }
    }
}

impl From<views::Versions> for Versions {
    fn from(versions: views::Versions) -> Self {
        Self {
            fold: versions.fold,
            register: versions.register,
            catalogue: versions.catalogue,
        }
    }
}

impl From<ViewsStatus> for ReplicaStatus {
    fn from(state: ViewsStatus) -> Self {
        Self {
            position: state.position,
            digest: state.digest,
            checkpoints: state
                .checkpoints
                .into_iter()
                .map(PassedCheckpoint::from)
                .collect(),
            versions: state.versions.into(),
            duplicates: state.duplicates,
            conflicts: state.conflicts,
            quarantined: state.quarantined,
            nats_url: None,
        }
    }
}
