//! For tests: what closed views hold, and ways to spoil it behind the back of whoever keeps them.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use crate::{
    ViewsError, blocks, generations, keys,
    opening::{self, LettingGo},
};

/// Gives the folder of the store in a folder of views.
///
/// # Errors
///
/// When the folder cannot be read.
pub fn store(folder: &Path) -> Result<PathBuf, ViewsError> {
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
    let _letting_go = LettingGo(store(folder)?);
    let db = opening::open(&store(folder)?)?;
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
pub enum Part {
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
pub fn flip(folder: &Path, part: Part, seed: usize) -> Result<(), ViewsError> {
    let _letting_go = LettingGo(store(folder)?);
    let db = opening::open(&store(folder)?)?;
    let tag = match part {
        Part::OpenIndex => keys::OPEN,
        Part::Event => keys::TEXTS,
        Part::Checkpoint => keys::CHECKPOINT,
    };
    let pairs = db.scan_prefix([tag]).collect::<Result<Vec<_>, _>>()?;
    assert!(!pairs.is_empty(), "the views have a {part:?}");
    let (key, value) = pairs[seed % pairs.len()].clone();
    db.remove(&key)?;
    match part {
        Part::OpenIndex => db.insert(flipped(&key, seed), value)?,
        Part::Event => db.insert(key, flipped_text(&value)?)?,
        Part::Checkpoint => db.insert(key, flipped(&value, seed))?,
    };
    db.flush()?;
    Ok(())
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
