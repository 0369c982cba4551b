//! What must hold at every step: of what the reader says and does, and of what is committed.

use journal::{Action, Input, LogLoss, Message};

use crate::{
    asking::attempt_in,
    events::{said, which},
    process::Process,
    server::Entry,
    tally::Count,
    world::World,
};

/// So many answers that the stream is not there are enough.
const MISSING_BELIEVED: u32 = 3;

impl World {
    /// Lets the reader hear of something, and judges what it does.
    pub(crate) fn tell(&mut self, happened: Input, entries: &[Entry]) {
        let before = self.process.reader.position();
        let late = attempt_in(&happened).is_some_and(|attempt| self.process.is_given_up(attempt));
        if !late {
            self.count_missing(&happened);
        }
        let ends_attempt = matches!(
            happened,
            Input::Failed { .. } | Input::Connected | Input::Disconnected { .. }
        );
        let actions = self.process.reader.on(happened);
        let gives_up = actions.contains(&Action::Abandon);
        self.demand(!late || actions.is_empty(), || {
            format!("what is late led to {actions:?}")
        });
        let goes_on = ends_attempt && !late && !gives_up;
        self.demand(!goes_on, || {
            format!("a failed attempt went on: {actions:?}")
        });
        self.judge_waiting();
        self.count(entries.len(), before, gives_up);
        for action in actions {
            if let Action::Deliver(messages) = &action {
                let all = messages.len() >= entries.len();
                self.demand(all || gives_up, || {
                    "a gap did not end the attempt".to_owned()
                });
            }
            let entries = self.judge(&action, before, entries);
            self.process.undone.push_back((action, entries));
        }
        self.process.act();
        if self.process.is_blocked() {
            self.tally.add(Count::SlowCommit);
        }
    }

    fn count(&mut self, came: usize, before: u64, gives_up: bool) {
        if gives_up && came > 0 {
            self.tally.add(Count::GapNoticed);
        }
        if came == 0 && self.process.reader.position() > before {
            self.tally.add(Count::FetchedByItself);
        }
    }

    fn count_missing(&mut self, happened: &Input) {
        match happened {
            Input::StreamMissing { .. } => self.process.missing += 1,
            Input::StreamFound { .. } => self.process.missing = 0,
            _ => {}
        }
    }

    /// A stream that was known and is not there is waited for only so long.
    fn judge_waiting(&mut self) {
        let process = &self.process;
        let waits = process.adopted.is_some() && !process.reader.has_ended();
        let doubts = process.missing < MISSING_BELIEVED;
        self.demand(doubts || !waits, || {
            "a stream that is gone is waited for".to_owned()
        });
    }

    fn judge(&mut self, action: &Action, before: u64, entries: &[Entry]) -> Vec<Entry> {
        match action {
            Action::Abandon => self.process.given_up = self.process.attempt,
            Action::CreateConsumer { attempt, start } => {
                self.process.attempt = Some(*attempt);
                let next = self.process.reader.position() + 1;
                self.demand(*start == next, || {
                    format!("a consumer from {start}, not {next}")
                });
            }
            Action::SetTimer { attempt, .. } => self.process.attempt = Some(*attempt),
            Action::Read { .. } => self.judge_going_on(),
            Action::Deliver(messages) => return self.judge_delivery(messages, before, entries),
            Action::NotifyConnected(facts) => {
                let known = self.process.adopted.replace(facts.created_at);
                let same = known.is_none_or(|known| known == facts.created_at);
                self.demand(same, || "it went on with another stream".to_owned());
            }
            Action::NotifyProgress { position, .. } => self.judge_seen(*position),
            Action::NotifyLost(lost) => self.judge_loss(*lost),
            Action::FindStream { .. }
            | Action::Fetch { .. }
            | Action::Peek { .. }
            | Action::NotifyUnavailable(_) => {}
        }
        Vec::new()
    }

    /// It reads on: what the stream said of itself must not contradict what was read.
    fn judge_going_on(&mut self) {
        let Some((facts, _)) = &self.process.found else {
            return self.demand(false, || "it reads before it looked".to_owned());
        };
        let (first, last) = (facts.first_sequence, facts.last_sequence);
        let position = self.process.reader.position();
        let reached = position.max(self.process.seen);
        self.demand(last >= position, || {
            format!("it reads on at {position} though the log ends at {last}")
        });
        let headless = position > 0 && first > reached + 1;
        self.demand(!headless, || {
            format!("it reads on at {position} though the log starts at {first}")
        });
    }

