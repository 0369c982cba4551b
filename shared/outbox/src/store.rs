//! The file of an outbox: made whole, held by one process, and opened anew after the disk failed.
//!
//! redb takes nothing more once a write failed, not even when there is room again, until it is opened anew. That is
//! done here at the next use, so that a disk that was full costs no restart.

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
    record::{DEAD, KEYS, KEYS_BY_AGE, NUMBERS, OF_VERSION, VERSION, WAITING},
};

const FILE: &str = "outbox.redb";
/// What a file is called until it is whole.
const UNFINISHED: &str = "outbox.redb.new";
const LOCK: &str = "lock";
/// Memory for pages. What waits is read once, in order.
const CACHE_BYTES: usize = 16 * 1024 * 1024;

#[derive(Debug)]
pub(crate) struct Store {
    file: PathBuf,
    /// None after a failure, until it is used again.
    database: RwLock<Option<Database>>,
    /// How often it was opened.
    opened: AtomicU64,
    /// Held for as long as the store is there; the system lets go of it when the process ends in any way.
    _lock: File,
}

impl Store {
    /// Opens the store in a folder, or makes one.
    pub(crate) fn open(folder: &Path) -> Result<Self, OutboxError> {
        let failed = |source| OutboxError::folder(folder, source);
        fs::create_dir_all(folder).map_err(failed)?;
        let lock = lock(folder)?;
        let file = folder.join(FILE);
        if !file.try_exists().map_err(failed)? {
            make(folder)?;
        }
        let database = open(&file)?;
        Ok(Self {
            file,
            database: RwLock::new(Some(database)),
            opened: AtomicU64::new(1),
            _lock: lock,
        })
    }

    /// Reads what was committed.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&ReadTransaction) -> Result<T, redb::Error>,
    ) -> Result<T, OutboxError> {
        self.with(|database| work(&database.begin_read()?))
    }

    /// Works with the database; opens it anew if it failed before. After a failure nothing is known of what was
    /// being written, but that it is there whole or not at all.
    pub(crate) fn with<T>(
        &self,
        work: impl FnOnce(&Database) -> Result<T, redb::Error>,
    ) -> Result<T, OutboxError> {
        let database = match self.database.read() {
            open if open.is_some() => open,
            closed => {
                drop(closed);
                RwLockWriteGuard::downgrade(self.open_again()?)
            }
        };
        // Nobody closes it between: whoever does holds the lock for writing.
        let Some(open) = database.as_ref() else {
            return Err(OutboxError::Closed);
        };
        let done = work(open);
        drop(database);
        done.map_err(|error| {
            *self.database.write() = None;
            OutboxError::store(&self.file, error)
        })
    }

    /// Says how often it was opened: each time, what was committed without an fsync before may be undone.
    pub(crate) fn opened(&self) -> u64 {
        self.opened.load(Ordering::Relaxed)
    }

    fn open_again(&self) -> Result<RwLockWriteGuard<'_, Option<Database>>, OutboxError> {
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

/// Makes an empty file under another name and moves it in, so that one that was cut short is never taken for damaged.
fn make(folder: &Path) -> Result<(), OutboxError> {
    let failed = |source| OutboxError::folder(folder, source);
    let unfinished = folder.join(UNFINISHED);
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
        Ok(()) | Err(_) => {}
    }
    let made = Builder::new()
        .create(&unfinished)
        .map_err(redb::Error::from)
        .and_then(|database| lay_out(&database));
    made.map_err(|error| OutboxError::store(&unfinished, error))?;
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

fn lay_out(database: &Database) -> Result<(), redb::Error> {
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

/// Opens a file and looks at every page of it: what a disk lost or changed is found now, not when it is published.
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
        || Err(redb::Error::Corrupted("it has no version".to_owned())),
        |version| Ok(version.value()),
    )
}
