//! The log: one `JetStream` stream, published to and read from.
//!
//! The only crate that names async-nats, so that what was learned about it is in one place. It knows messages,
//! sequences and connections; what an event is, and what a fold makes of it, it does not know.
//!
//! Read in this order: [`Journal`] (a connection that heals itself), [`StreamInfo`], [`OutgoingMessage`] (publishing),
//! [`LogReader`] (the decisions of the reading loop, without IO), [`read`] (their driver), [`Replay`].

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
