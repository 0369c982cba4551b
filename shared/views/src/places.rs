//! Which contents are known, of subjects where neither facts nor what was told says so.

use std::collections::{BTreeMap, HashMap};

use fold::Name;
use model::{ContentId, EventKey, KnelpuntId};

/// A knelpunt with more facts than this is not looked through for an event.
pub(crate) const LOOKED_THROUGH: usize = 64;

/// Which contents are known, by event key.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// Of consultations, by municipality and round: in order.
    consultations: HashMap<(Name, Name), Vec<(EventKey, ContentId)>>,
    /// Of knelpunten with many facts, each the only content under its key.
    crowded: HashMap<KnelpuntId, BTreeMap<EventKey, ContentId>>,
}

impl Places {
    pub(crate) fn enter_consultation(&mut self, of: (Name, Name), place: (EventKey, ContentId)) {
        let known = self.consultations.entry(of).or_default();
        if let Err(at) = known.binary_search(&place) {
            known.insert(at, place);
        }
    }

    /// Lists the contents under an event key of a consultation.
    pub(crate) fn of_consultation(&self, of: (Name, Name), key: EventKey) -> Vec<ContentId> {
        let known = self.consultations.get(&of).map_or(&[][..], Vec::as_slice);
        let from = known.partition_point(|place| place.0 < key);
        let under = known[from..].iter().take_while(|place| place.0 == key);
        under.map(|place| place.1).collect()
    }

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
