//! For tests: what closed views hold, and ways to spoil it, or open views, behind the back of whoever keeps them.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use model::KnelpuntId;
use sled::{Db, IVec};

use crate::{
    AskError, Reader, ViewsError, blocks, generations, keys,
    opening::{self, LettingGo},
};

/// Gives the folder of the store in a folder of views.
///
/// # Errors
///
/// When the folder cannot be read.
pub fn store_folder(folder: &Path) -> Result<PathBuf, ViewsError> {
    Ok(generations::folder(folder, generations::newest(folder)?))
}

/// Reads the canonical part of closed views: every key with its value.
///
/// # Errors
///
/// When the views cannot be opened, or are damaged.
///
/// # Panics
///
/// When two contents say the same first.
pub fn canonical(folder: &Path) -> Result<BTreeMap<Vec<u8>, Vec<u8>>, ViewsError> {
    let _letting_go = LettingGo(store_folder(folder)?);
    let db = opening::open(&store_folder(folder)?)?;
    let mut canonical = BTreeMap::new();
    for block in blocks::whole(&db) {
        for (entry, text) in block?.contents? {
            entry.each_pair(&text, &mut |key, value| {
                let known = canonical.insert(key.to_vec(), value.to_vec());
                assert_eq!(known, None, "what is said first is said once");
            });
        }
    }
    for pair in db.scan_prefix([keys::OPEN]) {
        let (key, value) = pair?;
        canonical.insert(key.to_vec(), value.to_vec());
    }
    Ok(canonical)
}

/// What of closed views can be spoilt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoredPart {
    /// A key of the open index.
    OpenIndex,
    /// What an event says.
    Event,
    /// The digest at a checkpoint.
    Checkpoint,
}

/// Flips one bit of closed views, in a place that `seed` chooses, so that sled does not notice.
///
/// # Errors
///
/// When the views cannot be opened or written.
///
/// # Panics
///
/// When they have nothing of the kind.
pub fn flip_bit(folder: &Path, part: StoredPart, seed: usize) -> Result<(), ViewsError> {
    let _letting_go = LettingGo(store_folder(folder)?);
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
        StoredPart::OpenIndex => db.insert(flipped(&key, seed), value)?,
        StoredPart::Event => db.insert(key, flipped_text(&value)?)?,
        StoredPart::Checkpoint => db.insert(key, flipped(&value, seed))?,
    };
    db.flush()?;
    Ok(())
}

/// What of open views can be spoilt, in what is kept or in what is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Corruption {
    /// The open index lacks a key.
    OpenLacks,
    /// The open index says otherwise of a key.
    OpenErrs,
    /// The open index has one key too many.
    OpenInVain,
    /// An event says something else.
    Event,
    /// Events cannot be read.
    Block,
    /// What is held of a knelpunt is gone.
    Knelpunt,
    /// What is held of a consultation is gone.
    Consultation,
}

/// Spoils open views.
///
/// # Errors
///
/// While there are none, when they have nothing of the kind, or when the store fails.
///
/// # Panics
///
/// When no knelpunt is held.
pub fn corrupt(reader: &Reader, what: Corruption) -> Result<(), AskError> {
    let held = reader.held_anyhow()?;
    let (db, columns) = (&held.db, &mut held.memory.write().columns);
    match what {
        Corruption::OpenLacks => {
            let (key, _) = first(db, keys::OPEN)?;
            db.remove(key).map_err(ViewsError::from)?;
        }
        Corruption::OpenErrs => {
            let (key, value) = first(db, keys::OPEN)?;
            put(db, &key, [&value[..], &[0]].concat())?;
        }
        Corruption::OpenInVain => {
            let (mut key, value) = first(db, keys::OPEN)?;
            let last = key.len() - 1;
            key[last] ^= 1;
            put(db, &key, value.to_vec())?;
        }
        Corruption::Event => {
            let (key, value) = first(db, keys::TEXTS)?;
            put(db, &key, flipped_text(&value)?)?;
        }
        Corruption::Block => {
            let (key, value) = first(db, keys::TEXTS)?;
            put(db, &key, value[..1].to_vec())?;
        }
        Corruption::Knelpunt => {
            let ids: Vec<KnelpuntId> = columns.iter().map(|knelpunt| knelpunt.id).collect();
            assert!(columns.remove(ids[0]).is_some(), "a knelpunt is held");
        }
        Corruption::Consultation => {
            let (of, _) = columns.consultations().iter().next().ok_or_else(none)?;
            columns.set_consultations(of, Vec::new());
        }
    }
    Ok(())
}

fn first(db: &Db, tag: u8) -> Result<(IVec, IVec), ViewsError> {
    let pair = db.scan_prefix([tag]).next().ok_or_else(none)?;
    Ok(pair?)
}

fn put(db: &Db, key: &[u8], value: Vec<u8>) -> Result<(), ViewsError> {
    db.insert(key, value)?;
    Ok(())
}

fn none() -> ViewsError {
    ViewsError::damaged("they have nothing of the kind")
}

/// Flips a bit behind the first byte, which is a tag or a format.
fn flipped(bytes: &[u8], seed: usize) -> Vec<u8> {
    let mut flipped = bytes.to_vec();
    let at = 1 + seed % (bytes.len() - 1);
    flipped[at] ^= 1;
    flipped
}

/// Flips a bit of the last text of a block.
fn flipped_text(block: &[u8]) -> Result<Vec<u8>, ViewsError> {
    blocks::change_last_byte(block)
}
