//! The contents of knelpunten with many facts.
//!
//! Facts do not hold the ids of their contents. Of a few facts, one key is searched and its content read from the
//! store. Of many, the search alone would make every commit on one busy knelpunt linear in its history.

use std::collections::{BTreeMap, HashMap};

use model::{ContentId, EventKey, KnelpuntId};

/// The most facts of a knelpunt that are searched one by one.
pub(crate) const SCAN_LIMIT: usize = 64;

/// The only content under each event key, of uncorrected knelpunten with more than [`SCAN_LIMIT`] facts.
#[derive(Debug, Default)]
pub(crate) struct LargeSubjects(HashMap<KnelpuntId, BTreeMap<EventKey, ContentId>>);

impl LargeSubjects {
    /// Returns the contents of a large knelpunt; none of any other.
    pub(crate) fn contents(&self, id: KnelpuntId) -> Option<&BTreeMap<EventKey, ContentId>> {
        self.0.get(&id)
    }

    /// Adds contents of a large knelpunt: all of them the first time.
    pub(crate) fn add(&mut self, id: KnelpuntId, contents: BTreeMap<EventKey, ContentId>) {
        match self.0.get_mut(&id) {
            Some(known) => known.extend(contents),
            None => drop(self.0.insert(id, contents)),
        }
    }

    /// Removes a knelpunt: it has a subject log from now on.
    pub(crate) fn remove(&mut self, id: KnelpuntId) {
        self.0.remove(&id);
    }
}
