//! Opening and closing the store, and what several threads hold of it together.

use std::{
    collections::{BTreeSet, HashMap},
    io,
    panic::{self, AssertUnwindSafe},
    path::Path,
    sync::Arc,
};

use model::KnelpuntId;
use parking_lot::RwLock;
use questions::Columns;
use tokio::sync::watch;

use crate::{LogState, ViewsError, values::Head};

/// What sled may keep of the folder in memory, in bytes.
const CACHE_LIMIT_BYTES: u64 = 128 * 1024 * 1024;

/// The views in memory: as of one commit, together with what the store holds.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    pub(crate) columns: Columns,
    pub(crate) links: Links,
    pub(crate) head: Head,
}

/// Which subjects any merge has ever named together.
#[derive(Debug, Default, Clone)]
pub(crate) struct Links(HashMap<KnelpuntId, BTreeSet<KnelpuntId>>);

/// An open folder of views.
///
/// The lock on memory is held while a commit is applied to the store as well, so that whoever holds it sees one
/// commit whole.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) db: sled::Db,
    pub(crate) memory: RwLock<Memory>,
}

/// What the writer and the readers share: the open folder, unless it is being replaced, and how the log is doing.
#[derive(Debug)]
pub(crate) struct Hub {
    pub(crate) held: RwLock<Option<Arc<Held>>>,
    pub(crate) log: watch::Sender<LogState>,
    pub(crate) position: watch::Sender<u64>,
}

impl Links {
    pub(crate) fn enter(&mut self, one: KnelpuntId, other: KnelpuntId) {
        self.0.entry(one).or_default().insert(other);
        self.0.entry(other).or_default().insert(one);
    }

    /// Gives every subject that is linked with one, however far, itself included.
    pub(crate) fn component(&self, id: KnelpuntId) -> BTreeSet<KnelpuntId> {
        let mut component = BTreeSet::from([id]);
        let mut ahead = vec![id];
        while let Some(at) = ahead.pop() {
            for next in self.0.get(&at).into_iter().flatten() {
                if component.insert(*next) {
                    ahead.push(*next);
                }
            }
        }
        component
    }

    pub(crate) fn has(&self, id: KnelpuntId) -> bool {
        self.0.contains_key(&id)
    }
}

/// Opens sled, whose opening may panic on a damaged folder.
pub(crate) fn open(folder: &Path) -> Result<sled::Db, ViewsError> {
    let config = sled::Config::new()
        .path(folder)
        .cache_capacity(CACHE_LIMIT_BYTES)
        .flush_every_ms(None);
    // The panic is told as damage below: its report on standard error would only frighten.
    let reporting = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let opened = panic::catch_unwind(AssertUnwindSafe(|| config.open()));
    panic::set_hook(reporting);
    match opened {
        Ok(Ok(db)) => Ok(db),
        Ok(Err(error)) => Err(of_opening(error, folder)),
        Err(_) => Err(ViewsError::damaged("opening them failed")),
    }
}

fn of_opening(error: sled::Error, folder: &Path) -> ViewsError {
    let path = folder.to_owned();
    match error {
        sled::Error::Io(io) if io.kind() == io::ErrorKind::PermissionDenied => {
            ViewsError::NoPermission { path }
        }
        sled::Error::Io(io) if io.kind() == io::ErrorKind::StorageFull => ViewsError::DiskFull,
        // sled wraps a lock that is taken in an error of the kind "other".
        sled::Error::Io(io)
            if io.kind() == io::ErrorKind::WouldBlock
                || io.to_string().contains("could not acquire lock") =>
        {
            ViewsError::InUse { path }
        }
        other => ViewsError::damaged(other.to_string()),
    }
}
