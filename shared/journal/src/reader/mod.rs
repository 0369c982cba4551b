//! The decisions of the reading loop: what happened goes in, what to do comes out.
//!
//! No IO, no clock, no randomness, so that millions of schedules can be tested without a server. What must hold:
//! every message that the stream has is delivered once and in order, whatever is lost, late, doubled or cut off on
//! the way; and nothing is delivered from a log that is not the one that was read.
//!
//! An attempt goes: make a consumer, look the stream up, compare what is remembered, read. In this order a stream
//! that is replaced in between takes the consumer with it. Whatever fails starts the next attempt.

mod anchor;
mod input;
mod reading;
#[cfg(test)]
mod tests;

use std::time::Duration;

use anchor::Anchor;
pub use input::{Action, Attempt, Input, LogLoss, ReceivedMessage, ResumePoint, Unavailable};

use crate::{Message, MessageFingerprint, StreamInfo};

const FIRST_BACKOFF: Duration = Duration::from_millis(50);
const LONGEST_BACKOFF: Duration = Duration::from_secs(2);
/// Failures without a new message, after which the next one is fetched by itself: it may be one that no consumer can
/// deliver to us.
const FAILURES_BEFORE_PEEK: u32 = 2;
/// Failures after which it is said that reading fails.
const FAILURES_BEFORE_AWAY: u32 = 3;
/// Answers that a known stream is missing, before that is believed.
const MISSING_BEFORE_LOST: u32 = 3;

/// The state machine of the reading loop.
#[derive(Debug)]
pub struct LogReader {
    anchor: Anchor,
    attempt: Attempt,
    phase: Phase,
    /// The last sequence of the stream, as far as known.
    last_sequence: u64,
    /// The position when the stream was last asked about. While the answer is on its way messages that are newer than
    /// it can overtake it: a stream that ends before them has lost nothing.
    asked_at: u64,
    /// Whether all that is remembered was compared since there is this connection.
    compared: bool,
    /// Attempts that failed since the last new message.
    failures: u32,
    missing: u32,
    /// What was last said about the connection; none when that it is there.
    absence: Option<Unavailable>,
    connected_said: bool,
}

#[derive(Debug)]
enum Phase {
    Away,
    Pausing,
    Creating,
    LookingUp,
    Comparing {
        facts: StreamInfo,
        skipped: usize,
        expected: MessageFingerprint,
    },
    Retracing {
        facts: StreamInfo,
    },
    Peeking {
        facts: StreamInfo,
    },
    Confirming {
        message: Message,
    },
    Reading {
        consumed: u64,
        position_at_look: u64,
        last_at_look: u64,
    },
    Ended,
}

impl LogReader {
    /// Starts where an earlier reading ended.
    pub fn new(resume: ResumePoint) -> Self {
        Self {
            last_sequence: resume.position,
            asked_at: resume.position,
            compared: false,
            anchor: Anchor::new(resume),
            attempt: Attempt::default(),
            phase: Phase::Away,
            failures: 0,
            missing: 0,
            absence: None,
            connected_said: false,
        }
    }

    /// Sequence of the last message that was delivered.
    pub fn position(&self) -> u64 {
        self.anchor.position()
    }

    /// Whether the log was lost: there is nothing more to do.
    pub fn has_ended(&self) -> bool {
        matches!(self.phase, Phase::Ended)
    }

    /// Takes in what happened and gives what to do.
    pub fn on(&mut self, happened: Input) -> Vec<Action> {
        let stale = happened
            .attempt()
            .is_some_and(|attempt| attempt != self.attempt);
        if stale || self.has_ended() {
            return Vec::new();
        }
        match happened {
            Input::Connected => {
                self.connected_said = false;
                self.interrupted();
                self.begin()
            }
            Input::Disconnected { reason } => self.disconnected(reason),
            Input::ConsumerReady { .. } => {
                self.phase = Phase::LookingUp;
                self.look_up()
            }
            Input::StreamFound { facts, .. } => self.found(facts),
            Input::StreamMissing { .. } => self.stream_missing(),
            Input::Fetched { fingerprint, .. } => self.fetched(fingerprint),
            Input::Peeked { message, .. } => match &self.phase {
                Phase::Retracing { facts } => self.retraced(facts.clone(), message),
                _ => self.peeked(message),
            },
            Input::Received { messages, .. } => self.received(messages),
            Input::Failed { problem, .. } => self.failed(problem),
            Input::TimerElapsed { .. } => self.woken(),
        }
    }

    fn begin(&mut self) -> Vec<Action> {
        let attempt = self.next_attempt(Phase::Creating);
        vec![
            Action::Abandon,
            Action::CreateConsumer {
                attempt,
                start: self.anchor.position() + 1,
            },
        ]
    }

    fn look_up(&mut self) -> Vec<Action> {
        self.asked_at = self.anchor.position();
        vec![Action::FindStream {
            attempt: self.attempt,
        }]
    }

    fn next_attempt(&mut self, phase: Phase) -> Attempt {
        self.attempt.0 += 1;
        self.phase = phase;
        self.attempt
    }

    fn disconnected(&mut self, reason: String) -> Vec<Action> {
        self.interrupted();
        let mut actions = vec![Action::Abandon];
        actions.extend(self.say_away(Unavailable::Disconnected(reason)));
        actions
    }

    /// Also when a new connection is the first that is heard of the end of the old one.
    fn interrupted(&mut self) {
        self.compared = false;
        if !matches!(self.phase, Phase::Away) {
            self.failures += 1;
            self.next_attempt(Phase::Away);
        }
    }

