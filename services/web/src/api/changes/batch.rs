//! Changes as they are sent, which all readers share.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use axum::body::Bytes;
use questions::{ArrivedChange, ChangesQuery};
use views::{ChangesPage, LogId};

use super::message;
use crate::{app::WebApp, problem::WebProblem};

/// Some changes that follow one another.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) log: LogId,
    /// The position behind which they are all changes, and the one up to which.
    pub(super) after: u64,
    pub(super) up_to: u64,
    changes: Vec<ArrivedChange>,
    /// The messages of all changes, and where each ends.
    text: Bytes,
    ends: Vec<usize>,
    /// By filter, which changes it selects: found once for all readers with the same filter.
    selected: Mutex<HashMap<String, Arc<[bool]>>>,
}

/// The most changes of a batch, and so the most that is sent at once: about 64 KiB.
const BATCH_MAX: usize = 128;

impl Batch {
    /// Divides the changes behind a position into batches; there is none if nothing is behind it.
    pub(super) fn divide(after: u64, page: ChangesPage) -> Vec<Self> {
        let (mut start, mut batches) = (after, Vec::new());
        let mut changes = page.changes;
        while start < page.up_to {
            let rest = changes.split_off(changes.len().min(BATCH_MAX));
            let last = changes.last().filter(|_| !rest.is_empty());
            let end = last.map_or(page.up_to, |last| last.change.position);
            batches.push(Self::new(page.log, start, end, changes));
            (start, changes) = (end, rest);
        }
        batches
    }

    fn new(log: LogId, after: u64, up_to: u64, changes: Vec<ArrivedChange>) -> Self {
        let (mut text, mut ends) = (String::new(), Vec::with_capacity(changes.len()));
        for arrived in &changes {
            text.push_str(&message::change(log, &arrived.change));
            ends.push(text.len());
        }
        Self {
            log,
            after,
            up_to,
            changes,
            text: text.into(),
            ends,
            selected: Mutex::default(),
        }
    }

    /// Returns the messages of the changes behind a position that a filter selects; `filter` identifies it, none selects
    /// all.
    ///
    /// # Errors
    ///
    /// While the views are being rebuilt.
    pub(super) async fn messages(
        self: &Arc<Self>,
        app: &WebApp,
        query: &ChangesQuery,
        filter: Option<&str>,
        after: u64,
    ) -> Result<Bytes, WebProblem> {
        let first = self
            .changes
            .partition_point(|arrived| arrived.change.position <= after);
        if first == self.changes.len() {
            return Ok(Bytes::new());
        }
        let start = first.checked_sub(1).map_or(0, |before| self.ends[before]);
        let Some(filter) = filter else {
            return Ok(self.text.slice(start..));
        };
        let selected = self.selected(app, query, filter).await?;
        let mut text = Vec::new();
        let ends = self.ends.iter().zip(selected.iter()).skip(first);
        ends.fold(start, |start, (end, is_selected)| {
            if *is_selected {
                text.extend_from_slice(&self.text[start..*end]);
            }
            *end
        });
        Ok(text.into())
    }

    async fn selected(
        self: &Arc<Self>,
        app: &WebApp,
        query: &ChangesQuery,
        filter: &str,
    ) -> Result<Arc<[bool]>, WebProblem> {
        let known = self.lock().get(filter).map(Arc::clone);
        if let Some(known) = known {
            return Ok(known);
        }
        let (batch, query) = (Arc::clone(self), query.clone());
        let select = move |app: &WebApp| {
            let selected = app
                .reader
                .select_changes(&query, &batch.changes, app.now())?;
            Ok(Arc::from(selected))
        };
        let selected: Arc<[bool]> = app.run_blocking(select).await?;
        self.lock().insert(filter.to_owned(), Arc::clone(&selected));
        Ok(selected)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<[bool]>>> {
        self.selected.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
