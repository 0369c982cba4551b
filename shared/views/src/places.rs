//! Which contents are known, of knelpunten where neither facts nor what was told says so.

use std::collections::{BTreeMap, HashMap};

use model::{ContentId, EventKey, KnelpuntId};

/// A knelpunt with more facts than this is not looked through for an event.
pub(crate) const LOOKED_THROUGH: usize = 64;

/// Which contents are known, by event key.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// Of knelpunten with many facts, each the only content under its key.
    crowded: HashMap<KnelpuntId, BTreeMap<EventKey, ContentId>>,
}

impl Places {
    /// Gives the facts of a crowded knelpunt.
    pub(crate) fn crowded(&self, id: KnelpuntId) -> Option<&BTreeMap<EventKey, ContentId>> {
        self.crowded.get(&id)
    }

    /// Enters facts of a crowded knelpunt; the first time all of them.
    pub(crate) fn crowd(&mut self, id: KnelpuntId, facts: BTreeMap<EventKey, ContentId>) {
        match self.crowded.get_mut(&id) {
            Some(known) => known.extend(facts),
            None => drop(self.crowded.insert(id, facts)),
        }
    }

    /// Forgets a knelpunt of which all is told.
    pub(crate) fn forget(&mut self, id: KnelpuntId) {
        self.crowded.remove(&id);
    }
}
