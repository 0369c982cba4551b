//! Opening the store, which may panic on a damaged folder.

use std::{
    any::Any,
    cell::Cell,
    fs, io,
    panic::{self, AssertUnwindSafe},
    path::{Path, PathBuf},
    sync::{
        Once,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use crate::ViewsError;

/// The most that sled caches of the folder, in bytes.
const CACHE_LIMIT_BYTES: u64 = 16 * 1024 * 1024;
/// sled's file of data, and of its lock.
pub(crate) const DATA_FILE: &str = "db";
/// The number of times that a lock is checked which sled has to release, and the pause between.
const RELEASE_ATTEMPTS: u32 = 1_000;
const RELEASE_PAUSE: Duration = Duration::from_millis(1);
/// How the names of sled's threads begin.
const SLED_THREAD: &str = "sled-io-";

/// The number of folders being opened now.
static OPENING: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    /// True on a thread that is opening a folder.
    static IS_OPENING: Cell<bool> = const { Cell::new(false) };
}

/// Opens sled in a folder; creates the folder if there is none.
pub(crate) fn open(folder: &Path) -> Result<sled::Db, ViewsError> {
    fs::create_dir_all(folder).map_err(|error| ViewsError::from_io(error, folder))?;
    let config = sled::Config::new()
        .path(folder)
        .cache_capacity(CACHE_LIMIT_BYTES)
        // The writer flushes: positions are announced only after that.
        .flush_every_ms(None);
    catch_damage(|| {
        config
            .open()
            .map_err(|error| from_opening_error(error, folder))
    })
}

/// Closes a store and opens it again, to empty its cache.
///
/// sled checks its limit only when each of the 256 parts of its cache was accessed 64 times, so that pages read once,
/// from front to back, would stay in memory.
pub(crate) fn reopen(db: sled::Db, folder: &Path) -> Result<sled::Db, ViewsError> {
    drop(db);
    drop(LockRelease(folder.to_owned()));
    open(folder)
}

/// Waits on drop until sled has released the lock of a folder: its threads hold it for a moment after the store was
/// closed. The wait is bounded, because another process may have taken the lock by then.
#[derive(Debug)]
pub(crate) struct LockRelease(pub(crate) PathBuf);

impl Drop for LockRelease {
    fn drop(&mut self) {
        let Ok(data) = fs::File::open(self.0.join(DATA_FILE)) else {
            return;
        };
        for _ in 0..RELEASE_ATTEMPTS {
            if !matches!(data.try_lock(), Err(fs::TryLockError::WouldBlock)) {
                return;
            }
            thread::park_timeout(RELEASE_PAUSE);
        }
    }
}

/// Runs a read that may panic on a damaged folder. Returns the panic as damage, and suppresses its report, which
/// would look like a bug of this program.
pub(crate) fn catch_damage<T>(
    read: impl FnOnce() -> Result<T, ViewsError>,
) -> Result<T, ViewsError> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let report = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !is_reported_as_damage() {
                report(info);
            }
        }));
    });
    OPENING.fetch_add(1, Ordering::SeqCst);
    let outer = IS_OPENING.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(read));
    IS_OPENING.set(outer);
    OPENING.fetch_sub(1, Ordering::SeqCst);
    result.unwrap_or_else(|payload| Err(ViewsError::damaged(panic_message(&*payload))))
}

fn is_reported_as_damage() -> bool {
    let current = thread::current();
    let is_sled = current
        .name()
        .is_some_and(|name| name.starts_with(SLED_THREAD));
    IS_OPENING.get() || is_sled && OPENING.load(Ordering::SeqCst) > 0
}

fn panic_message(payload: &(dyn Any + Send)) -> String {
    let text = payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied());
    let first = text.and_then(|text| text.lines().next());
    first.unwrap_or("they cannot be read").to_owned()
}

fn from_opening_error(error: sled::Error, folder: &Path) -> ViewsError {
    match error {
        // sled wraps a lock that is taken in an error of the kind "other".
        sled::Error::Io(io) if io.to_string().contains("could not acquire lock") => {
            ViewsError::InUse {
                path: folder.to_owned(),
            }
        }
        // These are about the contents of the files; every other kind is about the disk, and passes.
        sled::Error::Io(io)
            if matches!(
                io.kind(),
                io::ErrorKind::UnexpectedEof
                    | io::ErrorKind::InvalidData
                    | io::ErrorKind::InvalidInput
                    | io::ErrorKind::NotFound
                    | io::ErrorKind::Other
            ) =>
        {
            ViewsError::damaged(io.to_string())
        }
        sled::Error::Io(io) => ViewsError::from_io(io, folder),
        other => ViewsError::damaged(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: io::ErrorKind, is_damage: bool) {
        let error = sled::Error::Io(kind.into());
        let error = from_opening_error(error, Path::new("/data/views"));
        assert_eq!(
            matches!(error, ViewsError::Damaged { .. }),
            is_damage,
            "{error:?}"
        );
    }

    #[test]
    fn wrong_contents_of_files_are_damage_and_errors_of_the_disk_are_not() {
        check(io::ErrorKind::UnexpectedEof, true);
        check(io::ErrorKind::NotFound, true);
        check(io::ErrorKind::Other, true);
        check(io::ErrorKind::PermissionDenied, false);
        check(io::ErrorKind::StorageFull, false);
        check(io::ErrorKind::TimedOut, false);
    }

    #[test]
    fn a_lock_that_is_taken_means_that_the_views_are_in_use() {
        let taken = io::Error::other("could not acquire lock on \"db\"");
        let error = from_opening_error(sled::Error::Io(taken), Path::new("/data/views"));
        assert!(matches!(error, ViewsError::InUse { .. }));
    }

    #[test]
    fn a_panic_is_damage_with_the_first_line_of_its_message() {
        let panicked =
            catch_damage(|| -> Result<(), ViewsError> { panic!("a page is gone\nand more") });
        assert_eq!(
            panicked.unwrap_err().to_string(),
            "cannot read the views: they are damaged (a page is gone)"
        );
    }
}
