//! Changes of the log: it grows, and loses messages in every possible way.

use crate::{tally::Count, world::World};

impl World {
    pub(crate) fn publish(&mut self, poison: bool) {
        if self.server.exists {
            self.server.publish(poison);
            self.note_refill();
        }
    }

    pub(crate) fn republish(&mut self, back: u8) {
        if self.server.exists && self.server.republish(usize::from(back)) {
            self.tally.add(Count::SameContentAgain);
            self.note_refill();
        }
    }

    /// Counts a log that has grown back to the length it had before a loss, so that its length proves nothing.
    pub(crate) fn note_refill(&mut self) {
        let position = self.process.reader.position();
        if position > 0 && self.server.last() == position && self.has_lost_read_messages() {
            self.tally.add(Count::RefilledBehindLoss);
        }
    }

    /// Whether a message may be erased: not while an undetected loss concerns a message that was read or is about to be
    /// read. The two together can be indistinguishable from a log without a loss.
    pub(crate) fn may_erase(&self) -> bool {
        let shown = self.process.replies.iter().filter_map(|reply| reply.shows);
        let in_transit = self.in_transit.iter().map(|sent| sent.entry);
        let mut about_to_be_read = shown.chain(in_transit).chain(self.process.peeked);
        !self.has_lost_read_messages() && about_to_be_read.all(|entry| self.server.holds(&entry))
    }

    pub(crate) fn erase(&mut self, which: u8) {
        if !self.may_erase() {
            return;
        }
        if let Some(erased) = self.server.erase(usize::from(which)) {
            let read = erased.sequence <= self.process.reader.position();
            self.tally.add(if read {
                Count::ErasedAfterRead
            } else {
                Count::ErasedUnread
            });
        }
    }

    pub(crate) fn purge(&mut self, up_to: u8) {
        if !self.may_erase() || !self.server.exists {
            return;
        }
        if self.server.purge(usize::from(up_to)) == 0 {
            return;
        }
        let unread = self.server.first() > self.process.reader.position() + 1;
        self.tally.add(if unread {
            Count::PurgedUnread
        } else {
            Count::PurgedRead
        });
    }

    pub(crate) fn restart(&mut self, without: usize) {
        let before = self.server.last();
        if self.server.restart(without) > 0 {
            let read = self.process.reader.position() > self.server.last();
            self.tally.add(if read {
                Count::TailLostRead
            } else {
                Count::TailLostUnread
            });
        }
        assert!(self.server.last() <= before, "a restart adds nothing");
        self.record_loss();
        self.cut(usize::MAX);
    }

    pub(crate) fn remove(&mut self) {
        self.server.remove();
        if self.process.adopted.is_some() {
            self.tally.add(Count::Recreated);
        }
        self.record_loss();
    }

    pub(crate) fn replace(&mut self, more: u8) {
        self.remove();
        self.server.exists = true;
        (0..=more).for_each(|_| self.publish(false));
    }

    pub(crate) fn refill(&mut self, which: u8) {
        if self.server.exists && self.server.refill(usize::from(which)) {
            self.tally.add(Count::SameContentAgain);
            self.note_refill();
        }
    }
}
