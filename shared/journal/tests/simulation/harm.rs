//! What happens to the log: it grows, and loses messages in every way there is.

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

    /// The log is as long again as it was when it lost something: its length tells nothing any more.
    pub(crate) fn note_refill(&mut self) {
        let position = self.process.reader.position();
        if position > 0 && self.server.last() == position && self.is_harmed() {
            self.tally.add(Count::RefilledBehindLoss);
        }
    }

    /// Once something that was read, or is about to be, is lost nothing is erased until that is found out: together the
    /// two can hide what happened, from anybody.
    pub(crate) fn may_erase(&self) -> bool {
        let shown = self.process.replies.iter().filter_map(|reply| reply.shows);
        let on_the_way = self.on_the_way.iter().map(|sent| sent.entry);
        let mut about_to_be_read = shown.chain(on_the_way).chain(self.process.peeked);
        !self.is_harmed() && about_to_be_read.all(|entry| self.server.holds(&entry))
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
        self.note_harm();
        self.cut(usize::MAX);
    }

    pub(crate) fn remove(&mut self) {
        self.server.remove();
        if self.process.adopted.is_some() {
            self.tally.add(Count::Recreated);
        }
        self.note_harm();
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
