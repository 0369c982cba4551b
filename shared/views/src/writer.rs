//! The one writer: opens the views, folds arrivals into them a commit at a time, replaces them when the log was.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use parking_lot::RwLock;
use register::Register;
use tokio::sync::watch;

use crate::{
    Anchor, ArchivedViews, Arrival, CHECKPOINT_EVERY, LogState, Reader, ViewsError, aside,
    commit::{Piece, Prepared},
    store::{self, Hub, Open},
    take_over::Former,
};

/// How many events, at most, are folded before they are put on disk, when more of the log waits.
const UNSETTLED_LIMIT: usize = 10_000;

/// The writing side of the views; there is one.
#[derive(Debug)]
pub struct Views {
    pub(crate) folder: PathBuf,
    pub(crate) register: &'static Register,
    pub(crate) store: Open,
    pub(crate) hub: Arc<Hub>,
    /// What readers still ask while views that take its place have not come as far.
    pub(crate) former: Option<Former>,
    /// Events that were folded since what was folded was last put on disk.
    unsettled: usize,
}

/// What a commit came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commit {
    /// The position reached.
    pub position: u64,
}

impl Views {
    /// Opens the views in a folder, empty ones if there are none.
    ///
    /// A folder that holds something else, or views that are damaged or were folded by another version, is put
    /// aside, and said to be; the views are then empty and the log must be read from its start. Views that were
    /// folded with fewer municipalities or a smaller catalogue are gone on with: see [`Views::needs_quarantine_retry`].
    ///
    /// # Errors
    ///
    /// When the folder is in use, may not be used, or cannot be made.
    pub fn open(
        folder: &Path,
        register: &'static Register,
    ) -> Result<(Self, Option<ArchivedViews>), ViewsError> {
        let opened = match aside::foreign(folder)? {
            Some(reason) => Err(ViewsError::Damaged { reason }),
            None => store::open(folder, register),
        };
        let (opened, put_aside) = match opened {
            Err(ViewsError::Damaged { reason }) => {
                let put_aside = aside::put_aside(folder, reason)?;
                (store::open(folder, register)?, Some(put_aside))
            }
            opened => (opened?, None),
        };
        let hub = Hub {
            held: RwLock::new(Some(Arc::clone(&opened.held))),
            log: watch::Sender::new(LogState::default()),
            position: watch::Sender::new(opened.position()),
        };
        let views = Self {
            folder: folder.to_owned(),
            register,
            store: opened,
            hub: Arc::new(hub),
            former: None,
            unsettled: 0,
        };
        Ok((views, put_aside))
    }

    /// Gives a reading side; any number may exist.
    pub fn reader(&self) -> Reader {
        Reader::new(Arc::clone(&self.hub), self.register)
    }

    /// Gives what the views remember of the log.
    pub fn anchor(&self) -> Anchor {
        self.store.held.memory.read().head.anchor.clone()
    }

    /// Tells readers how the log is doing.
    pub fn update_log_state(&self, change: impl FnOnce(&mut LogState)) {
        self.hub.log.send_modify(change);
    }

    /// Folds arrivals, which must be in order, and commits them with the position, on disk; those up to the position
    /// have been folded before and are passed over.
    ///
    /// Commits are cut at checkpoints, so that every replica keeps its digest at the same positions.
    ///
    /// # Errors
    ///
    /// When the store fails. What was not committed is folded again after a restart, until which nothing more is
    /// committed and no question answered.
    ///
    /// # Panics
    ///
    /// When arrivals are not in order.
    pub fn commit(
        &mut self,
        arrivals: &[Arrival],
        stream_created_at: Option<i64>,
    ) -> Result<Commit, ViewsError> {
        self.fold(arrivals, stream_created_at)?;
        self.settle()
    }

    /// Commits as [`Views::commit`] does, while much more of the log waits: it is put on disk, and who waits for a
    /// position told, only once 10 000 events were folded, or by the next plain commit. What a crash takes until
    /// then is folded again.
    ///
    /// # Errors
    ///
    /// As for [`Views::commit`].
    ///
    /// # Panics
    ///
    /// As [`Views::commit`].
    pub fn commit_unsynced(
        &mut self,
        arrivals: &[Arrival],
        stream_created_at: Option<i64>,
    ) -> Result<Commit, ViewsError> {
        self.fold(arrivals, stream_created_at)?;
        if self.unsettled >= UNSETTLED_LIMIT {
            return self.settle();
        }
        Ok(Commit {
            position: self.store.position(),
        })
    }

