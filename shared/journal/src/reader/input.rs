//! The inputs and actions of [`LogReader`](super::LogReader): the interface between it and its driver.

use std::time::Duration;

use jiff::Timestamp;

use crate::{Message, MessageFingerprint, StreamInfo};

/// Where to continue reading: what was folded, as stored with the fold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResumePoint {
    /// When the stream that was read was created; `None` when nothing was read yet.
    pub stream_created_at: Option<Timestamp>,
    /// The sequence of the last folded message; 0 to read from the start.
    pub position: u64,
    /// Sequence and fingerprint of the last folded messages, at most 64, oldest first.
    pub recent: Vec<(u64, MessageFingerprint)>,
}

/// One attempt to read: from creating a consumer until abandoning it. Inputs of an earlier attempt are ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Attempt(pub(super) u64);

/// A message as delivered by a consumer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedMessage {
    /// Its number among this consumer's messages, from 1: a gap is a message lost in transit.
    pub consumer_sequence: u64,
    /// The message.
    pub message: Message,
}

/// An input of the reading loop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A connection was established, for the first time or again.
    Connected,
    /// The connection was lost, or cannot be established yet.
    Disconnected {
        /// The cause, as far as it is known.
        reason: String,
    },
    /// The requested consumer exists; nothing was pulled yet.
    ConsumerReady {
        /// The attempt of the request.
        attempt: Attempt,
    },
    /// The stream was looked up.
    StreamFound {
        /// The attempt of the request.
        attempt: Attempt,
        /// The stream.
        stream: StreamInfo,
    },
    /// The stream does not exist.
    StreamMissing {
        /// The attempt of the request.
        attempt: Attempt,
    },
    /// A message was fetched by its sequence, to compare it.
    Fetched {
        /// The attempt of the request.
        attempt: Attempt,
        /// Its fingerprint; `None` when it was erased.
        fingerprint: Option<MessageFingerprint>,
    },
    /// The first message at or after a sequence was fetched.
    Peeked {
        /// The attempt of the request.
        attempt: Attempt,
        /// The message; `None` when there is none.
        message: Option<Message>,
    },
    /// The consumer delivered messages, in this order.
    Received {
        /// The attempt of the consumer.
        attempt: Attempt,
        /// The messages.
        messages: Vec<ReceivedMessage>,
    },
    /// A request or the consumer failed, or a heartbeat was missed.
    Failed {
        /// The attempt that failed.
        attempt: Attempt,
        /// Why.
        cause: String,
    },
    /// The timer has elapsed.
    TimerElapsed {
        /// The attempt that set it.
        attempt: Attempt,
    },
}

impl Input {
    pub(super) fn attempt(&self) -> Option<Attempt> {
        match self {
            Self::Connected | Self::Disconnected { .. } => None,
            Self::ConsumerReady { attempt }
            | Self::StreamFound { attempt, .. }
            | Self::StreamMissing { attempt }
            | Self::Fetched { attempt, .. }
            | Self::Peeked { attempt, .. }
            | Self::Received { attempt, .. }
            | Self::Failed { attempt, .. }
            | Self::TimerElapsed { attempt } => Some(*attempt),
        }
    }
}

/// An action of the driver. Actions are carried out in the order given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Drop the consumer, its undelivered messages and every pending request.
    Abandon,
    /// Create a consumer that starts at a sequence. Input: `ConsumerReady`, `StreamMissing` or `Failed`.
    CreateConsumer {
        /// The attempt of the input.
        attempt: Attempt,
        /// The first sequence to deliver.
        start: u64,
    },
    /// Look the stream up. Input: `StreamFound`, `StreamMissing` or `Failed`.
    FindStream {
        /// The attempt of the input.
        attempt: Attempt,
    },
    /// Fetch one message. Input: `Fetched`, `StreamMissing` or `Failed`.
    Fetch {
        /// The attempt of the input.
        attempt: Attempt,
        /// The sequence of the message.
        sequence: u64,
    },
    /// Fetch the first message at or after a sequence. Input: `Peeked`, `StreamMissing` or `Failed`.
    Peek {
        /// The attempt of the input.
        attempt: Attempt,
        /// The first sequence.
        sequence: u64,
    },
    /// Start to pull from the consumer that is ready. Inputs: `Received`, repeatedly, or `Failed`.
    Read {
        /// The attempt of the inputs.
        attempt: Attempt,
    },
    /// Set a timer. Input: `TimerElapsed`.
    SetTimer {
        /// The attempt of the input.
        attempt: Attempt,
        /// How long.
        after: Duration,
    },
    /// Deliver messages: each once and in order, without omitting any that the stream has.
    Deliver(Vec<Message>),
    /// Notify that the stream is available and is the one that was read before.
    NotifyConnected(StreamInfo),
    /// Notify how far the stream and its reader are.
    NotifyProgress {
        /// The sequence up to which every message that still exists was delivered.
        position: u64,
        /// The stream's last sequence.
        last_sequence: u64,
    },
    /// Notify that the log is unavailable.
    NotifyUnavailable(Unavailable),
    /// Notify that the log is not the one that was read before, and end.
    NotifyLost(LogLoss),
}

/// Why the log is unavailable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unavailable {
    /// No connection, for this reason.
    Disconnected(String),
    /// The stream does not exist.
    NoStream,
    /// Requests fail, for this reason.
    Failing(String),
}

/// How the log differs from the one that was read before. Views of that log must be archived and rebuilt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LogLoss {
    /// Another stream of the same name, or none any more.
    Recreated,
    /// The log ends before the last message that was read.
    TailLost,
    /// A sequence has another message than the one that was read.
    Diverged,
    /// Unread messages are missing at the start of the log.
    HeadMissing,
}

impl LogLoss {
    /// Returns a phrase that follows "the log".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recreated => "was recreated, or removed",
            Self::TailLost => "lost its last messages",
            Self::Diverged => "has other messages than those that were read",
            Self::HeadMissing => "lost messages that were not read yet",
        }
    }
}
