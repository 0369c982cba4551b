//! The state of the log, as the projector reports it, and of the views.

use jiff::Timestamp;

/// The state of the log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogState {
    /// True while the server answers.
    pub connected: bool,
    /// True while the views are being rebuilt from the log.
    pub rebuilding: bool,
    /// True while texts, which opening the views leaves out, are checked.
    pub checking_texts: bool,
    /// Why the log is unavailable, as a lower-case fragment.
    pub unavailable: Option<String>,
    /// The stream, once connected.
    pub stream: Option<StreamState>,
    /// The address of the server.
    pub nats_url: Option<String>,
}

impl LogState {
    /// Returns the last sequence of the stream: none while the server does not answer, because more may have arrived.
    pub fn last_sequence(&self) -> Option<u64> {
        let stream = self.stream.as_ref().filter(|_| self.connected);
        stream.map(|stream| stream.last_sequence)
    }
}

/// The stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamState {
    /// Its name.
    pub name: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// Its last sequence, as far as known.
    pub last_sequence: u64,
    /// When its last message was stored, as far as known; none before the first.
    pub last_stored_at: Option<Timestamp>,
}

/// Whether the views can answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// They follow the log.
    Ready,
    /// They follow the log, but there are messages in quarantine.
    Degraded,
    /// The log is unavailable: answers are as of when it was last connected.
    Stale,
    /// They are being rebuilt, and do not answer.
    Rebuilding,
}

impl Health {
    /// Returns the status that readiness reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Degraded => "degraded",
            Self::Stale => "stale",
            Self::Rebuilding => "rebuilding",
        }
    }
}
