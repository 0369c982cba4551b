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

/// What sled may keep of the folder in memory, in bytes.
const CACHE_LIMIT_BYTES: u64 = 16 * 1024 * 1024;
/// The file that sled keeps its data in, and a lock on.
pub(crate) const DATA_FILE: &str = "db";
/// How often, at most, and at what intervals a lock is looked at that sled has to let go of.
const RELEASE_ATTEMPTS: u32 = 1_000;
const RELEASE_PAUSE: Duration = Duration::from_millis(1);
/// How the threads that sled works with are named.
const SLED_THREAD: &str = "sled-io-";

/// How many folders are being opened now.
static OPENING: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    /// True on a thread that opens a folder now.
    static OPENS: Cell<bool> = const { Cell::new(false) };
}

/// Opens sled in a folder, which is made when it is not there.
pub(crate) fn open(folder: &Path) -> Result<sled::Db, ViewsError> {
    fs::create_dir_all(folder).map_err(|error| ViewsError::of_io(error, folder))?;
    let config = sled::Config::new()
        .path(folder)
        .cache_capacity(CACHE_LIMIT_BYTES)
        .flush_every_ms(None);
    quietly(|| config.open().map_err(|error| of_opening(error, folder)))
}

/// Closes a store and opens it again: sled looks at its limit only when each of 256 parts of its cache has been looked
/// at 64 times, so what was read once, from front to back, would stay in memory.
pub(crate) fn again(db: sled::Db, folder: &Path) -> Result<sled::Db, ViewsError> {
    drop(db);
    drop(LettingGo(folder.to_owned()));
    open(folder)
}

/// Waits, when it is dropped, until sled has let go of a folder: its threads hold the lock for a moment after the
/// store was closed.
///
/// Not for ever: another process may have taken it by then.
#[derive(Debug)]
pub(crate) struct LettingGo(pub(crate) PathBuf);

impl Drop for LettingGo {
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

/// Does what may panic on a damaged folder: the panic is damage, and its report would only frighten.
pub(crate) fn quietly<T>(read: impl FnOnce() -> Result<T, ViewsError>) -> Result<T, ViewsError> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let report = panic::take_hook();
        panic::set_hook(Box::new(move |panicked| {
            if !is_told_as_damage() {
                report(panicked);
            }
        }));
    });
    OPENING.fetch_add(1, Ordering::SeqCst);
    let outer = OPENS.replace(true);
    let done = panic::catch_unwind(AssertUnwindSafe(read));
    OPENS.set(outer);
    OPENING.fetch_sub(1, Ordering::SeqCst);
    done.unwrap_or_else(|panicked| Err(ViewsError::damaged(message(&*panicked))))
}

fn is_told_as_damage() -> bool {
    let current = thread::current();
    let sled = current
        .name()
        .is_some_and(|name| name.starts_with(SLED_THREAD));
    OPENS.get() || sled && OPENING.load(Ordering::SeqCst) > 0
}

fn message(panicked: &(dyn Any + Send)) -> String {
    let text = panicked
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panicked.downcast_ref::<&str>().copied());
    let first = text.and_then(|text| text.lines().next());
    first.unwrap_or("they cannot be read").to_owned()
}

fn of_opening(error: sled::Error, folder: &Path) -> ViewsError {
    match error {
        // sled wraps a lock that is taken in an error of the kind "other".
        sled::Error::Io(io) if io.to_string().contains("could not acquire lock") => {
            ViewsError::InUse {
                path: folder.to_owned(),
            }
        }
        // What the folder's files hold, or lack; all else is about the disk and passes.
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
        sled::Error::Io(io) => ViewsError::of_io(io, folder),
        other => ViewsError::damaged(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: io::ErrorKind, is_damage: bool) {
        let error = sled::Error::Io(kind.into());
        let told = of_opening(error, Path::new("/data/views"));
        assert_eq!(
            matches!(told, ViewsError::Damaged { .. }),
            is_damage,
            "{told:?}"
        );
    }

    #[test]
    fn what_files_hold_is_damage_and_what_the_disk_does_is_not() {
        check(io::ErrorKind::UnexpectedEof, true);
        check(io::ErrorKind::NotFound, true);
        check(io::ErrorKind::Other, true);
        check(io::ErrorKind::PermissionDenied, false);
        check(io::ErrorKind::StorageFull, false);
        check(io::ErrorKind::TimedOut, false);
    }

    #[test]
    fn a_lock_that_is_taken_is_told_as_such() {
        let taken = io::Error::other("could not acquire lock on \"db\"");
        let told = of_opening(sled::Error::Io(taken), Path::new("/data/views"));
        assert!(matches!(told, ViewsError::InUse { .. }));
    }

    #[test]
    fn a_panic_is_damage_with_the_first_line_of_what_it_said() {
        let panicked = quietly(|| -> Result<(), ViewsError> { panic!("a page is gone\nand more") });
        let told = panicked.unwrap_err().to_string();
        assert_eq!(told, "read the views, which are damaged (a page is gone)");
    }
}
