//! A log, a server and a network that do everything to a reader that real ones can, one step at a time.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use journal::{Attempt, Do, Happened, Lost, Message, Reader, Received, Resume, StreamFacts};

/// One thing that happens in the world. Numbers choose among what there is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    /// A message is stored.
    Publish,
    /// A message is stored that no consumer can deliver to us.
    PublishPoison,
    /// A stored message is erased.
    Erase(usize),
    /// The server answers a question, whichever is waiting.
    Answer(usize),
    /// A question fails.
    Fail(usize),
    /// The consumer sends messages.
    Send(usize),
    /// Messages arrive.
    Arrive(usize),
    /// A message on its way gets lost.
    Drop(usize),
    /// A message on its way arrives twice.
    Double(usize),
    /// The consumer dies in silence.
    Silence,
    /// The consumer is noticed to be dead.
    MissHeartbeat,
    /// The connection is cut, with what is on its way.
    Cut,
    /// The connection is cut; what is on its way arrives late.
    CutLeaving,
    /// There is a connection again.
    Connect,
    /// The server restarts and has lost its last messages.
    Restart(usize),
    /// The stream is removed.
    Remove,
    /// The stream is created, unless it exists.
    Create,
}

struct Consumer {
    next: u64,
    sent: u64,
    reading: bool,
}

#[derive(Clone)]
struct Stored {
    message: Message,
    poison: bool,
}

/// Everything outside the reader, and the reader.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact about the world by itself"
)]
pub(crate) struct World {
    pub(crate) reader: Reader,
    /// What was delivered, in order.
    pub(crate) delivered: Vec<Message>,
    pub(crate) lost: Option<Lost>,
    /// Whether, when the log was said to be lost, all of it up to the next message was erased.
    pub(crate) headless: bool,
    /// Set when something that was read is gone from the log, other than by erasure: the number of messages that were
    /// published before. A later one belongs to another log, and must never be delivered.
    diverged_after: Option<u64>,
    log: Vec<Option<Stored>>,
    exists: bool,
    created: u64,
    /// Changes when the log loses something: what was sent before belongs to another history.
    history: u64,
    connected: bool,
    known: bool,
    consumers: BTreeMap<Attempt, Consumer>,
    newest: Option<Attempt>,
    questions: Vec<Do>,
    on_the_way: VecDeque<(Attempt, u64, Received)>,
    counter: u64,
}

impl World {
    pub(crate) fn new(resume: Resume) -> Self {
        Self {
            reader: Reader::new(resume),
            delivered: Vec::new(),
            lost: None,
            headless: false,
            diverged_after: None,
            log: Vec::new(),
            exists: true,
            created: 1,
            history: 0,
            connected: false,
            known: false,
            consumers: BTreeMap::new(),
            newest: None,
            questions: Vec::new(),
            on_the_way: VecDeque::new(),
            counter: 0,
        }
    }

    /// Lets one thing happen; what cannot happen now does not.
    pub(crate) fn step(&mut self, step: Step) {
        match step {
            Step::Publish => self.publish(false),
            Step::PublishPoison => self.publish(true),
            Step::Erase(which) => self.erase(which),
            Step::Answer(which) => self.answer(which),
            Step::Fail(which) => self.fail(which),
            Step::Send(count) => self.send(count),
            Step::Arrive(count) => self.arrive(count),
            Step::Drop(which) => self.with_one_on_the_way(which, |way, at| drop(way.remove(at))),
            Step::Double(which) => self.with_one_on_the_way(which, |way, at| {
                let again = way[at].clone();
                way.insert(at, again);
            }),
            Step::Silence => self.consumers.clear(),
            Step::MissHeartbeat => self.miss_heartbeat(),
            Step::Cut => self.cut(true),
            Step::CutLeaving => self.cut(false),
            Step::Connect => self.connect(),
            Step::Restart(lose) => self.restart(lose),
            Step::Remove => self.remove(),
            Step::Create => self.exists = true,
        }
    }

    /// Lets all be well, until the reader has everything or has ended.
    pub(crate) fn heal(&mut self) {
        self.exists = true;
        self.connect();
        for _ in 0..400 {
            if self.reader.has_ended() || self.is_complete() && !self.must_be_lost() {
                return;
            }
            for _ in 0..self.questions.len() {
                self.answer(0);
            }
            self.send(usize::MAX);
            while !self.on_the_way.is_empty() {
                self.arrive(usize::MAX);
            }
        }
    }

    /// Whether the log is not the one that was read, so that this must be found out.
    pub(crate) fn must_be_lost(&self) -> bool {
        self.diverged_after.is_some()
    }

