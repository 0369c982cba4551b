//! A log, a network, a reader and its views, to which everything happens that can, one step at a time.

use std::collections::VecDeque;

use journal::{Action, Attempt, ReceivedMessage};

use crate::{
    process::{Process, Waiting},
    server::{Entry, Server},
    step::Step,
    tally::{Count, Tally},
    views::Views,
};

/// A message on its way.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    pub(crate) attempt: Attempt,
    pub(crate) received: ReceivedMessage,
    pub(crate) entry: Entry,
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
    pub(crate) connected: bool,
    pub(crate) on_the_way: VecDeque<Sent>,
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
            Step::Replace(more) => self.replace(more),
            Step::Refill(which) => self.refill(which),
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
        let wakes = |question: &Action| matches!(question, Action::SetTimer { .. });
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
