//! The reading loop as a state machine: inputs go in, actions come out.
//!
//! No IO, no clock, no randomness, so that millions of schedules can be tested without a server. The invariants: every
//! message that the stream has is delivered once and in order, whatever is lost, late, duplicated or cut off in transit;
//! and nothing is delivered from a log other than the one that was read before.
//!
//! An attempt: create a consumer, look the stream up, compare the remembered messages, read. In this order the consumer
//! disappears with a stream that is replaced in between; in another, messages of the new stream would be delivered as
//! the old one's. Any failure starts the next attempt.

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
/// Failures without a new message after which the next message is fetched by itself: it may be one that breaks every
/// connection on which a consumer delivers it.
const FAILURES_BEFORE_PEEK: u32 = 2;
/// Failures after which the log is reported as unavailable.
const FAILURES_BEFORE_UNAVAILABLE: u32 = 3;
/// Replies that a known stream is missing after which it counts as lost. One alone does not suffice, because a lost log
/// archives the views.
const MISSING_BEFORE_LOST: u32 = 3;

/// The state machine of the reading loop.
#[derive(Debug)]
pub struct LogReader {
    anchor: Anchor,
    attempt: Attempt,
    phase: Phase,
    /// The last known sequence of the stream.
    last_sequence: u64,
    /// The position when the stream was last looked up. Newer messages can overtake the reply: a stream that ends
    /// before them has lost nothing.
    position_at_request: u64,
    /// Whether all remembered messages were compared on this connection.
    compared: bool,
    /// Failed attempts since the last new message.
    failures: u32,
    missing: u32,
    /// The last notification that the log is unavailable; `None` since it is available.
    unavailable: Option<Unavailable>,
    connected_notified: bool,
}

#[derive(Debug)]
enum Phase {
    Disconnected,
    Pausing,
    Creating,
    FindingStream,
    Comparing {
        stream: StreamInfo,
        skipped: usize,
        expected: MessageFingerprint,
    },
    Retracing {
        stream: StreamInfo,
    },
    Peeking {
        stream: StreamInfo,
    },
    Confirming {
        message: Message,
    },
    Reading {
        consumed: u64,
        position_at_check: u64,
        last_at_check: u64,
    },
    Ended,
}

impl LogReader {
    /// Creates a reader that continues where an earlier one ended.
    pub fn new(resume: ResumePoint) -> Self {
        Self {
            last_sequence: resume.position,
            position_at_request: resume.position,
            compared: false,
            anchor: Anchor::new(resume),
            attempt: Attempt::default(),
            phase: Phase::Disconnected,
            failures: 0,
            missing: 0,
            unavailable: None,
            connected_notified: false,
        }
    }

    /// Returns the sequence of the last delivered message.
    pub fn position(&self) -> u64 {
        self.anchor.position()
    }

    /// Whether the log was lost, so that no input leads to an action any more.
    pub fn has_ended(&self) -> bool {
        matches!(self.phase, Phase::Ended)
    }

