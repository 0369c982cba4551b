//! What was read, and whether a stream can be the one from which it was read.

use std::collections::VecDeque;

use jiff::Timestamp;

use super::{LogLoss, ResumePoint};
use crate::{Message, MessageFingerprint, StreamInfo};

/// How many of the last messages are remembered.
const REMEMBERED: usize = 64;

/// The identity of the stream that was read, and its last messages.
#[derive(Debug)]
pub(super) struct Anchor {
    created_at: Option<Timestamp>,
    position: u64,
    /// The sequence up to which the stream has nothing more to deliver in this attempt: the messages in between were
    /// erased. Valid for one attempt only, because a stream that lost its erased tail can assign those sequences again.
    covered: u64,
    recent: VecDeque<(u64, MessageFingerprint)>,
    /// Every message after this sequence and up to the position is remembered, unless it was erased before it was read.
    since: u64,
}

impl Anchor {
    pub(super) fn new(resume: ResumePoint) -> Self {
        let ResumePoint {
            stream_created_at: created_at,
            position,
            recent,
        } = resume;
        let mut recent: VecDeque<_> = recent
            .into_iter()
            .filter(|(sequence, _)| *sequence <= position)
            .collect();
        recent
            .make_contiguous()
            .sort_unstable_by_key(|(sequence, _)| *sequence);
        // Fewer than could be remembered: there were no older ones.
        let since = match recent.front() {
            None => position,
            Some((oldest, _)) if recent.len() >= REMEMBERED => oldest - 1,
            Some(_) => 0,
        };
        let mut anchor = Self {
            created_at,
            position,
            covered: position,
            recent,
            since,
        };
        anchor.forget_oldest();
        anchor
    }

    pub(super) fn position(&self) -> u64 {
        self.position
    }

    pub(super) fn reached(&self) -> u64 {
        self.position.max(self.covered)
    }

    /// Whether a stream was read before, so that a missing stream is a lost one.
    pub(super) fn knows_a_stream(&self) -> bool {
        self.created_at.is_some()
    }

    /// Returns how a stream contradicts what was read, on connecting.
    pub(super) fn contradiction(&self, stream: &StreamInfo) -> Option<LogLoss> {
        let headless = self.knows_a_stream()
            && self.position > 0
            && stream.first_sequence > self.reached() + 1;
        self.contradiction_while_reading(stream, self.position)
            .or(headless.then_some(LogLoss::HeadMissing))
    }

    /// The same without comparing the oldest message, which may be erased while reading. The stream was looked up when
    /// the position was `position_at_request`.
    pub(super) fn contradiction_while_reading(
        &self,
        stream: &StreamInfo,
        position_at_request: u64,
    ) -> Option<LogLoss> {
        let recreated = self
            .created_at
            .is_some_and(|known| known != stream.created_at);
        let shortened = stream.last_sequence < position_at_request;
        recreated
            .then_some(LogLoss::Recreated)
            .or(shortened.then_some(LogLoss::TailLost))
    }

    /// Returns the newest remembered message, except for `skipped` newer ones, that the stream may still have.
    pub(super) fn remembered(
        &self,
        skipped: usize,
        stream: &StreamInfo,
    ) -> Option<(u64, MessageFingerprint)> {
        let known = self.recent.iter().rev().nth(skipped).copied();
        known.filter(|(sequence, _)| *sequence >= stream.first_sequence)
    }

    pub(super) fn since(&self) -> u64 {
        self.since
    }

    /// Whether this message was read at this sequence.
    pub(super) fn remembers(&self, message: &Message) -> bool {
        let index = self
            .recent
            .binary_search_by_key(&message.sequence, |(sequence, _)| *sequence);
        index.is_ok_and(|index| self.recent[index].1 == message.fingerprint())
    }

    /// Accepts this stream as the one that is read.
    pub(super) fn adopt(&mut self, stream: &StreamInfo) {
        self.created_at = Some(stream.created_at);
        self.covered = self.position;
    }

    pub(super) fn cover(&mut self, sequence: u64) {
        self.covered = self.covered.max(sequence);
    }

    /// Advances the position past these messages. Hashes only those that will be remembered.
    pub(super) fn advance(&mut self, messages: &[Message]) {
        let (skipped, tail) = messages.split_at(messages.len().saturating_sub(REMEMBERED));
        self.recent.extend(
            tail.iter()
                .map(|message| (message.sequence, message.fingerprint())),
        );
        self.forget_oldest();
        self.since = skipped
            .last()
            .map_or(self.since, |message| message.sequence);
        self.position = messages
            .last()
            .map_or(self.position, |message| message.sequence);
    }

    fn forget_oldest(&mut self) {
        while self.recent.len() > REMEMBERED {
            let forgotten = self.recent.pop_front();
            self.since = forgotten.map_or(self.since, |(sequence, _)| sequence);
        }
    }
}
