//! The invariants at every step: of the reader's actions, and of what is committed.

use journal::{Action, Input, LogLoss, Message};

use crate::{
    events::{sample_index, samples},
    process::Process,
    requests::attempt_in,
    server::Entry,
    tally::Count,
    world::World,
};

/// Consecutive replies that a known stream is missing, after which the reader must report its loss.
const MISSING_BEFORE_LOST: u32 = 3;

impl World {
    /// Passes an input to the reader, and checks its actions.
    pub(crate) fn input(&mut self, input: Input, entries: &[Entry]) {
        let before = self.process.reader.position();
        let late = attempt_in(&input).is_some_and(|attempt| self.process.is_given_up(attempt));
        if !late {
            self.count_missing(&input);
        }
        let ends_attempt = matches!(
            input,
            Input::Failed { .. } | Input::Connected | Input::Disconnected { .. }
        );
        let actions = self.process.reader.on(input);
        let gives_up = actions.contains(&Action::Abandon);
        self.require(!late || actions.is_empty(), || {
            format!("a late input led to {actions:?}")
        });
        let continues = ends_attempt && !late && !gives_up;
        self.require(!continues, || {
            format!("a failed attempt continued: {actions:?}")
        });
        self.check_missing_stream();
        self.count(entries.len(), before, gives_up);
        for action in actions {
            if let Action::Deliver(messages) = &action {
                let all = messages.len() >= entries.len();
                self.require(all || gives_up, || {
                    "a gap did not end the attempt".to_owned()
                });
            }
            let entries = self.check_action(&action, before, entries);
            self.process.pending.push_back((action, entries));
        }
        self.process.act();
        if self.process.is_blocked() {
            self.tally.add(Count::SlowCommit);
        }
    }

    fn count(&mut self, received: usize, before: u64, gives_up: bool) {
        if gives_up && received > 0 {
            self.tally.add(Count::GapNoticed);
        }
        if received == 0 && self.process.reader.position() > before {
            self.tally.add(Count::FetchedByItself);
        }
    }

    fn count_missing(&mut self, input: &Input) {
        match input {
            Input::StreamMissing { .. } => self.process.missing += 1,
            Input::StreamFound { .. } => self.process.missing = 0,
            _ => {}
        }
    }

    /// A known stream that is missing is not waited for indefinitely.
    fn check_missing_stream(&mut self) {
        let process = &self.process;
        let waits = process.adopted.is_some() && !process.reader.has_ended();
        let may_return = process.missing < MISSING_BEFORE_LOST;
        self.require(may_return || !waits, || {
            "it waits for a stream that is lost".to_owned()
        });
    }

    fn check_action(&mut self, action: &Action, before: u64, entries: &[Entry]) -> Vec<Entry> {
        match action {
            Action::Abandon => self.process.given_up = self.process.attempt,
            Action::CreateConsumer { attempt, start } => {
                self.process.attempt = Some(*attempt);
                let next = self.process.reader.position() + 1;
                self.require(*start == next, || {
                    format!("a consumer from {start}, not {next}")
                });
            }
            Action::SetTimer { attempt, .. } => self.process.attempt = Some(*attempt),
            Action::Read { .. } => self.check_read(),
            Action::Deliver(messages) => return self.check_delivery(messages, before, entries),
            Action::NotifyConnected(stream) => {
                let known = self.process.adopted.replace(stream.created_at);
                let same = known.is_none_or(|known| known == stream.created_at);
                self.require(same, || "it continued with another stream".to_owned());
            }
            Action::NotifyProgress { position, .. } => self.check_progress(*position),
            Action::NotifyLost(lost) => self.check_loss(*lost),
            Action::FindStream { .. }
            | Action::Fetch { .. }
            | Action::Peek { .. }
            | Action::NotifyUnavailable(_) => {}
        }
        Vec::new()
    }

    /// When it reads on, the stream must not contradict what was read.
    fn check_read(&mut self) {
        let Some((stream, _)) = &self.process.found else {
            return self.require(false, || {
                "it reads before it looked up the stream".to_owned()
            });
        };
        let (first, last) = (stream.first_sequence, stream.last_sequence);
        let position = self.process.reader.position();
        let reached = position.max(self.process.seen);
        self.require(last >= position, || {
            format!("it reads on at {position} though the log ends at {last}")
        });
        let headless = position > 0 && first > reached + 1;
        self.require(!headless, || {
            format!("it reads on at {position} though the log starts at {first}")
        });
    }

    fn check_delivery(
        &mut self,
        messages: &[Message],
        before: u64,
        entries: &[Entry],
    ) -> Vec<Entry> {
        let mut position = before;
        let mut delivered = Vec::with_capacity(messages.len());
        for message in messages {
            let sequence = message.sequence;
            self.require(sequence > position, || {
                format!("{sequence} was delivered after {position}")
            });
            let shown = entries
                .iter()
                .chain(&self.process.peeked)
                .find(|entry| entry.sequence == sequence);
            let Some(entry) = shown
                .copied()
                .filter(|entry| sample_index(message) == Some(entry.what))
            else {
                self.require(false, || format!("{sequence} is not what was sent"));
                continue;
            };
            if self.server.entry(sequence) == Some(entry) {
                let omitted = self.server.present(position, sequence - 1).next();
                self.require(omitted.is_none(), || format!("it omitted {omitted:?}"));
            } else {
                // The log lost it while it was in transit.
                self.process.lost_read_messages = true;
            }
            position = sequence;
            self.process.read.push(entry);
            delivered.push(entry);
        }
        delivered
    }

