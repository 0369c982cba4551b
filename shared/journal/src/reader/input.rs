//! What can happen to the reading loop, and what it can do: the words that [`LogReader`](super::LogReader) and its driver
//! speak.

use std::time::Duration;

use jiff::Timestamp;

use crate::{Message, MessageFingerprint, StreamInfo};

/// Where to go on reading: what was folded, as it was stored with the fold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResumePoint {
    /// When the stream was created that was read; none when nothing was read yet.
    pub stream_created_at: Option<Timestamp>,
    /// Sequence of the last message that was folded; 0 to read from the start.
    pub position: u64,
    /// The last messages that were folded, at most 64, oldest first.
    pub recent: Vec<(u64, MessageFingerprint)>,
}

/// One try at having a consumer, from making it until it is given up. What belongs to an older one is ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Attempt(pub(super) u64);

/// A message as a consumer delivered it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedMessage {
    /// Its number among what this consumer delivered, from 1: a gap here is a message lost on the way.
    pub consumer_sequence: u64,
    /// The message.
    pub message: Message,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// There is a connection, or again one.
    Connected,
    /// The connection is gone, or still not there.
    Disconnected {
        /// What is known of the cause.
        reason: String,
    },
    /// The consumer asked for exists; nothing was pulled yet.
    ConsumerReady {
        /// For which it was made.
        attempt: Attempt,
    },
    /// The stream was looked up.
    StreamFound {
        /// For which it was asked.
        attempt: Attempt,
        /// What it says of itself.
        facts: StreamInfo,
    },
    /// The server says that the stream does not exist.
    StreamMissing {
        /// For which it was asked.
        attempt: Attempt,
    },
    /// A message was fetched by its sequence, to compare it.
    Fetched {
        /// For which it was asked.
        attempt: Attempt,
        /// Its fingerprint; none when it was erased.
        fingerprint: Option<MessageFingerprint>,
    },
    /// The first message from some sequence on was fetched.
    Peeked {
        /// For which it was asked.
        attempt: Attempt,
        /// The message; none when there is none.
        message: Option<Message>,
    },
    /// The consumer delivered messages, in this order.
    Received {
        /// Whose consumer it is.
        attempt: Attempt,
        /// The messages.
        messages: Vec<ReceivedMessage>,
    },
    /// A request, or the consumer, failed; a missed heartbeat too.
    Failed {
        /// Which one.
        attempt: Attempt,
        /// What went wrong.
        problem: String,
    },
    /// The time asked for has passed.
    TimerElapsed {
        /// Who asked.
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

/// What to do, in the order given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Drop the consumer, what it delivered and every request that is under way.
    Abandon,
    /// Make a consumer that starts at a sequence; answer with `ConsumerReady`, `StreamMissing` or `Failed`.
    CreateConsumer {
        /// To be given back.
        attempt: Attempt,
        /// The first sequence to deliver.
        start: u64,
    },
    /// Look the stream up; answer with `StreamFound`, `StreamMissing` or `Failed`.
    FindStream {
        /// To be given back.
        attempt: Attempt,
    },
    /// Fetch one message; answer with `Fetched`, `StreamMissing` or `Failed`.
    Fetch {
        /// To be given back.
        attempt: Attempt,
        /// Which message.
        sequence: u64,
    },
    /// Fetch the first message at a sequence or after it; answer with `Peeked`, `StreamMissing` or `Failed`.
    Peek {
        /// To be given back.
        attempt: Attempt,
        /// From where.
        sequence: u64,
    },
    /// Start to pull from the consumer that is ready; answer with `Received` or `Failed`, again and again.
    Read {
        /// To be given back.
        attempt: Attempt,
    },
    /// Wait; answer with `TimerElapsed`.
    SetTimer {
        /// To be given back.
        attempt: Attempt,
        /// How long.
        after: Duration,
    },
    /// Hand over messages: each once, in order, none left out that the stream has.
    Deliver(Vec<Message>),
    /// Say that the stream is there and is the one that was read.
    NotifyConnected(StreamInfo),
    /// Say how far the stream is.
    NotifyProgress {
        /// Up to here everything that the stream still has was delivered.
        position: u64,
        /// The stream's last sequence.
        last_sequence: u64,
    },
    /// Say that there is nothing to read from, for now.
    NotifyUnavailable(Unavailable),
    /// Say that the log is not the one that was read, and end.
    NotifyLost(LogLoss),
}

/// Why there is nothing to read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unavailable {
    /// No connection, for this reason.
    Disconnected(String),
    /// The server has no such stream.
    NoStream,
    /// The server does not do what it is asked.
    Failing(String),
}

/// How the log is not the one that was read. What was folded from it must be put aside and built anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LogLoss {
    /// It is another stream under the same name, or there is none any more.
    Recreated,
    /// It ends before what was read.
    TailLost,
    /// Where there was one message, there is another.
    Diverged,
    /// Messages that were not read yet are gone from its start.
    HeadMissing,
}

impl LogLoss {
    /// Says it in words that fit after "the log".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recreated => "was recreated, or removed",
            Self::TailLost => "lost its last messages",
            Self::Diverged => "holds other messages than those that were read",
            Self::HeadMissing => "lost messages that were not read yet",
        }
    }
}
