//! Questions of the reader and replies of the server, each of which takes its time.

use journal::{Action, Attempt, Input};

use crate::{process::Reply, server::Entry, tally::Count, world::World};

impl World {
    /// Lets the server reply to a question; gives its attempt if it did.
    pub(crate) fn reply(&mut self, which: u8, early: u64) -> Option<Attempt> {
        let question = self.process.take_question(which)?;
        let (happened, shows) = self.answer(&question, early)?;
        let attempt = attempt_of(&question);
        let history = self.server.history;
        self.process.replies.push(Reply {
            happened,
            shows,
            history,
        });
        attempt
    }

    /// Nobody to ask, nobody to answer: the question is given up when the reader hears of the connection.
    pub(crate) fn answer(
        &mut self,
        question: &Action,
        early: u64,
    ) -> Option<(Input, Option<Entry>)> {
        if let Action::SetTimer { attempt, .. } = question {
            return Some((Input::TimerElapsed { attempt: *attempt }, None));
        }
        if !self.connected {
            return None;
        }
        let attempt = attempt_of(question)?;
        if !self.server.exists {
            return Some((Input::StreamMissing { attempt }, None));
        }
        let (mut shows, server) = (None, &mut self.server);
        let happened = match question {
            Action::CreateConsumer { start, .. } => {
                server.make_consumer(attempt, start.saturating_sub(early).max(1));
                Input::ConsumerReady { attempt }
            }
            Action::FindStream { .. } => Input::StreamFound {
                attempt,
                facts: server.facts(),
            },
            Action::Fetch { sequence, .. } => {
                let fingerprint = server.fingerprint_at(*sequence);
                Input::Fetched {
                    attempt,
                    fingerprint,
                }
            }
            Action::Peek { sequence, .. } => {
                let found = server.message_from(*sequence);
                shows = found.as_ref().map(|(_, entry)| *entry);
                Input::Peeked {
                    attempt,
                    message: found.map(|(message, _)| message),
                }
            }
            _ => return None,
        };
        Some((happened, shows))
    }

    pub(crate) fn reply_early(&mut self, by: u8) {
        let creating = |question: &Action| matches!(question, Action::CreateConsumer { start, .. } if *start > 1);
        let which = self.process.questions.iter().position(creating);
        let which = which.and_then(|which| u8::try_from(which).ok());
        if by > 0
            && self.connected
            && which.is_some_and(|which| self.reply(which, u64::from(by)).is_some())
        {
            self.tally.add(Count::StartedEarly);
        }
    }

    pub(crate) fn hear(&mut self, which: u8) {
        self.notice();
        if !self.process.hears() {
            return;
        }
        if let Some(reply) = self.process.take_reply(which) {
            if attempt_in(&reply.happened).is_some_and(|attempt| self.process.is_given_up(attempt))
            {
                self.tally.add(Count::LateReply);
            }
            self.hear_reply(reply);
        }
    }

    pub(crate) fn hear_reply(&mut self, reply: Reply) {
        match &reply.happened {
            Input::StreamFound { facts, attempt } if !self.process.is_given_up(*attempt) => {
                self.process.found = Some((facts.clone(), reply.history));
            }
            Input::Peeked { attempt, .. } if !self.process.is_given_up(*attempt) => {
                self.process.peeked = reply.shows;
            }
            _ => {}
        }
        self.tell(reply.happened, &[]);
    }

    pub(crate) fn ask(&mut self, which: u8) {
        self.notice();
        let before = self.process.replies.len();
        if self.process.hears() && self.reply(which, 0).is_some() {
            let newest = self.process.replies.len() - 1;
            assert!(newest == before, "one question, one reply");
            let reply = self.process.replies.remove(newest);
            self.hear_reply(reply);
        }
    }

    pub(crate) fn fail(&mut self, which: u8) {
        self.notice();
        if !self.process.hears() {
            return;
        }
        let asked = self
            .process
            .questions
            .iter()
            .position(|one| !matches!(one, Action::SetTimer { .. }));
        let question = asked.map(|at| self.process.questions.remove(at));
        let lost = question.as_ref().and_then(attempt_of).or_else(|| {
            let reply = self.process.take_reply(which)?;
            attempt_in(&reply.happened)
        });
        if let Some(attempt) = lost {
            self.tally.add(Count::RequestFailed);
            let problem = "timed out".to_owned();
            self.tell(Input::Failed { attempt, problem }, &[]);
        }
    }
}

/// The attempt that a question belongs to.
fn attempt_of(question: &Action) -> Option<Attempt> {
    match question {
        Action::CreateConsumer { attempt, .. }
        | Action::FindStream { attempt }
        | Action::Fetch { attempt, .. }
        | Action::Peek { attempt, .. }
        | Action::SetTimer { attempt, .. } => Some(*attempt),
        _ => None,
    }
}

/// The attempt that a reply or a batch belongs to.
pub(crate) fn attempt_in(happened: &Input) -> Option<Attempt> {
    match happened {
        Input::Connected | Input::Disconnected { .. } => None,
        Input::ConsumerReady { attempt }
        | Input::StreamFound { attempt, .. }
        | Input::StreamMissing { attempt }
        | Input::Fetched { attempt, .. }
        | Input::Peeked { attempt, .. }
        | Input::Received { attempt, .. }
        | Input::Failed { attempt, .. }
        | Input::TimerElapsed { attempt } => Some(*attempt),
    }
}
