//! Kills knelpunt or nats-server at random moments: nothing is lost and nothing counts twice.
//!
//! A publisher continues all the time and remembers what was acknowledged.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use anyhow::{Context as _, ensure};
use tests::{Log, Nats, Random, Server, data, until};

/// Kills of `knelpunt` in one run.
const KILLS: usize = 24;
/// How far the publisher is ahead of the views: several commits, so that most kills hit one.
const AHEAD: usize = 6_000;

/// A publisher in its own thread, with the events acknowledged so far.
struct Publisher {
    acknowledged: Acknowledged,
    /// How many it may publish before it waits.
    allowed: Arc<AtomicUsize>,
    thread: Option<JoinHandle<()>>,
}

type Acknowledged = Arc<Mutex<Vec<(u64, String)>>>;

impl Publisher {
    /// Publishes the history over and over, each time with new ids, `chunk` events at a time.
    fn start(url: &str, chunk: usize) -> anyhow::Result<Self> {
        let log = Log::connect(url)?;
        let (acknowledged, allowed) = (
            Acknowledged::default(),
            Arc::new(AtomicUsize::new(usize::MAX)),
        );
        let (seen, limit) = (Arc::clone(&acknowledged), Arc::clone(&allowed));
        let thread = thread::spawn(move || publish(&log, chunk, &seen, &limit));
        Ok(Self {
            acknowledged,
            allowed,
            thread: Some(thread),
        })
    }

    fn count(&self) -> usize {
        self.acknowledged
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .len()
    }

    fn last(&self) -> u64 {
        self.acknowledged
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .last()
            .map_or(0, |(sequence, _)| *sequence)
    }

    fn allow(&self, count: usize) {
        self.allowed.store(count, Ordering::Relaxed);
    }

    /// Stops, and returns what was acknowledged.
    fn finish(mut self) -> anyhow::Result<Vec<(u64, String)>> {
        self.allow(0);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            thread.join().ok().context("the publisher panicked")?;
        }
        Ok(std::mem::take(
            &mut *self
                .acknowledged
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        ))
    }
}

fn publish(log: &Log, chunk: usize, acknowledged: &Acknowledged, allowed: &AtomicUsize) {
    let history = data("rules/history.ndjson");
    let lines: Vec<&str> = history.lines().collect();
    for round in 0_u32.. {
        for batch in lines.chunks(chunk) {
            // New ids: as many new events as lines; withdrawals and redactions of the first round stay.
            let renewed =
                |line: &&str| line.replacen("\"id\":\"", &format!("\"id\":\"{round}-"), 1);
            let batch: Vec<String> = batch.iter().map(renewed).collect();
            // Events that were not acknowledged are published again, and may then be in the stream twice, as in production.
            loop {
                match allowed.load(Ordering::Relaxed) {
                    0 => return,
                    limit
                        if acknowledged
                            .lock()
                            .unwrap_or_else(PoisonError::into_inner)
                            .len()
                            >= limit =>
                    {
                        thread::park_timeout(Duration::from_millis(1));
                        continue;
                    }
                    _ => {}
                }
                if let Ok(sequences) = log.publish_lines(&batch) {
                    let mut all = acknowledged.lock().unwrap_or_else(PoisonError::into_inner);
                    all.extend(sequences.into_iter().zip(batch));
                    break;
                }
            }
        }
    }
}

/// Checks that every acknowledged event is in the stream, at its sequence, byte for byte.
fn all_there(log: &Log, acknowledged: &[(u64, String)]) -> anyhow::Result<()> {
    let messages = log.messages()?;
    for (sequence, line) in acknowledged {
        let index = messages.binary_search_by_key(sequence, |message| message.sequence);
        let message = index.ok().map(|index| &messages[index]);
        ensure!(
            message.is_some_and(|message| message.payload == line.as_bytes()),
            "{sequence} was acknowledged and is gone"
        );
    }
    Ok(())
}

/// Waits for a commit and then for a random short time, so that the kill hits any point of the next commit, or the
/// pause before it.
fn at_a_random_moment(knelpunt: &Server, looks: usize) -> anyhow::Result<u64> {
    let position = || knelpunt.position();
    let from = until("it answers", position)?;
    until("a commit was made", || {
        position().filter(|position| *position > from)
    })?;
    let mut reached = from;
    for _ in 0..looks {
        reached = position().unwrap_or(reached);
    }
    Ok(reached)
}

#[test]
fn killed_at_any_moment_the_views_are_what_they_would_have_been() -> anyhow::Result<()> {
    let (nats, log) = Nats::with_stream()?;
    let publisher = Publisher::start(&nats.url(), 500)?;
    publisher.allow(AHEAD);
    let mut knelpunt = Server::serve(&nats.url())?;
    let (mut behind, mut random) = (0, Random::new(1));
    for kill in 0..KILLS {
        let position = at_a_random_moment(&knelpunt, random.below(12))?;
        behind += usize::from(position < publisher.last());
        knelpunt.kill()?;
        publisher.allow(usize::try_from(position)? + AHEAD);
        knelpunt
            .start_again()
            .with_context(|| format!("after kill {kill}"))?;
    }
    let acknowledged = publisher.finish()?;
    ensure!(
        behind * 2 > KILLS,
        "it was behind the log at {behind} of {KILLS} kills only: nothing was proved"
    );
    all_there(&log, &acknowledged)?;
    let last = acknowledged
        .iter()
        .map(|(sequence, _)| *sequence)
        .max()
        .unwrap_or_default();
    knelpunt.reached(last)?;
    knelpunt.verify()
}

#[test]
fn a_nats_server_killed_and_started_again_loses_nothing() -> anyhow::Result<()> {
    let (mut nats, log) = Nats::with_stream()?;
    let publisher = Publisher::start(&nats.url(), 5)?;
    let knelpunt = Server::serve(&nats.url())?;
    for _ in 0..4 {
        let enough = publisher.count() + 200;
        until("more was published", || {
            (publisher.count() >= enough).then_some(())
        })?;
        nats.kill()?;
        knelpunt.until_stale()?;
        ensure!(
            knelpunt.get("/v1/summary")?.status == 200,
            "questions are answered while NATS is away"
        );
        nats.start_again()?;
        knelpunt.until_ready()?;
    }
    let acknowledged = publisher.finish()?;
    all_there(&log, &acknowledged)?;
    knelpunt.reached(
        acknowledged
            .iter()
            .map(|(sequence, _)| *sequence)
            .max()
            .unwrap_or_default(),
    )?;
    knelpunt.verify()
}
