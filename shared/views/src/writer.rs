//! The one writer: opens the views, folds arrivals into them commit by commit, and resets them for another log.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use parking_lot::RwLock;
use register::Register;
use sled::IVec;
use tokio::sync::watch;

use crate::{
    ArchivedViews, Arrival, CHECKPOINT_EVERY, LogAnchor, LogState, Reader, ViewsError,
    commit::{self, CommitSlice, StagedCommit},
    store::{self, Hub, OpenStore, WriterStore, archive, digest::Sum, load, opening},
    upkeep::cutover::Previous,
};

/// The writing side of the views; there is one.
#[derive(Debug)]
pub struct Views {
    pub(crate) folder: PathBuf,
    pub(crate) register: &'static Register,
    pub(crate) store: WriterStore,
    pub(crate) hub: Arc<Hub>,
    /// The views that readers use until their replacement has reached the same position.
    pub(crate) previous: Option<Previous>,
    /// Arrivals far behind the log, up to the next checkpoint.
    pending: Vec<Arrival>,
}

/// A check of what opening leaves out, because it would take longer than all the rest: the texts of full blocks.
#[derive(Debug)]
pub struct TextCheck {
    store: Arc<OpenStore>,
    expected: Sum,
    /// The key of the last block that the sum includes: those after it are committed while the check runs.
    last: Option<IVec>,
}

/// The outcome of a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commit {
    /// The position reached.
    pub position: u64,
}

impl Views {
    /// Opens the views in a folder; creates empty ones if there are none.
    ///
    /// Archives a folder that contains something else, or views that are damaged or of another version, and returns
    /// that: the views are then empty, and the log must be read from its start. Views that were folded with fewer
    /// municipalities or a smaller catalogue remain usable: see [`Views::needs_quarantine_retry`].
    ///
    /// # Errors
    ///
    /// When the folder is in use, may not be used, or cannot be created.
    pub fn open(
        folder: &Path,
        register: &'static Register,
    ) -> Result<(Self, Option<ArchivedViews>), ViewsError> {
        let opened = match archive::find_foreign(folder)? {
            Some(reason) => Err(ViewsError::Damaged { reason }),
            None => store::open(folder, register),
        };
        let (opened, archived) = match opened {
            Err(ViewsError::Damaged { reason }) => {
                let archived = archive::archive_folder(folder, reason)?;
                (store::open(folder, register)?, Some(archived))
            }
            opened => (opened?, None),
        };
        let hub = Hub {
            store: RwLock::new(Some(Arc::clone(&opened.shared))),
            log: watch::Sender::new(LogState::default()),
            position: watch::Sender::new(opened.position()),
        };
        let views = Self {
            folder: folder.to_owned(),
            register,
            store: opened,
            hub: Arc::new(hub),
            previous: None,
            pending: Vec::new(),
        };
        Ok((views, archived))
    }

    /// Returns a reading side; there may be any number.
    pub fn reader(&self) -> Reader {
        Reader::new(Arc::clone(&self.hub), self.register)
    }

    /// Returns what identifies the log that the views were folded from.
    pub fn anchor(&self) -> LogAnchor {
        self.store.shared.memory.read().header.anchor.clone()
    }

    /// Changes the state of the log that readers see.
    pub fn update_log_state(&self, change: impl FnOnce(&mut LogState)) {
        self.hub.log.send_modify(change);
    }

    /// Returns the check of the texts, which may run beside commits, but not beside [`Views::retry_quarantine`].
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub fn text_check(&self) -> Result<TextCheck, ViewsError> {
        let store = Arc::clone(&self.store.shared);
        let memory = store.memory.read();
        let expected = memory.header.digests.texts;
        let last = load::last_texts(&store.db)?;
        drop(memory);
        Ok(TextCheck {
            store,
            expected,
            last,
        })
    }

    /// Folds arrivals, which must be in order, commits them with the position, and syncs. Ignores arrivals up to the
    /// position, which are folded already.
    ///
    /// Commits end at checkpoints, so that every replica stores its digest at the same positions.
    ///
    /// # Errors
    ///
    /// When the store fails. From then on nothing is committed and no question answered until a restart, which folds
    /// again what was not committed.
    ///
    /// # Panics
    ///
    /// When arrivals are not in order.
    pub fn commit(
        &mut self,
        arrivals: &[Arrival],
        stream_created_at: Option<i64>,
    ) -> Result<Commit, ViewsError> {
        let pending = std::mem::take(&mut self.pending);
        self.fold(&pending, stream_created_at, true)?;
        self.fold(arrivals, stream_created_at, false)?;
        self.update_open_index()?;
        self.sync()
    }

    /// Commits arrivals far behind the log, when much more of it waits: by the ten thousand, and without the open
    /// index, which the next [`Views::commit`] writes.
    ///
    /// After a crash, what was not committed is folded again.
    ///
    /// # Errors
    ///
    /// As for [`Views::commit`].
    ///
    /// # Panics
    ///
    /// As [`Views::commit`].
    pub fn commit_far_behind(
        &mut self,
        arrivals: Vec<Arrival>,
        stream_created_at: Option<i64>,
    ) -> Result<Commit, ViewsError> {
        self.pending.extend(arrivals);
        let last = self.pending.last().map_or(0, |last| last.sequence);
        let passed = last / CHECKPOINT_EVERY * CHECKPOINT_EVERY;
        let end = self
            .pending
            .partition_point(|arrival| arrival.sequence <= passed);
        if end == 0 {
            return Ok(Commit {
                position: self.store.position(),
            });
        }
        let after = self.pending.split_off(end);
        let pending = std::mem::replace(&mut self.pending, after);
        self.fold(&pending, stream_created_at, true)?;
        self.sync()
    }

