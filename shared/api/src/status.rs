//! The state of the server: how far the views are, and how fit everything is.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Example;

/// Where the views are in the log, and what they were folded by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PositionReport {
    /// The stream sequence up to which the views have folded.
    pub position: u64,
    /// The last sequence of the stream, as it was at most a second ago; null while it is unknown.
    pub last_sequence: Option<u64>,
    /// Sequences that are not folded yet; null while the last sequence is unknown.
    pub lag: Option<u64>,
    /// Why the last sequence is unknown; null while it is known.
    #[serde(default)]
    pub lag_unknown: Option<String>,
    /// The stream; null while it is unknown.
    pub stream: Option<LogStream>,
    /// The URL of NATS, for publishers.
    pub nats_url: Option<String>,
    /// The digest of the views at this position, 32 hexadecimal digits.
    pub digest: String,
    /// The newest checkpoints, newest first, at most 100.
    pub checkpoints: Vec<Checkpoint>,
    /// The versions that the views were folded by.
    pub versions: Versions,
    /// Messages that repeated a content and changed nothing.
    pub duplicates: u64,
    /// Contents that lost to another under the same event key.
    pub conflicts: u64,
    /// Messages in quarantine.
    pub quarantined: u64,
}

/// The stream that is the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LogStream {
    /// Its name.
    pub name: String,
    /// When it was created.
    #[schemars(with = "model::Instant")]
    pub created_at: Timestamp,
}

/// The digest at a position that every replica passes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Checkpoint {
    /// The position.
    pub position: u64,
    /// The digest at this position, 32 hexadecimal digits.
    pub digest: String,
}

/// What views were folded by: digests are comparable at equal versions only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Versions {
    /// The version of the fold.
    pub fold: String,
    /// The version of the register of municipalities.
    pub register: String,
    /// The version of the catalogue.
    pub catalogue: String,
}

/// A page of checkpoints, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CheckpointPage {
    /// The checkpoints, oldest first.
    pub items: Vec<Checkpoint>,
    /// The value of `after` for the next page; null on the last.
    pub next_after: Option<u64>,
    /// The stream sequence up to which the views have folded.
    pub position: u64,
    /// The versions that the views were folded by.
    pub versions: Versions,
}

/// The result of an audit of the views.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditReport {
    /// The position of the views during the audit.
    pub position: u64,
    /// Knelpunten that were checked.
    pub knelpunten: u64,
    /// Events that were checked.
    pub events: u64,
    /// The differences, for people; empty if there are none.
    pub differences: Vec<String>,
}

/// The result of a cutover to rebuilt views.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CutoverReport {
    /// The stream sequence up to which the views have folded.
    pub position: u64,
    /// The digest of the views at this position, 32 hexadecimal digits.
    pub digest: String,
}

/// How fit the views are to answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ViewsReadiness {
    /// The state.
    pub status: ViewsState,
    /// Why the state is not `ready`.
    pub reason: Option<String>,
    /// The stream sequence up to which the views have folded.
    pub position: u64,
    /// The last sequence of the stream; null while it is unknown.
    pub last_sequence: Option<u64>,
    /// Messages in quarantine; null while the views are being rebuilt.
    pub quarantined: Option<u64>,
    /// True while the texts of events are checked for damage by the disk, which takes a moment after the start; if any
    /// is found, the views are rebuilt from the log. Questions are answered meanwhile.
    pub checking_texts: bool,
}

/// The state of the views.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ViewsState {
    /// The views follow the log.
    Ready,
    /// The views follow the log, and messages are in quarantine.
    Degraded,
    /// The log is unavailable: answers are as of when it was last available.
    Stale,
    /// The views are being rebuilt: questions are not answered.
    Rebuilding,
}

/// How fit an intake without views is to accept events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IntakeReadiness {
    /// The state.
    pub status: IntakeState,
    /// Why the state is not `ready`.
    pub reason: Option<String>,
}

/// The state of an intake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum IntakeState {
    /// Events are accepted and published.
    Ready,
    /// Events are accepted, and wait because the log is unavailable.
    Stale,
    /// The outbox cannot be written: no events are accepted.
    Failing,
}

/// The server runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "status", rename_all = "kebab-case")]
pub enum Liveness {
    /// Always `live`.
    Live,
}

const DIGEST: &str = "5d41402abc4b2a76b9719d911017c592";

impl Example for PositionReport {
    fn example() -> Self {
        Self {
            position: 13_022,
            last_sequence: Some(13_022),
            lag: Some(0),
            lag_unknown: None,
            stream: Some(LogStream {
                name: "KNELPUNTEN".to_owned(),
                created_at: Timestamp::constant(1_356_998_400, 0),
            }),
            nats_url: Some("nats://127.0.0.1:4222".to_owned()),
            digest: DIGEST.to_owned(),
            checkpoints: vec![Checkpoint::example()],
            versions: Versions::example(),
            duplicates: 3,
            conflicts: 0,
            quarantined: 0,
        }
    }
}

impl Example for Checkpoint {
    fn example() -> Self {
        Self {
            position: 10_000,
            digest: DIGEST.to_owned(),
        }
    }
}

impl Example for Versions {
    fn example() -> Self {
        Self {
            fold: "1".to_owned(),
            register: "3a7bd3e2360a".to_owned(),
            catalogue: "9b74c9897bac".to_owned(),
        }
    }
}

impl Example for CheckpointPage {
    fn example() -> Self {
        Self {
            items: vec![Checkpoint::example()],
            next_after: None,
            position: 13_022,
            versions: Versions::example(),
        }
    }
}

impl Example for AuditReport {
    fn example() -> Self {
        Self {
            position: 13_022,
            knelpunten: 2_310,
            events: 13_019,
            differences: Vec::new(),
        }
    }
}

impl Example for CutoverReport {
    fn example() -> Self {
        Self {
            position: 13_022,
            digest: DIGEST.to_owned(),
        }
    }
}

impl Example for ViewsReadiness {
    fn example() -> Self {
        Self {
            status: ViewsState::Degraded,
            reason: Some("messages are in quarantine".to_owned()),
            position: 13_022,
            last_sequence: Some(13_022),
            quarantined: Some(1),
            checking_texts: false,
        }
    }
}

impl Example for IntakeReadiness {
    fn example() -> Self {
        Self {
            status: IntakeState::Ready,
            reason: None,
        }
    }
}

impl Example for Liveness {
    fn example() -> Self {
        Self::Live
    }
}
