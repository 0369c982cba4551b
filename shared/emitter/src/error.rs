//! Why a submission is not accepted.

use model::{InvalidEvent, Violation};
use outbox::{AcceptError, IdempotencyKeyError, OutboxError};

/// An error of a submission. Nothing of it will be published, unless the disk failed: then repeating it is safe.
#[derive(Debug, Clone, thiserror::Error)]
pub enum SubmitError {
    /// The event is invalid.
    #[error(transparent)]
    Invalid(#[from] InvalidEvent),
    /// The key is empty or too long.
    #[error(transparent)]
    Key(#[from] IdempotencyKeyError),
    /// The key was used for another event, or the source used the id for another event.
    #[error(
        "cannot accept the event: {key:?} was used for another event; choose another key or id"
    )]
    KeyReused {
        /// The key, or the id.
        key: String,
    },
    /// The outbox has reached its limits.
    #[error("cannot accept the event: the outbox is full; check that NATS is reachable")]
    Full,
    /// The outbox failed.
    #[error(transparent)]
    Outbox(OutboxError),
}

impl SubmitError {
    /// Converts an error of the outbox. `name` is the key or id by which the sender knows the event.
    pub(crate) fn from_outbox(error: AcceptError, name: &str) -> Self {
        match error {
            AcceptError::Full { .. } => Self::Full,
            AcceptError::KeyUsedForAnotherRequest { .. } => Self::KeyReused {
                key: name.to_owned(),
            },
            AcceptError::Outbox(error) => Self::Outbox(error),
        }
    }

    /// Returns the violations of an invalid event; none for another error.
    pub fn violations(&self) -> &[Violation] {
        match self {
            Self::Invalid(invalid) => &invalid.violations,
            _ => &[],
        }
    }
}
