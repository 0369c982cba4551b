//! Publishers that continue whatever happens, and record what was acknowledged.
//!
//! One publishes as our services do, by the journal, with ids by which the server recognises a duplicate. The other is a
//! stranger: it sends no ids, and publishes again what was not acknowledged, so that it may be in the log twice.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_nats::jetstream::{self, context::ContextBuilder};
use bytes::Bytes;
use futures_util::{StreamExt as _, future, stream};
use journal::{Journal, JournalOptions, OutgoingMessage};
use register::Register;
use tokio::{sync::Semaphore, task::JoinHandle, time};

use super::publication_log::PublicationLog;
use crate::{Log, Random, data, log::RUNTIME, until};

/// Events in a batch, at most.
const BATCH: usize = 40;
/// One in so many is not a valid event.
const INVALID_ONCE_IN: usize = 150;
/// How long a stranger waits for acknowledgements, and before it retries.
const STRANGER_WAITS: Duration = Duration::from_secs(1);
const STRANGER_PAUSES: Duration = Duration::from_millis(30);

/// Two publishers, which publish as many batches as they are allowed to.
#[derive(Debug)]
pub(super) struct Publishers {
    shared: Arc<Shared>,
    tasks: Vec<JoinHandle<()>>,
}

#[derive(Debug)]
struct Shared {
    record: Mutex<PublicationLog>,
    /// Batches that may be started.
    allowed: Semaphore,
    /// Batches that were allowed and are not yet completely acknowledged.
    owed: AtomicUsize,
}

impl Publishers {
    /// Starts them; they publish nothing until they are allowed to.
    pub(super) fn start(url: &str, random: &mut Random) -> anyhow::Result<Self> {
        let shared = Arc::new(Shared {
            record: Mutex::default(),
            allowed: Semaphore::new(0),
            owed: AtomicUsize::new(0),
        });
        let ours = RUNTIME.block_on(Journal::connect(
            url,
            "publisher",
            JournalOptions::default(),
        ))?;
        let client = Log::connect(url)?.client().clone();
        let stranger = RUNTIME.block_on(async {
            ContextBuilder::new()
                .ack_timeout(STRANGER_WAITS)
                .build(client)
        });
        let lines: Arc<[String]> = data("rules/history.ndjson")
            .lines()
            .map(str::to_owned)
            .collect();
        let [first, second] = ["ours", "stranger"].map(|name| Feed {
            lines: Arc::clone(&lines),
            name,
            position: random.below(lines.len()),
            random: Random::new(random.next_number()),
        });
        let tasks = vec![
            RUNTIME.spawn(work(Arc::clone(&shared), first, Way::Ours(Box::new(ours)))),
            RUNTIME.spawn(work(
                Arc::clone(&shared),
                second,
                Way::Stranger(Box::new(stranger)),
            )),
        ];
        Ok(Self { shared, tasks })
    }

    /// Allows `batches` more, without waiting for them.
    pub(super) fn allow(&self, batches: usize) {
        self.shared.owed.fetch_add(batches, Ordering::SeqCst);
        self.shared.allowed.add_permits(batches);
    }

    /// Waits until every allowed batch is acknowledged: then nothing is on its way.
    ///
    /// # Errors
    ///
    /// If that takes too long.
    pub(super) fn settle(&self) -> anyhow::Result<()> {
        until("all is acknowledged", || {
            (self.shared.owed.load(Ordering::SeqCst) == 0).then_some(())
        })
    }

    /// Waits until `events` more events are acknowledged, or every allowed batch is.
    ///
    /// # Errors
    ///
    /// If that takes too long.
    pub(super) fn more(&self, events: usize) -> anyhow::Result<()> {
        let enough = self.record().count() + events;
        until("more is acknowledged", || {
            let settled = self.shared.owed.load(Ordering::SeqCst) == 0;
            (settled || self.record().count() >= enough).then_some(())
        })
    }

    pub(super) fn record(&self) -> MutexGuard<'_, PublicationLog> {
        self.shared.record()
    }
}

impl Drop for Publishers {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

impl Shared {
    fn record(&self) -> MutexGuard<'_, PublicationLog> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The made-up history over and over, each time with new ids: references are to events of the same repetition.
struct Feed {
    lines: Arc<[String]>,
    name: &'static str,
    position: usize,
    random: Random,
}

impl Feed {
    fn batch(&mut self, shared: &Shared) -> Vec<OutgoingMessage> {
        let length = self.random.between(1, BATCH);
        (0..length).map(|_| self.next(shared)).collect()
    }

    fn next(&mut self, shared: &Shared) -> OutgoingMessage {
        let (name, position) = (self.name, self.position);
        self.position += 1;
        let (round, line) = (position / self.lines.len(), position % self.lines.len());
        let payload = if self.random.once_in(INVALID_ONCE_IN) {
            format!("{{\"{name}\":{position}}}")
        } else {
            self.lines[line].replace("\"id\":\"", &format!("\"id\":\"{name}-{round}-"))
        };
        let event = model::decode_structured(payload.as_bytes(), Register::embedded()).ok();
        let subject = event.as_ref().map_or_else(
            || "knelpunten.knelpunt-reported.GM0344".to_owned(),
            |event| event.data.nats_subject(),
        );
        let payload = Bytes::from(payload);
        shared.record().sending(payload.clone(), event);
        OutgoingMessage { subject, payload }
    }
}

enum Way {
    Ours(Box<Journal>),
    Stranger(Box<jetstream::Context>),
}

async fn work(shared: Arc<Shared>, mut feed: Feed, way: Way) {
    while let Ok(permit) = shared.allowed.acquire().await {
        permit.forget();
        let batch = feed.batch(&shared);
        match &way {
            Way::Ours(journal) => as_ours(journal, batch, &shared).await,
            Way::Stranger(context) => as_stranger(context, &batch, &shared).await,
        }
        shared.owed.fetch_sub(1, Ordering::SeqCst);
    }
}

async fn as_ours(journal: &Journal, batch: Vec<OutgoingMessage>, shared: &Shared) {
    let row = stream::iter(batch.into_iter().map(|one| (one.payload.clone(), one)));
    let outcomes = journal.publish_all(row);
    let note = |(payload, outcome): (Bytes, Result<journal::Receipt, _>)| {
        match outcome {
            Ok(receipt) => shared.record().acknowledged(receipt.sequence, &payload),
            Err(error) => shared.record().trouble(format!("{error}")),
        }
        future::ready(())
    };
    outcomes.for_each(note).await;
}

async fn as_stranger(context: &jetstream::Context, batch: &[OutgoingMessage], shared: &Shared) {
    // After any failure, the whole batch is published again.
    while !matches!(
        time::timeout(2 * STRANGER_WAITS, attempt(context, batch, shared)).await,
        Ok(Ok(()))
    ) {
        time::sleep(STRANGER_PAUSES).await;
    }
}

async fn attempt(
    context: &jetstream::Context,
    batch: &[OutgoingMessage],
    shared: &Shared,
) -> Result<(), jetstream::context::PublishError> {
    let mut acknowledgements = Vec::new();
    for OutgoingMessage { subject, payload } in batch {
        let sent = context.publish(subject.clone(), payload.clone()).await?;
        acknowledgements.push((sent, payload));
    }
    for (acknowledgement, payload) in acknowledgements {
        let sequence = acknowledgement.await?.sequence;
        shared.record().acknowledged(sequence, payload);
    }
    Ok(())
}
