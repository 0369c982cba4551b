//! What an outbox tells of itself, and how much it takes.

use bytes::Bytes;
use model::Instant;

use crate::DeliveryState;

/// What waits, and what is dead.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OutboxState {
    /// Entries that wait to be published.
    pub waiting: u64,
    /// The bytes of what waits and of what is dead.
    pub stored_bytes: u64,
    /// When the first of those that wait was accepted.
    pub oldest_accepted_at: Option<Instant>,
    /// Entries that cannot be published as things are.
    pub dead: u64,
}

/// An entry that cannot be published as things are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// Its number in this outbox.
    pub number: u64,
    /// The NATS subject.
    pub subject: String,
    /// The id of the event.
    pub event_id: String,
    /// Why it could not be published.
    pub reason: String,
    /// When that was found.
    pub since: Instant,
    /// When it was accepted.
    pub accepted: Instant,
    /// The event as JSON.
    pub payload: Bytes,
}

/// What was accepted under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierEntry {
    /// The id of the event.
    pub event_id: String,
    /// The subject of the event.
    pub subject: String,
    /// What has become of it.
    pub settled: DeliveryState,
}

/// Which of the dead are to be tried again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RetrySelection {
    /// All of them.
    All,
    /// Those with these numbers; others are passed over.
    Numbers(Vec<u64>),
}

/// How much an outbox takes. What is dead counts, as it takes room too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutboxLimits {
    /// Entries that wait or are dead.
    pub entries: u64,
    /// Bytes that wait or are dead.
    pub bytes: u64,
    /// Keys that are remembered.
    pub keys: u64,
    /// How long a key is remembered, in microseconds of what entries say the time is.
    pub key_retention_us: i64,
}

impl Default for OutboxLimits {
    /// 1 000 000 entries, 1 GiB, and 1 000 000 keys for 30 days.
    fn default() -> Self {
        Self {
            entries: 1_000_000,
            bytes: 1 << 30,
            keys: 1_000_000,
            key_retention_us: 30 * 86_400 * 1_000_000,
        }
    }
}
