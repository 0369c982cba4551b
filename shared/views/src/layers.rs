//! What is held of a subject, with what is new of it on top.

use std::collections::BTreeSet;

use fold::Record;
use model::EventKey;

use crate::{enter::New, told::Told};

/// What is held of a subject, and what is new.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layers<'a> {
    pub(crate) told: Option<&'a Told>,
    pub(crate) new: &'a [New],
}

/// Events that concern each other, with every content under their keys.
#[derive(Debug, Default)]
pub(crate) struct Related {
    pub(crate) keys: BTreeSet<EventKey>,
    pub(crate) records: Vec<Record>,
    /// Of each record.
    pub(crate) sequences: Vec<u64>,
}

impl Layers<'_> {
    /// Gives every record, and the sequence of each.
    pub(crate) fn all(&self) -> (Vec<Record>, Vec<u64>) {
        let held = self.told.into_iter().flat_map(|told| told.up_to(u64::MAX));
        let held = held.map(|held| (held.record.clone(), held.sequence));
        let new = self.new.iter();
        held.chain(new.map(|new| (new.record.clone(), new.sequence)))
            .unzip()
    }

    /// Gives some events with all that correct them or are corrected by them, however far: what stands under their
    /// keys depends on nothing else.
    pub(crate) fn related(&self, start: BTreeSet<EventKey>) -> Related {
        let mut related = Related::default();
        let mut ahead: Vec<EventKey> = start.into_iter().collect();
        while let Some(key) = ahead.pop() {
            if !related.keys.insert(key) {
                continue;
            }
            for (record, sequence) in self.under(key) {
                record.for_each_corrected(&mut |corrected| ahead.push(corrected));
                related.records.push(record.clone());
                related.sequences.push(sequence);
            }
            ahead.extend(self.told.into_iter().flat_map(|told| told.correcting(key)));
            for New { record, .. } in self.new {
                record.for_each_corrected(&mut |corrected| {
                    if corrected == key {
                        ahead.push(record.key);
                    }
                });
            }
        }
        related
    }

    fn under(&self, key: EventKey) -> impl Iterator<Item = (&Record, u64)> {
        let held = self.told.into_iter().flat_map(move |told| told.under(key));
        let new = self.new.iter().filter(move |new| new.record.key == key);
        held.map(|held| (&held.record, held.sequence))
            .chain(new.map(|new| (&new.record, new.sequence)))
    }
}
