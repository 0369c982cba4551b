//! Reading from the file: waiting entries, dead letters, and entries by key.

use std::ops::Bound;

use journal::OutgoingMessage;
use model::Instant;

use crate::{
    DeadLetter, EarlierEntry, IdempotencyKey, OutboxError, OutboxState,
    rows::{self, BYTES, DEAD, DeadRow, EntryRow, KEYS, KeyRow, NUMBERS, WAITING, unpack},
    store::OutboxStore,
};

/// Waiting entries, and where to continue.
#[derive(Debug, Default)]
pub(crate) struct WaitingBatch {
    pub(crate) entries: Vec<(u64, OutgoingMessage)>,
    /// The first number that was not read.
    pub(crate) next: u64,
    /// Whether no entry waits from there on.
    pub(crate) ended: bool,
    /// Whether an entry was skipped because of its subject.
    pub(crate) skipped: bool,
}

/// Reads up to `limit` waiting entries with numbers from `from` and below `before`, except those that are `in_progress`
/// and those of skipped subjects.
pub(crate) fn waiting(
    store: &OutboxStore,
    (from, before): (u64, u64),
    limit: usize,
    in_progress: impl Fn(u64) -> bool,
    skip: impl Fn(&str) -> bool,
) -> Result<WaitingBatch, OutboxError> {
    store.read(|transaction| {
        let table = transaction.open_table(WAITING)?;
        let mut batch = WaitingBatch {
            next: from,
            ..WaitingBatch::default()
        };
        for row in table.range(from..before.max(from))? {
            if batch.entries.len() == limit {
                return Ok(batch);
            }
            let (number, row) = row?;
            let number = number.value();
            batch.next = number + 1;
            if in_progress(number) {
                continue;
            }
            let EntryRow {
                nats_subject: subject,
                payload,
                ..
            } = unpack(row.value())?;
            if skip(&subject) {
                batch.skipped = true;
                continue;
            }
            batch
                .entries
                .push((number, OutgoingMessage { subject, payload }));
        }
        batch.ended = true;
        Ok(batch)
    })
}

/// Reads the entry that was accepted under a key; `None` once the key is forgotten.
pub(crate) fn by_key(
    store: &OutboxStore,
    key: &IdempotencyKey,
) -> Result<Option<EarlierEntry>, OutboxError> {
    store.read(|transaction| {
        let keys = transaction.open_table(KEYS)?;
        let Some(row) = keys.get(key.as_str())? else {
            return Ok(None);
        };
        let row: KeyRow = unpack(row.value())?;
        Ok(Some(EarlierEntry {
            delivery: row.delivery(&transaction.open_table(DEAD)?)?,
            event_id: row.event_id,
            subject: row.subject,
        }))
    })
}

/// Reads up to `limit` dead letters, from the first number after `after`.
pub(crate) fn dead_letters(
    store: &OutboxStore,
    after: u64,
    limit: usize,
) -> Result<Vec<DeadLetter>, OutboxError> {
    store.read(|transaction| {
        let table = transaction.open_table(DEAD)?;
        let rows = table.range((Bound::Excluded(after), Bound::Unbounded))?;
        rows.take(limit)
            .map(|row| {
                let (number, row) = row?;
                Ok(dead_letter(number.value(), unpack(row.value())?))
            })
            .collect()
    })
}

fn dead_letter(number: u64, row: DeadRow) -> DeadLetter {
    DeadLetter {
        number,
        subject: row.entry.nats_subject,
        event_id: row.entry.event_id,
        reason: row.reason,
        since: Instant::from_microseconds(row.since_us),
        accepted: Instant::from_microseconds(row.entry.accepted_us),
        payload: row.entry.payload,
    }
}

/// Reads the state of the outbox, when it is opened.
pub(crate) fn state(store: &OutboxStore) -> Result<OutboxState, OutboxError> {
    store.read(|transaction| {
        let bytes = transaction.open_table(NUMBERS)?.get(BYTES)?;
        rows::state(
            &transaction.open_table(WAITING)?,
            &transaction.open_table(DEAD)?,
            bytes.map_or(0, |bytes| bytes.value()),
        )
    })
}
