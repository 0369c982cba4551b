//! The outbox of an emitter: an accepted event is on disk before its caller gets success, and leaves once the stream
//! has it.
//!
//! The only crate that names redb. It knows messages and whether they were published; it does not know what an event
//! means, and it reads no clock. What may never enter: views, HTTP, a decision about who may publish what.
//!
//! redb and not sled, because a commit of redb returns after `fsync`, whereas sled's `flush` only hands its bytes to the
//! system. What views lose, the log restores; what an outbox loses is gone. For the same reason nothing of an outbox is
//! ever moved aside automatically.
//!
//! Read in this order: [`OutboxEntry`] (what is accepted, under which [`IdempotencyKey`]), [`Outbox`], `writer` (one
//! thread, many entries to one fsync), `transaction` (the changes of one transaction), `deliver` (publishing), `store`
//! (the file).

mod deliver;
mod entry;
mod error;
mod outbox;
mod read;
mod rows;
mod state;
mod store;
mod transaction;
mod writer;

pub use entry::{
    AcceptedEntry, DeliveryState, EntryFingerprint, Idempotency, IdempotencyKey,
    IdempotencyKeyError, OutboxEntry,
};
pub use error::{AcceptError, OutboxError};
pub use outbox::Outbox;
pub use state::{DeadLetter, EarlierEntry, OutboxLimits, OutboxState, RetrySelection};
