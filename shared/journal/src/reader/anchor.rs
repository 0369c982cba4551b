//! What was read, and whether a stream can be the one that it was read from.

use std::collections::VecDeque;

use jiff::Timestamp;

use super::{LogLoss, ResumePoint};
use crate::{Message, MessageFingerprint, StreamInfo};

/// How many of the last messages are remembered.
const REMEMBERED: usize = 64;

/// The memory by which the stream is known again.
#[derive(Debug)]
pub(super) struct Anchor {
    created_at: Option<Timestamp>,
    position: u64,
    /// Up to here the stream had nothing more to give at this attempt: what lies between was erased. It ends with the
    /// attempt, because a stream that lost erased messages can fill their places again.
    covered: u64,
    recent: VecDeque<(u64, MessageFingerprint)>,
    /// Of all messages after this and up to the position, those that were not erased before they were read are
    /// remembered.
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
        // Fewer than can be remembered are all that there were.
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

    /// Whether anything was read before, so that a stream that is not there is one that is lost.
    pub(super) fn knows_a_stream(&self) -> bool {
        self.created_at.is_some()
    }

    /// Compares with what the stream says of itself on connecting.
    pub(super) fn contradiction(&self, facts: &StreamInfo) -> Option<LogLoss> {
        let headless =
            self.knows_a_stream() && self.position > 0 && facts.first_sequence > self.reached() + 1;
        self.contradiction_while_reading(facts, self.position)
            .or(headless.then_some(LogLoss::HeadMissing))
    }

    /// The same, without what a look at the oldest message would say: while reading it may be erased. The stream said
    /// this after it was asked, when the position was `asked_at`.
    pub(super) fn contradiction_while_reading(
        &self,
        facts: &StreamInfo,
        asked_at: u64,
    ) -> Option<LogLoss> {
        let recreated = self
            .created_at
            .is_some_and(|known| known != facts.created_at);
        let shortened = facts.last_sequence < asked_at;
        recreated
            .then_some(LogLoss::Recreated)
            .or(shortened.then_some(LogLoss::TailLost))
    }

    /// The newest remembered message but `skipped` that the stream may still have.
    pub(super) fn remembered(
        &self,
        skipped: usize,
        facts: &StreamInfo,
    ) -> Option<(u64, MessageFingerprint)> {
        let known = self.recent.iter().rev().nth(skipped).copied();
        known.filter(|(sequence, _)| *sequence >= facts.first_sequence)
    }

    pub(super) fn since(&self) -> u64 {
        self.since
    }

    /// Whether this is a message that was read, at its place.
    pub(super) fn remembers(&self, message: &Message) -> bool {
        let place = self
            .recent
            .binary_search_by_key(&message.sequence, |(sequence, _)| *sequence);
        place.is_ok_and(|place| self.recent[place].1 == message.fingerprint())
    }

    /// Accepts this stream as the one that is read.
    pub(super) fn adopt(&mut self, facts: &StreamInfo) {
        self.created_at = Some(facts.created_at);
        self.covered = self.position;
    }

    pub(super) fn cover(&mut self, sequence: u64) {
        self.covered = self.covered.max(sequence);
    }

    /// Moves on; only the last messages cost a fingerprint.
    pub(super) fn advance(&mut self, messages: &[Message]) {
        let (passed, tail) = messages.split_at(messages.len().saturating_sub(REMEMBERED));
        self.recent.extend(
            tail.iter()
                .map(|message| (message.sequence, message.fingerprint())),
        );
        self.forget_oldest();
        self.since = passed.last().map_or(self.since, |message| message.sequence);
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