    fn found(&mut self, facts: StreamInfo) -> Vec<Action> {
        self.missing = 0;
        self.last_sequence = facts.last_sequence;
        let contradiction = match self.phase {
            Phase::LookingUp => self.anchor.contradiction(&facts),
            _ => self
                .anchor
                .contradiction_while_reading(&facts, self.asked_at),
        };
        match (contradiction, &self.phase) {
            (Some(lost), _) => self.lost(lost),
            (None, Phase::LookingUp) if self.compared => self.compare(facts, 0),
            (None, Phase::LookingUp) => self.retrace(facts, self.anchor.since()),
            (None, Phase::Reading { .. }) => self.looked(&facts),
            (None, Phase::Confirming { message }) => {
                let message = message.clone();
                self.confirmed(message)
            }
            (None, _) => Vec::new(),
        }
    }

    /// On a connection on which all was gone through the newest will do that was not erased.
    fn compare(&mut self, facts: StreamInfo, skipped: usize) -> Vec<Action> {
        let attempt = self.attempt;
        match self.anchor.remembered(skipped, &facts) {
            None => self.anchored(facts),
            Some((sequence, expected)) => {
                self.phase = Phase::Comparing {
                    facts,
                    skipped,
                    expected,
                };
                vec![Action::Fetch { attempt, sequence }]
            }
        }
    }

    fn fetched(&mut self, fingerprint: Option<MessageFingerprint>) -> Vec<Action> {
        let Phase::Comparing {
            facts,
            skipped,
            expected,
        } = &self.phase
        else {
            return Vec::new();
        };
        let (facts, skipped, expected) = (facts.clone(), *skipped, *expected);
        match fingerprint {
            // Erased on purpose: an older one tells as much.
            None => self.compare(facts, skipped + 1),
            Some(found) if found == expected => self.anchored(facts),
            Some(_) => self.lost(LogLoss::Diverged),
        }
    }

    /// On a new connection all that is remembered is gone through, up to the position: after each message must come one
    /// that was read. The newest alone would not do: a server that lost its tail can hold it again at the same place,
    /// because its publisher did not hear that it was stored and published it again, and before it something else.
    fn retrace(&mut self, facts: StreamInfo, after: u64) -> Vec<Action> {
        if after >= self.anchor.position() {
            return self.anchored(facts);
        }
        self.phase = Phase::Retracing { facts };
        vec![Action::Peek {
            attempt: self.attempt,
            sequence: after + 1,
        }]
    }

    fn retraced(&mut self, facts: StreamInfo, message: Option<Message>) -> Vec<Action> {
        let position = self.anchor.position();
        match message.filter(|message| message.sequence <= position) {
            Some(message) if self.anchor.remembers(&message) => {
                self.retrace(facts, message.sequence)
            }
            Some(_) => self.lost(LogLoss::Diverged),
            // What remained was erased on purpose.
            None => self.anchored(facts),
        }
    }

    fn anchored(&mut self, facts: StreamInfo) -> Vec<Action> {
        self.anchor.adopt(&facts);
        self.compared = true;
        let mut actions = Vec::new();
        self.absence = None;
        if !std::mem::replace(&mut self.connected_said, true) {
            actions.push(Action::NotifyConnected(facts.clone()));
        }
        let behind = facts.last_sequence > self.anchor.reached();
        if behind && self.failures >= FAILURES_BEFORE_PEEK {
            actions.push(self.peek());
            self.phase = Phase::Peeking { facts };
        } else {
            actions.extend(self.read(&facts));
        }
        actions
    }

    fn woken(&mut self) -> Vec<Action> {
        match self.phase {
            Phase::Reading { .. } => self.look_up(),
            Phase::Pausing => self.begin(),
            _ => Vec::new(),
        }
    }

    fn failed(&mut self, problem: String) -> Vec<Action> {
        let reading = matches!(self.phase, Phase::Reading { .. });
        let mut actions = self.retry();
        if !reading || self.failures >= FAILURES_BEFORE_AWAY {
            actions.extend(self.say_away(Unavailable::Failing(problem)));
        }
        actions
    }

    fn stream_missing(&mut self) -> Vec<Action> {
        self.missing += 1;
        if self.anchor.knows_a_stream() && self.missing >= MISSING_BEFORE_LOST {
            return self.lost(LogLoss::Recreated);
        }
        let mut actions = self.retry();
        actions.extend(self.say_away(Unavailable::NoStream));
        actions
    }

    fn retry(&mut self) -> Vec<Action> {
        self.failures += 1;
        let after = backoff(self.failures);
        if after.is_zero() {
            return self.begin();
        }
        let attempt = self.next_attempt(Phase::Pausing);
        vec![Action::Abandon, Action::SetTimer { attempt, after }]
    }

    fn say_away(&mut self, absence: Unavailable) -> Option<Action> {
        self.connected_said = false;
        if self.absence.as_ref() == Some(&absence) {
            return None;
        }
        self.absence = Some(absence.clone());
        Some(Action::NotifyUnavailable(absence))
    }

    fn lost(&mut self, lost: LogLoss) -> Vec<Action> {
        self.next_attempt(Phase::Ended);
        vec![Action::Abandon, Action::NotifyLost(lost)]
    }
}

/// At once the first time, then twice as long each time.
fn backoff(failures: u32) -> Duration {
    match failures {
        0 | 1 => Duration::ZERO,
        more => LONGEST_BACKOFF.min(FIRST_BACKOFF * 2_u32.pow((more - 2).min(8))),
    }
}
