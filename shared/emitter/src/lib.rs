//! From what somebody says to an event in the outbox: drafted, judged as every reader of the log will, accepted, and
//! waited for a little.
//!
//! For every service that takes events by hand, so that all of them judge and answer alike. What may never enter: how
//! what was said came (HTTP, a form, a sheet), and what an event means for those before it.

mod emitter;
mod error;

pub use emitter::{DELIVERY_TIMEOUT, Emitter, Submitted};
pub use error::SubmitError;
pub use outbox::{DeliveryState, EarlierEntry};
