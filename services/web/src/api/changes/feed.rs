//! The newest changes, derived once for all readers.
//!
//! No task of its own derives them: whichever reader first sees a new position does, and the others wait for it. So a
//! server without readers does nothing.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::{self, Instant};
use views::{AskError, ChangesPage, LogId};

use super::batch::Batch;
use crate::app::WebApp;

/// How many positions the newest changes go back. A reader that is slower is dropped.
pub(super) const RECENT_MAX: u64 = 4_096;
/// How far behind the views changes are still derived one by one, and how many at a time.
const FAR_BEHIND: u64 = 2 * RECENT_MAX;
const DERIVED_MAX: usize = 4_096;
/// The shortest time between two derivations: under load, changes are collected, as each derivation and each wake of a
/// thousand readers costs about the same for one change and for many.
const COLLECT_FOR: Duration = Duration::from_millis(20);

/// After how long a derivation that failed is tried again.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// The newest changes.
#[derive(Debug, Default)]
pub(crate) struct ChangesFeed {
    recent: Mutex<Recent>,
    /// When changes were last derived, and for which position; whoever derives some holds the lock.
    derived: tokio::sync::Mutex<Option<(Instant, u64)>>,
}

#[derive(Debug, Default)]
struct Recent {
    log: LogId,
    /// The position behind which all changes are here, and the one up to which.
    after: u64,
    up_to: u64,
    batches: VecDeque<Arc<Batch>>,
    /// The last position that the views announced, and whether they were replaced by others since.
    announced: u64,
    is_replaced: bool,
}

/// What is behind a position.
#[derive(Debug)]
pub(super) enum Behind {
    /// The batch with the next changes.
    Batch(Arc<Batch>),
    /// Nothing yet.
    Nothing,
    /// More than the newest changes.
    TooMuch,
    /// Another log has taken the place of this one, with this position.
    OtherLog(LogId, u64),
}

impl ChangesFeed {
    /// Returns what is behind a position of a log.
    pub(super) fn behind(&self, log: LogId, position: u64) -> Behind {
        let recent = self.lock();
        if recent.log != log && position > 0 && recent.up_to > 0 {
            return Behind::OtherLog(recent.log, recent.up_to);
        }
        if position >= recent.up_to {
            return Behind::Nothing;
        }
        if position < recent.after {
            return Behind::TooMuch;
        }
        let next = recent
            .batches
            .partition_point(|batch| batch.up_to <= position);
        let next = recent.batches.get(next);
        next.map_or(Behind::Nothing, |batch| Behind::Batch(Arc::clone(batch)))
    }

    /// Derives the changes up to the position of the views, unless that is done. Without success nothing changes.
    pub(super) async fn advance(&self, app: &WebApp) {
        if self.missing(app).is_none() {
            return;
        }
        let mut derived = self.derived.lock().await;
        let Some(position) = self.missing(app) else {
            return;
        };
        if let Some((last, tried)) = *derived {
            if tried == position && last.elapsed() < TRY_AGAIN_AFTER {
                return;
            }
            time::sleep_until(last + COLLECT_FOR).await;
        }
        *derived = Some((Instant::now(), position));
        // While the views are being rebuilt there are no changes: readers ask again with the next position.
        let _ = app
            .run_blocking(|app| Ok(app.changes.feed.derive(app)?))
            .await;
    }

    /// Returns the position of the views, if its changes are not here yet.
    fn missing(&self, app: &WebApp) -> Option<u64> {
        let mut recent = self.lock();
        let position = *app.reader.positions().borrow();
        recent.is_replaced |= position < recent.announced;
        recent.announced = position;
        (recent.is_replaced || recent.up_to < position).then_some(position)
    }

    fn derive(&self, app: &WebApp) -> Result<(), AskError> {
        let after = self.lock().up_to;
        let page = app.reader.changes(after, DERIVED_MAX)?;
        if self.lock().push(after, page) {
            return Ok(());
        }
        // What is here is of other views, or far behind: only the newest is derived.
        let now = app.reader.changes(u64::MAX, 0)?;
        let after = now.position.saturating_sub(RECENT_MAX);
        self.lock().restart(now.log, after);
        let page = app.reader.changes(after, DERIVED_MAX)?;
        self.lock().push(after, page);
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Recent> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Recent {
    /// Adds changes; returns false if they do not follow those that are here, or are far behind the views.
    fn push(&mut self, after: u64, page: ChangesPage) -> bool {
        let is_behind = page.position.checked_sub(after);
        let is_near = is_behind.is_some_and(|behind| behind <= FAR_BEHIND);
        if page.log != self.log || after != self.up_to || !is_near {
            return false;
        }
        for batch in Batch::divide(after, page) {
            self.up_to = batch.up_to;
            self.batches.push_back(Arc::new(batch));
        }
        let oldest = self.up_to.saturating_sub(RECENT_MAX);
        while self
            .batches
            .front()
            .is_some_and(|batch| batch.up_to <= oldest)
        {
            self.batches.pop_front();
        }
        self.after = self.batches.front().map_or(self.up_to, |batch| batch.after);
        self.is_replaced = false;
        true
    }

    fn restart(&mut self, log: LogId, position: u64) {
        self.log = log;
        (self.after, self.up_to) = (position, position);
        self.batches.clear();
    }
}
