//! The outbox of an emitter: what it accepted is on disk before the caller hears yes, and leaves once the stream
//! has it.
//!
//! The only crate that names redb. It knows messages and whether they were published; what an event means it does
//! not know, and it reads no clock. What may never enter: views, HTTP, a decision about who may publish what.
//!
//! Read in this order: [`OutboxEntry`] (what is accepted, and under which [`IdempotencyKey`]), [`Outbox`], `writer` (one thread, many
//! entries to one fsync), `ledger` (what one transaction does), `run` (publishing), `store` (the file).

mod entry;
mod error;
mod fetched;
mod ledger;
mod outbox;
mod record;
mod run;
mod state;
mod store;
mod writer;

pub use entry::{
    AcceptedEntry, DeliveryState, EntryFingerprint, Idempotency, IdempotencyKey,
    IdempotencyKeyError, OutboxEntry,
};
pub use error::{AcceptError, OutboxError};
pub use outbox::Outbox;
pub use state::{DeadLetter, EarlierEntry, OutboxLimits, OutboxState, RetrySelection};
