//! The connection, and the messages in transit on it.

use std::collections::VecDeque;

use journal::{Attempt, Input};

use crate::{
    server::Sending,
    tally::Count,
    world::{MessageInTransit, World},
};

impl World {
    pub(crate) fn send(&mut self) {
        let (true, Some(attempt)) = (self.connected, self.process.reading) else {
            return;
        };
        let ahead = self
            .in_transit
            .iter()
            .filter(|sent| sent.attempt == attempt)
            .count();
        match self.server.send(attempt, ahead) {
            Sending::Nothing => {}
            Sending::Message(received, entry) => self.in_transit.push_back(MessageInTransit {
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
        self.notice_connection();
        let Some(attempt) = self.in_transit.front().map(|sent| sent.attempt) else {
            return;
        };
        if !self.process.accepts_input() {
            return;
        }
        let same = self
            .in_transit
            .iter()
            .take_while(|sent| sent.attempt == attempt)
            .count();
        let batch: Vec<MessageInTransit> = self.in_transit.drain(..same.min(count)).collect();
        self.deliver(attempt, batch);
    }

    pub(crate) fn deliver(&mut self, attempt: Attempt, batch: Vec<MessageInTransit>) {
        if self.process.is_given_up(attempt) {
            self.tally.add(Count::LateMessage);
        }
        let (messages, entries): (Vec<_>, Vec<_>) = batch
            .into_iter()
            .map(|sent| (sent.received, sent.entry))
            .unzip();
        self.input(Input::Received { attempt, messages }, &entries);
    }

    pub(crate) fn change_in_transit(
        &mut self,
        which: u8,
        what: Count,
        change: impl FnOnce(&mut VecDeque<MessageInTransit>, usize),
    ) {
        let count = self.in_transit.len();
        if count > 0 {
            change(&mut self.in_transit, usize::from(which) % count);
            self.tally.add(what);
        }
    }

    pub(crate) fn kill_consumers(&mut self) {
        if self.server.kill_consumers() > 0 {
            self.tally.add(Count::ConsumerDied);
        }
    }

    pub(crate) fn miss_heartbeat(&mut self) {
        self.notice_connection();
        if let (true, Some(attempt)) = (self.process.accepts_input(), self.process.reading) {
            self.tally.add(Count::HeartbeatMissed);
            let cause = "missed heartbeat".to_owned();
            self.input(Input::Failed { attempt, cause }, &[]);
        }
    }

    pub(crate) fn cut(&mut self, arrived: usize) {
        if std::mem::take(&mut self.connected) {
            self.tally.add(Count::Cut);
            self.in_transit.truncate(arrived);
            self.connection_changed();
        }
    }

    pub(crate) fn connect(&mut self) {
        if !std::mem::replace(&mut self.connected, true) {
            self.connection_changed();
        }
    }

    pub(crate) fn connection_changed(&mut self) {
        self.process.connection_changed = true;
        self.process.connection_changes += 1;
    }

    /// Lets the driver notice the connection, as it does before anything else. Messages that have arrived are delivered
    /// first.
    pub(crate) fn notice_connection(&mut self) {
        if !self.process.connection_changed || !self.process.accepts_input() {
            return;
        }
        if let Some(attempt) = self.process.reading {
            let in_transit = std::mem::take(&mut self.in_transit);
            let (rest, others) = in_transit
                .into_iter()
                .partition(|sent| sent.attempt == attempt);
            self.in_transit = others;
            let rest: VecDeque<MessageInTransit> = rest;
            if !rest.is_empty() {
                self.deliver(attempt, rest.into());
            }
        }
        if self.process.is_blocked() {
            return;
        }
        if self.connected && self.process.connection_changes > 1 {
            self.tally.add(Count::BreakUnnoticed);
        }
        self.process.noticed();
        let reason = "cut".to_owned();
        let input = if self.connected {
            Input::Connected
        } else {
            Input::Disconnected { reason }
        };
        self.input(input, &[]);
    }
}
