//! The simulated world: a log, a network, a reader and its views, one step at a time.

use std::collections::VecDeque;

use journal::{Action, Attempt, ReceivedMessage};

use crate::{
    process::{Process, QueuedDelivery},
    server::{Entry, Server},
    step::Step,
    tally::{Count, Tally},
    views::Views,
};

/// A message in transit.
#[derive(Debug, Clone)]
pub(crate) struct MessageInTransit {
    pub(crate) attempt: Attempt,
    pub(crate) received: ReceivedMessage,
    pub(crate) entry: Entry,
}

/// The whole simulated world.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) server: Server,
    pub(crate) views: Views,
    pub(crate) process: Process,
    pub(crate) tally: Tally,
    /// The first violation of an invariant.
    pub(crate) violation: Option<String>,
    pub(crate) connected: bool,
    pub(crate) in_transit: VecDeque<MessageInTransit>,
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
            in_transit: VecDeque::new(),
        }
    }

    /// Executes a step; one that is impossible now does nothing.
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
            Step::ReceiveReply(which) => self.receive_reply(which),
            Step::RoundTrip(which) => self.round_trip(which),
            Step::Fail(which) => self.fail(which),
            Step::Send(more) => (0..=more).for_each(|_| self.send()),
            Step::Arrive(more) => self.arrive(usize::from(more) + 1),
            Step::Drop(which) => {
                self.change_in_transit(which, Count::Dropped, |messages, index| {
                    messages.remove(index);
                });
            }
            Step::Duplicate(which) => {
                self.change_in_transit(which, Count::Duplicated, |messages, index| {
                    let duplicate = messages[index].clone();
                    messages.insert(index, duplicate);
                });
            }
            Step::Swap(which) => {
                self.change_in_transit(which, Count::Swapped, |messages, index| {
                    messages.swap(index, 0);
                });
            }
            Step::KillConsumers => self.kill_consumers(),
            Step::MissHeartbeat => self.miss_heartbeat(),
            Step::Cut(arrived) => self.cut(usize::from(arrived)),
            Step::Connect => self.connect(),
            Step::NoticeConnection => self.notice_connection(),
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

    /// Nothing fails for as long as it takes to request, receive, send and commit once.
    pub(crate) fn calm(&mut self) {
        self.server.exists = true;
        self.connect();
        self.notice_connection();
        self.commit_all();
        self.reply_to_all();
        while self.process.accepts_input() && !self.process.replies.is_empty() {
            self.receive_reply(0);
            self.commit_all();
        }
        for _ in 0..16 {
            (0..8).for_each(|_| self.send());
            while self.process.accepts_input() && !self.in_transit.is_empty() {
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

    /// Replies to every request until only timers are left, and lets each of these elapse once.
    fn reply_to_all(&mut self) {
        let is_timer = |request: &Action| matches!(request, Action::SetTimer { .. });
        for _ in 0..200 {
            let index = self
                .process
                .requests
                .iter()
                .position(|request| !is_timer(request));
            let Some(index) = index.and_then(|at| u8::try_from(at).ok()) else {
                break;
            };
            self.round_trip(index);
            self.commit_all();
        }
        for _ in 0..self.process.requests.len() {
            self.round_trip(0);
            self.commit_all();
        }
    }

    fn commit_all(&mut self) {
        while !self.process.queue.is_empty() {
            self.commit();
        }
    }

    fn commit(&mut self) {
        match self.process.queue.pop_front() {
            Some(QueuedDelivery::Messages(messages)) => self.fold(&messages),
            Some(QueuedDelivery::Connected(stream)) => self.process.stream = Some(stream),
            Some(QueuedDelivery::Lost) => return self.reset_views(),
            Some(QueuedDelivery::Other) | None => {}
        }
        self.process.act();
    }

    fn reset_views(&mut self) {
        self.views = Views::default();
        self.end_process();
    }

    fn fail_commit(&mut self) {
        let first = self.process.queue.front();
        if matches!(first, Some(QueuedDelivery::Messages(_))) {
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

    /// Drops everything in memory and restarts the process from what was committed.
    fn end_process(&mut self) {
        self.in_transit.clear();
        self.process = Process::start(self.views.resume());
        self.record_loss();
    }
}
