//! Everything that a filter selects, part by part, at one position: however long a reader takes, nothing waits for it.

use std::{
    ops::Range,
    sync::{Arc, Weak},
};

use questions::{ExportQuestion, ExportedKnelpunt, Population, Query};

use super::{LogPoint, Reader, history, history::Visibility};
use crate::{AskError, HistoryItem, ViewsError, store::OpenStore};

/// How many rows are a part: the lock on memory is held for some milliseconds.
const PART_ROWS: usize = 1_024;

/// Reads the selected knelpunten part by part, as they were known at one position.
#[derive(Debug, Clone)]
pub struct Export {
    reader: Reader,
    query: Query<ExportQuestion>,
    /// Weak, so that views that are replaced are closed: rows are those of one store.
    store: Weak<OpenStore>,
    position: u64,
    rows: Range<usize>,
}

impl Reader {
    /// Begins an export, at the position that `knownAt` names or at the current one.
    ///
    /// # Errors
    ///
    /// As [`Reader::ask`].
    pub fn export(&self, query: Query<ExportQuestion>) -> Result<Export, AskError> {
        let store = self.store()?;
        let memory = store.memory.read();
        let point = LogPoint::new(&memory, &query.scope)?;
        Ok(Export {
            reader: self.clone(),
            query,
            store: Arc::downgrade(&store),
            position: point.visibility.known_at,
            // What gets a row later was not known at the position.
            rows: 0..memory.state.rows(),
        })
    }
}

impl Export {
    /// Returns the position as of which everything is read.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// Reads the next part, which may be empty; none after the last one.
    ///
    /// # Errors
    ///
    /// As [`Reader::ask`], and when the views were replaced meanwhile.
    pub fn next_part(&mut self) -> Result<Option<Vec<ExportedKnelpunt>>, AskError> {
        if self.rows.is_empty() {
            return Ok(None);
        }
        let store = self.store()?;
        let start = self.rows.start;
        let rows = start..self.rows.end.min(start + PART_ROWS);
        let scan = {
            let memory = store.memory.read();
            let population = Population::part_known_at(&memory.state, self.position, rows.clone());
            self.query.scan(&population, self.reader.register)
        };
        self.rows.start = rows.end;
        Ok(Some(scan?.finish(self.reader.register)))
    }

    /// Reads every event of some knelpunten, those of each in the order of the fold.
    ///
    /// # Errors
    ///
    /// As [`Export::next_part`].
    pub fn events(&self, part: &[ExportedKnelpunt]) -> Result<Vec<Vec<HistoryItem>>, AskError> {
        let store = self.store()?;
        let visibility = Visibility {
            known_at: self.position,
            // A text that is redacted since is not shown.
            position: store.memory.read().header.anchor.position,
        };
        let events = |exported: &ExportedKnelpunt| {
            Ok(history::history(&store, &exported.members, visibility)?)
        };
        part.iter().map(events).collect()
    }

    fn store(&self) -> Result<Arc<OpenStore>, AskError> {
        let (begun, current) = (self.store.upgrade(), self.reader.store()?);
        let is_same = begun.is_some_and(|begun| Arc::ptr_eq(&begun, &current));
        is_same
            .then_some(current)
            .ok_or(AskError::Views(ViewsError::Closed))
    }
}