    fn fold(
        &self,
        arrivals: &[Arrival],
        stream_created_at: Option<i64>,
        leaves_open_index: bool,
    ) -> Result<(), ViewsError> {
        let in_order = arrivals.is_sorted_by(|one, next| one.sequence < next.sequence);
        assert!(in_order, "arrivals are in order of sequence");
        if self.hub.store.read().is_none() {
            return Err(ViewsError::Closed);
        }
        let position = self.store.position();
        let folded = arrivals.partition_point(|arrival| arrival.sequence <= position);
        let mut rest = &arrivals[folded..];
        while let Some(first) = rest.first() {
            let passed = (first.sequence - 1) / CHECKPOINT_EVERY * CHECKPOINT_EVERY;
            let checkpoint = passed + CHECKPOINT_EVERY;
            let end = rest.partition_point(|arrival| arrival.sequence <= checkpoint);
            let (slice, after) = rest.split_at(end);
            self.commit_slice(CommitSlice {
                arrivals: slice,
                stream_created_at,
                // The message at a checkpoint may be erased. Its digest is then that before the next message.
                passed_checkpoint: (passed > self.store.position()).then_some(passed),
                checkpoint,
                leaves_open_index,
            })?;
            rest = after;
        }
        Ok(())
    }

    /// Writes the open index, if the last commits left it as it was.
    fn update_open_index(&self) -> Result<(), ViewsError> {
        let is_behind = self.store.shared.memory.read().header.open_index_is_behind;
        if is_behind && self.hub.store.read().is_some() {
            return self.close_on_failure(commit::update_open_index(&self.store.shared));
        }
        Ok(())
    }

    /// Syncs what was folded, and announces the position.
    pub(crate) fn sync(&mut self) -> Result<Commit, ViewsError> {
        // sled 0.34.7 hands its bytes to the system here, without `fsync`. A power failure may lose commits, which
        // the log delivers again.
        let flushed = self.store.shared.db.flush();
        self.close_on_failure(flushed.map_err(ViewsError::from))?;
        Ok(Commit {
            position: self.announce(),
        })
    }

    fn commit_slice(&self, slice: CommitSlice<'_>) -> Result<(), ViewsError> {
        let staged = StagedCommit::new(slice, &self.store.shared);
        self.close_on_failure(staged.commit())
    }

    /// Announces the position to readers. Completes a cutover when the new views have reached the position of the
    /// previous ones; until then readers see those.
    pub(crate) fn announce(&mut self) -> u64 {
        let position = self.store.position();
        if self
            .previous
            .as_ref()
            .is_none_or(|previous| previous.position() <= position)
        {
            if let Some(previous) = self.previous.take() {
                *self.hub.store.write() = Some(Arc::clone(&self.store.shared));
                previous.archive(&self.folder);
            }
            // After the store: a reader that waited for a position must find views that have reached it.
            self.hub.position.send_replace(position);
        }
        position
    }

    /// Closes the views to readers on failure: memory may then be ahead of the store.
    pub(crate) fn close_on_failure<T>(
        &self,
        result: Result<T, ViewsError>,
    ) -> Result<T, ViewsError> {
        if result.is_err() {
            *self.hub.store.write() = None;
        }
        result
    }

    /// Archives the views and continues with empty ones. Questions are rejected meanwhile.
    ///
    /// # Errors
    ///
    /// When readers do not release the folder, or it cannot be moved or created.
    pub fn reset(self, reason: &str) -> Result<(Self, ArchivedViews), ViewsError> {
        let Self {
            folder,
            register,
            store,
            hub,
            previous,
            pending: _,
        } = self;
        // Before the store is taken away: readers must report a rebuild, not a failure.
        hub.log.send_modify(|log| log.rebuilding = true);
        *hub.store.write() = None;
        // sled also opens files by path later on: a store that is still open would write into the new folder.
        let stores = previous
            .map(Previous::into_store)
            .into_iter()
            .chain([store]);
        for store in stores {
            if !store.close() {
                return Err(ViewsError::ReadersActive { path: folder });
            }
        }
        let archived = archive::archive_folder(&folder, reason.to_owned())?;
        let store = store::open(&folder, register)?;
        hub.position.send_replace(0);
        *hub.store.write() = Some(Arc::clone(&store.shared));
        let views = Self {
            folder,
            register,
            store,
            hub,
            previous: None,
            pending: Vec::new(),
        };
        Ok((views, archived))
    }

    /// Syncs and releases the folder. It can be opened again at once, unless readers still use it: then the last of
    /// them closes it.
    ///
    /// # Errors
    ///
    /// When the disk fails.
    pub fn close(self) -> Result<(), ViewsError> {
        self.update_open_index()?;
        self.store.shared.db.flush()?;
        Ok(())
    }
}

impl TextCheck {
    /// Reads every text, and compares their sum with the one that they were written with. Ends early, as if all were
    /// well, when `is_stopped`.
    ///
    /// # Errors
    ///
    /// When a text was lost or changed by the disk.
    pub fn run(self, is_stopped: impl Fn() -> bool) -> Result<(), ViewsError> {
        let Self {
            store,
            expected,
            last,
        } = self;
        let Some(last) = last else {
            return Ok(());
        };
        opening::catch_damage(|| load::check_texts(&store.db, &last, expected, is_stopped))
    }
}
