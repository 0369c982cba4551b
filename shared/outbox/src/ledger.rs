//! What one transaction does to an outbox: entries in, entries out, the dead aside and back.
//!
//! Nothing here waits or decides when to commit; that is the writer's.

use redb::{ReadableTable as _, ReadableTableMetadata as _, Table, WriteTransaction};

use crate::{
    AcceptError, DeliveryState, Idempotency, OutboxEntry, OutboxLimits, OutboxState,
    RetrySelection,
    record::{
        BYTES, Buried, DEAD, KEYS, KEYS_BY_AGE, NEXT, NUMBERS, Record, Remembered, WAITING, pack,
        unpack,
    },
};
use model::Instant;

/// Keys forgotten at most for one that is remembered, so that none pays for all.
const FORGOTTEN_AT_ONCE: usize = 8;

/// The tables of one transaction.
pub(crate) struct Ledger<'t> {
    waiting: Table<'t, u64, &'static [u8]>,
    dead: Table<'t, u64, &'static [u8]>,
    keys: Table<'t, &'static str, &'static [u8]>,
    by_age: Table<'t, u64, &'static str>,
    numbers: Table<'t, &'static str, u64>,
    next: u64,
    bytes: u64,
}

/// An entry that was taken, or that had been.
#[derive(Debug, Clone)]
pub(crate) struct Taken {
    pub(crate) number: u64,
    pub(crate) event_id: String,
    pub(crate) subject: String,
    pub(crate) repeated: bool,
    pub(crate) settled: DeliveryState,
}

/// What became of an entry that was published, or could not be.
#[derive(Debug, Clone)]
pub(crate) struct Outcome {
    pub(crate) number: u64,
    pub(crate) settled: DeliveryState,
    pub(crate) at: Instant,
}

type Done<T> = Result<T, redb::Error>;

impl<'t> Ledger<'t> {
    pub(crate) fn open(transaction: &'t WriteTransaction) -> Done<Self> {
        let numbers = transaction.open_table(NUMBERS)?;
        let next = number(&numbers, NEXT)?.max(1);
        let bytes = number(&numbers, BYTES)?;
        Ok(Self {
            waiting: transaction.open_table(WAITING)?,
            dead: transaction.open_table(DEAD)?,
            keys: transaction.open_table(KEYS)?,
            by_age: transaction.open_table(KEYS_BY_AGE)?,
            numbers,
            next,
            bytes,
        })
    }

    /// Writes what is kept beside the entries, and gives the state that is committed.
    pub(crate) fn close(mut self) -> Done<OutboxState> {
        self.numbers.insert(NEXT, self.next)?;
        self.numbers.insert(BYTES, self.bytes)?;
        let oldest = match self.waiting.first()? {
            Some((_, row)) => Some(unpack::<Record>(row.value())?.accepted_us),
            None => None,
        };
        Ok(OutboxState {
            waiting: self.waiting.len()?,
            stored_bytes: self.bytes,
            oldest_accepted_at: oldest.map(Instant::from_microseconds),
            dead: self.dead.len()?,
        })
    }

    pub(crate) fn accept(
        &mut self,
        entry: &OutboxEntry,
        limits: &OutboxLimits,
    ) -> Done<Result<Taken, AcceptError>> {
        if let Some(under) = &entry.idempotency {
            let before = self.remembered(under.key.as_str())?;
            if let Some(before) = before.filter(|before| !is_over(before, entry.at, limits)) {
                return self.again(before, under);
            }
        }
        let record = Record::new(entry);
        let entries = self.waiting.len()? + self.dead.len()?;
        let bytes = self.bytes;
        if entries >= limits.entries || bytes + record.size_bytes() > limits.bytes {
            return Ok(Err(AcceptError::Full { entries, bytes }));
        }
        let number = self.next;
        self.next += 1;
        self.bytes += record.size_bytes();
        self.waiting.insert(number, pack(&record)?.as_slice())?;
        if let Some(under) = &entry.idempotency {
            self.remember(number, entry, under)?;
            self.forget(entry.at, limits)?;
        }
        Ok(Ok(Taken {
            number,
            event_id: entry.event_id.clone(),
            subject: entry.subject.clone(),
            repeated: false,
            settled: DeliveryState::Waiting,
        }))
    }

