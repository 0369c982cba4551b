//! The tables of the file and their rows. The format is stored: rows are postcard, so their fields and the order of
//! these must not change without a new [`VERSION`].

use bytes::Bytes;
use model::Instant;
use redb::{ReadableTable, ReadableTableMetadata, TableDefinition};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{DeliveryState, EntryFingerprint, IdempotencyKey, OutboxEntry, OutboxState};

/// The version of the format.
pub(crate) const VERSION: u64 = 1;

/// Waiting entries by number: [`EntryRow`].
pub(crate) const WAITING: TableDefinition<u64, &[u8]> = TableDefinition::new("waiting");
/// Dead letters by number: [`DeadRow`].
pub(crate) const DEAD: TableDefinition<u64, &[u8]> = TableDefinition::new("dead");
/// Accepted entries by key: [`KeyRow`].
pub(crate) const KEYS: TableDefinition<&str, &[u8]> = TableDefinition::new("keys");
/// Keys by the number of their entry, so that the oldest are forgotten first.
pub(crate) const KEYS_BY_AGE: TableDefinition<u64, &str> = TableDefinition::new("keys by age");
/// Single numbers, by the names below.
pub(crate) const NUMBERS: TableDefinition<&str, u64> = TableDefinition::new("numbers");
/// In [`NUMBERS`]: the version of the file.
pub(crate) const OF_VERSION: &str = "version";
/// In [`NUMBERS`]: the number of the next entry.
pub(crate) const NEXT: &str = "next";
/// In [`NUMBERS`]: the bytes of waiting entries and dead letters.
pub(crate) const BYTES: &str = "bytes";

/// A waiting entry.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct EntryRow {
    pub(crate) nats_subject: String,
    pub(crate) payload: Bytes,
    pub(crate) event_id: String,
    pub(crate) key: Option<IdempotencyKey>,
    pub(crate) accepted_us: i64,
}

/// A dead letter.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct DeadRow {
    pub(crate) entry: EntryRow,
    pub(crate) reason: String,
    pub(crate) since_us: i64,
}

/// The entry that was accepted under a key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct KeyRow {
    pub(crate) fingerprint: EntryFingerprint,
    pub(crate) number: u64,
    pub(crate) event_id: String,
    pub(crate) subject: String,
    pub(crate) at_us: i64,
    /// Position and duplicate, once it was published.
    pub(crate) published: Option<(u64, bool)>,
}

impl EntryRow {
    pub(crate) fn new(entry: &OutboxEntry) -> Self {
        let key = entry.idempotency.as_ref();
        Self {
            nats_subject: entry.outgoing.subject.clone(),
            payload: entry.outgoing.payload.clone(),
            event_id: entry.event_id.clone(),
            key: key.map(|idempotency| idempotency.key.clone()),
            accepted_us: entry.at.microseconds(),
        }
    }

    /// Returns the size that counts against the limit.
    pub(crate) fn size_bytes(&self) -> u64 {
        (self.nats_subject.len() + self.payload.len() + self.event_id.len()) as u64
    }
}

impl KeyRow {
    /// Returns the entry's delivery state; `dead` is the table [`DEAD`].
    pub(crate) fn delivery(
        &self,
        dead: &impl ReadableTable<u64, &'static [u8]>,
    ) -> Result<DeliveryState, redb::Error> {
        if let Some((position, duplicate)) = self.published {
            return Ok(DeliveryState::Published {
                position,
                duplicate,
            });
        }
        let dead = dead.get(self.number)?;
        dead.map_or(Ok(DeliveryState::Waiting), |row| {
            let DeadRow { reason, .. } = unpack(row.value())?;
            Ok(DeliveryState::Dead { reason })
        })
    }
}

/// Returns the state of the outbox; `waiting` and `dead` are the tables of these names.
pub(crate) fn state(
    waiting: &impl ReadableTable<u64, &'static [u8]>,
    dead: &impl ReadableTableMetadata,
    stored_bytes: u64,
) -> Result<OutboxState, redb::Error> {
    let oldest = match waiting.first()? {
        Some((_, row)) => Some(unpack::<EntryRow>(row.value())?.accepted_us),
        None => None,
    };
    Ok(OutboxState {
        waiting: waiting.len()?,
        stored_bytes,
        oldest_accepted_at: oldest.map(Instant::from_microseconds),
        dead: dead.len()?,
    })
}

/// Encodes a row.
pub(crate) fn pack(row: &impl Serialize) -> Result<Vec<u8>, redb::Error> {
    postcard::to_stdvec(row).map_err(|error| redb::Error::Corrupted(error.to_string()))
}

/// Decodes a row.
pub(crate) fn unpack<T: DeserializeOwned>(row: &[u8]) -> Result<T, redb::Error> {
    postcard::from_bytes(row).map_err(|error| redb::Error::Corrupted(format!("a row: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_the_bytes_in_which_outboxes_are_stored() {
        let key = IdempotencyKey::new("k").unwrap();
        let entry = EntryRow {
            nats_subject: "a".to_owned(),
            payload: Bytes::from_static(b"b"),
            event_id: "c".to_owned(),
            key: Some(key),
            accepted_us: 1,
        };
        assert_eq!(pack(&entry).unwrap(), b"\x01a\x01b\x01c\x01\x01k\x02");
        let dead = DeadRow {
            entry,
            reason: "d".to_owned(),
            since_us: 2,
        };
        assert_eq!(
            pack(&dead).unwrap(),
            b"\x01a\x01b\x01c\x01\x01k\x02\x01d\x04"
        );
        let remembered = KeyRow {
            fingerprint: EntryFingerprint::from_parts([]),
            number: 3,
            event_id: "e".to_owned(),
            subject: "f".to_owned(),
            at_us: 4,
            published: Some((5, true)),
        };
        let row = pack(&remembered).unwrap();
        assert_eq!(row[32..], *b"\x03\x01e\x01f\x08\x01\x05\x01");
    }
}