    /// Handles an input and returns the actions that follow.
    pub fn on(&mut self, input: Input) -> Vec<Action> {
        let stale = input
            .attempt()
            .is_some_and(|attempt| attempt != self.attempt);
        if stale || self.has_ended() {
            return Vec::new();
        }
        match input {
            Input::Connected => {
                self.connected_notified = false;
                self.interrupted();
                self.begin()
            }
            Input::Disconnected { reason } => self.disconnected(reason),
            Input::ConsumerReady { .. } => {
                self.phase = Phase::FindingStream;
                self.find_stream()
            }
            Input::StreamFound { stream, .. } => self.stream_found(stream),
            Input::StreamMissing { .. } => self.stream_missing(),
            Input::Fetched { fingerprint, .. } => self.fetched(fingerprint),
            Input::Peeked { message, .. } => match &self.phase {
                Phase::Retracing { stream } => self.retraced(stream.clone(), message),
                _ => self.peeked(message),
            },
            Input::Received { messages, .. } => self.received(messages),
            Input::Failed { cause, .. } => self.failed(cause),
            Input::TimerElapsed { .. } => self.timer_elapsed(),
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

    fn find_stream(&mut self) -> Vec<Action> {
        self.position_at_request = self.anchor.position();
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
        actions.extend(self.notify_unavailable(Unavailable::Disconnected(reason)));
        actions
    }

    /// Ends the attempt, also when a new connection is the first sign that the old one was lost.
    fn interrupted(&mut self) {
        self.compared = false;
        if !matches!(self.phase, Phase::Disconnected) {
            self.failures += 1;
            self.next_attempt(Phase::Disconnected);
        }
    }

    fn stream_found(&mut self, stream: StreamInfo) -> Vec<Action> {
        self.missing = 0;
        self.last_sequence = stream.last_sequence;
        let contradiction = match self.phase {
            Phase::FindingStream => self.anchor.contradiction(&stream),
            _ => self
                .anchor
                .contradiction_while_reading(&stream, self.position_at_request),
        };
        match (contradiction, &self.phase) {
            (Some(lost), _) => self.lost(lost),
            (None, Phase::FindingStream) if self.compared => self.compare(stream, 0),
            (None, Phase::FindingStream) => self.retrace(stream, self.anchor.since()),
            (None, Phase::Reading { .. }) => self.check(&stream),
            (None, Phase::Confirming { message }) => {
                let message = message.clone();
                self.confirmed(message)
            }
            (None, _) => Vec::new(),
        }
    }

    /// Compares the newest remembered message that was not erased: enough on a connection on which all were compared.
    fn compare(&mut self, stream: StreamInfo, skipped: usize) -> Vec<Action> {
        let attempt = self.attempt;
        match self.anchor.remembered(skipped, &stream) {
            None => self.anchored(stream),
            Some((sequence, expected)) => {
                self.phase = Phase::Comparing {
                    stream,
                    skipped,
                    expected,
                };
                vec![Action::Fetch { attempt, sequence }]
            }
        }
    }

    fn fetched(&mut self, fingerprint: Option<MessageFingerprint>) -> Vec<Action> {
        let Phase::Comparing {
            stream,
            skipped,
            expected,
        } = &self.phase
        else {
            return Vec::new();
        };
        let (stream, skipped, expected) = (stream.clone(), *skipped, *expected);
        match fingerprint {
            // Erased on purpose: an older message identifies the log as well.
            None => self.compare(stream, skipped + 1),
            Some(found) if found == expected => self.anchored(stream),
            Some(_) => self.lost(LogLoss::Diverged),
        }
    }

    /// On a new connection, compares all remembered messages up to the position: each message that follows must be one
    /// that was read. Comparing the newest alone would not detect every loss: after a server lost its tail, a publisher
    /// that missed its acknowledgement can store the newest message again at the same sequence, with another message
    /// before it, which would then never be folded. A simulated schedule found that.
    fn retrace(&mut self, stream: StreamInfo, after: u64) -> Vec<Action> {
        if after >= self.anchor.position() {
            return self.anchored(stream);
        }
        self.phase = Phase::Retracing { stream };
        vec![Action::Peek {
            attempt: self.attempt,
            sequence: after + 1,
        }]
    }

    fn retraced(&mut self, stream: StreamInfo, message: Option<Message>) -> Vec<Action> {
        let position = self.anchor.position();
        match message.filter(|message| message.sequence <= position) {
            Some(message) if self.anchor.remembers(&message) => {
                self.retrace(stream, message.sequence)
            }
            Some(_) => self.lost(LogLoss::Diverged),
            // The remaining ones were erased on purpose.
            None => self.anchored(stream),
        }
    }

    fn anchored(&mut self, stream: StreamInfo) -> Vec<Action> {
        self.anchor.adopt(&stream);
        self.compared = true;
        let mut actions = Vec::new();
        self.unavailable = None;
        if !std::mem::replace(&mut self.connected_notified, true) {
            actions.push(Action::NotifyConnected(stream.clone()));
        }
        let behind = stream.last_sequence > self.anchor.reached();
        if behind && self.failures >= FAILURES_BEFORE_PEEK {
            actions.push(self.peek());
            self.phase = Phase::Peeking { stream };
        } else {
            actions.extend(self.read(&stream));
        }
        actions
    }

    fn timer_elapsed(&mut self) -> Vec<Action> {
        match self.phase {
            Phase::Reading { .. } => self.find_stream(),
            Phase::Pausing => self.begin(),
            _ => Vec::new(),
        }
    }

    fn failed(&mut self, cause: String) -> Vec<Action> {
        let reading = matches!(self.phase, Phase::Reading { .. });
        let mut actions = self.retry();
        if !reading || self.failures >= FAILURES_BEFORE_UNAVAILABLE {
            actions.extend(self.notify_unavailable(Unavailable::Failing(cause)));
        }
        actions
    }

    fn stream_missing(&mut self) -> Vec<Action> {
        self.missing += 1;
        if self.anchor.knows_a_stream() && self.missing >= MISSING_BEFORE_LOST {
            return self.lost(LogLoss::Recreated);
        }
        let mut actions = self.retry();
        actions.extend(self.notify_unavailable(Unavailable::NoStream));
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

    /// Notifies each reason once.
    fn notify_unavailable(&mut self, reason: Unavailable) -> Option<Action> {
        self.connected_notified = false;
        if self.unavailable.as_ref() == Some(&reason) {
            return None;
        }
        self.unavailable = Some(reason.clone());
        Some(Action::NotifyUnavailable(reason))
    }

    fn lost(&mut self, lost: LogLoss) -> Vec<Action> {
        self.next_attempt(Phase::Ended);
        vec![Action::Abandon, Action::NotifyLost(lost)]
    }
}

/// No delay after the first failure, then twice as long each time.
fn backoff(failures: u32) -> Duration {
    match failures {
        0 | 1 => Duration::ZERO,
        more => LONGEST_BACKOFF.min(FIRST_BACKOFF * 2_u32.pow((more - 2).min(8))),
    }
}
