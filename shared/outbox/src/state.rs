//! The state of an outbox, and its limits.

use bytes::Bytes;
use model::Instant;

use crate::DeliveryState;

/// How many entries wait and are dead.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OutboxState {
    /// Entries that wait to be published.
    pub waiting: u64,
    /// The bytes of waiting entries and dead letters.
    pub stored_bytes: u64,
    /// When the oldest waiting entry was accepted.
    pub oldest_accepted_at: Option<Instant>,
    /// Dead letters.
    pub dead: u64,
}

/// A dead letter: an entry that cannot be published until its reason is removed.
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
    /// When it became a dead letter.
    pub since: Instant,
    /// When it was accepted.
    pub accepted: Instant,
    /// The event as JSON.
    pub payload: Bytes,
}

/// The entry that was accepted under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierEntry {
    /// The id of the event.
    pub event_id: String,
    /// The subject of the event.
    pub subject: String,
    /// How far its delivery is.
    pub delivery: DeliveryState,
}

/// The dead letters to retry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RetrySelection {
    /// All of them.
    All,
    /// Those with these numbers; unknown numbers are ignored.
    Numbers(Vec<u64>),
}

/// The limits of an outbox. Dead letters count too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutboxLimits {
    /// Waiting entries and dead letters.
    pub entries: u64,
    /// The bytes of these.
    pub bytes: u64,
    /// Keys that are remembered.
    pub keys: u64,
    /// How long a key is remembered, in microseconds of the entries' time.
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
