//! The quarantine: messages that are not valid events.

use model::Violation;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Example;

/// A page of the quarantine, in order of sequence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuarantinePage {
    /// The messages, in order of sequence.
    pub items: Vec<QuarantinedMessage>,
    /// The value of `cursor` for the next page; null on the last.
    pub next_cursor: Option<String>,
    /// Messages on all pages.
    pub total: u64,
    /// The stream sequence up to which the views have folded.
    pub position: u64,
}

/// A message that is not a valid event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuarantinedMessage {
    /// Its stream sequence.
    pub sequence: u64,
    /// Its NATS subject.
    pub subject: String,
    /// Every violation in it.
    pub reasons: Vec<Violation>,
    /// Its payload as text, truncated to the largest size of an event.
    pub payload: String,
}

/// The result of validating the quarantine again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuarantineRetryReport {
    /// Messages that are valid now, and were folded.
    pub folded: u64,
    /// Messages that are still not valid.
    pub still_invalid: u64,
    /// Messages that the log no longer has; they stay in quarantine.
    pub erased: u64,
    /// Messages in quarantine now.
    pub quarantined: u64,
    /// The stream sequence up to which the views have folded.
    pub position: u64,
}

impl Example for QuarantinePage {
    fn example() -> Self {
        Self {
            items: vec![QuarantinedMessage {
                sequence: 12_004,
                subject: "knelpunten.knelpunt-reported.GM0344".to_owned(),
                reasons: vec![Violation::other(
                    "/data/category",
                    "is not a category in the catalogue",
                )],
                payload: "{\"specversion\":\"1.0\"}".to_owned(),
            }],
            next_cursor: None,
            total: 1,
            position: 13_022,
        }
    }
}

impl Example for QuarantineRetryReport {
    fn example() -> Self {
        Self {
            folded: 1,
            still_invalid: 0,
            erased: 0,
            quarantined: 0,
            position: 13_022,
        }
    }
}
