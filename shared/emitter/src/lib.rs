//! From a submission to an event in the outbox: validated, accepted, and awaited for a moment.
//!
//! The one place that validates an event before it is published, so that every service and command accepts the same
//! events with the same violations. What may never enter: how a submission arrived (HTTP, a form, a sheet), and what an
//! event means for those before it.

mod emitter;
mod error;
mod validate;

pub use emitter::{DELIVERY_TIMEOUT, Emitter, Submitted};
pub use error::SubmitError;
pub use outbox::{DeliveryState, EarlierEntry};
pub use validate::{ValidatedEvent, validate, validate_data, validate_draft};
