//! The changes that one transaction makes: entries are accepted and removed, become dead letters and are retried.
//!
//! Nothing here waits or decides when to commit; the writer does.

use model::Instant;
use redb::{ReadableTable as _, ReadableTableMetadata as _, Table, WriteTransaction};
use tokio::sync::watch;

use crate::{
    AcceptError, AcceptedEntry, DeliveryState, Idempotency, OutboxEntry, OutboxLimits, OutboxState,
    RetrySelection,
    rows::{
        self, BYTES, DEAD, DeadRow, EntryRow, KEYS, KEYS_BY_AGE, KeyRow, NEXT, NUMBERS, WAITING,
        pack, unpack,
    },
};

/// Keys that are forgotten at most when one is remembered, so that no single entry pays for all.
const MAX_FORGOTTEN: usize = 8;

/// The tables, opened for writing.
pub(crate) struct OutboxTables<'t> {
    waiting: Table<'t, u64, &'static [u8]>,
    dead: Table<'t, u64, &'static [u8]>,
    keys: Table<'t, &'static str, &'static [u8]>,
    keys_by_age: Table<'t, u64, &'static str>,
    numbers: Table<'t, &'static str, u64>,
    next: u64,
    bytes: u64,
}

/// An entry that was published, or cannot be.
#[derive(Debug, Clone)]
pub(crate) struct EntryOutcome {
    pub(crate) number: u64,
    pub(crate) delivery: DeliveryState,
    pub(crate) at: Instant,
}

type Stored<T> = Result<T, redb::Error>;

impl<'t> OutboxTables<'t> {
    pub(crate) fn open(transaction: &'t WriteTransaction) -> Stored<Self> {
        let numbers = transaction.open_table(NUMBERS)?;
        let next = number(&numbers, NEXT)?.max(1);
        let bytes = number(&numbers, BYTES)?;
        Ok(Self {
            waiting: transaction.open_table(WAITING)?,
            dead: transaction.open_table(DEAD)?,
            keys: transaction.open_table(KEYS)?,
            keys_by_age: transaction.open_table(KEYS_BY_AGE)?,
            numbers,
            next,
            bytes,
        })
    }

    /// Stores the numbers, and returns the state that is committed.
    pub(crate) fn close(mut self) -> Stored<OutboxState> {
        self.numbers.insert(NEXT, self.next)?;
        self.numbers.insert(BYTES, self.bytes)?;
        rows::state(&self.waiting, &self.dead, self.bytes)
    }

    pub(crate) fn accept(
        &mut self,
        entry: &OutboxEntry,
        limits: &OutboxLimits,
    ) -> Stored<Result<AcceptedEntry, AcceptError>> {
        if let Some(idempotency) = &entry.idempotency {
            let earlier = self.key_row(idempotency.key.as_str())?;
            if let Some(earlier) = earlier.filter(|row| !has_expired(row, entry.at, limits)) {
                return self.repeat(earlier, idempotency);
            }
        }
        let row = EntryRow::new(entry);
        let entries = self.waiting.len()? + self.dead.len()?;
        let bytes = self.bytes;
        if entries >= limits.entries || bytes + row.size_bytes() > limits.bytes {
            return Ok(Err(AcceptError::Full { entries, bytes }));
        }
        let number = self.next;
        self.next += 1;
        self.bytes += row.size_bytes();
        self.waiting.insert(number, pack(&row)?.as_slice())?;
        if let Some(idempotency) = &entry.idempotency {
            self.remember(number, entry, idempotency)?;
            self.forget_expired(entry.at, limits)?;
        }
        Ok(Ok(AcceptedEntry {
            number,
            event_id: entry.event_id.clone(),
            subject: entry.subject.clone(),
            repeated: false,
            delivery: watch::channel(DeliveryState::Waiting).1,
        }))
    }

    fn repeat(
        &self,
        earlier: KeyRow,
        idempotency: &Idempotency,
    ) -> Stored<Result<AcceptedEntry, AcceptError>> {
        if earlier.fingerprint != idempotency.fingerprint {
            let key = idempotency.key.to_string();
            return Ok(Err(AcceptError::KeyUsedForAnotherRequest { key }));
        }
        Ok(Ok(AcceptedEntry {
            delivery: watch::channel(earlier.delivery(&self.dead)?).1,
            number: earlier.number,
            event_id: earlier.event_id,
            subject: earlier.subject,
            repeated: true,
        }))
    }

