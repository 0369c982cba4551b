//! Events that keep coming at a steady rate, some of them followed until they are visible.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use anyhow::Context as _;
use futures_util::{StreamExt as _, stream};
use journal::{Journal, OutgoingMessage};
use tokio::{
    runtime::Runtime,
    task::{JoinHandle, JoinSet},
};
use tokio_util::sync::CancellationToken;

use crate::{
    clock::Stopwatch,
    history::History,
    latency::Latencies,
    served::{Client, Link},
};

/// So many events a second are followed until they are visible.
const FOLLOWED_PER_SECOND: usize = 100;
/// A publisher that is so late, because the log does not take more, starts to count anew instead of catching up.
const LATE: Duration = Duration::from_millis(250);

/// Durations from publish to visible, as they are found.
type Found = Arc<Mutex<Vec<Duration>>>;

/// Events that are coming.
pub(crate) struct Load {
    stop: CancellationToken,
    visible: Found,
    acknowledged: Arc<AtomicU64>,
    task: JoinHandle<anyhow::Result<Published>>,
}

/// What came.
pub(crate) struct Published {
    /// What is left to be told.
    pub(crate) history: History,
    /// The last sequence that was acknowledged.
    pub(crate) last_sequence: u64,
    /// Events a second, over all of the time.
    pub(crate) rate: f64,
}

impl Load {
    /// Starts to publish what a history goes on to tell, `rate` events a second, until it is stopped.
    pub(crate) fn start(
        runtime: &Runtime,
        journal: Journal,
        history: History,
        rate: usize,
        client: &Client,
    ) -> Self {
        let (stop, visible) = (CancellationToken::new(), Found::default());
        let acknowledged = Arc::<AtomicU64>::default();
        let publisher = Publisher {
            journal,
            history,
            rate,
            acknowledged: Arc::clone(&acknowledged),
            followers: Followers {
                client: client.clone(),
                visible: Arc::clone(&visible),
                under_way: JoinSet::new(),
            },
        };
        let task = runtime.spawn(publisher.run(stop.clone()));
        Self {
            stop,
            visible,
            acknowledged,
            task,
        }
    }

    /// Gives the last sequence that was acknowledged so far.
    pub(crate) fn acknowledged(&self) -> u64 {
        self.acknowledged.load(Ordering::Relaxed)
    }

    /// Takes what was found of publish → visible since the last time.
    pub(crate) fn take_visible(&self) -> Latencies {
        let mut visible = self.visible.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *visible).into_iter().collect()
    }

    /// Says whether it ended by itself: the history came to its end, or the log refused.
    pub(crate) fn has_ended(&self) -> bool {
        self.task.is_finished()
    }

    /// Ends it, waits for what is under way, and says what came.
    pub(crate) fn stop(self, runtime: &Runtime) -> anyhow::Result<(Published, Latencies)> {
        self.stop.cancel();
        let published = runtime.block_on(self.task).context("publish")??;
        let mut visible = self.visible.lock().unwrap_or_else(PoisonError::into_inner);
        let visible = std::mem::take(&mut *visible);
        Ok((published, visible.into_iter().collect()))
    }
}

struct Publisher {
    journal: Journal,
    history: History,
    rate: usize,
    acknowledged: Arc<AtomicU64>,
    followers: Followers,
}

/// What follows events until they are visible.
struct Followers {
    client: Client,
    visible: Found,
    under_way: JoinSet<anyhow::Result<()>>,
}

impl Publisher {
    async fn run(mut self, stop: CancellationToken) -> anyhow::Result<Published> {
        let began = Stopwatch::start();
        let (count, last_sequence) = self.publish(stop).await?;
        let rate = rate(count, began.elapsed());
        self.followers.finish().await?;
        Ok(Published {
            history: self.history,
            last_sequence,
            rate,
        })
    }

    /// Publishes until it is stopped; gives how many were acknowledged, and the last sequence.
    async fn publish(&mut self, stop: CancellationToken) -> anyhow::Result<(usize, u64)> {
        let every = (self.rate / FOLLOWED_PER_SECOND).max(1);
        let paced = paced(&mut self.history, self.rate, stop);
        let mut acknowledged = std::pin::pin!(self.journal.publish_all(paced));
        let (mut count, mut last_sequence) = (0_usize, 0);
        while let Some((due_since, receipt)) = acknowledged.next().await {
            last_sequence = receipt.context("publish")?.sequence;
            self.acknowledged.store(last_sequence, Ordering::Relaxed);
            count += 1;
            if count.is_multiple_of(every) {
                self.followers.follow(last_sequence, due_since)?;
            }
        }
        Ok((count, last_sequence))
    }
}

impl Followers {
    fn follow(&mut self, sequence: u64, due_since: Stopwatch) -> anyhow::Result<()> {
        let (client, visible) = (self.client.clone(), Arc::clone(&self.visible));
        self.under_way
            .spawn_blocking(move || follow(&client, sequence, due_since, &visible));
        while let Some(done) = self.under_way.try_join_next() {
            done.context("follow an event")??;
        }
        Ok(())
    }

    async fn finish(mut self) -> anyhow::Result<()> {
        while let Some(done) = self.under_way.join_next().await {
            done.context("follow an event")??;
        }
        Ok(())
    }
}

/// Gives events when they are due, each with what measures its time from then on.
fn paced(
    history: &mut History,
    rate: usize,
    stop: CancellationToken,
) -> impl futures_util::Stream<Item = (Stopwatch, OutgoingMessage)> {
    let between = Duration::from_secs(1) / u32::try_from(rate).unwrap_or(u32::MAX);
    let first = tokio::time::Instant::now();
    stream::unfold(
        (history, first, stop),
        move |(history, mut due, stop)| async move {
            stop.run_until_cancelled(tokio::time::sleep_until(due))
                .await?;
            let now = tokio::time::Instant::now();
            if now > due + LATE {
                due = now;
            }
            let outgoing = history.next()?;
            Some((
                (Stopwatch::since(due), outgoing),
                (history, due + between, stop),
            ))
        },
    )
}

/// Waits until a sequence is visible over HTTP, and keeps how long that was from the moment at which it was due.
fn follow(
    client: &Client,
    sequence: u64,
    due_since: Stopwatch,
    visible: &Found,
) -> anyhow::Result<()> {
    let position = Link::to("/v1/position").with("atLeast", sequence);
    loop {
        match client.get(&position)? {
            (200, _) => break,
            // Not visible after 5 s, or too many ask at once: then it is asked for again.
            (503, _) => {}
            (status, body) => anyhow::bail!("{position:?} answered {status}: {body}"),
        }
    }
    let took = due_since.elapsed();
    visible
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(took);
    Ok(())
}

/// Gives how many a second.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of events are far below 2^52"
)]
pub(crate) fn rate(count: usize, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64().max(f64::MIN_POSITIVE)
}
