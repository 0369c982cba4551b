//! The server: a stream that can lose and erase messages, and consumers that can end.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use journal::{Attempt, Message, MessageFingerprint, ReceivedMessage, StreamInfo};

use crate::events::{MESSAGES, samples};

/// Messages that a consumer sends ahead.
const AHEAD: usize = 8;

/// A stored message at its sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) sequence: u64,
    /// Its number among all messages ever stored.
    pub(crate) number: u64,
    /// Its index in `events`: messages of one index are the same bytes.
    pub(crate) what: usize,
}

#[derive(Debug, Clone, Copy)]
struct Slot {
    entry: Entry,
    erased: bool,
    poison: bool,
}

#[derive(Debug)]
struct Consumer {
    next: u64,
    sent: u64,
}

/// The next message of a consumer.
pub(crate) enum Sending {
    Nothing,
    Message(ReceivedMessage, Entry),
    /// A message that breaks the connection.
    Poison,
}

/// One stream on one server.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) exists: bool,
    /// The number of this stream among those of the same name.
    incarnation: u64,
    /// Increases whenever the log loses messages other than by erasure.
    pub(crate) history: u64,
    /// The number of the last message stored before the last loss.
    pub(crate) stored_at_loss: u64,
    pub(crate) stored: u64,
    published: usize,
    /// The messages that the last restart lost.
    lost: Vec<usize>,
    slots: Vec<Slot>,
    consumers: BTreeMap<Attempt, Consumer>,
}

impl Server {
    pub(crate) fn new() -> Self {
        Self {
            exists: true,
            incarnation: 1,
            history: 0,
            stored_at_loss: 0,
            stored: 0,
            published: 0,
            lost: Vec::new(),
            slots: Vec::new(),
            consumers: BTreeMap::new(),
        }
    }

    pub(crate) fn created_at(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH + Duration::from_secs(self.incarnation)
    }

    pub(crate) fn last(&self) -> u64 {
        self.slots.len() as u64
    }

    pub(crate) fn first(&self) -> u64 {
        let first = self.slots.iter().find(|slot| !slot.erased);
        first.map_or(self.last() + 1, |slot| slot.entry.sequence)
    }

    pub(crate) fn info(&self) -> StreamInfo {
        StreamInfo {
            name: "KNELPUNTEN".to_owned(),
            created_at: self.created_at(),
            first_sequence: self.first(),
            last_sequence: self.last(),
            last_stored_at: None,
        }
    }

    /// Stores the next new message.
    pub(crate) fn publish(&mut self, poison: bool) {
        self.store(self.published % MESSAGES, poison);
        self.published += 1;
    }

    /// Stores one of the newest messages again, also a lost one. Returns whether there was one.
    pub(crate) fn republish(&mut self, back: usize) -> bool {
        let what = self.published.checked_sub(1 + back);
        if let Some(what) = what {
            self.store(what % MESSAGES, false);
        }
        what.is_some()
    }

    /// Stores the messages that the last restart lost again, except one that was acknowledged. Returns whether there
    /// were any.
    pub(crate) fn refill(&mut self, which: usize) -> bool {
        let lost = std::mem::take(&mut self.lost);
        for (index, what) in lost.iter().enumerate() {
            if index == which % lost.len() {
                self.publish(false);
            } else {
                self.store(*what, false);
            }
        }
        !lost.is_empty()
    }

    fn store(&mut self, what: usize, poison: bool) {
        self.stored += 1;
        let entry = Entry {
            sequence: self.last() + 1,
            number: self.stored,
            what,
        };
        self.slots.push(Slot {
            entry,
            erased: false,
            poison,
        });
    }

    /// Erases one message; returns it if it still existed.
    pub(crate) fn erase(&mut self, which: usize) -> Option<Entry> {
        let count = self.slots.len().max(1);
        let slot = self.slots.get_mut(which % count)?;
        let was_there = !std::mem::replace(&mut slot.erased, true);
        was_there.then_some(slot.entry)
    }

