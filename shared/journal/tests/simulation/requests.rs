//! Requests of the reader and replies of the server. Both take time in transit.

use journal::{Action, Attempt, Input};

use crate::{process::Reply, server::Entry, tally::Count, world::World};

impl World {
    /// Lets the server reply to a request; returns its attempt if it did.
    pub(crate) fn reply(&mut self, which: u8, early: u64) -> Option<Attempt> {
        let request = self.process.take_request(which)?;
        let (input, shows) = self.serve(&request, early)?;
        let attempt = attempt_of(&request);
        let history = self.server.history;
        self.process.replies.push(Reply {
            input,
            shows,
            history,
        });
        attempt
    }

    /// Returns the server's reply; `None` while there is no connection: the request then ends with its attempt.
    pub(crate) fn serve(&mut self, request: &Action, early: u64) -> Option<(Input, Option<Entry>)> {
        if let Action::SetTimer { attempt, .. } = request {
            return Some((Input::TimerElapsed { attempt: *attempt }, None));
        }
        if !self.connected {
            return None;
        }
        let attempt = attempt_of(request)?;
        if !self.server.exists {
            return Some((Input::StreamMissing { attempt }, None));
        }
        let (mut shows, server) = (None, &mut self.server);
        let input = match request {
            Action::CreateConsumer { start, .. } => {
                server.make_consumer(attempt, start.saturating_sub(early).max(1));
                Input::ConsumerReady { attempt }
            }
            Action::FindStream { .. } => Input::StreamFound {
                attempt,
                stream: server.info(),
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
        Some((input, shows))
    }

    pub(crate) fn reply_early(&mut self, by: u8) {
        let creating = |request: &Action| matches!(request, Action::CreateConsumer { start, .. } if *start > 1);
        let which = self.process.requests.iter().position(creating);
        let which = which.and_then(|which| u8::try_from(which).ok());
        if by > 0
            && self.connected
            && which.is_some_and(|which| self.reply(which, u64::from(by)).is_some())
        {
            self.tally.add(Count::StartedEarly);
        }
    }

    pub(crate) fn receive_reply(&mut self, which: u8) {
        self.notice_connection();
        if !self.process.accepts_input() {
            return;
        }
        if let Some(reply) = self.process.take_reply(which) {
            if attempt_in(&reply.input).is_some_and(|attempt| self.process.is_given_up(attempt)) {
                self.tally.add(Count::LateReply);
            }
            self.handle_reply(reply);
        }
    }

    pub(crate) fn handle_reply(&mut self, reply: Reply) {
        match &reply.input {
            Input::StreamFound { stream, attempt } if !self.process.is_given_up(*attempt) => {
                self.process.found = Some((stream.clone(), reply.history));
            }
            Input::Peeked { attempt, .. } if !self.process.is_given_up(*attempt) => {
                self.process.peeked = reply.shows;
            }
            _ => {}
        }
        self.input(reply.input, &[]);
    }

    pub(crate) fn round_trip(&mut self, which: u8) {
        self.notice_connection();
        let before = self.process.replies.len();
        if self.process.accepts_input() && self.reply(which, 0).is_some() {
            let newest = self.process.replies.len() - 1;
            assert!(newest == before, "one request, one reply");
            let reply = self.process.replies.remove(newest);
            self.handle_reply(reply);
        }
    }

    pub(crate) fn fail(&mut self, which: u8) {
        self.notice_connection();
        if !self.process.accepts_input() {
            return;
        }
        let index = self
            .process
            .requests
            .iter()
            .position(|one| !matches!(one, Action::SetTimer { .. }));
        let request = index.map(|at| self.process.requests.remove(at));
        let lost = request.as_ref().and_then(attempt_of).or_else(|| {
            let reply = self.process.take_reply(which)?;
            attempt_in(&reply.input)
        });
        if let Some(attempt) = lost {
            self.tally.add(Count::RequestFailed);
            let cause = "timed out".to_owned();
            self.input(Input::Failed { attempt, cause }, &[]);
        }
    }
}

/// Returns the attempt of a request.
fn attempt_of(request: &Action) -> Option<Attempt> {
    match request {
        Action::CreateConsumer { attempt, .. }
        | Action::FindStream { attempt }
        | Action::Fetch { attempt, .. }
        | Action::Peek { attempt, .. }
        | Action::SetTimer { attempt, .. } => Some(*attempt),
        _ => None,
    }
}

/// Returns the attempt of a reply or a batch.
pub(crate) fn attempt_in(input: &Input) -> Option<Attempt> {
    match input {
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