    fn judge_delivery(
        &mut self,
        messages: &[Message],
        before: u64,
        entries: &[Entry],
    ) -> Vec<Entry> {
        let mut position = before;
        let mut delivered = Vec::with_capacity(messages.len());
        for message in messages {
            let sequence = message.sequence;
            self.demand(sequence > position, || {
                format!("{sequence} came after {position}")
            });
            let shown = entries
                .iter()
                .chain(&self.process.peeked)
                .find(|entry| entry.sequence == sequence);
            let Some(entry) = shown
                .copied()
                .filter(|entry| which(message) == Some(entry.what))
            else {
                self.demand(false, || format!("{sequence} is not what was sent"));
                continue;
            };
            if self.server.entry(sequence) == Some(entry) {
                let passed_over = self.server.present(position, sequence - 1).next();
                self.demand(passed_over.is_none(), || {
                    format!("passed over: {passed_over:?}")
                });
            } else {
                // It was lost while it was on its way.
                self.process.harmed = true;
            }
            position = sequence;
            self.process.read.push(entry);
            delivered.push(entry);
        }
        delivered
    }

    fn judge_seen(&mut self, seen: u64) {
        let position = self.process.reader.position();
        self.demand(seen >= position, || {
            format!("it saw {seen} and is at {position}")
        });
        let history = self.process.found.as_ref().map(|(_, history)| *history);
        if history == Some(self.server.history) && !self.is_harmed() {
            let unread = self.server.present(position, seen).next();
            self.demand(unread.is_none(), || {
                format!("it says to have seen {unread:?}")
            });
        }
        self.process.seen = self.process.seen.max(seen);
    }

    /// Views are put aside for a reason only: messages that were read are gone otherwise than by erasure, or ones that
    /// were not read yet are gone from the start.
    fn judge_loss(&mut self, lost: LogLoss) {
        let position = self.process.reader.position();
        let found = self.process.found.as_ref();
        let jumped =
            position > 0 && found.is_some_and(|(facts, _)| facts.first_sequence > position + 1);
        let due = self.is_harmed() || self.is_refilled() || lost == LogLoss::HeadMissing && jumped;
        self.demand(due, || format!("a false alarm at {position}: {lost:?}"));
        self.tally.add(match lost {
            LogLoss::Recreated => Count::AsideRecreated,
            LogLoss::TailLost => Count::AsideTailLost,
            LogLoss::Diverged => Count::AsideDiverged,
            LogLoss::HeadMissing => Count::AsideHeadMissing,
        });
    }

    /// Commits messages; nothing twice, and nothing onto views of another log.
    pub(crate) fn fold(&mut self, messages: &[(Message, Entry)]) {
        let position = self.views.position;
        let in_order = messages.is_sorted_by(|(one, _), (next, _)| one.sequence < next.sequence);
        let first = messages.first().map_or(0, |(message, _)| message.sequence);
        self.demand(in_order && first > position, || {
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
        self.demand(continued.is_none(), || {
            format!("{continued:?} is folded into the views of another log")
        });
        let created_at = self.process.stream.as_ref().map(|facts| facts.created_at);
        self.demand(created_at.is_some(), || {
            "messages came before the stream was known".to_owned()
        });
        let entries: Vec<_> = messages
            .iter()
            .map(|(_, entry)| (*entry, said()[entry.what].fingerprint))
            .collect();
        let corrections = self.views.commit(created_at, &entries);
        self.tally.folded += entries.len() as u64;
        (0..corrections).for_each(|_| self.tally.add(Count::FoldedLateOrCorrecting));
    }

    /// Notes the first thing that is not as it must be.
    pub(crate) fn demand(&mut self, holds: bool, what: impl FnOnce() -> String) {
        if !holds && self.violation.is_none() {
            self.violation = Some(what());
        }
    }

    /// Notes, when the log lost something, whether that had been read.
    pub(crate) fn note_harm(&mut self) {
        self.process.harmed |= self.is_harmed();
    }

    /// Whether anything that was read is gone from the log otherwise than by erasure, or was since the process
    /// started.
    pub(crate) fn is_harmed(&self) -> bool {
        let Process {
            harmed,
            adopted,
            read,
            ..
        } = &self.process;
        let recreated = adopted.is_some_and(|known| known != self.server.created_at());
        *harmed
            || recreated
            || read.iter().any(|entry| !self.server.holds(entry))
            || self.views_are_of_another_log()
    }

    /// Whether the log has something up to the position that was never read: it came where there was nothing.
    fn is_refilled(&self) -> bool {
        let read = |entry: &Entry| {
            let all = self.views.folded.iter().chain(&self.process.read);
            all.into_iter().any(|held| held.sequence == entry.sequence)
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
