//! The questions of operators: the status of the views, checkpoints, and the quarantine.

use std::sync::Arc;

use model::Violation;
use sled::IVec;
use tokio::sync::watch;

use super::Reader;
use crate::{
    AskError, Checkpoint, Health, LogState, QuarantinedMessage, Versions, ViewsError, ViewsStatus,
    store::{
        OpenStore,
        digest::Sum,
        keys,
        values::{self, QuarantinedValue},
    },
};

/// The most checkpoints that the status lists.
const CHECKPOINTS_LIMIT: usize = 100;

impl Reader {
    /// Returns the state of the log.
    pub fn log_state(&self) -> LogState {
        self.hub.log.borrow().clone()
    }

    /// Returns whether the views can answer.
    pub fn health(&self) -> Health {
        let log = self.log_state();
        let store = self.hub.store.read().clone();
        match store.map(|store| store.memory.read().header.quarantined) {
            None => Health::Rebuilding,
            Some(_) if !log.connected => Health::Stale,
            Some(_) if log.rebuilding => Health::Rebuilding,
            Some(0) => Health::Ready,
            Some(_) => Health::Degraded,
        }
    }

    /// Returns a receiver of the position, now and whenever it advances.
    pub fn positions(&self) -> watch::Receiver<u64> {
        self.hub.position.subscribe()
    }

    /// Returns the status of the views, also while they are being rebuilt.
    ///
    /// # Errors
    ///
    /// When the store fails, or is being replaced.
    pub fn status(&self) -> Result<ViewsStatus, AskError> {
        let store = self.store_during_rebuild()?;
        let mut status = {
            let memory = store.memory.read();
            let header = &memory.header;
            let (fold, register, catalogue) = header.versions.clone();
            ViewsStatus {
                position: header.anchor.position,
                digest: header.digests.events.text(),
                checkpoints: Vec::new(),
                versions: Versions {
                    fold,
                    register,
                    catalogue,
                },
                duplicates: header.duplicates,
                conflicts: header.conflicts,
                quarantined: header.quarantined,
            }
        };
        status.checkpoints = checkpoints(&store, status.position)?;
        Ok(status)
    }

    /// Lists checkpoints behind a position, oldest first.
    ///
    /// # Errors
    ///
    /// While the views are being replaced, or when the store fails.
    pub fn checkpoints(&self, after: u64, limit: usize) -> Result<Vec<Checkpoint>, AskError> {
        let store = self.store_during_rebuild()?;
        let range = keys::from_sequence(keys::CHECKPOINT, after.saturating_add(1));
        let found = store.db.range(range).take(limit);
        let checkpoints = found.map(|pair| checkpoint(pair?));
        Ok(checkpoints.collect::<Result<_, ViewsError>>()?)
    }

    /// Lists quarantined messages behind a sequence, in order.
    ///
    /// # Errors
    ///
    /// While the views are being replaced, or when the store fails.
    pub fn quarantine(
        &self,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<QuarantinedMessage>, AskError> {
        let store = self.store_during_rebuild()?;
        let first = after.map_or(0, |after| after.saturating_add(1));
        let range = keys::from_sequence(keys::QUARANTINE, first);
        let mut items = Vec::new();
        for pair in store.db.range(range).take(limit) {
            let (key, value) = pair.map_err(ViewsError::from)?;
            let sequence = keys::sequence(&key)
                .ok_or_else(|| ViewsError::damaged("a key of the quarantine is malformed"))?;
            let value: QuarantinedValue = values::read(&value, "a quarantined message")?;
            let reasons = value.reasons.into_iter();
            items.push(QuarantinedMessage {
                sequence,
                subject: value.subject,
                reasons: reasons
                    .map(|(path, problem)| Violation::other(path, problem))
                    .collect(),
                payload: value.payload,
            });
        }
        Ok(items)
    }

    /// Returns the store, unless the views are being rebuilt.
    pub(super) fn store(&self) -> Result<Arc<OpenStore>, AskError> {
        if self.hub.log.borrow().rebuilding {
            return Err(self.rebuilding());
        }
        self.store_during_rebuild()
    }

    /// Returns the store, unless it is closed.
    pub(crate) fn store_during_rebuild(&self) -> Result<Arc<OpenStore>, AskError> {
        let store = self.hub.store.read().clone();
        store.ok_or_else(|| {
            if self.hub.log.borrow().rebuilding {
                self.rebuilding()
            } else {
                AskError::Views(ViewsError::Closed)
            }
        })
    }

    fn rebuilding(&self) -> AskError {
        let log = self.hub.log.borrow();
        AskError::Rebuilding {
            position: *self.hub.position.borrow(),
            last_sequence: log.stream.as_ref().map(|stream| stream.last_sequence),
        }
    }
}

/// Lists the newest checkpoints up to a position, newest first.
fn checkpoints(store: &OpenStore, position: u64) -> Result<Vec<Checkpoint>, ViewsError> {
    let mut checkpoints = Vec::new();
    for pair in store.db.scan_prefix([keys::CHECKPOINT]).rev() {
        let checkpoint = checkpoint(pair?)?;
        // A commit since the position was read may have added later ones.
        if checkpoint.position <= position {
            checkpoints.push(checkpoint);
        }
        if checkpoints.len() == CHECKPOINTS_LIMIT {
            break;
        }
    }
    Ok(checkpoints)
}

fn checkpoint((key, value): (IVec, IVec)) -> Result<Checkpoint, ViewsError> {
    let position = keys::sequence(&key)
        .ok_or_else(|| ViewsError::damaged("the key of a checkpoint is malformed"))?;
    let digest: Sum = values::read(&value, "a checkpoint")?;
    Ok(Checkpoint {
        position,
        digest: digest.text(),
    })
}
