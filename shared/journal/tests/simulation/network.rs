//! The connection, and the messages that are on their way by it.

use std::collections::VecDeque;

use journal::{Attempt, Input};

use crate::{
    server::Sending,
    tally::Count,
    world::{Sent, World},
};

impl World {
    pub(crate) fn send(&mut self) {
        let (true, Some(attempt)) = (self.connected, self.process.reading) else {
            return;
        };
        let ahead = self
            .on_the_way
            .iter()
            .filter(|sent| sent.attempt == attempt)
            .count();
        match self.server.send(attempt, ahead) {
            Sending::Nothing => {}
            Sending::Message(received, entry) => self.on_the_way.push_back(Sent {
                attempt,
                received,
                entry,
            }),
            Sending::Poison => {
                self.tally.add(Count::Poisoned);
                self.cut(usize::MAX);
            }
        }
    }

    pub(crate) fn arrive(&mut self, count: usize) {
        self.notice();
        let Some(attempt) = self.on_the_way.front().map(|sent| sent.attempt) else {
            return;
        };
        if !self.process.hears() {
            return;
        }
        let same = self
            .on_the_way
            .iter()
            .take_while(|sent| sent.attempt == attempt)
            .count();
        let batch: Vec<Sent> = self.on_the_way.drain(..same.min(count)).collect();
        self.deliver(attempt, batch);
    }

    pub(crate) fn deliver(&mut self, attempt: Attempt, batch: Vec<Sent>) {
        if self.process.is_given_up(attempt) {
            self.tally.add(Count::LateMessage);
        }
        let (messages, entries): (Vec<_>, Vec<_>) = batch
            .into_iter()
            .map(|sent| (sent.received, sent.entry))
            .unzip();
        self.tell(Input::Received { attempt, messages }, &entries);
    }

    pub(crate) fn change_way(
        &mut self,
        which: u8,
        what: Count,
        change: impl FnOnce(&mut VecDeque<Sent>, usize),
    ) {
        let count = self.on_the_way.len();
        if count > 0 {
            change(&mut self.on_the_way, usize::from(which) % count);
            self.tally.add(what);
        }
    }

    pub(crate) fn silence(&mut self) {
        if self.server.kill_consumers() > 0 {
            self.tally.add(Count::ConsumerDied);
        }
    }

    pub(crate) fn miss_heartbeat(&mut self) {
        self.notice();
        if let (true, Some(attempt)) = (self.process.hears(), self.process.reading) {
            self.tally.add(Count::HeartbeatMissed);
            let problem = "missed heartbeat".to_owned();
            self.tell(Input::Failed { attempt, problem }, &[]);
        }
    }

    pub(crate) fn cut(&mut self, arrived: usize) {
        if std::mem::take(&mut self.connected) {
            self.tally.add(Count::Cut);
            self.on_the_way.truncate(arrived);
            self.link_changed();
        }
    }

    pub(crate) fn connect(&mut self) {
        if !std::mem::replace(&mut self.connected, true) {
            self.link_changed();
        }
    }

    pub(crate) fn link_changed(&mut self) {
        self.process.link_changed = true;
        self.process.link_changes += 1;
    }

    /// The driver looks at the connection before anything else. What has arrived is delivered first.
    pub(crate) fn notice(&mut self) {
        if !self.process.link_changed || !self.process.hears() {
            return;
        }
        if let Some(attempt) = self.process.reading {
            let on_the_way = std::mem::take(&mut self.on_the_way);
            let (rest, others) = on_the_way
                .into_iter()
                .partition(|sent| sent.attempt == attempt);
            self.on_the_way = others;
            let rest: VecDeque<Sent> = rest;
            if !rest.is_empty() {
                self.deliver(attempt, rest.into());
            }
        }
        if self.process.is_blocked() {
            return;
        }
        if self.connected && self.process.link_changes > 1 {
            self.tally.add(Count::BreakUnnoticed);
        }
        self.process.noticed();
        let reason = "cut".to_owned();
        let happened = if self.connected {
            Input::Connected
        } else {
            Input::Disconnected { reason }
        };
        self.tell(happened, &[]);
    }
}
