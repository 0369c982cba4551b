//! Why something that was said is not accepted.

use model::{InvalidEvent, Violation};
use outbox::{AcceptError, IdempotencyKeyError, OutboxError};

/// Fails to accept what was said. Nothing of it will be published, but where the disk failed: then saying it again
/// does no harm.
#[derive(Debug, Clone, thiserror::Error)]
pub enum SubmitError {
    /// It is no valid event.
    #[error(transparent)]
    Invalid(#[from] InvalidEvent),
    /// What it is to be remembered under is no key.
    #[error(transparent)]
    Key(#[from] IdempotencyKeyError),
    /// Something else was said under that key, or by that source under that id.
    #[error("accept the event: {key:?} was used for something else before")]
    KeyReused {
        /// The key, or the id.
        key: String,
    },
    /// More waits than the outbox takes.
    #[error("accept the event: the outbox is full")]
    Full,
    /// The outbox failed.
    #[error(transparent)]
    Outbox(OutboxError),
}

impl SubmitError {
    /// Takes what an outbox says of something known to its sender by `name`.
    pub(crate) fn by_outbox(error: AcceptError, name: &str) -> Self {
        match error {
            AcceptError::Full { .. } => Self::Full,
            AcceptError::KeyUsedForAnotherRequest { .. } => Self::KeyReused {
                key: name.to_owned(),
            },
            AcceptError::Outbox(error) => Self::Outbox(error),
        }
    }

    /// Gives all that is wrong with what was said; nothing when that is not why.
    pub fn faults(&self) -> &[Violation] {
        match self {
            Self::Invalid(invalid) => &invalid.violations,
            _ => &[],
        }
    }
}
