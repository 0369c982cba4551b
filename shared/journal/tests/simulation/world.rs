//! A log, a network, a reader and its views, to which everything happens that can, one step at a time.

use std::collections::VecDeque;

use journal::{Attempt, Do, Happened, Received};

use crate::{
    process::{Process, Reply, Waiting},
    server::{Entry, Sending, Server},
    step::Step,
    tally::{Count, Tally},
    views::Views,
};

/// A message on its way.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    attempt: Attempt,
    received: Received,
    entry: Entry,
}

/// Everything there is.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) server: Server,
    pub(crate) views: Views,
    pub(crate) process: Process,
    pub(crate) tally: Tally,
    /// The first thing that should never be.
    pub(crate) violation: Option<String>,
    connected: bool,
    on_the_way: VecDeque<Sent>,
}

impl World {
    pub(crate) fn new() -> Self {
        let views = Views::default();
        Self {
            process: Process::start(views.resume()),
            server: Server::new(),
            views,
            tally: Tally::default(),
            violation: None,
            connected: false,
            on_the_way: VecDeque::new(),
        }
    }

    /// Lets one thing happen; what cannot happen now does not.
    pub(crate) fn step(&mut self, step: Step) {
        self.tally.steps += 1;
        match step {
            Step::Publish(more) => (0..=more).for_each(|_| self.publish(false)),
            Step::PublishPoison => self.publish(true),
            Step::Republish(back) => self.republish(back),
            Step::Erase(which) => self.erase(which),
            Step::Purge(up_to) => self.purge(up_to),
            Step::Reply(which) => drop(self.reply(which, 0)),
            Step::ReplyEarly(by) => self.reply_early(by),
            Step::Hear(which) => self.hear(which),
            Step::Ask(which) => self.ask(which),
            Step::Fail(which) => self.fail(which),
            Step::Send(more) => (0..=more).for_each(|_| self.send()),
            Step::Arrive(more) => self.arrive(usize::from(more) + 1),
            Step::Drop(which) => self.change_way(which, Count::Dropped, |way, at| {
                way.remove(at);
            }),
            Step::Double(which) => self.change_way(which, Count::Doubled, |way, at| {
                let again = way[at].clone();
                way.insert(at, again);
            }),
            Step::Swap(which) => self.change_way(which, Count::Swapped, |way, at| way.swap(at, 0)),
            Step::Silence => self.silence(),
            Step::MissHeartbeat => self.miss_heartbeat(),
            Step::Cut(arrived) => self.cut(usize::from(arrived)),
            Step::Connect => self.connect(),
            Step::Notice => self.notice(),
            Step::Restart(without) => self.restart(usize::from(without)),
            Step::Remove => self.remove(),
            Step::Create => self.server.exists = true,
            Step::Commit(more) => (0..=more).for_each(|_| self.commit()),
            Step::FailCommit => self.fail_commit(),
            Step::Kill => self.kill(),
            Step::Calm => self.calm(),
        }
    }

    /// All is well for as long as it takes to ask, hear, send and commit once.
    pub(crate) fn calm(&mut self) {
        self.server.exists = true;
        self.connect();
        self.notice();
        self.commit_all();
        self.ask_all();
        while self.process.hears() && !self.process.replies.is_empty() {
            self.hear(0);
            self.commit_all();
        }
        for _ in 0..16 {
            (0..8).for_each(|_| self.send());
            while self.process.hears() && !self.on_the_way.is_empty() {
                self.arrive(usize::MAX);
                self.commit_all();
            }
        }
        if self
            .process
            .reading
            .is_some_and(|attempt| !self.server.has_consumer(attempt))
        {
            self.miss_heartbeat();
        }
        self.commit_all();
    }

    /// Gets every question replied to until only waits are left, and these over once.
    fn ask_all(&mut self) {
        let wakes = |question: &Do| matches!(question, Do::Wake { .. });
        for _ in 0..200 {
            let asked = self
                .process
                .questions
                .iter()
                .position(|question| !wakes(question));
            let Some(asked) = asked.and_then(|at| u8::try_from(at).ok()) else {
                break;
            };
            self.ask(asked);
            self.commit_all();
        }
        for _ in 0..self.process.questions.len() {
            self.ask(0);
            self.commit_all();
        }
    }

