//! What identifies the state of the views, besides which every answer depends on its question alone.

use super::Reader;
use crate::{AskError, LogId, Versions};

/// Identifies the state of the views.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewsMark {
    /// The log.
    pub log: LogId,
    /// The position.
    pub position: u64,
    /// The digest at the position, as 32 hexadecimal digits: messages from quarantine change it, and not the position.
    pub digest: String,
    /// The versions that the views were folded by.
    pub versions: Versions,
}

impl Reader {
    /// Returns the mark of the views.
    ///
    /// # Errors
    ///
    /// While the views are being rebuilt.
    pub fn mark(&self) -> Result<ViewsMark, AskError> {
        let store = self.store()?;
        let memory = store.memory.read();
        let header = &memory.header;
        let (fold, register, catalogue) = header.versions.clone();
        Ok(ViewsMark {
            log: LogId(header.anchor.stream_created_at.unwrap_or_default()),
            position: header.anchor.position,
            digest: header.digests.events.text(),
            versions: Versions {
                fold,
                register,
                catalogue,
            },
        })
    }

    /// Returns whether what had arrived at a sequence is settled: folded, and none of it in quarantine, from where a
    /// later catalogue would fold it at its own sequence.
    ///
    /// # Errors
    ///
    /// While the views are being replaced, or when the store fails.
    pub fn is_settled(&self, sequence: u64) -> Result<bool, AskError> {
        let first = self.quarantine(None, 1)?;
        let is_folded = *self.positions().borrow() >= sequence;
        Ok(is_folded && first.iter().all(|message| message.sequence > sequence))
    }
}
