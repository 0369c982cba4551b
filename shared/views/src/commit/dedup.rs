//! Deduplication: which arrivals bring new contents.

use std::collections::HashMap;

use model::{ContentId, Event, EventKey, Subject};
use state::State;

use crate::{
    Arrival, Classified,
    store::{chunk::NewContent, digest::Sum, keys, values::QuarantinedValue},
};

/// The new contents among some arrivals.
#[derive(Debug, Default)]
pub(crate) struct NewContents<'a> {
    /// In order of sequence.
    pub(crate) contents: Vec<NewContent<'a>>,
    pub(crate) quarantine: Vec<(u64, QuarantinedValue)>,
    pub(crate) duplicates: u64,
    pub(crate) conflicts: u64,
    /// What the contents add to the digest.
    pub(crate) digest: Sum,
}

/// Finds the new contents among arrivals, which are in order of sequence.
pub(crate) fn deduplicate<'a>(arrivals: &'a [Arrival], state: &State) -> NewContents<'a> {
    let mut new = NewContents::default();
    let mut earlier: HashMap<(&Subject, EventKey), Vec<ContentId>> = HashMap::new();
    for Arrival {
        sequence, message, ..
    } in arrivals
    {
        match message {
            Classified::Event(event) => {
                let earlier = earlier.entry((&event.subject, event.key)).or_default();
                new.add(event, *sequence, state, earlier);
            }
            Classified::Invalid {
                subject,
                reasons,
                payload,
            } => {
                let value = QuarantinedValue::new(subject, reasons, payload);
                new.quarantine.push((*sequence, value));
            }
        }
    }
    new
}

impl<'a> NewContents<'a> {
    /// Adds an event, unless it is a duplicate. `earlier` are the new contents of it before.
    fn add(
        &mut self,
        event: &'a Event,
        sequence: u64,
        state: &State,
        earlier: &mut Vec<ContentId>,
    ) {
        let content = event.content.id();
        let mut competes = !earlier.is_empty();
        let mut is_known = earlier.contains(&content);
        for known in state.contents(&event.subject, event.key) {
            competes = true;
            is_known |= known == content;
        }
        if is_known {
            self.duplicates += 1;
            return;
        }
        earlier.push(content);
        self.conflicts += u64::from(competes);
        self.digest
            .add(&keys::content(&event.subject, event.key, content), &[]);
        self.contents.push(NewContent { sequence, event });
    }
}