    fn check_progress(&mut self, seen: u64) {
        let position = self.process.reader.position();
        self.require(seen >= position, || {
            format!("it reports {seen} and is at {position}")
        });
        let history = self.process.found.as_ref().map(|(_, history)| *history);
        if history == Some(self.server.history) && !self.has_lost_read_messages() {
            let unread = self.server.present(position, seen).next();
            self.require(unread.is_none(), || {
                format!("it reports to have delivered {unread:?}")
            });
        }
        self.process.seen = self.process.seen.max(seen);
    }

    /// Views are archived for a reason only: messages that were read disappeared other than by erasure, or unread ones
    /// disappeared from the start.
    fn check_loss(&mut self, lost: LogLoss) {
        let position = self.process.reader.position();
        let found = self.process.found.as_ref();
        let jumped =
            position > 0 && found.is_some_and(|(stream, _)| stream.first_sequence > position + 1);
        let due = self.has_lost_read_messages()
            || self.is_refilled()
            || lost == LogLoss::HeadMissing && jumped;
        self.require(due, || format!("a false alarm at {position}: {lost:?}"));
        self.tally.add(match lost {
            LogLoss::Recreated => Count::ArchivedRecreated,
            LogLoss::TailLost => Count::ArchivedTailLost,
            LogLoss::Diverged => Count::ArchivedDiverged,
            LogLoss::HeadMissing => Count::ArchivedHeadMissing,
        });
    }

    /// Commits messages, checking that none is committed twice or to the views of another log.
    pub(crate) fn fold(&mut self, messages: &[(Message, Entry)]) {
        let position = self.views.position;
        let in_order = messages.is_sorted_by(|(one, _), (next, _)| one.sequence < next.sequence);
        let first = messages.first().map_or(0, |(message, _)| message.sequence);
        self.require(in_order && first > position, || {
            format!("{first} is folded after {position}")
        });
        let is_new = |entry: &Entry| {
            entry.number > self.server.stored_at_loss
                && self.server.entry(entry.sequence) == Some(*entry)
        };
        let new = messages
            .iter()
            .map(|(_, entry)| entry)
            .find(|entry| is_new(entry))
            .copied();
        let continued = new.filter(|_| self.views_are_of_another_log());
        self.require(continued.is_none(), || {
            format!("{continued:?} is folded into the views of another log")
        });
        let stream = self.process.stream.as_ref();
        let created_at = stream.map(|stream| stream.created_at);
        self.require(created_at.is_some(), || {
            "messages arrived before the stream was known".to_owned()
        });
        let entries: Vec<_> = messages
            .iter()
            .map(|(_, entry)| (*entry, samples()[entry.what].fingerprint))
            .collect();
        let corrections = self.views.commit(created_at, &entries);
        self.tally.folded += entries.len() as u64;
        (0..corrections).for_each(|_| self.tally.add(Count::FoldedLateOrCorrecting));
    }

    /// Records the first violation of an invariant.
    pub(crate) fn require(&mut self, holds: bool, what: impl FnOnce() -> String) {
        if !holds && self.violation.is_none() {
            self.violation = Some(what());
        }
    }

    /// Records, after a loss of the log, whether it concerns messages that were read.
    pub(crate) fn record_loss(&mut self) {
        self.process.lost_read_messages |= self.has_lost_read_messages();
    }

    /// Whether messages that were read disappeared from the log other than by erasure, now or since the process started.
    pub(crate) fn has_lost_read_messages(&self) -> bool {
        let Process {
            lost_read_messages,
            adopted,
            read,
            ..
        } = &self.process;
        let recreated = adopted.is_some_and(|known| known != self.server.created_at());
        *lost_read_messages
            || recreated
            || read.iter().any(|entry| !self.server.holds(entry))
            || self.views_are_of_another_log()
    }

    /// Whether the log has a message up to the position that was never read: it filled a sequence that was empty.
    fn is_refilled(&self) -> bool {
        let read = |entry: &Entry| {
            let all = self.views.folded.iter().chain(&self.process.read);
            all.into_iter()
                .any(|folded| folded.sequence == entry.sequence)
        };
        let position = self.process.reader.position();
        self.server.present(0, position).any(|entry| !read(&entry))
    }

    pub(crate) fn views_are_of_another_log(&self) -> bool {
        let created_at = self.views.created_at;
        created_at.is_some_and(|known| known != self.server.created_at())
            || self
                .views
                .folded
                .iter()
                .any(|entry| !self.server.holds(entry))
    }
}
