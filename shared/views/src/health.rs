//! How the log is doing, as the projector tells it, and what that makes of the views.

use jiff::Timestamp;

/// How the log is doing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogState {
    /// True while the server answers.
    pub connected: bool,
    /// True while the views have not caught up with a log that they read anew.
    pub rebuilding: bool,
    /// Why the log is away, as a lower-case fragment.
    pub unavailable: Option<String>,
    /// The stream, once it was seen.
    pub stream: Option<StreamState>,
    /// Where the server is.
    pub nats_url: Option<String>,
}

/// What is known of the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamState {
    /// Its name.
    pub name: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// The last sequence that it is known to have.
    pub last_sequence: u64,
}

/// How fit the views are to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// They follow the log.
    Ready,
    /// They follow the log, but something of it could not be read.
    Degraded,
    /// The log is away: answers are as of when it was last there.
    Stale,
    /// They are being rebuilt, and do not answer.
    Rebuilding,
}

impl Health {
    /// Gives the word that readiness answers with.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Degraded => "degraded",
            Self::Stale => "stale",
            Self::Rebuilding => "rebuilding",
        }
    }
}