    fn seems_headless(&self) -> bool {
        let next = index(self.reader.position() + 1) + 1;
        self.log.iter().take(next).all(Option::is_none)
    }

    /// Whether everything that the log has was delivered.
    pub(crate) fn is_complete(&self) -> bool {
        let newest = self
            .log
            .iter()
            .flatten()
            .next_back()
            .map_or(0, |stored| stored.message.sequence);
        self.reader.position() >= newest
    }

    fn last(&self) -> u64 {
        self.log.len() as u64
    }

    fn first(&self) -> u64 {
        self.log
            .iter()
            .flatten()
            .next()
            .map_or(self.last() + 1, |stored| stored.message.sequence)
    }

    fn facts(&self) -> StreamFacts {
        StreamFacts {
            name: "KNELPUNTEN".to_owned(),
            created_at: Timestamp::UNIX_EPOCH + Duration::from_secs(self.created),
            first_sequence: self.first(),
            last_sequence: self.last(),
        }
    }

    fn publish(&mut self, poison: bool) {
        if !self.exists {
            return;
        }
        self.counter += 1;
        let message = Message {
            sequence: self.last() + 1,
            subject: "knelpunten.x".to_owned(),
            headers: Vec::new(),
            payload: Bytes::from(self.counter.to_be_bytes().to_vec()),
            last_sequence: 0,
        };
        self.log.push(Some(Stored { message, poison }));
    }

    /// After a loss nothing is erased: together they can hide what happened, from anybody.
    fn erase(&mut self, which: usize) {
        if self.must_be_lost() || self.log.is_empty() {
            return;
        }
        let at = which % self.log.len();
        self.log[at] = None;
    }

    fn existing_from(&self, sequence: u64) -> Option<&Stored> {
        self.log
            .iter()
            .flatten()
            .find(|stored| stored.message.sequence >= sequence)
    }

    fn answer(&mut self, which: usize) {
        let Some(question) = self.question(which) else {
            return;
        };
        let happened = match question {
            Do::Wake { attempt, .. } => Happened::Woken { attempt },
            // Nobody to answer: it is forgotten when the reader hears of the disconnection.
            _ if !self.connected => return,
            Do::CreateConsumer { attempt, .. } | Do::LookUp { attempt } if !self.exists => {
                Happened::StreamMissing { attempt }
            }
            Do::Fetch { attempt, .. } | Do::Peek { attempt, .. } if !self.exists => {
                Happened::StreamMissing { attempt }
            }
            Do::CreateConsumer { attempt, start } => {
                let next = start.max(self.first()).min(self.last() + 1);
                self.consumers.insert(
                    attempt,
                    Consumer {
                        next,
                        sent: 0,
                        reading: false,
                    },
                );
                Happened::ConsumerReady { attempt }
            }
            Do::LookUp { attempt } => Happened::StreamFound {
                attempt,
                facts: self.facts(),
            },
            Do::Fetch { attempt, sequence } => {
                let stored = self.log.get(index(sequence)).and_then(Option::as_ref);
                Happened::Fetched {
                    attempt,
                    fingerprint: stored.map(|stored| stored.message.fingerprint()),
                }
            }
            Do::Peek { attempt, sequence } => {
                let message = self
                    .existing_from(sequence)
                    .map(|stored| stored.message.clone());
                Happened::Peeked { attempt, message }
            }
            other => panic!("{other:?} is not a question"),
        };
        self.tell(happened, self.history);
    }

    fn fail(&mut self, which: usize) {
        let attempt = match self.question(which) {
            Some(
                Do::CreateConsumer { attempt, .. }
                | Do::LookUp { attempt }
                | Do::Fetch { attempt, .. }
                | Do::Peek { attempt, .. },
            ) => attempt,
            Some(wake) => return self.questions.push(wake),
            None => return,
        };
        self.tell(
            Happened::Failed {
                attempt,
                problem: "timed out".to_owned(),
            },
            self.history,
        );
    }

    fn question(&mut self, which: usize) -> Option<Do> {
        let count = self.questions.len();
        (count > 0).then(|| self.questions.remove(which % count))
    }

    fn send(&mut self, count: usize) {
        let Some(attempt) = self.newest else { return };
        for _ in 0..count {
            let Some(next) = self
                .consumers
                .get(&attempt)
                .filter(|consumer| consumer.reading)
            else {
                return;
            };
            let Some(stored) = self.existing_from(next.next).cloned() else {
                return;
            };
            let Some(consumer) = self.consumers.get_mut(&attempt) else {
                return;
            };
            consumer.next = stored.message.sequence + 1;
            consumer.sent += 1;
            if self.connected && !stored.poison {
                let received = Received {
                    consumer_sequence: consumer.sent,
                    message: stored.message,
                };
                self.on_the_way.push_back((attempt, self.history, received));
            }
        }
    }

