//! The file of an outbox: created atomically, locked by one process, and reopened after the disk failed.
//!
//! After a failed write redb rejects every further one, even when there is space again, until the file is reopened. The
//! next use does that here, so that a disk that was full requires no restart.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use parking_lot::{RwLock, RwLockWriteGuard};
use redb::{Builder, Database, ReadTransaction, ReadableDatabase as _};

use crate::{
    OutboxError,
    rows::{DEAD, KEYS, KEYS_BY_AGE, NUMBERS, OF_VERSION, VERSION, WAITING},
};

const FILE: &str = "outbox.redb";
/// The name of a file until it is complete.
const UNFINISHED: &str = "outbox.redb.new";
const LOCK: &str = "lock";
/// Memory for pages. Small, because waiting entries are read once, in order.
const CACHE_BYTES: usize = 16 * 1024 * 1024;

#[derive(Debug)]
pub(crate) struct OutboxStore {
    file: PathBuf,
    /// `None` after a failure, until the next use.
    database: RwLock<Option<Database>>,
    /// How often the database was opened.
    opened: AtomicU64,
    /// Locked for as long as the store exists; the system unlocks it however the process ends. The last field, so that
    /// the database is closed before another process may open it.
    _lock: File,
}

impl OutboxStore {
    /// Opens the store in a folder, or creates one.
    pub(crate) fn open(folder: &Path) -> Result<Self, OutboxError> {
        let failed = |source| OutboxError::folder(folder, source);
        fs::create_dir_all(folder).map_err(failed)?;
        let lock = lock(folder)?;
        let file = folder.join(FILE);
        if !file.try_exists().map_err(failed)? {
            create(folder)?;
        }
        let database = open(&file)?;
        Ok(Self {
            file,
            database: RwLock::new(Some(database)),
            opened: AtomicU64::new(1),
            _lock: lock,
        })
    }

    /// Reads the committed state.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&ReadTransaction) -> Result<T, redb::Error>,
    ) -> Result<T, OutboxError> {
        self.with(|database| work(&database.begin_read()?))
    }

    /// Uses the database, and reopens it first if it failed before. After a failure of a transaction nothing is known of
    /// it, except that it was committed completely or not at all.
    pub(crate) fn with<T>(
        &self,
        work: impl FnOnce(&Database) -> Result<T, redb::Error>,
    ) -> Result<T, OutboxError> {
        let database = match self.database.read() {
            open if open.is_some() => open,
            closed => {
                drop(closed);
                // The write lock is downgraded and not released, so that no other thread can close the database first.
                RwLockWriteGuard::downgrade(self.reopen()?)
            }
        };
        let Some(open) = database.as_ref() else {
            return Err(OutboxError::Closed);
        };
        let done = work(open);
        // Before the write lock below: this thread's own read lock would deadlock it.
        drop(database);
        done.map_err(|error| {
            *self.database.write() = None;
            OutboxError::store(&self.file, error)
        })
    }

    /// Returns how often the database was opened: each time, commits without an fsync before may be undone.
    pub(crate) fn opened(&self) -> u64 {
        self.opened.load(Ordering::Relaxed)
    }

    fn reopen(&self) -> Result<RwLockWriteGuard<'_, Option<Database>>, OutboxError> {
        let mut database = self.database.write();
        if database.is_none() {
            *database = Some(open(&self.file)?);
            self.opened.fetch_add(1, Ordering::Relaxed);
        }
        Ok(database)
    }
}

fn lock(folder: &Path) -> Result<File, OutboxError> {
    let failed = |source| OutboxError::folder(folder, source);
    let lock = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join(LOCK));
    let lock = lock.map_err(failed)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(OutboxError::InUse {
            folder: folder.to_owned(),
        }),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}

/// Creates an empty file under another name and renames it, so that a file whose creation was interrupted never counts
/// as damaged. Both folders are synced: the rename alone does not survive a power failure.
fn create(folder: &Path) -> Result<(), OutboxError> {
    let failed = |source| OutboxError::folder(folder, source);
    let unfinished = folder.join(UNFINISHED);
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
        Ok(()) | Err(_) => {}
    }
    let created = Builder::new()
        .create(&unfinished)
        .map_err(redb::Error::from)
        .and_then(|database| create_tables(&database));
    created.map_err(|error| OutboxError::store(&unfinished, error))?;
    fs::rename(&unfinished, folder.join(FILE)).map_err(failed)?;
    sync(folder).map_err(failed)?;
    folder
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .map_or(Ok(()), sync)
        .map_err(failed)
}

fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

fn create_tables(database: &Database) -> Result<(), redb::Error> {
    let transaction = database.begin_write()?;
    transaction.open_table(WAITING)?;
    transaction.open_table(DEAD)?;
    transaction.open_table(KEYS)?;
    transaction.open_table(KEYS_BY_AGE)?;
    transaction
        .open_table(NUMBERS)?
        .insert(OF_VERSION, VERSION)?;
    Ok(transaction.commit()?)
}

/// Opens a file and checks every page of it, so that damage is detected now and not when an entry is published.
fn open(file: &Path) -> Result<Database, OutboxError> {
    let opened = Builder::new()
        .set_cache_size(CACHE_BYTES)
        .set_check_integrity_on_open(true)
        .open(file);
    let failed = |error| OutboxError::store(file, error);
    let database = opened.map_err(|error| failed(error.into()))?;
    match version(&database).map_err(failed)? {
        VERSION => Ok(database),
        found => Err(OutboxError::Version {
            file: file.to_owned(),
            found,
            known: VERSION,
        }),
    }
}

fn version(database: &Database) -> Result<u64, redb::Error> {
    let transaction = database.begin_read()?;
    let numbers = transaction.open_table(NUMBERS)?;
    let version = numbers.get(OF_VERSION)?;
    version.map_or_else(
        || Err(redb::Error::Corrupted("the version is missing".to_owned())),
        |version| Ok(version.value()),
    )
}
