//! The log of a subject, overlaid with the new records of a commit.

use std::collections::BTreeSet;

use fold::Record;
use model::EventKey;

use crate::{dedup::NewRecord, subject_log::SubjectLog};

/// The records of a subject in memory, and the new ones.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SubjectOverlay<'a> {
    pub(crate) log: Option<&'a SubjectLog>,
    pub(crate) new: &'a [NewRecord],
}

/// Events that correct one another, with every content under their keys.
#[derive(Debug, Default)]
pub(crate) struct CorrectionClosure {
    pub(crate) keys: BTreeSet<EventKey>,
    pub(crate) records: Vec<Record>,
    /// The sequence of each record.
    pub(crate) sequences: Vec<u64>,
}

impl SubjectOverlay<'_> {
    /// Returns every record, and the sequence of each.
    pub(crate) fn all(&self) -> (Vec<Record>, Vec<u64>) {
        let before = self.log.into_iter().flat_map(|log| log.up_to(u64::MAX));
        let before = before.map(|known| (known.record.clone(), known.sequence));
        let new = self.new.iter();
        before
            .chain(new.map(|new| (new.record.clone(), new.sequence)))
            .unzip()
    }

    /// Returns the events in `start` with all that correct them or are corrected by them, transitively. The
    /// effective records under their keys depend on nothing else.
    pub(crate) fn closure(&self, start: BTreeSet<EventKey>) -> CorrectionClosure {
        let mut closure = CorrectionClosure::default();
        let mut ahead: Vec<EventKey> = start.into_iter().collect();
        while let Some(key) = ahead.pop() {
            if !closure.keys.insert(key) {
                continue;
            }
            for (record, sequence) in self.with_key(key) {
                record.for_each_corrected(&mut |corrected| ahead.push(corrected));
                closure.records.push(record.clone());
                closure.sequences.push(sequence);
            }
            ahead.extend(self.log.into_iter().flat_map(|log| log.correcting(key)));
            for NewRecord { record, .. } in self.new {
                record.for_each_corrected(&mut |corrected| {
                    if corrected == key {
                        ahead.push(record.key);
                    }
                });
            }
        }
        closure
    }

    fn with_key(&self, key: EventKey) -> impl Iterator<Item = (&Record, u64)> {
        let before = self.log.into_iter().flat_map(move |log| log.with_key(key));
        let new = self.new.iter().filter(move |new| new.record.key == key);
        before
            .map(|known| (&known.record, known.sequence))
            .chain(new.map(|new| (&new.record, new.sequence)))
    }
}
