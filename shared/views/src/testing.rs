//! For tests only: reads the canonical part of views, and corrupts stored or open ones.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use fold::Interner;
use sled::{Db, IVec};

use crate::{
    AskError, Reader, ViewsError,
    store::{
        blocks, generations, keys,
        opening::{self, LockRelease},
        stored,
    },
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

/// Reads what identifies each content of closed views: the canonical part.
///
/// # Errors
///
/// When the views cannot be opened, or are damaged.
///
/// # Panics
///
/// When a content is stored twice.
pub fn canonical(folder: &Path) -> Result<BTreeSet<Vec<u8>>, ViewsError> {
    let _lock_release = LockRelease(store_folder(folder)?);
    let db = opening::open(&store_folder(folder)?)?;
    let (mut canonical, mut interner) = (BTreeSet::new(), Interner::default());
    for block in stored::blocks(&db, None) {
        for (facts, _) in block?.contents?.decode(&mut interner)? {
            let subject = facts.subject(&interner);
            let key = keys::content(&subject, facts.record.key, facts.record.content);
            assert!(canonical.insert(key), "each content is stored once");
        }
    }
    Ok(canonical)
}

/// Reads the open index of closed views.
///
/// # Errors
///
/// When the views cannot be opened.
pub fn open_index(folder: &Path) -> Result<BTreeMap<Vec<u8>, Vec<u8>>, ViewsError> {
    let _lock_release = LockRelease(store_folder(folder)?);
    let db = opening::open(&store_folder(folder)?)?;
    let pairs = db.scan_prefix([keys::OPEN]);
    let pairs = pairs.map(|pair| pair.map(|(key, value)| (key.to_vec(), value.to_vec())));
    Ok(pairs.collect::<Result<_, _>>()?)
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
    /// An open knelpunt is missing from memory.
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
    let (db, state) = (&store.db, &mut store.memory.write().state);
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
            let found = state.roots().find(|row| state.open(*row).is_some());
            let found = found.ok_or_else(missing)?;
            state.corrupt_knelpunt(found);
        }
        Corruption::ConsultationMissing => state.corrupt_consultations(),
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
