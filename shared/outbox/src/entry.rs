//! What is accepted, under which key, and what becomes of it.

use std::fmt;

use journal::{OutgoingMessage, Receipt};
use model::Instant;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tokio::sync::watch;

/// The longest key, in bytes.
const KEY_LIMIT_BYTES: usize = 255;

/// What is to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxEntry {
    /// The message.
    pub outgoing: OutgoingMessage,
    /// The id of the event, to be answered with.
    pub event_id: String,
    /// The subject of the event, such as the id of its knelpunt, to be answered with.
    pub subject: String,
    /// Under which key it is remembered, if any.
    pub idempotency: Option<Idempotency>,
    /// When it is accepted.
    pub at: Instant,
}

/// A key, and what was asked under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idempotency {
    /// What the caller chose.
    pub key: IdempotencyKey,
    /// What was asked.
    pub fingerprint: EntryFingerprint,
}

/// What a caller names a request by, so that it can ask again: an `Idempotency-Key`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct IdempotencyKey(String);

/// Fails when it is no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("take a key of {size_bytes} bytes: it has 1 to {KEY_LIMIT_BYTES}")]
pub struct IdempotencyKeyError {
    /// Its size.
    pub size_bytes: usize,
}

/// What was asked, as SHA-256: two requests under one key with the same fingerprint are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryFingerprint([u8; 32]);

/// An entry that is on disk. It may be waited for with [`AcceptedEntry::wait_for_delivery`], or dropped: it is published anyway.
#[derive(Debug, Clone)]
pub struct AcceptedEntry {
    /// Its number in this outbox, in order of acceptance.
    pub number: u64,
    /// The id of the event: of the first one accepted under the key.
    pub event_id: String,
    /// The subject of the event: of the first one accepted under the key.
    pub subject: String,
    /// Whether the key was known, so that nothing was stored now.
    pub repeated: bool,
    pub(crate) settling: watch::Receiver<DeliveryState>,
}

/// What has become of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryState {
    /// The stream has it.
    Published {
        /// Its place in the stream.
        position: u64,
        /// Whether the stream had it before; also said of one that was sent again because its answer was lost.
        duplicate: bool,
    },
    /// It cannot be published as things are: see [`Outbox::dead_letters`](crate::Outbox::dead_letters).
    Dead {
        /// Why.
        reason: String,
    },
    /// It waits in the outbox.
    Waiting,
}

impl IdempotencyKey {
    /// Takes a key of 1 to 255 bytes.
    ///
    /// # Errors
    ///
    /// When it is empty or longer.
    pub fn new(text: impl Into<String>) -> Result<Self, IdempotencyKeyError> {
        let text = text.into();
        match text.len() {
            1..=KEY_LIMIT_BYTES => Ok(Self(text)),
            size_bytes => Err(IdempotencyKeyError { size_bytes }),
        }
    }

    /// Gives it as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}

impl EntryFingerprint {
    /// Computes it from what was asked: path and body, say.
    pub fn from_parts<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Self(hash.finalize().into())
    }
}

impl AcceptedEntry {
    /// Says what is known now, without waiting.
    pub fn delivery_state(&self) -> DeliveryState {
        self.settling.borrow().clone()
    }

    /// Waits until it is published or dead. How long is for the caller to say, with `tokio::time::timeout`: nothing
    /// is lost by giving up. [`DeliveryState::Waiting`] only when the outbox was closed meanwhile.
    pub async fn wait_for_delivery(&mut self) -> DeliveryState {
        let known = self
            .settling
            .wait_for(|now| *now != DeliveryState::Waiting)
            .await;
        known.map_or(DeliveryState::Waiting, |settled| settled.clone())
    }
}

impl From<Receipt> for DeliveryState {
    fn from(receipt: Receipt) -> Self {
        let (position, duplicate) = (receipt.sequence, receipt.duplicate);
        Self::Published {
            position,
            duplicate,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_1_to_255_bytes() {
        assert!(IdempotencyKey::new("").is_err());
        assert_eq!(
            IdempotencyKey::new("k".repeat(255)).unwrap().as_str().len(),
            255
        );
        let refused = IdempotencyKey::new("é".repeat(128)).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "take a key of 256 bytes: it has 1 to 255"
        );
    }

    #[test]
    fn where_one_part_ends_counts() {
        let of = |parts: [&str; 2]| EntryFingerprint::from_parts(parts.map(str::as_bytes));
        assert_eq!(of(["a", "b"]), of(["a", "b"]));
        assert_ne!(of(["ab", ""]), of(["a", "b"]));
    }
}
