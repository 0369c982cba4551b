//! What the writer and the readers share.

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
use tokio::sync::watch;

use crate::{
    LogState, ViewsError, codes, generations, keys, load,
    memory::Memory,
    opening::{self, LettingGo},
    values,
};

/// How long questions that are being answered are waited for before their store is closed.
const PATIENCE: Duration = Duration::from_mins(1);

/// An open store of views.
///
/// The lock on memory is held while a commit is applied to the store as well, so that whoever holds it sees one
/// commit whole.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) db: Db,
    pub(crate) memory: RwLock<Memory>,
    /// Dropped after the store was, and before those who wait are told.
    _letting_go: LettingGo,
    _waking: mpsc::Sender<()>,
}

/// A store, as the writer has it.
#[derive(Debug)]
pub(crate) struct Open {
    pub(crate) held: Arc<Held>,
    /// Its folder.
    pub(crate) at: PathBuf,
    closed: Mutex<mpsc::Receiver<()>>,
}

/// The store that readers ask, unless it is being replaced, and how the log is doing.
#[derive(Debug)]
pub(crate) struct Hub {
    pub(crate) held: RwLock<Option<Arc<Held>>>,
    pub(crate) log: watch::Sender<LogState>,
    pub(crate) position: watch::Sender<u64>,
}

impl Open {
    fn new(at: PathBuf, db: Db, memory: Memory) -> Self {
        let (sender, receiver) = mpsc::channel();
        let held = Held {
            db,
            memory: RwLock::new(memory),
            _letting_go: LettingGo(at.clone()),
            _waking: sender,
        };
        Self {
            held: Arc::new(held),
            at,
            closed: Mutex::new(receiver),
        }
    }

    pub(crate) fn position(&self) -> u64 {
        self.held.memory.read().head.anchor.position
    }

    /// Lets go, and waits until everybody else has; false when that takes too long.
    pub(crate) fn close(self) -> bool {
        let Self { held, closed, .. } = self;
        drop(held);
        let waited = closed.lock().recv_timeout(PATIENCE);
        waited == Err(mpsc::RecvTimeoutError::Disconnected)
    }
}

/// Opens the newest store in a folder of views; makes an empty one where there is none.
pub(crate) fn open(folder: &Path, register: &Register) -> Result<Open, ViewsError> {
    let at = generations::folder(folder, generations::newest(folder)?);
    let db = opening::open(&at)?;
    generations::retire_former(folder)?;
    of(at, db, register)
}

/// Loads a store.
pub(crate) fn of(at: PathBuf, db: Db, register: &Register) -> Result<Open, ViewsError> {
    let loaded = opening::quietly(|| load::memory(&db))?;
    let (db, memory) = if let Some(memory) = loaded {
        let db = opening::again(db, &at)?;
        // Between the two somebody else may have had it, and gone on.
        if db.get([keys::HEAD])? != Some(memory.head.write()) {
            return Err(ViewsError::InUse { path: at });
        }
        (db, memory)
    } else {
        let memory = begin(&db, register)?;
        (db, memory)
    };
    if !can_go_on(&memory, &db, register)? {
        return Err(ViewsError::damaged(
            "they were folded by another version of fold, register or catalogue",
        ));
    }
    Ok(Open::new(at, db, memory))
}

/// Notes in an empty store what it will be folded by.
fn begin(db: &Db, register: &Register) -> Result<Memory, ViewsError> {
    let mut memory = Memory::of(versions(register));
    let codes = values::write(&codes::of(register));
    memory.head.digests.kept.add(&[keys::CODES], &codes);
    let mut batch = Batch::default();
    batch.insert(&[keys::CODES][..], codes);
    batch.insert(&[keys::HEAD][..], memory.head.write());
    db.apply_batch(batch)?;
    Ok(memory)
}

/// Says whether what was folded would be folded so again, but for what is in quarantine.
fn can_go_on(memory: &Memory, db: &Db, register: &Register) -> Result<bool, ViewsError> {
    let (were, are) = (&memory.head.versions, versions(register));
    if *were == are {
        return Ok(true);
    }
    let lost =
        || -> Result<BTreeSet<String>, ViewsError> { Ok(&codes::kept(db)? - &codes::of(register)) };
    Ok(were.0 == are.0 && lost()?.is_empty())
}

/// What this program folds by: fold, register, catalogue.
pub(crate) fn versions(register: &Register) -> (String, String, String) {
    (
        FOLD_VERSION.to_owned(),
        register.version().to_owned(),
        register.catalogue().version().to_owned(),
    )
}
