//! What changed behind a position of the log.

use model::Instant;
use questions::{ArrivedChange, ChangesQuery};

use super::Reader;
use crate::AskError;

/// Identifies a log: when its stream was created, in nanoseconds since 1970; 0 before its first message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LogId(pub i64);

/// Changes behind a position, as of one commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangesPage {
    /// The log.
    pub log: LogId,
    /// The position of the views.
    pub position: u64,
    /// The position up to which these are all changes.
    pub up_to: u64,
    /// The changes, in order.
    pub changes: Vec<ArrivedChange>,
}

impl Reader {
    /// Returns the first `limit` changes behind a position; none of them behind the position of the views.
    ///
    /// # Errors
    ///
    /// While the views are being rebuilt.
    pub fn changes(&self, after: u64, limit: usize) -> Result<ChangesPage, AskError> {
        let store = self.store()?;
        let memory = store.memory.read();
        let anchor = &memory.header.anchor;
        let position = anchor.position;
        let changes = ArrivedChange::list(&memory.state, after, limit, self.register);
        let last = changes.last().filter(|_| changes.len() == limit);
        Ok(ChangesPage {
            log: LogId(anchor.stream_created_at.unwrap_or_default()),
            position,
            up_to: last.map_or(position.max(after), |last| last.change.position),
            changes,
        })
    }

    /// Returns the log and the position of the views, if the rounds that a query names exist.
    ///
    /// # Errors
    ///
    /// While the views are being rebuilt; when one of the rounds does not exist.
    pub fn changes_start(
        &self,
        query: &ChangesQuery,
        now: Instant,
    ) -> Result<(LogId, u64), AskError> {
        let store = self.store()?;
        let memory = store.memory.read();
        query.check(&memory.state, self.register, now)?;
        let anchor = &memory.header.anchor;
        let log = LogId(anchor.stream_created_at.unwrap_or_default());
        Ok((log, anchor.position))
    }

    /// Returns, for each change, whether a query selects it, as things are now.
    ///
    /// # Errors
    ///
    /// While the views are being rebuilt.
    pub fn select_changes(
        &self,
        query: &ChangesQuery,
        changes: &[ArrivedChange],
        now: Instant,
    ) -> Result<Vec<bool>, AskError> {
        let store = self.store()?;
        let memory = store.memory.read();
        Ok(query.select(changes, &memory.state, self.register, now))
    }
}
