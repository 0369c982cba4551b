//! An entry, its key, and its delivery.

use std::fmt;

use journal::{OutgoingMessage, Receipt};
use model::Instant;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tokio::sync::watch;

/// The longest key, in bytes.
const KEY_LIMIT_BYTES: usize = 255;

/// An event to accept and publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxEntry {
    /// The message.
    pub outgoing: OutgoingMessage,
    /// The id of the event, for the reply.
    pub event_id: String,
    /// The subject of the event, such as the id of its knelpunt, for the reply.
    pub subject: String,
    /// The key under which it is remembered, if any.
    pub idempotency: Option<Idempotency>,
    /// When it is accepted.
    pub at: Instant,
}

/// A key and the request under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idempotency {
    /// The key that the caller chose.
    pub key: IdempotencyKey,
    /// The fingerprint of the request.
    pub fingerprint: EntryFingerprint,
}

/// A name that a caller gives a request, so that it can repeat it safely: an `Idempotency-Key`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct IdempotencyKey(String);

/// An error of a key that is empty or too long.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot accept a key of {size_bytes} bytes; give one of 1 to {KEY_LIMIT_BYTES} bytes")]
pub struct IdempotencyKeyError {
    /// The size of the key.
    pub size_bytes: usize,
}

/// The SHA-256 of a request: two requests under one key with the same fingerprint are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryFingerprint([u8; 32]);

/// An entry that is on disk. Wait for it with [`AcceptedEntry::wait_for_delivery`], or drop it: it is published anyway.
#[derive(Debug, Clone)]
pub struct AcceptedEntry {
    /// Its number in this outbox, in order of acceptance.
    pub number: u64,
    /// The id of the event; under a key, of the first one accepted under it.
    pub event_id: String,
    /// The subject of the event; under a key, of the first one accepted under it.
    pub subject: String,
    /// Whether the key was known, so that nothing was stored now.
    pub repeated: bool,
    pub(crate) delivery: watch::Receiver<DeliveryState>,
}

/// How far an entry's delivery is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryState {
    /// The stream has it.
    Published {
        /// Its sequence in the stream.
        position: u64,
        /// Whether the stream already had it; also true when it was published again because its acknowledgement was
        /// lost.
        duplicate: bool,
    },
    /// It is a dead letter: see [`Outbox::dead_letters`](crate::Outbox::dead_letters).
    Dead {
        /// Why it cannot be published.
        reason: String,
    },
    /// It waits in the outbox.
    Waiting,
}

impl IdempotencyKey {
    /// Creates a key of 1 to 255 bytes.
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

    /// Returns the key as text.
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
    /// Returns the fingerprint of a request, from its parts: path and body, say.
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
    /// Returns the delivery state known now, without waiting.
    pub fn delivery_state(&self) -> DeliveryState {
        self.delivery.borrow().clone()
    }

    /// Waits until the entry is published or dead. Give up with `tokio::time::timeout`: nothing is lost by that.
    /// Returns [`DeliveryState::Waiting`] only when the outbox was closed in the meantime.
    pub async fn wait_for_delivery(&mut self) -> DeliveryState {
        let known = self
            .delivery
            .wait_for(|now| *now != DeliveryState::Waiting)
            .await;
        known.map_or(DeliveryState::Waiting, |delivery| delivery.clone())
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
        let error = IdempotencyKey::new("é".repeat(128)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "cannot accept a key of 256 bytes; give one of 1 to 255 bytes"
        );
    }

    #[test]
    fn parts_split_differently_have_different_fingerprints() {
        let fingerprint = |parts: [&str; 2]| EntryFingerprint::from_parts(parts.map(str::as_bytes));
        assert_eq!(fingerprint(["a", "b"]), fingerprint(["a", "b"]));
        assert_ne!(fingerprint(["ab", ""]), fingerprint(["a", "b"]));
    }
}
