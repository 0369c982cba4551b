//! The real parts of a run: a nats-server, two `knelpunt serve` on one log, two publishers, and two who ask.

use std::{collections::BTreeSet, path::PathBuf};

use anyhow::{Context as _, ensure};
use async_nats::jetstream::stream::Config as Configuration;
use serde_json::Value;
use tempfile::TempDir;

use super::{
    check,
    observer::{Observer, Told},
    publishing::Publishers,
    truth::Truth,
};
use crate::{Knelpunt, Log, Nats, Random, until, within};

/// Batches that are there before anything goes wrong.
const FIRST_BATCHES: usize = 20;
/// How many events, at most, a checkpoint is away where one is near.
const EVENTS_BEFORE_CHECKPOINT: usize = 1_500;
/// What is asked all the while.
const ASKED: &str = "/v1/summary?asOf=2015-12-31";
/// How often it is looked whether the views move, before a fault strikes whether they do or not.
const LOOKS_FOR_A_MOVE: usize = 50;
/// How often the log is read again because something was still on its way.
const READINGS: usize = 10;

/// Everything that runs. What is dropped first stands first.
#[derive(Debug)]
pub(super) struct World {
    observers: Vec<Observer>,
    /// What was told to others than the observers.
    told: BTreeSet<Told>,
    /// The first two are there all the time; whoever joins stands behind them.
    pub(super) replicas: Vec<Knelpunt>,
    pub(super) publishers: Publishers,
    pub(super) log: Log,
    pub(super) nats: Nats,
    configuration: Configuration,
    truth: Truth,
    folder: TempDir,
}

impl World {
    /// Starts everything, and lets it come to rest on a first part of the log.
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
            told: BTreeSet::new(),
            replicas: Vec::new(),
            publishers,
            log,
            nats,
            configuration,
            truth: Truth::new()?,
            folder,
        };
        for name in ["one", "other"] {
            let replica = world.serve(world.path(name))?;
            world.replicas.push(replica);
        }
        world.check(random)?;
        let asked = |replica: &Knelpunt| Observer::start(format!("{}{ASKED}", replica.url()));
        world.observers = world.replicas.iter().map(asked).collect();
        Ok(world)
    }

    /// Creates the log again after it was deleted.
    pub(super) fn create_log(&self, random: &mut Random) -> anyhow::Result<()> {
        create_stream(&self.log, &self.configuration, random)
    }

    /// Gives a path in the folder of this run.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Starts one more that follows the log, with its data in a folder.
    pub(super) fn serve(&self, data: PathBuf) -> anyhow::Result<Knelpunt> {
        let mut replica = Knelpunt::start(&["serve", "--nats", &self.nats.url()], data, None)?;
        // Each is compared with more than a replay, and before it is dropped.
        replica.do_not_compare();
        Ok(replica)
    }

    /// Lets all come to rest; then what was acknowledged counts, once, nothing else does, and all replicas say so.
    pub(super) fn check(&mut self, random: &mut Random) -> anyhow::Result<()> {
        self.publishers.settle()?;
        let messages = self.at_rest()?;
        self.publishers.record().check(&messages)?;
        let mut told = std::mem::take(&mut self.told);
        told.extend(self.observers.iter().flat_map(Observer::told));
        let expected = check::expected(&self.publishers.record().events(&messages)?, random)?;
        let replayed = self.truth.follow(messages, &told)?;
        for (replica, place) in self.replicas.iter().zip(1..) {
            check::replica(replica, &replayed, &expected)
                .with_context(|| format!("serve {place} is wrong"))?;
        }
        Ok(())
    }

    /// Reads the log when all have folded it to its end.
    fn at_rest(&self) -> anyhow::Result<Vec<journal::Message>> {
        for _ in 0..READINGS {
            let messages = self.log.messages()?;
            let end = messages.last().map_or(0, |message| message.sequence);
            let mut all_there = true;
            for replica in &self.replicas {
                replica.reached(end)?;
                all_there &= position(replica) == Some(end);
            }
            if all_there {
                return Ok(messages);
            }
        }
        anyhow::bail!("the views do not end where the log does")
    }

    /// Asks a replica now, whether an observer would come by or not.
    pub(super) fn ask(&mut self, replica: usize) -> anyhow::Result<()> {
        let answer = self.replicas[replica].get(ASKED)?.json()?;
        self.told.extend(Told::of(&answer));
        Ok(())
    }

    /// Waits for a moment at which a replica folds, and then for a little more.
    pub(super) fn at_any_moment(&self, replica: usize, random: &mut Random) {
        let replica = &self.replicas[replica];
        let from = position(replica);
        within(LOOKS_FOR_A_MOVE, || {
            (position(replica) > from).then_some(())
        });
        for _ in 0..random.below(30) {
            position(replica);
        }
    }

    /// Says that the log is about to lose what lies behind a sequence; it is at rest.
    pub(super) fn will_lose_behind(&mut self, sequence: u64) {
        self.truth.will_be_past();
        self.publishers.record().lost_behind(sequence);
    }

    /// Counts how often each replica has said that it put its views aside.
    pub(super) fn put_aside(&self) -> anyhow::Result<Vec<usize>> {
        let count = |replica: &Knelpunt| Ok(replica.said()?.matches("put aside").count());
        self.replicas.iter().map(count).collect()
    }

    /// Waits until each replica has said so once more: none goes on as if nothing had happened.
    pub(super) fn noticed(&self, before: &[usize]) -> anyhow::Result<()> {
        until("each has put its views aside", || {
            let now = self.put_aside().ok()?;
            let more = now.iter().zip(before).all(|(now, before)| now > before);
            more.then_some(())
        })
    }

    /// Ends everything in good order.
    pub(super) fn end(mut self) -> anyhow::Result<()> {
        self.observers.clear();
        for replica in &mut self.replicas {
            replica.verify()?;
            let code = replica.end("TERM")?;
            ensure!(code == Some(0), "it ended with {code:?}");
        }
        Ok(())
    }

    /// Says where a run failed: the last lines of what its parts said.
    pub(super) fn said(&self) -> String {
        let said = self.replicas.iter().zip(1..).map(|(replica, place)| {
            let said = replica.said().unwrap_or_default();
            let lines: Vec<&str> = said.lines().collect();
            let last = lines[lines.len().saturating_sub(SAID_LINES)..].join("\n");
            format!("serve {place} said:\n{last}\n")
        });
        said.collect()
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

/// How many lines of each are shown when a run fails.
const SAID_LINES: usize = 25;

/// Gives how far a replica has come, if it answers.
pub(super) fn position(replica: &Knelpunt) -> Option<u64> {
    replica.json("/v1/position").ok()?["position"].as_u64()
}

/// Whether a replica says that its log is away.
pub(super) fn is_stale(replica: &Knelpunt) -> bool {
    let ready = replica.get("/health/ready");
    ready.is_ok_and(|ready| {
        ready
            .json()
            .is_ok_and(|said: Value| said["status"] == "stale")
    })
}
