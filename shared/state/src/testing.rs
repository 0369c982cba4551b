//! A state from a set of events, for the tests of its readers.

use std::{collections::HashMap, convert::Infallible};

use fold::{IdentityKeys, Record};
use model::{Content, Data, Event};

use crate::{Entry, State, SubjectKey};

impl State {
    /// Creates the state of events, which arrived in this order, from sequence 1 on.
    pub fn from_events<'a>(events: impl IntoIterator<Item = &'a Event>) -> Self {
        let events: Vec<(u64, &Event)> = (1..).zip(events).collect();
        let contents: HashMap<u64, &Content> = events
            .iter()
            .map(|(sequence, event)| (*sequence, &event.content))
            .collect();
        let mut state = Self::default();
        for (sequence, event) in events {
            state.insert_event(event, sequence);
        }
        state.rank_by(&contents);
        state.fold(|_, _| {});
        state
    }

    /// Ranks contents that compete, all of which are at hand by sequence.
    ///
    /// # Panics
    ///
    /// When one is missing.
    pub fn rank_by(&mut self, contents: &HashMap<u64, &Content>) {
        let content = |sequence| Ok::<_, Infallible>(contents[&sequence].clone());
        let Ok(()) = self.rank(content);
    }

    /// Inserts an event, unless it is a duplicate.
    pub fn insert_event(&mut self, event: &Event, sequence: u64) {
        let content = event.content.id();
        if self
            .contents(&event.subject, event.key)
            .any(|known| known == content)
        {
            return;
        }
        let replacement = event.replacement.as_deref();
        for event in [Some(event), replacement].into_iter().flatten() {
            let target = match &event.data {
                Data::Merged(data) => Some(data.target()),
                _ => None,
            };
            for identity in event.data.identity().into_iter().chain(target) {
                let keys = IdentityKeys::intern(&identity, &mut |text| self.intern(text));
                self.identify(identity.id(), keys);
            }
        }
        let record = Record::from_event(event, &mut |text| self.intern(text));
        let subject = SubjectKey::intern(&event.subject, &mut |text| self.intern(text));
        self.insert_all(vec![(subject, Entry { sequence, record })]);
    }

    /// Empties the timeline of a row, as a bug would.
    pub fn corrupt_knelpunt(&mut self, row: usize) {
        self.timelines.clear(row);
    }

    /// Forgets the consultations of one municipality in one round, as a bug would.
    pub fn corrupt_consultations(&mut self) {
        let first = self.consultations.iter().next().map(|(key, _)| key);
        if let Some(key) = first {
            self.consultations.set(key, Vec::new());
        }
    }
}
