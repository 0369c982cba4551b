//! The outbox without NATS: entries, keys, limits, and incomplete files.

mod entries;
mod files;
mod keys;
mod laws;

use std::path::Path;

use model::Instant;
use outbox::{EntryFingerprint, Idempotency, IdempotencyKey, Outbox, OutboxEntry, OutboxLimits};

/// A day, in microseconds.
const DAY_US: i64 = 86_400_000_000;

/// An entry whose event id is its number.
fn entry(number: u64) -> OutboxEntry {
    OutboxEntry {
        outgoing: journal::OutgoingMessage {
            subject: "knelpunten.knelpunt-reported.GM0344".to_owned(),
            payload: format!("{{\"id\":\"{number}\"}}").into(),
        },
        event_id: number.to_string(),
        subject: format!("knelpunt {number}"),
        idempotency: None,
        at: Instant::from_microseconds(1_000),
    }
}

/// The same under a key, for the request `request`.
fn under(key: &str, request: &str, number: u64) -> OutboxEntry {
    OutboxEntry {
        idempotency: Some(Idempotency {
            key: IdempotencyKey::new(key).unwrap_or_else(|error| panic!("{error}")),
            fingerprint: EntryFingerprint::from_parts([request.as_bytes()]),
        }),
        ..entry(number)
    }
}

/// Opens the outbox in a folder.
#[track_caller]
fn opened(folder: &Path, limits: OutboxLimits) -> Outbox {
    Outbox::open_with(folder, limits).unwrap_or_else(|error| panic!("{error}"))
}
