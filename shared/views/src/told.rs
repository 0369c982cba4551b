//! All that was told of a subject whose events concern each other: who corrects whom cannot be seen from facts.

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
    /// In order of event key and content.
    #[expect(
        clippy::vec_box,
        reason = "one that comes in between the others of a large subject moves pointers alone"
    )]
    contents: Vec<Box<Arrived>>,
    /// The first sequence that told anything; none of what nothing was told.
    first: Option<u64>,
    /// Pairs of an event and one that corrects it, in order.
    corrections: Vec<(EventKey, EventKey)>,
}

impl Arrived {
    /// Where it stands among all that was told of a subject.
    const fn place(&self) -> (EventKey, ContentId) {
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

impl Told {
    pub(crate) fn of(identity: Option<Identity>) -> Self {
        Self {
            identity,
            ..Self::default()
        }
    }

    /// Enters many: sorted once, for one by one each would move half of those before it.
    pub(crate) fn enter_all(&mut self, all: Vec<Arrived>) {
        for arrived in all {
            let arrived = arrived.without_text();
            let record = &arrived.record;
            record.for_each_corrected(&mut |corrected| {
                self.corrections.push((corrected, record.key))
            });
            self.tell_first(arrived.sequence);
            self.contents.push(Box::new(arrived));
        }
        self.corrections.sort_unstable();
        self.corrections.dedup();
        self.corrections.shrink_to_fit();
        self.contents.sort_by_key(|held| held.place());
        // Of one place the last one stands, as where one is entered after the other.
        self.contents.dedup_by(|next, held| {
            let same = next.place() == held.place();
            if same {
                std::mem::swap(next, held);
            }
            same
        });
        self.contents.shrink_to_fit();
    }

    pub(crate) fn enter(&mut self, arrived: Arrived) {
        let arrived = arrived.without_text();
        let record = &arrived.record;
        record.for_each_corrected(&mut |corrected| {
            put((corrected, record.key), &mut self.corrections, |pair| *pair);
        });
        self.tell_first(arrived.sequence);
        put(Box::new(arrived), &mut self.contents, |held| held.place());
    }

    fn tell_first(&mut self, sequence: u64) {
        self.first = Some(self.first.map_or(sequence, |first| first.min(sequence)));
    }

    /// Lists every content under an event key.
    pub(crate) fn under(&self, key: EventKey) -> impl Iterator<Item = &Arrived> {
        let first = self.contents.partition_point(|held| held.record.key < key);
        let from = self.contents[first..].iter().map(|arrived| &**arrived);
        from.take_while(move |held| held.record.key == key)
    }

    /// Lists the events that correct one.
    pub(crate) fn correcting(&self, corrected: EventKey) -> impl Iterator<Item = EventKey> {
        let first = self.corrections.partition_point(|pair| pair.0 < corrected);
        let from = self.corrections[first..].iter();
        from.take_while(move |pair| pair.0 == corrected)
            .map(|(_, by)| *by)
    }

    /// Lists the contents that arrived up to a sequence, in order of key.
    pub(crate) fn up_to(&self, sequence: u64) -> impl Iterator<Item = &Arrived> {
        let all = self.contents.iter().map(|arrived| &**arrived);
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

    /// Counts the bytes that it takes beside itself, but for short texts.
    pub(crate) fn bytes_beside(&self) -> usize {
        let content = size_of::<Box<Arrived>>() + size_of::<Arrived>();
        self.contents.len() * content + size_of_val(&*self.corrections)
    }

    /// Gives the last sequence that told something new.
    pub(crate) fn latest(&self) -> u64 {
        let sequences = self.contents.iter().map(|arrived| arrived.sequence);
        sequences.max().unwrap_or_default()
    }
}

/// Puts an item where its order says, in the place of one of the same order.
///
/// Room grows by a quarter: most subjects have few, and a tree would have room for eleven.
fn put<T, K: Ord>(item: T, items: &mut Vec<T>, order: impl Fn(&T) -> K) {
    match items.binary_search_by_key(&order(&item), &order) {
        Ok(place) => items[place] = item,
        Err(place) => {
            if items.len() == items.capacity() {
                items.reserve_exact(1 + items.len() / 4);
            }
            items.insert(place, item);
        }
    }
}
