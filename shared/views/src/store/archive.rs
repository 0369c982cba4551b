//! Folders without usable views: moved to another name, never deleted.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use super::{generations, opening::DATA_FILE};
use crate::ViewsError;

/// sled's file of settings.
const SETTINGS_FILE: &str = "conf";
/// sled's folder of large values.
const BLOBS_FOLDER: &str = "blobs";
/// How the names of sled's snapshots begin.
const SNAPSHOT: &str = "snap.";

/// A folder that was moved to another name, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchivedViews {
    /// Where it is now.
    pub path: PathBuf,
    /// Why, as a lower-case fragment.
    pub reason: String,
}

/// Renames a folder to the first free `<name>.aside-<n>` beside it.
pub(crate) fn archive_folder(folder: &Path, reason: String) -> Result<ArchivedViews, ViewsError> {
    let path = move_beside(folder, folder, "aside")?;
    Ok(ArchivedViews { path, reason })
}

/// Renames `from` to the first free `<name of the folder>.<suffix>-<n>` beside the folder.
pub(crate) fn move_beside(from: &Path, folder: &Path, suffix: &str) -> Result<PathBuf, ViewsError> {
    let name = folder
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let mut number = 1_u64;
    let to = loop {
        let to = folder.with_file_name(format!("{name}.{suffix}-{number}"));
        // `exists` would be false for a dangling link, which takes the name as well.
        if to.symlink_metadata().is_err() {
            break to;
        }
        number += 1;
    };
    fs::rename(from, &to).map_err(|error| ViewsError::from_io(error, folder))?;
    Ok(to)
}

/// Returns why a folder does not contain whole views, as far as can be known without opening them.
///
/// # Errors
///
/// When another process has them open, or the folder cannot be read.
pub(crate) fn find_foreign(folder: &Path) -> Result<Option<String>, ViewsError> {
    inspect_folder(folder).map_err(|error| match error.kind() {
        io::ErrorKind::WouldBlock => ViewsError::InUse {
            path: folder.to_owned(),
        },
        _ => ViewsError::from_io(error, folder),
    })
}

fn inspect_folder(folder: &Path) -> io::Result<Option<String>> {
    match fs::metadata(folder) {
        Ok(found) if !found.is_dir() => return Ok(Some("it is not a folder".to_owned())),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    }
    let generations = generations::list(folder)?;
    if let Some(name) = generations.foreign {
        return Ok(Some(foreign_entry(&name)));
    }
    match generations.numbers.last() {
        Some(newest) => inspect_store(&generations::store_folder(folder, *newest)),
        None => Ok(None),
    }
}

fn inspect_store(store: &Path) -> io::Result<Option<String>> {
    for entry in fs::read_dir(store)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let known = [DATA_FILE, SETTINGS_FILE, BLOBS_FOLDER].contains(&name.as_str());
        if !known && !name.starts_with(SNAPSHOT) {
            return Ok(Some(foreign_entry(&name)));
        }
    }
    let data = store.join(DATA_FILE);
    if !data.is_file() {
        // Empty, or of a process that ended before it wrote anything.
        return Ok(None);
    }
    // Before the files are looked at: a process that is creating the store has the lock, and they may be incomplete.
    match File::open(&data)?.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::WouldBlock.into()),
        Err(TryLockError::Error(error)) => return Err(error),
    }
    Ok(if !store.join(SETTINGS_FILE).is_file() {
        Some(format!("its file {SETTINGS_FILE} is gone"))
    } else if data.metadata()?.len() == 0 {
        Some(format!("its file {DATA_FILE} is empty"))
    } else {
        None
    })
}

fn foreign_entry(name: &str) -> String {
    format!("it contains something else than views: {name}")
}
