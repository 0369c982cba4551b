//! The decisions after the stream was recognised: which messages are delivered, and what to do when the consumer does
//! not deliver a message that the stream has.

use std::time::Duration;

use super::{Action, LogReader, Phase, ReceivedMessage};
use crate::{Message, StreamInfo};

/// The interval at which the stream is looked up while reading.
const CHECK_INTERVAL: Duration = Duration::from_secs(1);

impl LogReader {
    pub(super) fn read(&mut self, stream: &StreamInfo) -> Vec<Action> {
        let attempt = self.attempt;
        self.phase = Phase::Reading {
            consumed: 0,
            position_at_check: self.anchor.position(),
            last_at_check: stream.last_sequence,
        };
        vec![
            self.progress(),
            Action::Read { attempt },
            Action::SetTimer {
                attempt,
                after: CHECK_INTERVAL,
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

    /// Checks whether the stream has a message that the consumer does not deliver. If nothing arrived since the last
    /// check, although the stream had more then, the next message is fetched by itself: either it exists, or all that
    /// is left was erased.
    pub(super) fn check(&mut self, stream: &StreamInfo) -> Vec<Action> {
        let reached = self.anchor.reached();
        let position = self.anchor.position();
        let Phase::Reading {
            position_at_check,
            last_at_check,
            ..
        } = &mut self.phase
        else {
            return Vec::new();
        };
        let stuck = *position_at_check == position && *last_at_check > reached;
        *position_at_check = position;
        *last_at_check = stream.last_sequence;
        if stuck {
            return vec![self.peek()];
        }
        if stream.last_sequence <= reached {
            self.failures = 0;
        }
        self.schedule_check()
    }

    fn schedule_check(&self) -> Vec<Action> {
        vec![
            self.progress(),
            Action::SetTimer {
                attempt: self.attempt,
                after: CHECK_INTERVAL,
            },
        ]
    }

    pub(super) fn peek(&self) -> Action {
        Action::Peek {
            attempt: self.attempt,
            sequence: self.anchor.reached() + 1,
        }
    }

    /// A message fetched by itself is delivered only after the stream was looked up once more. A consumer disappears
    /// with its stream, a request does not: the message could be another stream's.
    pub(super) fn peeked(&mut self, message: Option<Message>) -> Vec<Action> {
        match message {
            Some(message) if message.sequence > self.anchor.position() => {
                self.phase = Phase::Confirming { message };
                self.find_stream()
            }
            // The consumer delivered it in the meantime.
            Some(_) => self.continue_reading(None),
            None => self.continue_reading(Some(self.last_sequence_at_check())),
        }
    }

    pub(super) fn confirmed(&mut self, message: Message) -> Vec<Action> {
        let mut actions = self.deliver(vec![message]);
        actions.extend(self.begin());
        actions
    }

    fn continue_reading(&mut self, covered: Option<u64>) -> Vec<Action> {
        self.anchor.cover(covered.unwrap_or(0));
        match &self.phase {
            Phase::Peeking { stream } => {
                let stream = stream.clone();
                self.read(&stream)
            }
            _ => self.schedule_check(),
        }
    }

    /// The stream's last sequence before the peek. A message stored later may have been missed by the peek, so it must
    /// not count as erased.
    fn last_sequence_at_check(&self) -> u64 {
        match &self.phase {
            Phase::Peeking { stream } => stream.last_sequence,
            Phase::Reading { last_at_check, .. } => *last_at_check,
            _ => 0,
        }
    }

    fn progress(&self) -> Action {
        let position = self.anchor.reached();
        Action::NotifyProgress {
            position,
            last_sequence: self.last_sequence.max(position),
        }
    }
}