    fn again(&self, before: Remembered, under: &Idempotency) -> Done<Result<Taken, AcceptError>> {
        if before.fingerprint != under.fingerprint {
            let key = under.key.to_string();
            return Ok(Err(AcceptError::KeyUsedForAnotherRequest { key }));
        }
        Ok(Ok(Taken {
            settled: before.settled(&self.dead)?,
            number: before.number,
            event_id: before.event_id,
            subject: before.subject,
            repeated: true,
        }))
    }

    fn remembered(&self, key: &str) -> Done<Option<Remembered>> {
        let row = self.keys.get(key)?;
        row.map(|row| unpack(row.value())).transpose()
    }

    fn remember(&mut self, number: u64, entry: &OutboxEntry, under: &Idempotency) -> Done<()> {
        let key = under.key.as_str();
        if let Some(over) = self.remembered(key)? {
            self.by_age.remove(over.number)?;
        }
        let row = Remembered {
            fingerprint: under.fingerprint,
            number,
            event_id: entry.event_id.clone(),
            subject: entry.subject.clone(),
            at_us: entry.at.microseconds(),
            published: None,
        };
        self.keys.insert(key, pack(&row)?.as_slice())?;
        self.by_age.insert(number, key)?;
        Ok(())
    }

    /// Forgets the first keys, while there are too many or they are too old.
    fn forget(&mut self, now: Instant, limits: &OutboxLimits) -> Done<()> {
        for _ in 0..FORGOTTEN_AT_ONCE {
            let Some((number, key)) = self
                .by_age
                .first()?
                .map(|(number, key)| (number.value(), key.value().to_owned()))
            else {
                return Ok(());
            };
            let over = match self.remembered(&key)? {
                Some(first) => is_over(&first, now, limits),
                None => true,
            };
            if !over && self.keys.len()? <= limits.keys {
                return Ok(());
            }
            self.by_age.remove(number)?;
            self.keys.remove(key.as_str())?;
        }
        Ok(())
    }

    /// Takes an entry out that was published, or puts it with the dead.
    pub(crate) fn settle(&mut self, outcome: &Outcome) -> Done<()> {
        let row = self.waiting.remove(outcome.number)?;
        let Some(record) = row.map(|row| unpack::<Record>(row.value())).transpose()? else {
            return Ok(());
        };
        match &outcome.settled {
            DeliveryState::Published {
                position,
                duplicate,
            } => {
                self.bytes = self.bytes.saturating_sub(record.size_bytes());
                self.note(record.key.as_ref(), outcome.number, (*position, *duplicate))
            }
            DeliveryState::Dead { reason } => self.bury(record, outcome, reason),
            DeliveryState::Waiting => self.wait_again(outcome.number, &record),
        }
    }

    /// Notes where the entry of a key went, unless the key was taken by another one since.
    fn note(
        &mut self,
        key: Option<&crate::IdempotencyKey>,
        number: u64,
        published: (u64, bool),
    ) -> Done<()> {
        let Some(key) = key else { return Ok(()) };
        let remembered = self.remembered(key.as_str())?;
        let Some(mut row) = remembered.filter(|row| row.number == number) else {
            return Ok(());
        };
        row.published = Some(published);
        self.keys.insert(key.as_str(), pack(&row)?.as_slice())?;
        Ok(())
    }

    fn bury(&mut self, record: Record, outcome: &Outcome, reason: &str) -> Done<()> {
        let buried = Buried {
            record,
            reason: reason.to_owned(),
            since_us: outcome.at.microseconds(),
        };
        self.dead
            .insert(outcome.number, pack(&buried)?.as_slice())?;
        Ok(())
    }

    fn wait_again(&mut self, number: u64, record: &Record) -> Done<()> {
        self.waiting.insert(number, pack(record)?.as_slice())?;
        Ok(())
    }

    /// Puts dead entries back into the queue, at the places that they had, and says which.
    pub(crate) fn retry(&mut self, which: &RetrySelection) -> Done<Vec<u64>> {
        let numbers = match which {
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
            let Some(buried) = row.map(|row| unpack::<Buried>(row.value())).transpose()? else {
                continue;
            };
            self.wait_again(number, &buried.record)?;
            retried.push(number);
        }
        Ok(retried)
    }
}

fn is_over(remembered: &Remembered, now: Instant, limits: &OutboxLimits) -> bool {
    now.since(Instant::from_microseconds(remembered.at_us)) > limits.key_retention_us
}

fn number(numbers: &Table<'_, &'static str, u64>, name: &str) -> Done<u64> {
    Ok(numbers.get(name)?.map_or(0, |number| number.value()))
}