    /// Erases every message up to a sequence; returns their number.
    pub(crate) fn purge(&mut self, up_to: usize) -> usize {
        let present = |slot: &&mut Slot| !slot.erased;
        let purged = self.slots.iter_mut().take(up_to).filter(present);
        purged.map(|slot| slot.erased = true).count()
    }

    /// Restarts without the last messages; returns how many were lost.
    pub(crate) fn restart(&mut self, without: usize) -> usize {
        let lost = without.min(self.slots.len());
        let tail = self.slots.split_off(self.slots.len() - lost);
        if lost > 0 {
            self.lost = tail.iter().map(|slot| slot.entry.what).collect();
            self.record_loss();
        }
        self.consumers.clear();
        lost
    }

    pub(crate) fn remove(&mut self) {
        self.exists = false;
        self.slots.clear();
        self.lost.clear();
        self.incarnation += 1;
        self.record_loss();
        self.consumers.clear();
    }

    fn record_loss(&mut self) {
        self.history += 1;
        self.stored_at_loss = self.stored;
    }

    /// Returns the message that is or was at a sequence.
    pub(crate) fn entry(&self, sequence: u64) -> Option<Entry> {
        let at = usize::try_from(sequence.checked_sub(1)?).ok()?;
        self.slots.get(at).map(|slot| slot.entry)
    }

    /// Whether this log has an entry, or had it until it was erased; the same bytes count, whenever they were stored.
    pub(crate) fn holds(&self, entry: &Entry) -> bool {
        self.entry(entry.sequence)
            .is_some_and(|folded| folded.what == entry.what)
    }

    /// Returns the messages after `from` and up to `to` that were not erased.
    pub(crate) fn present(&self, from: u64, to: u64) -> impl Iterator<Item = Entry> {
        let at = |sequence: u64| {
            usize::try_from(sequence)
                .unwrap_or(usize::MAX)
                .min(self.slots.len())
        };
        let slots = self.slots[at(from)..at(to).max(at(from))].iter();
        slots.filter(|slot| !slot.erased).map(|slot| slot.entry)
    }

    /// Returns the fingerprint of the message at a sequence, if there is one.
    pub(crate) fn fingerprint_at(&self, sequence: u64) -> Option<MessageFingerprint> {
        let entry = self.present(sequence.checked_sub(1)?, sequence).next()?;
        Some(samples()[entry.what].fingerprint)
    }

    /// Returns the first message at or after a sequence.
    pub(crate) fn message_from(&self, sequence: u64) -> Option<(Message, Entry)> {
        let entry = self.present(sequence.saturating_sub(1), u64::MAX).next()?;
        Some((self.message(entry), entry))
    }

    fn message(&self, entry: Entry) -> Message {
        Message {
            sequence: entry.sequence,
            last_sequence: self.last(),
            ..samples()[entry.what].message.clone()
        }
    }

    pub(crate) fn make_consumer(&mut self, attempt: Attempt, start: u64) {
        let next = start.max(self.first()).min(self.last() + 1);
        self.consumers.insert(attempt, Consumer { next, sent: 0 });
    }

    pub(crate) fn has_consumer(&self, attempt: Attempt) -> bool {
        self.consumers.contains_key(&attempt)
    }

    pub(crate) fn kill_consumers(&mut self) -> usize {
        std::mem::take(&mut self.consumers).len()
    }

    /// Lets a consumer send its next message, unless too many are in transit.
    pub(crate) fn send(&mut self, attempt: Attempt, in_transit: usize) -> Sending {
        let next = self.consumers.get(&attempt).map(|consumer| consumer.next);
        let found = next.and_then(|next| self.message_from(next));
        let (Some((message, entry)), true) = (found, in_transit < AHEAD) else {
            return Sending::Nothing;
        };
        let poison = self
            .slots
            .iter()
            .any(|slot| slot.entry == entry && slot.poison);
        let Some(consumer) = self.consumers.get_mut(&attempt) else {
            return Sending::Nothing;
        };
        consumer.next = entry.sequence + 1;
        consumer.sent += 1;
        if poison {
            return Sending::Poison;
        }
        let consumer_sequence = consumer.sent;
        Sending::Message(
            ReceivedMessage {
                consumer_sequence,
                message,
            },
            entry,
        )
    }
}
