//! The store: what sled has, in which form, and the memory that is loaded from it.

pub(crate) mod archive;
pub(crate) mod blocks;
pub(crate) mod chunk;
pub(crate) mod codes;
pub(crate) mod contents;
pub(crate) mod digest;
pub(crate) mod epoch;
pub(crate) mod generations;
pub(crate) mod keys;
pub(crate) mod load;
pub(crate) mod open_block;
pub(crate) mod open_index;
pub(crate) mod opening;
pub(crate) mod stored;
pub(crate) mod values;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
    time::Duration,
};

use fold::FOLD_VERSION;
use parking_lot::{Mutex, RwLock};
use register::Register;
use sled::{Batch, Db};
use state::State;
use tokio::sync::watch;

use crate::{LogState, ViewsError, reader::text_index::TextIndex};
use open_block::OpenBlock;
use opening::LockRelease;
use values::StoreHeader;

/// How long a store that is closed waits for the questions that are being answered from it.
const READERS_TIMEOUT: Duration = Duration::from_mins(1);

/// The views in memory, as of one commit.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    pub(crate) state: State,
    pub(crate) open_block: OpenBlock,
    pub(crate) header: StoreHeader,
}

/// An open store of views.
#[derive(Debug)]
pub(crate) struct OpenStore {
    pub(crate) db: Db,
    /// A commit holds the write lock while it folds and applies its batch to `db`: this is where readers wait for the
    /// writer, and (`parking_lot` lets a waiting writer go first) for the scans before it. A reader that holds the read lock
    /// therefore sees the same commit in memory and in the store. Lock order: [`Hub::store`] before this.
    pub(crate) memory: RwLock<Memory>,
    /// What searches know of the texts. Lock order: before `memory`.
    pub(crate) text_index: Mutex<TextIndex>,
    // Fields drop in this order. The lock can only be released after `db`, and `WriterStore::close` may only return
    // after the lock: the folder is renamed or opened again at once.
    _lock_release: LockRelease,
    _closed: mpsc::Sender<()>,
}

/// The writer's handle of a store.
#[derive(Debug)]
pub(crate) struct WriterStore {
    pub(crate) shared: Arc<OpenStore>,
    /// Its folder.
    pub(crate) folder: PathBuf,
    closed: Mutex<mpsc::Receiver<()>>,
}

/// What readers share: the store, unless it is being replaced, and the state of the log.
#[derive(Debug)]
pub(crate) struct Hub {
    pub(crate) store: RwLock<Option<Arc<OpenStore>>>,
    pub(crate) log: watch::Sender<LogState>,
    pub(crate) position: watch::Sender<u64>,
}

impl WriterStore {
    fn new(folder: PathBuf, db: Db, memory: Memory) -> Self {
        let (sender, receiver) = mpsc::channel();
        let shared = OpenStore {
            db,
            memory: RwLock::new(memory),
            text_index: Mutex::default(),
            _lock_release: LockRelease(folder.clone()),
            _closed: sender,
        };
        Self {
            shared: Arc::new(shared),
            folder,
            closed: Mutex::new(receiver),
        }
    }

    pub(crate) fn position(&self) -> u64 {
        self.shared.memory.read().header.anchor.position
    }

    /// Releases the store and waits until all readers have; false on timeout.
    pub(crate) fn close(self) -> bool {
        let Self { shared, closed, .. } = self;
        drop(shared);
        let waited = closed.lock().recv_timeout(READERS_TIMEOUT);
        waited == Err(mpsc::RecvTimeoutError::Disconnected)
    }
}

/// Opens the newest store in a folder of views; creates an empty one if there is none.
pub(crate) fn open(folder: &Path, register: &Register) -> Result<WriterStore, ViewsError> {
    let store_folder = generations::store_folder(folder, generations::newest(folder)?);
    let db = opening::open(&store_folder)?;
    generations::archive_previous(folder)?;
    load(store_folder, db, register)
}

/// Loads a store into memory.
pub(crate) fn load(
    folder: PathBuf,
    db: Db,
    register: &Register,
) -> Result<WriterStore, ViewsError> {
    let loaded = opening::catch_damage(|| load::memory(&db))?;
    let (db, memory) = if let Some(memory) = loaded {
        let db = opening::reopen(db, &folder)?;
        // In between, another process may have had the folder open and committed.
        if db.get([keys::HEAD])? != Some(memory.header.write()) {
            return Err(ViewsError::InUse { path: folder });
        }
        (db, memory)
    } else {
        let memory = initialize(&db, register)?;
        (db, memory)
    };
    if !is_compatible(&memory, &db, register)? {
        return Err(ViewsError::damaged(
            "they were folded by another version of fold, register or catalogue",
        ));
    }
    Ok(WriterStore::new(folder, db, memory))
}

/// Writes versions and codes into an empty store.
fn initialize(db: &Db, register: &Register) -> Result<Memory, ViewsError> {
    let mut memory = Memory::default();
    memory.header.versions = versions(register);
    let codes = values::write(&codes::known(register));
    memory.header.digests.stored.add(&[keys::CODES], &codes);
    let mut batch = Batch::default();
    batch.insert(&[keys::CODES][..], codes);
    batch.insert(&[keys::HEAD][..], memory.header.write());
    db.apply_batch(batch)?;
    Ok(memory)
}

/// Whether a fold today would give the same views, but for the quarantine.
fn is_compatible(memory: &Memory, db: &Db, register: &Register) -> Result<bool, ViewsError> {
    let (before, now) = (&memory.header.versions, versions(register));
    if *before == now {
        return Ok(true);
    }
    let lost = || -> Result<BTreeSet<String>, ViewsError> {
        Ok(&codes::stored(db)? - &codes::known(register))
    };
    Ok(before.0 == now.0 && lost()?.is_empty())
}

/// Returns the versions that this program folds by: fold, register, catalogue.
pub(crate) fn versions(register: &Register) -> (String, String, String) {
    (
        FOLD_VERSION.to_owned(),
        register.version().to_owned(),
        register.catalogue().version().to_owned(),
    )
}