    fn arrive(&mut self, count: usize) {
        let Some(&(attempt, history, _)) = self.on_the_way.front() else {
            return;
        };
        let mut messages = Vec::new();
        while messages.len() < count.max(1) {
            let same = |(a, h, _): &(Attempt, u64, Received)| (*a, *h) == (attempt, history);
            if !self.on_the_way.front().is_some_and(same) {
                break;
            }
            messages.extend(self.on_the_way.pop_front().map(|(_, _, received)| received));
        }
        self.tell(Happened::Received { attempt, messages }, history);
    }

    fn with_one_on_the_way(
        &mut self,
        which: usize,
        change: impl FnOnce(&mut VecDeque<(Attempt, u64, Received)>, usize),
    ) {
        let count = self.on_the_way.len();
        if count > 0 {
            change(&mut self.on_the_way, which % count);
        }
    }

    fn miss_heartbeat(&mut self) {
        if let Some(attempt) = self
            .newest
            .filter(|attempt| !self.consumers.contains_key(attempt))
        {
            self.tell(
                Happened::Failed {
                    attempt,
                    problem: "missed heartbeat".to_owned(),
                },
                self.history,
            );
        }
    }

    fn cut(&mut self, with_what_is_on_its_way: bool) {
        if with_what_is_on_its_way {
            self.on_the_way.clear();
        }
        self.connected = false;
        self.tell(
            Happened::Disconnected {
                reason: "cut".to_owned(),
            },
            self.history,
        );
    }

    fn connect(&mut self) {
        if !self.connected {
            self.connected = true;
            self.tell(Happened::Connected, self.history);
        }
    }

    fn restart(&mut self, lose: usize) {
        let kept = self.log.len().saturating_sub(lose % 4);
        self.log.truncate(kept);
        if !lose.is_multiple_of(4) {
            self.history += 1;
        }
        self.diverge_if(self.reader.position() > kept as u64);
        self.consumers.clear();
        self.cut(false);
    }

    fn remove(&mut self) {
        self.exists = false;
        self.log.clear();
        self.created += 1;
        self.history += 1;
        self.diverge_if(self.known);
        self.consumers.clear();
    }

    fn diverge_if(&mut self, diverged: bool) {
        if diverged {
            self.diverged_after.get_or_insert(self.counter);
        }
    }

    fn tell(&mut self, happened: Happened, history: u64) {
        for action in self.reader.on(happened) {
            match action {
                // The questions stay: an answer may be late, and must then change nothing.
                Do::Abandon => self.newest = None,
                Do::Read { attempt } => self.read(attempt),
                Do::Deliver(messages) => messages
                    .into_iter()
                    .for_each(|message| self.deliver(message, history)),
                Do::SayConnected(facts) => self.known = facts == self.facts() || self.known,
                Do::SaySeen { position, .. } => assert!(position >= self.reader.position()),
                Do::SayAway(_) => {}
                Do::SayLost(lost) => {
                    self.headless = self.seems_headless();
                    self.lost = Some(lost);
                }
                question => self.questions.push(question),
            }
        }
    }

    fn read(&mut self, attempt: Attempt) {
        self.newest = Some(attempt);
        if let Some(consumer) = self.consumers.get_mut(&attempt) {
            consumer.reading = true;
        }
    }

    fn deliver(&mut self, message: Message, history: u64) {
        let before = self.delivered.last().map_or(0, |message| message.sequence);
        assert!(
            message.sequence > before,
            "{} came after {before}",
            message.sequence
        );
        if history == self.history {
            let at = |sequence: u64| self.log[index(sequence)].as_ref();
            let passed_over =
                (before + 1..message.sequence).find(|sequence| at(*sequence).is_some());
            assert_eq!(passed_over, None, "passed over before {}", message.sequence);
            let stored = at(message.sequence).map(|stored| &stored.message.payload);
            assert!(
                stored.is_none_or(|payload| *payload == message.payload),
                "another message"
            );
        } else {
            self.diverge_if(true);
        }
        let number = u64::from_be_bytes(message.payload.as_ref().try_into().unwrap_or_default());
        assert!(
            self.diverged_after.is_none_or(|after| number <= after),
            "{} of another log",
            message.sequence
        );
        self.delivered.push(message);
    }
}

fn index(sequence: u64) -> usize {
    usize::try_from(sequence - 1).unwrap_or(usize::MAX)
}
