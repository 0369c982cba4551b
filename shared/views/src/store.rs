//! What the writer and the readers share.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
    time::Duration,
};

use parking_lot::{Mutex, RwLock};
use tokio::sync::watch;

use crate::{LogState, memory::Memory, opening};

/// An open folder of views.
///
/// The lock on memory is held while a commit is applied to the store as well, so that whoever holds it sees one
/// commit whole.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) db: sled::Db,
    pub(crate) memory: RwLock<Memory>,
    /// Dropped last, when the store is closed.
    _letting_go: LettingGo,
}

/// Sees to it that a folder is really let go of, and wakes who waits for that.
#[derive(Debug)]
struct LettingGo {
    folder: PathBuf,
    _waking: mpsc::Sender<()>,
}

impl Drop for LettingGo {
    fn drop(&mut self) {
        opening::await_release(&self.folder);
    }
}

/// Tells when an open folder has been let go of by everybody.
#[derive(Debug)]
pub(crate) struct Closed(Mutex<mpsc::Receiver<()>>);

/// The open folder, unless it is being replaced, and how the log is doing.
#[derive(Debug)]
pub(crate) struct Hub {
    pub(crate) held: RwLock<Option<Arc<Held>>>,
    pub(crate) log: watch::Sender<LogState>,
    pub(crate) position: watch::Sender<u64>,
}

impl Held {
    pub(crate) fn new(folder: &Path, db: sled::Db, memory: Memory) -> (Arc<Self>, Closed) {
        let (sender, receiver) = mpsc::channel();
        let held = Self {
            db,
            memory: RwLock::new(memory),
            _letting_go: LettingGo {
                folder: folder.to_owned(),
                _waking: sender,
            },
        };
        (Arc::new(held), Closed(Mutex::new(receiver)))
    }
}

impl Closed {
    /// Waits until nobody holds the folder; false when it takes longer.
    pub(crate) fn wait(&self, limit: Duration) -> bool {
        let waited = self.0.lock().recv_timeout(limit);
        waited == Err(mpsc::RecvTimeoutError::Disconnected)
    }
}
