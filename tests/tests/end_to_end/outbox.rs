//! An outbox with a real `nats-server`: every accepted entry is published, or dead with a reason.

mod dead;
mod draining;
mod full_disk;
mod kills;
mod why_waiting;

use std::collections::BTreeMap;

use anyhow::ensure;
use bytes::Bytes;
use outbox::{DeliveryState, OutboxEntry};
use tests::{Log, emitted};

/// Numbered entries.
fn entries(name: &str, count: usize) -> impl Iterator<Item = OutboxEntry> {
    (0..count).map(move |number| emitted(&format!("{name}-{number}")))
}

fn all_published(settled: &[DeliveryState]) -> anyhow::Result<()> {
    for one in settled {
        let published = matches!(
            one,
            DeliveryState::Published {
                duplicate: false,
                ..
            }
        );
        ensure!(published, "it is {one:?}");
    }
    Ok(())
}

/// The payloads in the stream by event id; fails if two messages with one id differ.
fn stored(log: &Log) -> anyhow::Result<BTreeMap<String, Bytes>> {
    let mut stored = BTreeMap::new();
    for message in log.messages()? {
        let event: serde_json::Value = serde_json::from_slice(&message.payload)?;
        let id = event["id"].as_str().unwrap_or_default().to_owned();
        let before = stored.insert(id, message.payload.clone());
        ensure!(
            before.is_none_or(|before| before == message.payload),
            "one id, other bytes: {event}"
        );
    }
    Ok(stored)
}