    fn commit_all(&mut self) {
        while !self.process.waiting.is_empty() {
            self.commit();
        }
    }

    fn publish(&mut self, poison: bool) {
        if self.server.exists {
            self.server.publish(poison);
            self.note_refill();
        }
    }

    fn republish(&mut self, back: u8) {
        if self.server.exists && self.server.republish(usize::from(back)) {
            self.tally.add(Count::SameContentAgain);
            self.note_refill();
        }
    }

    /// The log is as long again as it was when it lost something: its length tells nothing any more.
    fn note_refill(&mut self) {
        let position = self.process.reader.position();
        if position > 0 && self.server.last() == position && self.is_harmed() {
            self.tally.add(Count::RefilledBehindLoss);
        }
    }

    /// Once something that was read, or is about to be, is lost nothing is erased until that is found out: together the
    /// two can hide what happened, from anybody.
    fn may_erase(&self) -> bool {
        let shown = self.process.replies.iter().filter_map(|reply| reply.shows);
        let on_the_way = self.on_the_way.iter().map(|sent| sent.entry);
        let mut about_to_be_read = shown.chain(on_the_way).chain(self.process.peeked);
        !self.is_harmed() && about_to_be_read.all(|entry| self.server.holds(&entry))
    }

    fn erase(&mut self, which: u8) {
        if !self.may_erase() {
            return;
        }
        if let Some(erased) = self.server.erase(usize::from(which)) {
            let read = erased.sequence <= self.process.reader.position();
            self.tally.add(if read {
                Count::ErasedAfterRead
            } else {
                Count::ErasedUnread
            });
        }
    }

    fn purge(&mut self, up_to: u8) {
        if !self.may_erase() || !self.server.exists {
            return;
        }
        if self.server.purge(usize::from(up_to)) == 0 {
            return;
        }
        let unread = self.server.first() > self.process.reader.position() + 1;
        self.tally.add(if unread {
            Count::PurgedUnread
        } else {
            Count::PurgedRead
        });
    }

