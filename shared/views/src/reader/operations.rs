//! What operators ask: how the views stand, and what is in quarantine.

use std::sync::Arc;

use model::Violation;
use sled::IVec;
use tokio::sync::watch;

use super::Reader;
use crate::{
    AskError, Checkpoint, Health, LogState, QuarantinedMessage, Versions, ViewsError, ViewsStatus,
    digest::Sum,
    keys,
    store::Held,
    values::{self, QuarantinedValue},
};

/// The most checkpoints that are listed.
const CHECKPOINTS_SHOWN: usize = 100;

impl Reader {
    /// Says how the log is doing.
    pub fn log_state(&self) -> LogState {
        self.hub.log.borrow().clone()
    }

    /// Says how fit the views are to answer.
    pub fn health(&self) -> Health {
        let log = self.log_state();
        let held = self.hub.held.read().clone();
        match held.map(|held| held.memory.read().head.quarantined) {
            None => Health::Rebuilding,
            Some(_) if !log.connected => Health::Stale,
            Some(_) if log.rebuilding => Health::Rebuilding,
            Some(0) => Health::Ready,
            Some(_) => Health::Degraded,
        }
    }

    /// Gives the position reached, now and whenever it moves.
    pub fn positions(&self) -> watch::Receiver<u64> {
        self.hub.position.subscribe()
    }

    /// Says how the views stand; answers while they are being rebuilt as well.
    ///
    /// # Errors
    ///
    /// When the store fails, or is being replaced at this moment.
    pub fn status(&self) -> Result<ViewsStatus, AskError> {
        let held = self.held_anyhow()?;
        let mut state = {
            let memory = held.memory.read();
            let stand = &memory.head;
            let (fold, register, catalogue) = stand.versions.clone();
            ViewsStatus {
                position: stand.anchor.position,
                digest: stand.digests.canonical().text(),
                checkpoints: Vec::new(),
                versions: Versions {
                    fold,
                    register,
                    catalogue,
                },
                duplicates: stand.duplicates,
                conflicts: stand.conflicts,
                quarantined: stand.quarantined,
            }
        };
        state.checkpoints = checkpoints(&held, state.position)?;
        Ok(state)
    }

    /// Lists checkpoints behind a position, oldest first.
    ///
    /// # Errors
    ///
    /// While the views are being replaced, or when the store fails.
    pub fn checkpoints(&self, after: u64, limit: usize) -> Result<Vec<Checkpoint>, AskError> {
        let held = self.held_anyhow()?;
        let range = keys::from_sequence(keys::CHECKPOINT, after.saturating_add(1));
        let found = held.db.range(range).take(limit);
        let checkpoints = found.map(|pair| checkpoint(pair?));
        Ok(checkpoints.collect::<Result<_, ViewsError>>()?)
    }

    /// Lists what is in quarantine behind a sequence, in order.
    ///
    /// # Errors
    ///
    /// While the views are being replaced, or when the store fails.
    pub fn quarantine(
        &self,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<QuarantinedMessage>, AskError> {
        let held = self.held_anyhow()?;
        let first = after.map_or(0, |after| after.saturating_add(1));
        let range = keys::from_sequence(keys::QUARANTINE, first);
        let mut items = Vec::new();
        for pair in held.db.range(range).take(limit) {
            let (key, value) = pair.map_err(ViewsError::from)?;
            let sequence = keys::sequence(&key)
                .ok_or_else(|| ViewsError::damaged("a key of quarantine is misshapen"))?;
            let value: QuarantinedValue = values::read(&value, "what is in quarantine")?;
            let reasons = value.reasons.into_iter();
            items.push(QuarantinedMessage {
                sequence,
                subject: value.subject,
                reasons: reasons
                    .map(|(path, problem)| Violation { path, problem })
                    .collect(),
                payload: value.payload,
            });
        }
        Ok(items)
    }

    /// Gives the views, unless they are being rebuilt.
    pub(super) fn held(&self) -> Result<Arc<Held>, AskError> {
        if self.hub.log.borrow().rebuilding {
            return Err(self.rebuilding());
        }
        self.held_anyhow()
    }

    pub(crate) fn held_anyhow(&self) -> Result<Arc<Held>, AskError> {
        let held = self.hub.held.read().clone();
        held.ok_or_else(|| {
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
fn checkpoints(held: &Held, position: u64) -> Result<Vec<Checkpoint>, ViewsError> {
    let mut checkpoints = Vec::new();
    for pair in held.db.scan_prefix([keys::CHECKPOINT]).rev() {
        let checkpoint = checkpoint(pair?)?;
        if checkpoint.position <= position {
            checkpoints.push(checkpoint);
        }
        if checkpoints.len() == CHECKPOINTS_SHOWN {
            break;
        }
    }
    Ok(checkpoints)
}

fn checkpoint((key, value): (IVec, IVec)) -> Result<Checkpoint, ViewsError> {
    let position = keys::sequence(&key)
        .ok_or_else(|| ViewsError::damaged("a checkpoint's key is misshapen"))?;
    let digest: Sum = values::read(&value, "a checkpoint")?;
    Ok(Checkpoint {
        position,
        digest: digest.text(),
    })
}
