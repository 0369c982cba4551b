//! Events published at a steady rate, some of them followed until they are visible.

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
    served::{QueryClient, QueryLink},
};

/// Events a second to follow until they are visible.
const FOLLOWED_PER_SECOND: usize = 100;
/// A publisher this far behind, because the log accepts no more, resets its schedule instead of catching up.
const LATE: Duration = Duration::from_millis(250);

/// Durations from publish to visible.
type VisibleDurations = Arc<Mutex<Vec<Duration>>>;

/// Events that are being published.
pub(crate) struct Load {
    stop: CancellationToken,
    visible: VisibleDurations,
    acknowledged: Arc<AtomicU64>,
    task: JoinHandle<anyhow::Result<Published>>,
}

/// What was published.
pub(crate) struct Published {
    /// The rest of the history.
    pub(crate) history: History,
    /// The last sequence that was acknowledged.
    pub(crate) last_sequence: u64,
    /// Events a second, over the whole time.
    pub(crate) rate: f64,
}

impl Load {
    /// Starts to publish the next events of a history, `rate` a second, until it is stopped.
    pub(crate) fn start(
        runtime: &Runtime,
        journal: Journal,
        history: History,
        rate: usize,
        client: &QueryClient,
    ) -> Self {
        let (stop, visible) = (CancellationToken::new(), VisibleDurations::default());
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

    /// Returns the last sequence that was acknowledged so far.
    pub(crate) fn acknowledged(&self) -> u64 {
        self.acknowledged.load(Ordering::Relaxed)
    }

    /// Returns the durations from publish to visible since the last call.
    pub(crate) fn take_visible(&self) -> Latencies {
        let mut visible = self.visible.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *visible).into_iter().collect()
    }

    /// Whether it ended by itself: at the end of the history, or because the log returned an error.
    pub(crate) fn has_ended(&self) -> bool {
        self.task.is_finished()
    }

    /// Stops it, waits for pending events, and returns what was published.
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

/// Follows events until they are visible.
struct Followers {
    client: QueryClient,
    visible: VisibleDurations,
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

    /// Publishes until it is stopped; returns how many were acknowledged, and the last sequence.
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
            done.context("cannot follow an event")??;
        }
        Ok(())
    }

    async fn finish(mut self) -> anyhow::Result<()> {
        while let Some(done) = self.under_way.join_next().await {
            done.context("cannot follow an event")??;
        }
        Ok(())
    }
}

/// Returns events when they are due, each with its stopwatch.
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

/// Waits until a sequence is visible over HTTP, and records the time since it was due.
fn follow(
    client: &QueryClient,
    sequence: u64,
    due_since: Stopwatch,
    visible: &VisibleDurations,
) -> anyhow::Result<()> {
    let position = QueryLink::to("/v1/position").with("atLeast", sequence);
    loop {
        match client.get(&position)? {
            (200, _) => break,
            // Not visible after 5 s, or too many requests at once: retry.
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

/// Returns the rate a second.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of events are far below 2^52"
)]
pub(crate) fn rate(count: usize, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64().max(f64::MIN_POSITIVE)
}
