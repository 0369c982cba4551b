//! The processes of a run: a nats-server, two `knelpunt serve` on one log, two publishers and two observers.

use std::{collections::BTreeSet, path::PathBuf};

use anyhow::{Context as _, ensure};
use async_nats::jetstream::stream::Config as Configuration;
use tempfile::TempDir;

use super::{
    check,
    observer::{ObservedPosition, Observer},
    publishing::Publishers,
    reference::ReferenceFold,
};
use crate::{Log, Nats, Random, Server, until, within};

/// Batches in the log before the first fault.
const FIRST_BATCHES: usize = 20;
/// The most events before a checkpoint, when the log starts near one.
const EVENTS_BEFORE_CHECKPOINT: usize = 1_500;
/// The link that observers request all the time.
const OBSERVED_LINK: &str = "/v1/summary?asOf=2015-12-31";
/// How often to check whether the views move before injecting the fault anyway.
const LOOKS_FOR_A_MOVE: usize = 50;
/// How often to read the log again because messages were still on their way.
const READINGS: usize = 10;

/// Everything that runs. Fields are dropped in this order: observers and replicas before the server they use.
#[derive(Debug)]
pub(super) struct TestSystem {
    observers: Vec<Observer>,
    /// Positions in answers to requests by others than the observers.
    observed: BTreeSet<ObservedPosition>,
    /// The first two run all the time; a replica that joins is behind them.
    pub(super) replicas: Vec<Server>,
    pub(super) publishers: Publishers,
    pub(super) log: Log,
    pub(super) nats: Nats,
    configuration: Configuration,
    reference: ReferenceFold,
    folder: TempDir,
}

impl TestSystem {
    /// Starts everything, and waits until the first part of the log is folded.
    pub(super) fn start(random: &mut Random) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let nats = Nats::start_synced(&folder.path().join("store"))?;
        let log = Log::connect(&nats.url())?;
        log.create_stream()?;
        let configuration = log.configuration()?;
        log.delete_stream()?;
        create_stream(&log, &configuration, random)?;
        let publishers = Publishers::start(&nats.url(), random)?;
        publishers.allow(FIRST_BATCHES);
        let mut world = Self {
            observers: Vec::new(),
            observed: BTreeSet::new(),
            replicas: Vec::new(),
            publishers,
            log,
            nats,
            configuration,
            reference: ReferenceFold::new()?,
            folder,
        };
        for name in ["one", "other"] {
            let replica = world.serve(world.path(name))?;
            world.replicas.push(replica);
        }
        world.check(random)?;
        let observe =
            |replica: &Server| Observer::start(format!("{}{OBSERVED_LINK}", replica.url()));
        world.observers = world.replicas.iter().map(observe).collect();
        Ok(world)
    }

    /// Creates the log again after it was deleted.
    pub(super) fn create_log(&self, random: &mut Random) -> anyhow::Result<()> {
        create_stream(&self.log, &self.configuration, random)
    }

    /// Returns a path in the folder of this run.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Starts another replica of the log, with its data in a folder.
    pub(super) fn serve(&self, data: PathBuf) -> anyhow::Result<Server> {
        let mut replica = Server::start(&["serve", "--nats", &self.nats.url()], data, None)?;
        // Replicas are compared with more than a replay, and before they are dropped.
        replica.do_not_compare();
        Ok(replica)
    }

    /// Waits until everything is folded, and checks that every acknowledged event counts once, nothing else does, and
    /// all replicas agree.
    pub(super) fn check(&mut self, random: &mut Random) -> anyhow::Result<()> {
        self.publishers.settle()?;
        let messages = self.at_rest()?;
        self.publishers.record().check(&messages)?;
        let mut observed = std::mem::take(&mut self.observed);
        observed.extend(self.observers.iter().flat_map(Observer::observed));
        let expected = check::expected(&self.publishers.record().events(&messages)?, random)?;
        let replayed = self.reference.follow(messages, &observed)?;
        for (replica, number) in self.replicas.iter().zip(1..) {
            check::replica(replica, &replayed, &expected)
                .with_context(|| format!("serve {number} is wrong"))?;
        }
        Ok(())
    }

    /// Reads the log once all replicas have folded it to its end.
    fn at_rest(&self) -> anyhow::Result<Vec<journal::Message>> {
        for _ in 0..READINGS {
            let messages = self.log.messages()?;
            let end = messages.last().map_or(0, |message| message.sequence);
            let mut all_there = true;
            for replica in &self.replicas {
                replica.reached(end)?;
                all_there &= replica.position() == Some(end);
            }
            if all_there {
                return Ok(messages);
            }
        }
        anyhow::bail!("the views do not reach the end of the log")
    }

    /// Queries a replica now, without waiting for an observer.
    pub(super) fn ask(&mut self, replica: usize) -> anyhow::Result<()> {
        let answer = self.replicas[replica].get(OBSERVED_LINK)?;
        self.observed.extend(answer.json::<ObservedPosition>().ok());
        Ok(())
    }

    /// Waits until a replica commits, and then for a random short time.
    pub(super) fn at_any_moment(&self, replica: usize, random: &mut Random) {
        let replica = &self.replicas[replica];
        let from = replica.position();
        within(LOOKS_FOR_A_MOVE, || {
            (replica.position() > from).then_some(())
        });
        for _ in 0..random.below(30) {
            replica.position();
        }
    }

    /// Notes that the log, which is idle, is about to lose everything after a sequence.
    pub(super) fn will_lose_behind(&mut self, sequence: u64) {
        self.reference.will_be_past();
        self.publishers.record().lost_behind(sequence);
    }

    /// Counts how often each replica has logged that it moved its views aside.
    pub(super) fn archive_counts(&self) -> anyhow::Result<Vec<usize>> {
        let count = |replica: &Server| replica.archived_views();
        self.replicas.iter().map(count).collect()
    }

    /// Waits until each replica has logged it once more: none continues as if nothing had happened.
    pub(super) fn noticed(&self, before: &[usize]) -> anyhow::Result<()> {
        until("each has put its views aside", || {
            let now = self.archive_counts().ok()?;
            let more = now.iter().zip(before).all(|(now, before)| now > before);
            more.then_some(())
        })
    }

    /// Ends everything with SIGTERM.
    pub(super) fn end(mut self) -> anyhow::Result<()> {
        self.observers.clear();
        for replica in &mut self.replicas {
            replica.verify()?;
            let code = replica.end("TERM")?;
            ensure!(code == Some(0), "it ended with {code:?}");
        }
        Ok(())
    }

    /// Returns the last lines of standard error of each replica, to show with a failure.
    pub(super) fn stderr_tails(&self) -> String {
        let tails = self.replicas.iter().zip(1..).map(|(replica, number)| {
            let stderr = replica.stderr().unwrap_or_default();
            let lines: Vec<&str> = stderr.lines().collect();
            let last = lines[lines.len().saturating_sub(STDERR_LINES)..].join("\n");
            format!("serve {number} standard error:\n{last}\n")
        });
        tails.collect()
    }
}

/// Creates the stream: half of the time with its start shortly before a checkpoint, so that replicas pass one.
fn create_stream(log: &Log, usual: &Configuration, random: &mut Random) -> anyhow::Result<()> {
    let before = u64::try_from(random.between(1, EVENTS_BEFORE_CHECKPOINT))?;
    let near = random.once_in(2);
    log.create_configured(Configuration {
        first_sequence: near.then_some(views::CHECKPOINT_EVERY - before),
        ..usual.clone()
    })
}

/// How many lines of each replica to show when a run fails.
const STDERR_LINES: usize = 25;
