//! All that was told of a subject whose events concern each other: who corrects whom cannot be seen from facts.

use std::collections::{BTreeMap, BTreeSet};

use fold::{Record, SubjectRecords};
use model::{ContentId, EventKey, Identity, KnelpuntId};

use crate::{ViewsError, contents::Contents};

/// A record, and the sequence at which its content first arrived.
#[derive(Debug, Clone)]
pub(crate) struct Arrived {
    pub(crate) record: Record,
    pub(crate) sequence: u64,
}

/// Every content of every event under one subject, without texts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    pub(crate) identity: Option<Identity>,
    /// Boxed, because most subjects have few and a tree makes room for eleven.
    contents: BTreeMap<(EventKey, ContentId), Box<Arrived>>,
    /// The first sequence that told anything; none of what nothing was told.
    first: Option<u64>,
    /// Pairs of an event and one that corrects it.
    corrections: BTreeSet<(EventKey, EventKey)>,
}

impl Told {
    pub(crate) fn of(identity: Option<Identity>) -> Self {
        Self {
            identity,
            ..Self::default()
        }
    }

    pub(crate) fn enter(&mut self, arrived: Arrived) {
        let Arrived { record, sequence } = arrived;
        let record = Record {
            text: None,
            ..record
        };
        record.each_corrected(&mut |corrected| {
            self.corrections.insert((corrected, record.key));
        });
        self.first = Some(self.first.map_or(sequence, |first| first.min(sequence)));
        let place = (record.key, record.content);
        let arrived = Box::new(Arrived { record, sequence });
        self.contents.insert(place, arrived);
    }

    /// Lists every content under an event key.
    pub(crate) fn under(&self, key: EventKey) -> impl Iterator<Item = &Arrived> {
        let first = ContentId::from_bytes([0; 16]);
        let last = ContentId::from_bytes([u8::MAX; 16]);
        let range = self.contents.range((key, first)..=(key, last));
        range.map(|(_, arrived)| &**arrived)
    }

    /// Lists the events that correct one.
    pub(crate) fn correcting(&self, corrected: EventKey) -> impl Iterator<Item = EventKey> {
        let first = EventKey::from_bytes([0; 16]);
        let last = EventKey::from_bytes([u8::MAX; 16]);
        let range = self
            .corrections
            .range((corrected, first)..=(corrected, last));
        range.map(|(_, by)| *by)
    }

    /// Lists the contents that arrived up to a sequence, in order of key.
    pub(crate) fn up_to(&self, sequence: u64) -> impl Iterator<Item = &Arrived> {
        let all = self.contents.values().map(|arrived| &**arrived);
        all.filter(move |arrived| arrived.sequence <= sequence)
    }

    /// Refers to what the fold needs of what had arrived at a sequence.
    pub(crate) fn known(&self, id: KnelpuntId, up_to: u64) -> SubjectRecords<&Record> {
        SubjectRecords {
            id,
            identity: self.identity.clone(),
            records: self.up_to(up_to).map(|arrived| &arrived.record).collect(),
        }
    }

    /// Gives what the fold needs of what had arrived at a sequence, and the sequences of its records.
    pub(crate) fn records(&self, id: KnelpuntId, up_to: u64) -> (SubjectRecords, Vec<u64>) {
        let known = self.up_to(up_to);
        let (records, sequences) = known
            .map(|arrived| (arrived.record.clone(), arrived.sequence))
            .unzip();
        let subject = SubjectRecords {
            id,
            identity: self.identity.clone(),
            records,
        };
        (subject, sequences)
    }

    /// Gives what the fold needs, with texts where it compares them.
    pub(crate) fn whole(
        &self,
        id: KnelpuntId,
        contents: &Contents<'_>,
    ) -> Result<SubjectRecords, ViewsError> {
        let (mut subject, sequences) = self.records(id, u64::MAX);
        contents.complete(&mut subject.records, &sequences)?;
        Ok(subject)
    }

    /// Says whether anything had been told at a sequence.
    pub(crate) fn is_known_at(&self, sequence: u64) -> bool {
        self.first.is_some_and(|first| first <= sequence)
    }

    /// Gives the last sequence that told something new.
    pub(crate) fn latest(&self) -> u64 {
        let sequences = self.contents.values().map(|arrived| arrived.sequence);
        sequences.max().unwrap_or_default()
    }
}
