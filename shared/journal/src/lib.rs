//! The log: one `JetStream` stream, published to and read from.
//!
//! The only crate that names async-nats, so that what was learned about it is in one place. It knows messages,
//! sequences and connections; what an event is, and what a fold makes of it, it does not know.
//!
//! Read in this order: [`Journal`] (a connection that heals itself), [`StreamFacts`], [`Outgoing`] (publishing),
//! [`Reader`] (the decisions of the reading loop, without IO), [`read`] (their driver), [`Replay`].

mod connection;
mod driver;
mod headers;
mod link;
mod message;
mod publish;
mod pull;
mod reader;
mod replay;
mod requests;
mod stream;

pub use connection::{ConnectError, Journal, Options};
pub use driver::{Delivery, ReadError, read};
pub use link::Link;
pub use message::{Fingerprint, Message};
pub use publish::{Outgoing, PublishError, Receipt, WINDOW, message_id};
pub use reader::{Absence, Attempt, Do, Happened, Lost, Reader, Received, Resume};
pub use replay::{Replay, ReplayError};
pub use stream::{STREAM, SUBJECTS, StreamError, StreamFacts};
