//! A folder for views that are being built: one process at a time, and nothing is left of it.

use std::{
    fs::{self, File, TryLockError},
    io,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};

/// How often a folder is taken that another process removes at the same moment.
const ATTEMPTS: usize = 8;

/// A folder of this process alone; removed when it is dropped, unless it was kept.
#[derive(Debug)]
pub(crate) struct TemporaryFolder {
    folder: PathBuf,
    keep: bool,
    /// Held while the folder is in use; the system lets go of it whatever ends the process.
    _lock: File,
}

impl TemporaryFolder {
    /// Takes a folder, and empties it of what a process left that was ended.
    ///
    /// # Errors
    ///
    /// When another process uses it, or it cannot be made.
    pub(crate) fn take(folder: &Path) -> anyhow::Result<Self> {
        let shown = folder.display();
        let lock = lock(folder).with_context(|| format!("use the folder {shown}"))?;
        let Some(lock) = lock else {
            bail!(
                "use the folder {shown}: another knelpunt builds views there; wait for it, or stop it"
            );
        };
        let mut scratch = Self {
            folder: folder.to_owned(),
            keep: true,
            _lock: lock,
        };
        empty(folder).with_context(|| {
            format!("empty the folder {shown}, which a knelpunt that was ended left")
        })?;
        scratch.keep = false;
        Ok(scratch)
    }

    /// Gives the folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Leaves the folder where it is.
    pub(crate) fn keep(mut self) {
        self.keep = true;
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // What cannot be removed now is emptied by the next one.
        if !self.keep {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// Makes and locks a folder; none when another process holds it.
fn lock(folder: &Path) -> io::Result<Option<File>> {
    for _ in 0..ATTEMPTS {
        fs::create_dir_all(folder)?;
        let held = match File::open(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            opened => opened?,
        };
        match held.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        // Another one may have removed it between the two: then this is not the folder that has the name.
        let named = fs::metadata(folder).map(|found| found.ino());
        if named.is_ok_and(|named| held.metadata().is_ok_and(|held| held.ino() == named)) {
            return Ok(Some(held));
        }
    }
    Ok(None)
}

fn empty(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_of_it_unless_it_is_kept() {
        let data = tempfile::tempdir().unwrap();
        let folder = data.path().join("views.verify");
        let scratch = TemporaryFolder::take(&folder).unwrap();
        fs::create_dir(scratch.folder().join("1")).unwrap();
        fs::write(scratch.folder().join("1/db"), "views").unwrap();
        drop(scratch);
        assert!(!folder.exists());
        TemporaryFolder::take(&folder).unwrap().keep();
        assert!(folder.is_dir());
    }

    #[test]
    fn what_was_left_is_removed_and_what_is_in_use_is_not() {
        let data = tempfile::tempdir().unwrap();
        let folder = data.path().join("views.new");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("db"), "left").unwrap();
        let first = TemporaryFolder::take(&folder).unwrap();
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
        fs::write(folder.join("db"), "in use").unwrap();
        let refused = TemporaryFolder::take(&folder).unwrap_err().to_string();
        assert!(refused.contains("another knelpunt"), "{refused}");
        assert!(folder.join("db").exists());
        drop(first);
        TemporaryFolder::take(&folder).unwrap();
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_said() {
        let data = tempfile::tempdir().unwrap();
        let file = data.path().join("file");
        fs::write(&file, "").unwrap();
        let refused = TemporaryFolder::take(&file.join("views.new")).unwrap_err();
        assert!(refused.to_string().contains("use the folder"), "{refused}");
    }
}