    fn key_row(&self, key: &str) -> Stored<Option<KeyRow>> {
        let row = self.keys.get(key)?;
        row.map(|row| unpack(row.value())).transpose()
    }

    fn remember(
        &mut self,
        number: u64,
        entry: &OutboxEntry,
        idempotency: &Idempotency,
    ) -> Stored<()> {
        let key = idempotency.key.as_str();
        if let Some(expired) = self.key_row(key)? {
            self.keys_by_age.remove(expired.number)?;
        }
        let row = KeyRow {
            fingerprint: idempotency.fingerprint,
            number,
            event_id: entry.event_id.clone(),
            subject: entry.subject.clone(),
            at_us: entry.at.microseconds(),
            published: None,
        };
        self.keys.insert(key, pack(&row)?.as_slice())?;
        self.keys_by_age.insert(number, key)?;
        Ok(())
    }

    /// Forgets the oldest keys, while there are too many or they have expired.
    fn forget_expired(&mut self, now: Instant, limits: &OutboxLimits) -> Stored<()> {
        for _ in 0..MAX_FORGOTTEN {
            let Some((number, key)) = self
                .keys_by_age
                .first()?
                .map(|(number, key)| (number.value(), key.value().to_owned()))
            else {
                return Ok(());
            };
            let expired = self
                .key_row(&key)?
                .is_none_or(|oldest| has_expired(&oldest, now, limits));
            if !expired && self.keys.len()? <= limits.keys {
                return Ok(());
            }
            self.keys_by_age.remove(number)?;
            self.keys.remove(key.as_str())?;
        }
        Ok(())
    }

    /// Removes an entry that was published, or makes it a dead letter.
    pub(crate) fn record_outcome(&mut self, outcome: &EntryOutcome) -> Stored<()> {
        let row = self.waiting.remove(outcome.number)?;
        let Some(entry) = row.map(|row| unpack::<EntryRow>(row.value())).transpose()? else {
            return Ok(());
        };
        match &outcome.delivery {
            DeliveryState::Published {
                position,
                duplicate,
            } => {
                self.bytes = self.bytes.saturating_sub(entry.size_bytes());
                let published = (*position, *duplicate);
                self.record_published(entry.key.as_ref(), outcome.number, published)
            }
            DeliveryState::Dead { reason } => {
                let dead = DeadRow {
                    entry,
                    reason: reason.clone(),
                    since_us: outcome.at.microseconds(),
                };
                self.dead.insert(outcome.number, pack(&dead)?.as_slice())?;
                Ok(())
            }
            DeliveryState::Waiting => self.insert_waiting(outcome.number, &entry),
        }
    }

    /// Records the position of a key's entry, unless another entry has taken the key since.
    fn record_published(
        &mut self,
        key: Option<&crate::IdempotencyKey>,
        number: u64,
        published: (u64, bool),
    ) -> Stored<()> {
        let Some(key) = key else { return Ok(()) };
        let row = self.key_row(key.as_str())?;
        let Some(mut row) = row.filter(|row| row.number == number) else {
            return Ok(());
        };
        row.published = Some(published);
        self.keys.insert(key.as_str(), pack(&row)?.as_slice())?;
        Ok(())
    }

    fn insert_waiting(&mut self, number: u64, entry: &EntryRow) -> Stored<()> {
        self.waiting.insert(number, pack(entry)?.as_slice())?;
        Ok(())
    }

    /// Makes dead letters wait again under their numbers, thus at their former positions; returns the numbers.
    pub(crate) fn retry(&mut self, selection: &RetrySelection) -> Stored<Vec<u64>> {
        let numbers = match selection {
            RetrySelection::Numbers(numbers) => numbers.clone(),
            RetrySelection::All => self
                .dead
                .iter()?
                .map(|row| row.map(|(number, _)| number.value()))
                .collect::<Result<_, _>>()?,
        };
        let mut retried = Vec::new();
        for number in numbers {
            let row = self.dead.remove(number)?;
            let Some(dead) = row.map(|row| unpack::<DeadRow>(row.value())).transpose()? else {
                continue;
            };
            self.insert_waiting(number, &dead.entry)?;
            retried.push(number);
        }
        Ok(retried)
    }
}

fn has_expired(row: &KeyRow, now: Instant, limits: &OutboxLimits) -> bool {
    now.since(Instant::from_microseconds(row.at_us)) > limits.key_retention_us
}

fn number(numbers: &Table<'_, &'static str, u64>, name: &str) -> Stored<u64> {
    Ok(numbers.get(name)?.map_or(0, |number| number.value()))
}