    /// Lets the server reply to a question; gives its attempt if it did.
    fn reply(&mut self, which: u8, early: u64) -> Option<Attempt> {
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
    fn answer(&mut self, question: &Do, early: u64) -> Option<(Happened, Option<Entry>)> {
        if let Do::Wake { attempt, .. } = question {
            return Some((Happened::Woken { attempt: *attempt }, None));
        }
        if !self.connected {
            return None;
        }
        let attempt = attempt_of(question)?;
        if !self.server.exists {
            return Some((Happened::StreamMissing { attempt }, None));
        }
        let (mut shows, server) = (None, &mut self.server);
        let happened = match question {
            Do::CreateConsumer { start, .. } => {
                server.make_consumer(attempt, start.saturating_sub(early).max(1));
                Happened::ConsumerReady { attempt }
            }
            Do::LookUp { .. } => Happened::StreamFound {
                attempt,
                facts: server.facts(),
            },
            Do::Fetch { sequence, .. } => {
                let fingerprint = server.fingerprint_at(*sequence);
                Happened::Fetched {
                    attempt,
                    fingerprint,
                }
            }
            Do::Peek { sequence, .. } => {
                let found = server.message_from(*sequence);
                shows = found.as_ref().map(|(_, entry)| *entry);
                Happened::Peeked {
                    attempt,
                    message: found.map(|(message, _)| message),
                }
            }
            _ => return None,
        };
        Some((happened, shows))
    }

    fn reply_early(&mut self, by: u8) {
        let creating =
            |question: &Do| matches!(question, Do::CreateConsumer { start, .. } if *start > 1);
        let which = self.process.questions.iter().position(creating);
        let which = which.and_then(|which| u8::try_from(which).ok());
        if by > 0
            && self.connected
            && which.is_some_and(|which| self.reply(which, u64::from(by)).is_some())
        {
            self.tally.add(Count::StartedEarly);
        }
    }

    fn hear(&mut self, which: u8) {
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

    fn hear_reply(&mut self, reply: Reply) {
        match &reply.happened {
            Happened::StreamFound { facts, attempt } if !self.process.is_given_up(*attempt) => {
                self.process.found = Some((facts.clone(), reply.history));
            }
            Happened::Peeked { attempt, .. } if !self.process.is_given_up(*attempt) => {
                self.process.peeked = reply.shows;
            }
            _ => {}
        }
        self.tell(reply.happened, &[]);
    }

    fn ask(&mut self, which: u8) {
        self.notice();
        let before = self.process.replies.len();
        if self.process.hears() && self.reply(which, 0).is_some() {
            let newest = self.process.replies.len() - 1;
            assert!(newest == before, "one question, one reply");
            let reply = self.process.replies.remove(newest);
            self.hear_reply(reply);
        }
    }

    fn fail(&mut self, which: u8) {
        self.notice();
        if !self.process.hears() {
            return;
        }
        let asked = self
            .process
            .questions
            .iter()
            .position(|one| !matches!(one, Do::Wake { .. }));
        let question = asked.map(|at| self.process.questions.remove(at));
        let lost = question.as_ref().and_then(attempt_of).or_else(|| {
            let reply = self.process.take_reply(which)?;
            attempt_in(&reply.happened)
        });
        if let Some(attempt) = lost {
            self.tally.add(Count::RequestFailed);
            let problem = "timed out".to_owned();
            self.tell(Happened::Failed { attempt, problem }, &[]);
        }
    }

    fn send(&mut self) {
        let (true, Some(attempt)) = (self.connected, self.process.reading) else {
            return;
        };
        let ahead = self
            .on_the_way
            .iter()
            .filter(|sent| sent.attempt == attempt)
            .count();
        match self.server.send(attempt, ahead) {
            Sending::Nothing => {}
            Sending::Message(received, entry) => self.on_the_way.push_back(Sent {
                attempt,
                received,
                entry,
            }),
            Sending::Poison => {
                self.tally.add(Count::Poisoned);
                self.cut(usize::MAX);
            }
        }
    }

    fn arrive(&mut self, count: usize) {
        self.notice();
        let Some(attempt) = self.on_the_way.front().map(|sent| sent.attempt) else {
            return;
        };
        if !self.process.hears() {
            return;
        }
        let same = self
            .on_the_way
            .iter()
            .take_while(|sent| sent.attempt == attempt)
            .count();
        let batch: Vec<Sent> = self.on_the_way.drain(..same.min(count)).collect();
        self.deliver(attempt, batch);
    }

    fn deliver(&mut self, attempt: Attempt, batch: Vec<Sent>) {
        if self.process.is_given_up(attempt) {
            self.tally.add(Count::LateMessage);
        }
        let (messages, entries): (Vec<_>, Vec<_>) = batch
            .into_iter()
            .map(|sent| (sent.received, sent.entry))
            .unzip();
        self.tell(Happened::Received { attempt, messages }, &entries);
    }

    fn change_way(
        &mut self,
        which: u8,
        what: Count,
        change: impl FnOnce(&mut VecDeque<Sent>, usize),
    ) {
        let count = self.on_the_way.len();
        if count > 0 {
            change(&mut self.on_the_way, usize::from(which) % count);
            self.tally.add(what);
        }
    }

    fn silence(&mut self) {
        if self.server.kill_consumers() > 0 {
            self.tally.add(Count::ConsumerDied);
        }
    }

    fn miss_heartbeat(&mut self) {
        self.notice();
        if let (true, Some(attempt)) = (self.process.hears(), self.process.reading) {
            self.tally.add(Count::HeartbeatMissed);
            let problem = "missed heartbeat".to_owned();
            self.tell(Happened::Failed { attempt, problem }, &[]);
        }
    }

    fn cut(&mut self, arrived: usize) {
        if std::mem::take(&mut self.connected) {
            self.tally.add(Count::Cut);
            self.on_the_way.truncate(arrived);
            self.link_changed();
        }
    }

    fn connect(&mut self) {
        if !std::mem::replace(&mut self.connected, true) {
            self.link_changed();
        }
    }

    fn link_changed(&mut self) {
        self.process.link_changed = true;
        self.process.link_changes += 1;
    }

    /// The driver looks at the connection before anything else. What has arrived is delivered first.
    fn notice(&mut self) {
        if !self.process.link_changed || !self.process.hears() {
            return;
        }
        if let Some(attempt) = self.process.reading {
            let on_the_way = std::mem::take(&mut self.on_the_way);
            let (rest, others) = on_the_way
                .into_iter()
                .partition(|sent| sent.attempt == attempt);
            self.on_the_way = others;
            let rest: VecDeque<Sent> = rest;
            if !rest.is_empty() {
                self.deliver(attempt, rest.into());
            }
        }
        if self.process.is_blocked() {
            return;
        }
        if self.connected && self.process.link_changes > 1 {
            self.tally.add(Count::BreakUnnoticed);
        }
        self.process.noticed();
        let reason = "cut".to_owned();
        let happened = if self.connected {
            Happened::Connected
        } else {
            Happened::Disconnected { reason }
        };
        self.tell(happened, &[]);
    }

    fn restart(&mut self, without: usize) {
        let before = self.server.last();
        if self.server.restart(without) > 0 {
            let read = self.process.reader.position() > self.server.last();
            self.tally.add(if read {
                Count::TailLostRead
            } else {
                Count::TailLostUnread
            });
        }
        assert!(self.server.last() <= before, "a restart adds nothing");
        self.note_harm();
        self.cut(usize::MAX);
    }

    fn remove(&mut self) {
        self.server.remove();
        if self.process.adopted.is_some() {
            self.tally.add(Count::Recreated);
        }
        self.note_harm();
    }

    fn commit(&mut self) {
        match self.process.waiting.pop_front() {
            Some(Waiting::Messages(messages)) => self.fold(&messages),
            Some(Waiting::Connected(facts)) => self.process.stream = Some(facts),
            Some(Waiting::Lost) => return self.start_anew(),
            Some(Waiting::Said) | None => {}
        }
        self.process.act();
    }

    fn start_anew(&mut self) {
        self.views = Views::default();
        self.end_process();
    }

    fn fail_commit(&mut self) {
        let first = self.process.waiting.front();
        if matches!(first, Some(Waiting::Messages(_))) {
            self.tally.add(Count::CommitFailed);
            self.end_process();
        }
    }

    fn kill(&mut self) {
        if self.process.reader.position() > self.views.position {
            self.tally.add(Count::KilledWithUncommitted);
        }
        self.end_process();
    }

    /// All that is in memory is lost, and the process starts again from what was committed.
    fn end_process(&mut self) {
        self.on_the_way.clear();
        self.process = Process::start(self.views.resume());
        self.note_harm();
    }
}

/// The attempt that a question belongs to.
fn attempt_of(question: &Do) -> Option<Attempt> {
    match question {
        Do::CreateConsumer { attempt, .. }
        | Do::LookUp { attempt }
        | Do::Fetch { attempt, .. }
        | Do::Peek { attempt, .. }
        | Do::Wake { attempt, .. } => Some(*attempt),
        _ => None,
    }
}

/// The attempt that a reply or a batch belongs to.
pub(crate) fn attempt_in(happened: &Happened) -> Option<Attempt> {
    match happened {
        Happened::Connected | Happened::Disconnected { .. } => None,
        Happened::ConsumerReady { attempt }
        | Happened::StreamFound { attempt, .. }
        | Happened::StreamMissing { attempt }
        | Happened::Fetched { attempt, .. }
        | Happened::Peeked { attempt, .. }
        | Happened::Received { attempt, .. }
        | Happened::Failed { attempt, .. }
        | Happened::Woken { attempt } => Some(*attempt),
    }
}
