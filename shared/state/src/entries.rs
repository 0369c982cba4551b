//! Every content of every event of one subject: the one representation of its events.

use std::{cmp::Ordering, collections::HashSet};

use fold::{Fold, Observation, Record, RecordKind};
use model::{ContentId, EventKey, Instant};

/// A record, and the sequence at which its content first arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The sequence.
    pub sequence: u64,
    /// The record.
    pub record: Record,
}

/// The order in which entries are folded.
pub(crate) type EntryOrder = (Instant, bool, EventKey, ContentId);

/// Every content of every event of one subject.
///
/// Entries that were folded are in the order of the fold; those that were pushed since follow in order of arrival.
#[derive(Debug, Default)]
pub struct Entries {
    all: Vec<Entry>,
    folded: usize,
    large: Option<Box<Large>>,
}

/// A subject with so many entries is large. Fewer are searched one by one and folded anew with each change: that costs
/// less than what a large subject needs instead.
const LARGE: usize = 64;

/// What a large subject has in addition, so that a fact that comes last takes constant time: without it, every commit on
/// one busy knelpunt would take time in proportion to its history.
#[derive(Debug)]
struct Large {
    /// The keys of all events, and of those that they correct: an event with any other key stands alone.
    keys: HashSet<EventKey>,
    /// The fold of the entries up to `folded`, and the order of the last fact in it; none where an entry corrects others.
    resume: Option<(Fold, Option<EntryOrder>)>,
}

impl Entry {
    /// Returns the order of the fold: instant, reports first, event key, content. Entries that are no observation come
    /// first.
    pub(crate) fn order(&self) -> EntryOrder {
        order(&self.record, self.record.observation())
    }
}

/// Returns the order of an observation of a record.
pub(crate) fn order(record: &Record, observation: Option<&Observation>) -> EntryOrder {
    let (instant, is_resolution) = observation.map_or((Instant::EARLIEST, false), |observed| {
        (observed.instant, !observed.is_report())
    });
    (instant, is_resolution, record.key, record.content)
}

impl Entries {
    /// Returns all entries.
    pub fn all(&self) -> &[Entry] {
        &self.all
    }

    /// Lists the entries that had arrived at a sequence.
    pub fn up_to(&self, sequence: u64) -> impl Iterator<Item = &Entry> {
        let entries = self.all.iter();
        entries.filter(move |entry| entry.sequence <= sequence)
    }

    /// Lists the contents under an event key.
    pub fn with_key(&self, key: EventKey) -> impl Iterator<Item = &Entry> {
        let entries = self.that_may_concern(key).iter();
        entries.filter(move |entry| entry.record.key == key)
    }

    /// Lists the redactions of an event.
    pub(crate) fn redacting(&self, key: EventKey) -> impl Iterator<Item = &Entry> {
        let entries = self.that_may_concern(key).iter();
        entries.filter(move |entry| {
            matches!(&entry.record.kind, RecordKind::Redacted { replacement } if replacement.key == key)
        })
    }

    /// Returns the entries among which are those with a key and those that correct the event with it: all, or none.
    fn that_may_concern(&self, key: EventKey) -> &[Entry] {
        let large = self.large.as_ref();
        if large.is_none_or(|large| large.keys.contains(&key)) {
            &self.all
        } else {
            &[]
        }
    }

    /// Adds a content that is not there yet.
    pub(crate) fn push(&mut self, entry: Entry) {
        if self.large.is_none() && self.all.len() >= LARGE {
            self.large = Some(Box::new(Large::new(&self.all)));
        }
        if let Some(large) = &mut self.large {
            large.push(&entry.record);
        }
        if self.all.len() == self.all.capacity() {
            // By a quarter, where a vector would double: most subjects have few events, and there are many subjects.
            self.all.reserve_exact(1 + self.all.len() / 4);
        }
        self.all.push(entry);
    }

    /// Returns all entries, to change their ranks: everything must be folded again.
    pub(crate) fn records_mut(&mut self) -> impl Iterator<Item = &mut Entry> {
        if let Some(large) = &mut self.large {
            large.resume = None;
        }
        self.all.iter_mut()
    }

    /// Puts the entries in the order of the fold: a late event goes where it belongs.
    ///
    /// Returns the fold to resume and the number of entries that it covers, where every entry since follows the last
    /// fact in it and stands alone; none where everything must be folded again.
    pub(crate) fn sort_for_fold(&mut self) -> Option<(Fold, usize)> {
        let compare = |one: &Entry, other: &Entry| one.order().cmp(&other.order());
        let folded = self.folded;
        self.folded = self.all.len();
        let (before, new) = self.all.split_at_mut(folded);
        new.sort_unstable_by(compare);
        let follows = match (before.last(), new.first()) {
            (Some(last), Some(first)) => compare(last, first) == Ordering::Less,
            _ => true,
        };
        if !follows {
            // Two runs in order: the stable sort merges them.
            self.all.sort_by(compare);
            return None;
        }
        let (fold, last) = self.large.as_ref()?.resume?;
        let first = self.all.get(folded).map(Entry::order);
        (first.is_none() || first > last).then_some((fold, folded))
    }

    /// Remembers the fold of all entries, and the order of the last fact in it, if the subject is large.
    pub(crate) fn set_fold(&mut self, fold: Fold, last: Option<EntryOrder>) {
        if let Some(large) = &mut self.large {
            large.resume = Some((fold, last));
        }
    }

    /// Returns the bytes that they take on the heap.
    #[cfg(feature = "size-accounting")]
    pub(crate) fn heap_bytes(&self) -> usize {
        let large = self.large.as_ref().map_or(0, |large| {
            size_of::<Large>() + large.keys.capacity() * (1 + size_of::<EventKey>())
        });
        self.all.capacity() * size_of::<Entry>() + large
    }
}

impl Large {
    fn new(entries: &[Entry]) -> Self {
        let mut large = Self {
            keys: HashSet::with_capacity(entries.len()),
            resume: None,
        };
        for entry in entries {
            large.push(&entry.record);
        }
        large
    }

    fn push(&mut self, record: &Record) {
        let is_new = self.keys.insert(record.key);
        let keys = &mut self.keys;
        record.for_each_corrected(&mut |corrected| {
            keys.insert(corrected);
        });
        if !is_new || record.observation().is_none() {
            self.resume = None;
        }
    }
}
