//! The part of the decisions once the stream is known to be the right one: what is delivered, and what to do when the
//! consumer does not deliver what there is.

use std::time::Duration;

use super::{Action, LogReader, Phase, ReceivedMessage};
use crate::{Message, StreamInfo};

/// How often the stream is looked up while reading.
const LOOK_EVERY: Duration = Duration::from_secs(1);

impl LogReader {
    pub(super) fn read(&mut self, facts: &StreamInfo) -> Vec<Action> {
        let attempt = self.attempt;
        let last_at_look = facts.last_sequence;
        self.phase = Phase::Reading {
            consumed: 0,
            position_at_look: self.anchor.position(),
            last_at_look,
        };
        vec![
            self.seen(),
            Action::Read { attempt },
            Action::SetTimer {
                attempt,
                after: LOOK_EVERY,
            },
        ]
    }

    pub(super) fn received(&mut self, received: Vec<ReceivedMessage>) -> Vec<Action> {
        let Phase::Reading { consumed, .. } = &mut self.phase else {
            return Vec::new();
        };
        let total = received.len();
        let mut position = self.anchor.position();
        let mut messages = Vec::with_capacity(total);
        for ReceivedMessage {
            consumer_sequence,
            message,
        } in received
        {
            if consumer_sequence != *consumed + 1 || message.sequence <= position {
                break;
            }
            *consumed = consumer_sequence;
            position = message.sequence;
            messages.push(message);
        }
        let gap = messages.len() < total;
        let mut actions = self.deliver(messages);
        if gap {
            actions.extend(self.retry());
        }
        actions
    }

    fn deliver(&mut self, mut messages: Vec<Message>) -> Vec<Action> {
        if messages.is_empty() {
            return Vec::new();
        }
        for message in &mut messages {
            self.last_sequence = self.last_sequence.max(message.last_sequence);
            message.last_sequence = self.last_sequence;
        }
        self.anchor.advance(&messages);
        self.failures = 0;
        vec![Action::Deliver(messages)]
    }

    /// Looks whether the stream has something that the consumer does not deliver. If nothing came since the last look
    /// although there was something then, the next message is fetched by itself: either it is there, or all that is
    /// left was erased.
    pub(super) fn looked(&mut self, facts: &StreamInfo) -> Vec<Action> {
        let reached = self.anchor.reached();
        let position = self.anchor.position();
        let Phase::Reading {
            position_at_look,
            last_at_look,
            ..
        } = &mut self.phase
        else {
            return Vec::new();
        };
        let stuck = *position_at_look == position && *last_at_look > reached;
        *position_at_look = position;
        *last_at_look = facts.last_sequence;
        if stuck {
            return vec![self.peek()];
        }
        if facts.last_sequence <= reached {
            self.failures = 0;
        }
        self.look_again()
    }

    fn look_again(&self) -> Vec<Action> {
        vec![
            self.seen(),
            Action::SetTimer {
                attempt: self.attempt,
                after: LOOK_EVERY,
            },
        ]
    }

    pub(super) fn peek(&self) -> Action {
        Action::Peek {
            attempt: self.attempt,
            sequence: self.anchor.reached() + 1,
        }
    }

    /// No consumer vouches for a message fetched by itself: it is looked up once more whether the stream is still the
    /// same.
    pub(super) fn peeked(&mut self, message: Option<Message>) -> Vec<Action> {
        match message {
            Some(message) if message.sequence > self.anchor.position() => {
                self.phase = Phase::Confirming { message };
                self.look_up()
            }
            // The consumer was quicker.
            Some(_) => self.go_on(None),
            None => self.go_on(Some(self.last_sequence_looked_up())),
        }
    }

    pub(super) fn confirmed(&mut self, message: Message) -> Vec<Action> {
        let mut actions = self.deliver(vec![message]);
        actions.extend(self.begin());
        actions
    }

    fn go_on(&mut self, covered: Option<u64>) -> Vec<Action> {
        self.anchor.cover(covered.unwrap_or(0));
        match &self.phase {
            Phase::Peeking { facts } => {
                let facts = facts.clone();
                self.read(&facts)
            }
            _ => self.look_again(),
        }
    }

    /// The last sequence before the peek: what came after it, the peek need not have seen.
    fn last_sequence_looked_up(&self) -> u64 {
        match &self.phase {
            Phase::Peeking { facts } => facts.last_sequence,
            Phase::Reading { last_at_look, .. } => *last_at_look,
            _ => 0,
        }
    }

    fn seen(&self) -> Action {
        let position = self.anchor.reached();
        Action::NotifyProgress {
            position,
            last_sequence: self.last_sequence.max(position),
        }
    }
}
