//! Reading from the file: what is to be published, and what is dead.

use std::{ops::Bound, sync::Arc};

use journal::OutgoingMessage;
use model::Instant;
use redb::{ReadableTable as _, ReadableTableMetadata as _};

use crate::{
    DeadLetter, EarlierEntry, IdempotencyKey, OutboxError, OutboxState,
    record::{BYTES, Buried, DEAD, KEYS, NUMBERS, Record, Remembered, WAITING, unpack},
    store::Store,
};

/// Entries that wait, and where to look on.
#[derive(Debug, Default)]
pub(crate) struct Fetched {
    pub(crate) entries: Vec<(u64, OutgoingMessage)>,
    /// The first number that was not looked at.
    pub(crate) next: u64,
    /// Whether nothing waits from there on.
    pub(crate) ended: bool,
    /// Whether one was passed over for its subject.
    pub(crate) passed: bool,
}

/// Reads up to `limit` entries that wait, of numbers from `from` and below `before`, but for those that are
/// `held` and those of `passed` subjects.
pub(crate) fn waiting(
    store: &Store,
    (from, before): (u64, u64),
    limit: usize,
    held: impl Fn(u64) -> bool,
    passed: impl Fn(&str) -> bool,
) -> Result<Fetched, OutboxError> {
    store.read(|transaction| {
        let table = transaction.open_table(WAITING)?;
        let mut fetched = Fetched {
            next: from,
            ..Fetched::default()
        };
        for row in table.range(from..before.max(from))? {
            if fetched.entries.len() == limit {
                return Ok(fetched);
            }
            let (number, row) = row?;
            fetched.next = number.value() + 1;
            if !held(number.value()) {
                let Record {
                    nats_subject: subject,
                    payload,
                    ..
                } = unpack(row.value())?;
                if passed(&subject) {
                    fetched.passed = true;
                    continue;
                }
                let outgoing = OutgoingMessage { subject, payload };
                fetched.entries.push((number.value(), outgoing));
            }
        }
        fetched.ended = true;
        Ok(fetched)
    })
}

/// Reads what was accepted under a key, while that is remembered.
pub(crate) fn under(
    store: &Store,
    key: &IdempotencyKey,
) -> Result<Option<EarlierEntry>, OutboxError> {
    store.read(|transaction| {
        let keys = transaction.open_table(KEYS)?;
        let Some(row) = keys.get(key.as_str())? else {
            return Ok(None);
        };
        let remembered: Remembered = unpack(row.value())?;
        Ok(Some(EarlierEntry {
            settled: remembered.settled(&transaction.open_table(DEAD)?)?,
            event_id: remembered.event_id,
            subject: remembered.subject,
        }))
    })
}

/// Reads up to `limit` of the dead, from the first number after `after`.
pub(crate) fn dead(
    store: &Store,
    after: u64,
    limit: usize,
) -> Result<Vec<DeadLetter>, OutboxError> {
    store.read(|transaction| {
        let table = transaction.open_table(DEAD)?;
        let rows = table.range((Bound::Excluded(after), Bound::Unbounded))?;
        rows.take(limit)
            .map(|row| {
                let (number, row) = row?;
                Ok(shown(number.value(), unpack(row.value())?))
            })
            .collect()
    })
}

fn shown(number: u64, buried: Buried) -> DeadLetter {
    DeadLetter {
        number,
        subject: buried.record.nats_subject,
        event_id: buried.record.event_id,
        reason: buried.reason,
        since: Instant::from_microseconds(buried.since_us),
        accepted: Instant::from_microseconds(buried.record.accepted_us),
        payload: buried.record.payload,
    }
}

/// Reads what waits and what is dead, when the outbox is opened.
pub(crate) fn state(store: &Arc<Store>) -> Result<OutboxState, OutboxError> {
    store.read(|transaction| {
        let waiting = transaction.open_table(WAITING)?;
        let bytes = transaction.open_table(NUMBERS)?.get(BYTES)?;
        let oldest = match waiting.first()? {
            Some((_, row)) => Some(unpack::<Record>(row.value())?.accepted_us),
            None => None,
        };
        Ok(OutboxState {
            waiting: waiting.len()?,
            stored_bytes: bytes.map_or(0, |bytes| bytes.value()),
            oldest_accepted_at: oldest.map(Instant::from_microseconds),
            dead: transaction.open_table(DEAD)?.len()?,
        })
    })
}
