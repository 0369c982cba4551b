//! For tests only: reads the canonical part of views, and corrupts stored or open ones.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use model::KnelpuntId;
use sled::{Db, IVec};

use crate::{
    AskError, Reader, ViewsError, blocks, generations, keys,
    opening::{self, LockRelease},
};

/// Returns the folder of the store in a folder of views.
///
/// # Errors
///
/// When the folder cannot be read.
pub fn store_folder(folder: &Path) -> Result<PathBuf, ViewsError> {
    Ok(generations::store_folder(
        folder,
        generations::newest(folder)?,
    ))
}

/// Reads every key and value of the canonical part of closed views.
///
/// # Errors
///
/// When the views cannot be opened, or are damaged.
///
/// # Panics
///
/// When two contents are both the first to name something.
pub fn canonical(folder: &Path) -> Result<BTreeMap<Vec<u8>, Vec<u8>>, ViewsError> {
    let _lock_release = LockRelease(store_folder(folder)?);
    let db = opening::open(&store_folder(folder)?)?;
    let mut canonical = BTreeMap::new();
    for block in blocks::decoded(&db) {
        for (entry, text) in block?.contents? {
            entry.for_each_pair(&text, &mut |key, value| {
                let earlier = canonical.insert(key.to_vec(), value.to_vec());
                assert_eq!(earlier, None, "no two contents have the same canonical key");
            });
        }
    }
    for pair in db.scan_prefix([keys::OPEN]) {
        let (key, value) = pair?;
        canonical.insert(key.to_vec(), value.to_vec());
    }
    Ok(canonical)
}

/// A part of closed views.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoredPart {
    /// A key of the open index.
    OpenIndex,
    /// The text of an event.
    Event,
    /// The digest at a checkpoint.
    Checkpoint,
}

/// Flips one bit of closed views, which `seed` chooses, so that sled does not notice.
///
/// # Errors
///
/// When the views cannot be opened or written.
///
/// # Panics
///
/// When they have no such part.
pub fn flip_bit(folder: &Path, part: StoredPart, seed: usize) -> Result<(), ViewsError> {
    let _lock_release = LockRelease(store_folder(folder)?);
    let db = opening::open(&store_folder(folder)?)?;
    let tag = match part {
        StoredPart::OpenIndex => keys::OPEN,
        StoredPart::Event => keys::TEXTS,
        StoredPart::Checkpoint => keys::CHECKPOINT,
    };
    let pairs = db.scan_prefix([tag]).collect::<Result<Vec<_>, _>>()?;
    assert!(!pairs.is_empty(), "the views have a {part:?}");
    let (key, value) = pairs[seed % pairs.len()].clone();
    db.remove(&key)?;
    match part {
        StoredPart::OpenIndex => db.insert(with_flipped_bit(&key, seed), value)?,
        StoredPart::Event => db.insert(key, blocks::flip_last_byte(&value)?)?,
        StoredPart::Checkpoint => db.insert(key, with_flipped_bit(&value, seed))?,
    };
    db.flush()?;
    Ok(())
}

/// A corruption of open views, in the store or in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Corruption {
    /// A key is missing from the open index.
    OpenKeyMissing,
    /// A value of the open index is wrong.
    OpenValueChanged,
    /// The open index has an additional key.
    OpenKeyAdded,
    /// The text of an event is changed.
    EventChanged,
    /// A block of events cannot be unpacked.
    BlockUnreadable,
    /// A knelpunt is missing from memory.
    KnelpuntMissing,
    /// A consultation is missing from memory.
    ConsultationMissing,
}

/// Corrupts open views.
///
/// # Errors
///
/// While there are none, when they have no such part, or when the store fails.
///
/// # Panics
///
/// When there is no knelpunt in memory.
pub fn corrupt(reader: &Reader, corruption: Corruption) -> Result<(), AskError> {
    let store = reader.store_during_rebuild()?;
    let (db, columns) = (&store.db, &mut store.memory.write().columns);
    match corruption {
        Corruption::OpenKeyMissing => {
            let (key, _) = first(db, keys::OPEN)?;
            db.remove(key).map_err(ViewsError::from)?;
        }
        Corruption::OpenValueChanged => {
            let (key, value) = first(db, keys::OPEN)?;
            put(db, &key, [&value[..], &[0]].concat())?;
        }
        Corruption::OpenKeyAdded => {
            let (mut key, value) = first(db, keys::OPEN)?;
            let last = key.len() - 1;
            key[last] ^= 1;
            put(db, &key, value.to_vec())?;
        }
        Corruption::EventChanged => {
            let (key, value) = first(db, keys::TEXTS)?;
            put(db, &key, blocks::flip_last_byte(&value)?)?;
        }
        Corruption::BlockUnreadable => {
            let (key, value) = first(db, keys::TEXTS)?;
            put(db, &key, value[..1].to_vec())?;
        }
        Corruption::KnelpuntMissing => {
            let ids: Vec<KnelpuntId> = columns.iter().map(|knelpunt| knelpunt.id).collect();
            assert!(columns.remove(ids[0]).is_some(), "there is a knelpunt");
        }
        Corruption::ConsultationMissing => {
            let (of, _) = columns.consultations().iter().next().ok_or_else(missing)?;
            columns.set_consultations(of, Vec::new());
        }
    }
    Ok(())
}

fn first(db: &Db, tag: u8) -> Result<(IVec, IVec), ViewsError> {
    let pair = db.scan_prefix([tag]).next().ok_or_else(missing)?;
    Ok(pair?)
}

fn put(db: &Db, key: &[u8], value: Vec<u8>) -> Result<(), ViewsError> {
    db.insert(key, value)?;
    Ok(())
}

fn missing() -> ViewsError {
    ViewsError::damaged("they have no such part")
}

/// Returns bytes with one bit flipped, not in the first byte, which is a tag or a format.
fn with_flipped_bit(bytes: &[u8], seed: usize) -> Vec<u8> {
    let mut flipped = bytes.to_vec();
    let index = 1 + seed % (bytes.len() - 1);
    flipped[index] ^= 1;
    flipped
}