    fn fold(
        &mut self,
        arrivals: &[Arrival],
        stream_created_at: Option<i64>,
    ) -> Result<(), ViewsError> {
        let in_order = arrivals.is_sorted_by(|one, next| one.sequence < next.sequence);
        assert!(in_order, "arrivals come in order of sequence");
        if self.hub.held.read().is_none() {
            return Err(ViewsError::Closed);
        }
        let position = self.store.position();
        let folded = arrivals.partition_point(|arrival| arrival.sequence <= position);
        let mut rest = &arrivals[folded..];
        self.unsettled += rest.len();
        while let Some(first) = rest.first() {
            let passed = (first.sequence - 1) / CHECKPOINT_EVERY * CHECKPOINT_EVERY;
            let checkpoint = passed + CHECKPOINT_EVERY;
            let cut = rest.partition_point(|arrival| arrival.sequence <= checkpoint);
            let (piece, after) = rest.split_at(cut);
            self.commit_piece(Piece {
                arrivals: piece,
                stream_created_at,
                // A sequence at a checkpoint may have been erased: it is then what stands before the next.
                passed: (passed > self.store.position()).then_some(passed),
                checkpoint,
            })?;
            rest = after;
        }
        Ok(())
    }

    /// Puts on disk what was folded, and tells who waits for it.
    pub(crate) fn settle(&mut self) -> Result<Commit, ViewsError> {
        let flushed = self.store.held.db.flush();
        self.closing_on_failure(flushed.map_err(ViewsError::from))?;
        self.unsettled = 0;
        Ok(Commit {
            position: self.reached(),
        })
    }

    fn commit_piece(&self, piece: Piece<'_>) -> Result<(), ViewsError> {
        let prepared = Prepared::of(piece, &self.store.held)?;
        self.closing_on_failure(prepared.commit())
    }

    /// Tells readers how far the views have come, and lets them in when those have come as far as the former.
    pub(crate) fn reached(&mut self) -> u64 {
        let position = self.store.position();
        if self
            .former
            .as_ref()
            .is_none_or(|former| former.position() <= position)
        {
            if let Some(former) = self.former.take() {
                *self.hub.held.write() = Some(Arc::clone(&self.store.held));
                former.retire(&self.folder);
            }
            self.hub.position.send_replace(position);
        }
        position
    }

    /// Takes the views away from readers when what is in memory may not be on disk.
    pub(crate) fn closing_on_failure<T>(
        &self,
        done: Result<T, ViewsError>,
    ) -> Result<T, ViewsError> {
        if done.is_err() {
            *self.hub.held.write() = None;
        }
        done
    }

    /// Puts the views aside and goes on with empty ones in their place; readers are refused meanwhile.
    ///
    /// # Errors
    ///
    /// When readers do not let go of the folder, or it cannot be moved or made.
    pub fn reset(self, why: &str) -> Result<(Self, ArchivedViews), ViewsError> {
        let Self {
            folder,
            register,
            store,
            hub,
            former,
            unsettled: _,
        } = self;
        hub.log.send_modify(|log| log.rebuilding = true);
        *hub.held.write() = None;
        // sled writes by path as well: a store that is still open would write into the new folder.
        let stores = former.map(Former::into_store).into_iter().chain([store]);
        for store in stores {
            if !store.close() {
                return Err(ViewsError::ReadersActive { path: folder });
            }
        }
        let put_aside = aside::put_aside(&folder, why.to_owned())?;
        let store = store::open(&folder, register)?;
        hub.position.send_replace(0);
        *hub.held.write() = Some(Arc::clone(&store.held));
        let views = Self {
            folder,
            register,
            store,
            hub,
            former: None,
            unsettled: 0,
        };
        Ok((views, put_aside))
    }

    /// Writes what is not on disk yet, and lets go of the folder: it can be opened again at once, unless readers
    /// still hold it, of whom the last one then closes it.
    ///
    /// # Errors
    ///
    /// When the disk does not take it.
    pub fn close(self) -> Result<(), ViewsError> {
        self.store.held.db.flush()?;
        Ok(())
    }
}
