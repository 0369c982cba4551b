//! What stands in the file: its tables, and what is in their rows.

use bytes::Bytes;
use redb::{ReadableTable, TableDefinition};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{DeliveryState, EntryFingerprint, IdempotencyKey, OutboxEntry};

/// The version of what is in the file.
pub(crate) const VERSION: u64 = 1;

/// What waits, by number: [`Record`].
pub(crate) const WAITING: TableDefinition<u64, &[u8]> = TableDefinition::new("waiting");
/// What cannot be published as things are, by number: [`Buried`].
pub(crate) const DEAD: TableDefinition<u64, &[u8]> = TableDefinition::new("dead");
/// What was accepted under a key: [`Remembered`].
pub(crate) const KEYS: TableDefinition<&str, &[u8]> = TableDefinition::new("keys");
/// Keys by the number of their entry, to be forgotten from the first on.
pub(crate) const KEYS_BY_AGE: TableDefinition<u64, &str> = TableDefinition::new("keys by age");
/// A few numbers: see below.
pub(crate) const NUMBERS: TableDefinition<&str, u64> = TableDefinition::new("numbers");
/// In [`NUMBERS`]: the version of the file.
pub(crate) const OF_VERSION: &str = "version";
/// In [`NUMBERS`]: the number that the next entry gets.
pub(crate) const NEXT: &str = "next";
/// In [`NUMBERS`]: the bytes that wait or are dead.
pub(crate) const BYTES: &str = "bytes";

/// An entry as it waits.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Record {
    pub(crate) nats_subject: String,
    pub(crate) payload: Bytes,
    pub(crate) event_id: String,
    pub(crate) key: Option<IdempotencyKey>,
    pub(crate) accepted_us: i64,
}

/// An entry that is dead.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Buried {
    pub(crate) record: Record,
    pub(crate) reason: String,
    pub(crate) since_us: i64,
}

/// What was accepted under a key, and where it went.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Remembered {
    pub(crate) fingerprint: EntryFingerprint,
    pub(crate) number: u64,
    pub(crate) event_id: String,
    pub(crate) subject: String,
    pub(crate) at_us: i64,
    pub(crate) published: Option<(u64, bool)>,
}

impl Record {
    pub(crate) fn new(entry: &OutboxEntry) -> Self {
        Self {
            nats_subject: entry.outgoing.subject.clone(),
            payload: entry.outgoing.payload.clone(),
            event_id: entry.event_id.clone(),
            key: entry.idempotency.as_ref().map(|under| under.key.clone()),
            accepted_us: entry.at.microseconds(),
        }
    }

    /// Its size as it is counted against the limit.
    pub(crate) fn size_bytes(&self) -> u64 {
        (self.nats_subject.len() + self.payload.len() + self.event_id.len()) as u64
    }
}

impl Remembered {
    /// Says what has become of it; `dead` is the table [`DEAD`].
    pub(crate) fn settled(
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
            let Buried { reason, .. } = unpack(row.value())?;
            Ok(DeliveryState::Dead { reason })
        })
    }
}

/// Writes a row.
pub(crate) fn pack(row: &impl Serialize) -> Result<Vec<u8>, redb::Error> {
    postcard::to_stdvec(row).map_err(|error| redb::Error::Corrupted(error.to_string()))
}

/// Reads a row.
pub(crate) fn unpack<T: DeserializeOwned>(row: &[u8]) -> Result<T, redb::Error> {
    postcard::from_bytes(row).map_err(|error| redb::Error::Corrupted(format!("a row: {error}")))
}
