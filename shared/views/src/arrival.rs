//! Input: messages of the log, classified.

use model::{Event, Violation};
use serde::{Deserialize, Serialize};

/// Identifies a message of the log: a hash over subject, headers and payload.
pub type Fingerprint = [u8; 16];

/// A message at its sequence in the log.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// Its sequence.
    pub sequence: u64,
    /// Its fingerprint, stored with the anchor.
    pub fingerprint: Fingerprint,
    /// The message.
    pub message: Classified,
}

/// A message, classified by the contract.
#[derive(Debug, Clone)]
pub enum Classified {
    /// A valid event.
    Event(Box<Event>),
    /// A message that the contract does not allow.
    Invalid {
        /// Its NATS subject.
        subject: String,
        /// Every violation.
        reasons: Vec<Violation>,
        /// Its payload as text, truncated to the limit of an event.
        payload: String,
    },
}

/// What identifies the log that the views were folded from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogAnchor {
    /// When the stream was created, in nanoseconds since 1970; none before the first message.
    pub stream_created_at: Option<i64>,
    /// The position: the last sequence folded.
    pub position: u64,
    /// The newest messages folded, oldest first, at most [`LogAnchor::RECENT`].
    pub recent: Vec<(u64, Fingerprint)>,
}

impl LogAnchor {
    /// The number of messages that are remembered.
    pub const RECENT: usize = 64;

    /// Advances behind arrivals, which are in order.
    pub(crate) fn advance(&mut self, arrivals: &[Arrival], stream_created_at: Option<i64>) {
        let newest = &arrivals[arrivals.len().saturating_sub(Self::RECENT)..];
        let retained = Self::RECENT - newest.len();
        self.recent
            .drain(..self.recent.len().saturating_sub(retained));
        let pairs = newest
            .iter()
            .map(|arrival| (arrival.sequence, arrival.fingerprint));
        self.recent.extend(pairs);
        if let Some(last) = arrivals.last() {
            self.position = last.sequence;
        }
        self.stream_created_at = stream_created_at;
    }
}
