//! The log: publishing to and reading from one `JetStream` stream.
//!
//! The only crate that names async-nats, so that its quirks are known in one place. It knows messages, sequences and
//! connections; it does not know what an event means or how it is folded.
//!
//! Read in this order: [`Journal`] (a connection that reconnects by itself), [`StreamInfo`], [`OutgoingMessage`]
//! (publishing), [`LogReader`] (the reading loop as a state machine without IO), [`read`] (its driver), [`Replay`].

mod arrival;
mod connection;
mod connection_state;
mod driver;
mod headers;
mod message;
mod publish;
mod pull;
mod reader;
mod replay;
mod requests;
mod stream;

pub use connection::{ConnectError, Journal, JournalOptions};
pub use connection_state::ConnectionState;
pub use driver::{Delivery, ReadError, read};
pub use message::{Message, MessageFingerprint};
pub use publish::{MAX_UNACKNOWLEDGED, OutgoingMessage, PublishError, Receipt, message_id};
pub use reader::{
    Action, Attempt, Input, LogLoss, LogReader, ReceivedMessage, ResumePoint, Unavailable,
};
pub use replay::{Replay, ReplayError};
pub use stream::{STREAM, SUBJECTS, StreamError, StreamInfo};

/// The target of the log lines of the NATS client, which tells of every attempt to connect: too much for people.
pub const CLIENT_LOG_TARGET: &str = "async_nats";
