//! What comes in: a message of the log, judged.

use model::{Event, Violation};
use serde::{Deserialize, Serialize};

/// Tells messages of the log apart: a hash over subject, headers and payload.
pub type Fingerprint = [u8; 16];

/// A message at its place in the log.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// Its sequence.
    pub sequence: u64,
    /// Its fingerprint, kept for the anchor.
    pub fingerprint: Fingerprint,
    /// What it turned out to be.
    pub message: Classified,
}

/// What a message turned out to be.
#[derive(Debug, Clone)]
pub enum Classified {
    /// A valid event.
    Event(Box<Event>),
    /// Something that the contract does not allow.
    Invalid {
        /// The NATS subject that it came on.
        subject: String,
        /// All that is wrong with it.
        reasons: Vec<Violation>,
        /// What it was, as text, cut at the limit of an event.
        payload: String,
    },
}

/// What the views remember of the log, to recognise it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// When the stream was created, in nanoseconds since 1970; none before the first message.
    pub stream_created_at: Option<i64>,
    /// The position: the last sequence folded.
    pub position: u64,
    /// The newest messages folded, oldest first, at most [`Anchor::RECENT`].
    pub recent: Vec<(u64, Fingerprint)>,
}

impl Anchor {
    /// How many messages are remembered.
    pub const RECENT: usize = 64;

    /// Moves behind arrivals, which are in order.
    pub(crate) fn advance(&mut self, arrivals: &[Arrival], stream_created_at: Option<i64>) {
        let newest = &arrivals[arrivals.len().saturating_sub(Self::RECENT)..];
        let kept = Self::RECENT - newest.len();
        self.recent.drain(..self.recent.len().saturating_sub(kept));
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
