//! Folders that do not hold views, or no longer whole ones: put aside under another name, never deleted.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use crate::{ViewsError, generations, opening::DATA_FILE};

/// The file that sled keeps its settings in.
const SETTINGS_FILE: &str = "conf";
/// What else sled keeps.
const BLOBS_FOLDER: &str = "blobs";
/// How the names of its snapshots begin.
const SNAPSHOT: &str = "snap.";

/// A folder that was put aside, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchivedViews {
    /// Where it is now.
    pub path: PathBuf,
    /// Why, as a lower-case fragment.
    pub reason: String,
}

/// Renames a folder to the first free `<name>.aside-<n>` beside it.
pub(crate) fn put_aside(folder: &Path, why: String) -> Result<ArchivedViews, ViewsError> {
    let to = move_beside(folder, folder, "aside")?;
    Ok(ArchivedViews {
        path: to,
        reason: why,
    })
}

/// Renames what is in or at a folder to the first free `<name of the folder>.<what>-<n>` beside the folder.
pub(crate) fn move_beside(from: &Path, folder: &Path, what: &str) -> Result<PathBuf, ViewsError> {
    let name = folder
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let mut number = 1_u64;
    let to = loop {
        let to = folder.with_file_name(format!("{name}.{what}-{number}"));
        // A link that leads nowhere takes a name as well.
        if to.symlink_metadata().is_err() {
            break to;
        }
        number += 1;
    };
    fs::rename(from, &to).map_err(|error| ViewsError::of_io(error, folder))?;
    Ok(to)
}

/// Says why a folder does not hold whole views, as far as can be told without opening them.
///
/// # Errors
///
/// When another process has them open, or the folder cannot be read.
pub(crate) fn foreign(folder: &Path) -> Result<Option<String>, ViewsError> {
    look(folder).map_err(|error| match error.kind() {
        io::ErrorKind::WouldBlock => ViewsError::InUse {
            path: folder.to_owned(),
        },
        _ => ViewsError::of_io(error, folder),
    })
}

fn look(folder: &Path) -> io::Result<Option<String>> {
    match fs::metadata(folder) {
        Ok(found) if !found.is_dir() => return Ok(Some("it is not a folder".to_owned())),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    }
    let generations = generations::list(folder)?;
    if let Some(what) = generations.foreign {
        return Ok(Some(format!("it holds something else than views: {what}")));
    }
    match generations.numbers.last() {
        Some(newest) => look_into(&generations::folder(folder, *newest)),
        None => Ok(None),
    }
}

fn look_into(store: &Path) -> io::Result<Option<String>> {
    for entry in fs::read_dir(store)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let known = [DATA_FILE, SETTINGS_FILE, BLOBS_FOLDER].contains(&name.as_str());
        if !known && !name.starts_with(SNAPSHOT) {
            return Ok(Some(format!("it holds something else than views: {name}")));
        }
    }
    let data = store.join(DATA_FILE);
    if !data.is_file() {
        // Empty, or made by one that was ended before it wrote anything.
        return Ok(None);
    }
    // Another one may be making it at this moment.
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
