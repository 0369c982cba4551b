//! The outbox: accepted events that the log does not have yet.

use model::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Example;

/// The state of the outbox, with a page of the events that cannot be published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OutboxPage {
    /// Events that wait.
    pub waiting: u64,
    /// How long the oldest of them has waited.
    pub oldest_seconds: Option<i64>,
    /// Events that cannot be published.
    pub dead: u64,
    /// The size of both, in bytes.
    pub bytes: u64,
    /// Why the outbox cannot be written, or else why what waits is not published, such as a full stream; null if neither
    /// failed.
    pub failure: Option<String>,
    /// The events of this page that cannot be published, in the order in which they were accepted.
    pub items: Vec<DeadEvent>,
    /// The value of `cursor` for the next page; null on the last.
    pub next_cursor: Option<String>,
}

/// An event that cannot be published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeadEvent {
    /// Its number in this outbox.
    pub number: u64,
    /// Its id.
    pub event_id: String,
    /// Its NATS subject.
    pub nats_subject: String,
    /// Why it cannot be published.
    pub reason: String,
    /// When it was accepted.
    pub accepted: Instant,
    /// When publishing it failed.
    pub since: Instant,
    /// The event as JSON.
    pub payload: String,
}

/// The result of retrying the events that could not be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OutboxRetryReport {
    /// Events that are retried.
    pub retried: usize,
    /// Events that wait now.
    pub waiting: u64,
    /// Events that still cannot be published.
    pub dead: u64,
}

impl Example for OutboxPage {
    fn example() -> Self {
        Self {
            waiting: 2,
            oldest_seconds: Some(12),
            dead: 1,
            bytes: 1_834,
            failure: None,
            items: vec![DeadEvent {
                number: 7,
                event_id: "019aaf0e-6f0a-7cc1-9b6e-2d1f0a3b4c5d".to_owned(),
                nats_subject: "knelpunten.knelpunt-reported.GM0344".to_owned(),
                reason: "no permission to publish to this subject".to_owned(),
                accepted: Instant::from_microseconds(1_360_833_151_000_000),
                since: Instant::from_microseconds(1_360_833_152_000_000),
                payload: "{\"specversion\":\"1.0\"}".to_owned(),
            }],
            next_cursor: None,
        }
    }
}

impl Example for OutboxRetryReport {
    fn example() -> Self {
        Self {
            retried: 1,
            waiting: 3,
            dead: 0,
        }
    }
}
