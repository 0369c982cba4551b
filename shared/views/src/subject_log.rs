//! The records of a subject whose events correct one another: facts alone do not show which event corrects which.

use fold::{Record, SubjectRecords};
use model::{ContentId, EventKey, Identity, KnelpuntId};

use crate::{ViewsError, contents::Contents};

/// A record, and the sequence at which its content first arrived.
#[derive(Debug, Clone)]
pub(crate) struct SequencedRecord {
    pub(crate) record: Record,
    pub(crate) sequence: u64,
}

/// Every content of every event of one subject, without texts.
#[derive(Debug, Clone, Default)]
pub(crate) struct SubjectLog {
    pub(crate) identity: Option<Identity>,
    /// In order of event key and content.
    #[expect(
        clippy::vec_box,
        reason = "an insert into the middle of a large subject moves pointers only"
    )]
    records: Vec<Box<SequencedRecord>>,
    /// The first sequence; none of a subject without records.
    first: Option<u64>,
    /// Pairs of an event and one that corrects it, in order.
    corrections: Vec<(EventKey, EventKey)>,
}

impl SequencedRecord {
    /// Returns the key by which records are ordered.
    const fn order(&self) -> (EventKey, ContentId) {
        (self.record.key, self.record.content)
    }

    fn without_text(self) -> Self {
        Self {
            record: Record {
                text: None,
                ..self.record
            },
            ..self
        }
    }
}

impl SubjectLog {
    pub(crate) fn new(identity: Option<Identity>) -> Self {
        Self {
            identity,
            ..Self::default()
        }
    }

    /// Inserts many records, sorting once: inserted one by one, each would move half of those before it.
    pub(crate) fn insert_all(&mut self, all: Vec<SequencedRecord>) {
        for sequenced in all {
            let sequenced = sequenced.without_text();
            let record = &sequenced.record;
            record.for_each_corrected(&mut |corrected| {
                self.corrections.push((corrected, record.key));
            });
            self.update_first(sequenced.sequence);
            self.records.push(Box::new(sequenced));
        }
        self.corrections.sort_unstable();
        self.corrections.dedup();
        self.corrections.shrink_to_fit();
        self.records.sort_by_key(|sequenced| sequenced.order());
        // The last of equal records remains, as with `insert`.
        self.records.dedup_by(|next, earlier| {
            let same = next.order() == earlier.order();
            if same {
                std::mem::swap(next, earlier);
            }
            same
        });
        self.records.shrink_to_fit();
    }

    /// Inserts a record, in place of one with the same key and content.
    pub(crate) fn insert(&mut self, sequenced: SequencedRecord) {
        let sequenced = sequenced.without_text();
        let record = &sequenced.record;
        record.for_each_corrected(&mut |corrected| {
            insert_sorted((corrected, record.key), &mut self.corrections, |pair| *pair);
        });
        self.update_first(sequenced.sequence);
        insert_sorted(Box::new(sequenced), &mut self.records, |other| {
            other.order()
        });
    }

    fn update_first(&mut self, sequence: u64) {
        self.first = Some(self.first.map_or(sequence, |first| first.min(sequence)));
    }

    /// Lists every content under an event key.
    pub(crate) fn with_key(&self, key: EventKey) -> impl Iterator<Item = &SequencedRecord> {
        let first = self
            .records
            .partition_point(|sequenced| sequenced.record.key < key);
        let from = self.records[first..].iter().map(|sequenced| &**sequenced);
        from.take_while(move |sequenced| sequenced.record.key == key)
    }

    /// Lists the events that correct an event.
    pub(crate) fn correcting(&self, corrected: EventKey) -> impl Iterator<Item = EventKey> {
        let first = self.corrections.partition_point(|pair| pair.0 < corrected);
        let from = self.corrections[first..].iter();
        from.take_while(move |pair| pair.0 == corrected)
            .map(|(_, by)| *by)
    }

    /// Lists the contents that arrived up to a sequence, in order of key.
    pub(crate) fn up_to(&self, sequence: u64) -> impl Iterator<Item = &SequencedRecord> {
        let all = self.records.iter().map(|sequenced| &**sequenced);
        all.filter(move |sequenced| sequenced.sequence <= sequence)
    }

    /// Returns references to the records that had arrived at a sequence, for the fold.
    pub(crate) fn borrow_records(&self, id: KnelpuntId, up_to: u64) -> SubjectRecords<&Record> {
        let known = self.up_to(up_to);
        SubjectRecords {
            id,
            identity: self.identity.clone(),
            records: known.map(|sequenced| &sequenced.record).collect(),
        }
    }

    /// Returns the records that had arrived at a sequence, for the fold, and the sequence of each.
    pub(crate) fn clone_records(&self, id: KnelpuntId, up_to: u64) -> (SubjectRecords, Vec<u64>) {
        let (records, sequences) = self.records_up_to(up_to);
        let subject = SubjectRecords {
            id,
            identity: self.identity.clone(),
            records,
        };
        (subject, sequences)
    }

    /// Returns the records that had arrived at a sequence, and the sequence of each.
    pub(crate) fn records_up_to(&self, sequence: u64) -> (Vec<Record>, Vec<u64>) {
        self.up_to(sequence)
            .map(|sequenced| (sequenced.record.clone(), sequenced.sequence))
            .unzip()
    }

    /// Returns all records for the fold, with texts where contents compete.
    pub(crate) fn read_records(
        &self,
        id: KnelpuntId,
        contents: &Contents<'_>,
    ) -> Result<SubjectRecords, ViewsError> {
        let (mut subject, sequences) = self.clone_records(id, u64::MAX);
        contents.read_competing_texts(&mut subject.records, &sequences)?;
        Ok(subject)
    }

    /// Whether any record had arrived at a sequence.
    pub(crate) fn is_known_at(&self, sequence: u64) -> bool {
        self.first.is_some_and(|first| first <= sequence)
    }

    /// Returns the last sequence.
    pub(crate) fn latest(&self) -> u64 {
        let sequences = self.records.iter().map(|sequenced| sequenced.sequence);
        sequences.max().unwrap_or_default()
    }

    /// Returns the bytes beside the value itself, but for short texts.
    #[cfg(feature = "size-accounting")]
    pub(crate) fn heap_bytes(&self) -> usize {
        let record = size_of::<Box<SequencedRecord>>() + size_of::<SequencedRecord>();
        self.records.len() * record + size_of_val(&*self.corrections)
    }
}

/// Inserts an item by order, in place of one of the same order.
fn insert_sorted<T, K: Ord>(item: T, items: &mut Vec<T>, order: impl Fn(&T) -> K) {
    match items.binary_search_by_key(&order(&item), &order) {
        Ok(index) => items[index] = item,
        Err(index) => {
            // Capacity grows by a quarter, not by doubling: most subjects have few records, and there are many.
            if items.len() == items.capacity() {
                items.reserve_exact(1 + items.len() / 4);
            }
            items.insert(index, item);
        }
    }
}
