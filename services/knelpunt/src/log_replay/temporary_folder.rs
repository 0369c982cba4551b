//! A temporary folder for views under construction: used by one process at a time, and removed afterwards.

use std::{
    fs::{self, File, TryLockError},
    io,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};

/// How often to try when another process removes the folder at the same moment.
const ATTEMPTS: usize = 8;

/// A locked folder; removed when dropped, unless it is to stay.
#[derive(Debug)]
pub(crate) struct TemporaryFolder {
    folder: PathBuf,
    stays: bool,
    /// Locks the folder; the system releases the lock however the process ends. Declared last: the folder is removed by
    /// `drop` while it is still locked, so that no other process removes or fills it meanwhile.
    _lock: File,
}

impl TemporaryFolder {
    /// Creates and locks a folder, and empties it of what a killed process left.
    ///
    /// # Errors
    ///
    /// When another process uses it, or it cannot be created.
    pub(crate) fn create(folder: &Path) -> anyhow::Result<Self> {
        let shown = folder.display();
        let lock = lock(folder).with_context(|| format!("cannot use the folder {shown}"))?;
        let Some(lock) = lock else {
            bail!(
                "cannot use the folder {shown}: another knelpunt is building views there; wait for it, or stop it"
            );
        };
        let mut temporary = Self {
            folder: folder.to_owned(),
            stays: true,
            _lock: lock,
        };
        empty(folder).with_context(|| format!("cannot empty the folder {shown}; remove it"))?;
        temporary.stays = false;
        Ok(temporary)
    }

    /// Returns the path.
    pub(crate) fn path(&self) -> &Path {
        &self.folder
    }

    /// Leaves the folder where it is.
    pub(crate) fn keep(mut self) {
        self.stays = true;
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // If it cannot be removed, the next one empties it.
        if !self.stays {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// Creates and locks a folder; `None` if another process has locked it.
fn lock(folder: &Path) -> io::Result<Option<File>> {
    for _ in 0..ATTEMPTS {
        fs::create_dir_all(folder)?;
        let opened = match File::open(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            found => found?,
        };
        match opened.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        // Another process may have removed it between opening and locking: then this lock is on a folder that is gone,
        // and the folder with the name is not locked.
        let inode = fs::metadata(folder).map(|found| found.ino());
        if inode.is_ok_and(|inode| opened.metadata().is_ok_and(|locked| locked.ino() == inode)) {
            return Ok(Some(opened));
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
    fn the_folder_is_removed_unless_it_is_to_stay() {
        let data = tempfile::tempdir().unwrap();
        let folder = data.path().join("views.verify");
        let temporary = TemporaryFolder::create(&folder).unwrap();
        fs::create_dir(temporary.path().join("1")).unwrap();
        fs::write(temporary.path().join("1/db"), "views").unwrap();
        drop(temporary);
        assert!(!folder.exists());
        TemporaryFolder::create(&folder).unwrap().keep();
        assert!(folder.is_dir());
    }

    #[test]
    fn a_left_over_folder_is_emptied_and_one_in_use_is_not() {
        let data = tempfile::tempdir().unwrap();
        let folder = data.path().join("views.new");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("db"), "left").unwrap();
        let first = TemporaryFolder::create(&folder).unwrap();
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
        fs::write(folder.join("db"), "in use").unwrap();
        let error = TemporaryFolder::create(&folder).unwrap_err().to_string();
        assert!(error.contains("another knelpunt"), "{error}");
        assert!(folder.join("db").exists());
        drop(first);
        TemporaryFolder::create(&folder).unwrap();
    }

    #[test]
    fn a_folder_that_cannot_be_created_is_named() {
        let data = tempfile::tempdir().unwrap();
        let file = data.path().join("file");
        fs::write(&file, "").unwrap();
        let error = TemporaryFolder::create(&file.join("views.new")).unwrap_err();
        assert!(
            error.to_string().contains("cannot use the folder"),
            "{error}"
        );
    }
}
