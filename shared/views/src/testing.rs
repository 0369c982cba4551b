//! For tests: what closed views hold, and ways to spoil it behind the back of whoever keeps them.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use crate::{ViewsError, blocks, generations, keys, opening};

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
pub fn canonical(folder: &Path) -> Result<BTreeMap<Vec<u8>, Vec<u8>>, ViewsError> {
    let db = opening::open(&store(folder)?)?;
    let mut canonical = BTreeMap::new();
    for pair in db.scan_prefix([keys::FACTS]) {
        let (key, facts) = pair?;
        let first = keys::sequence(&key).unwrap_or_default();
        let texts = db.get(keys::by_sequence(keys::TEXTS, first))?;
        for (entry, text) in blocks::together(&facts, &texts.unwrap_or_default())? {
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
