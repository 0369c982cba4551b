//! The one thread that writes. All requests in its queue go into one transaction, so that many entries cost one fsync.

use std::{collections::HashMap, sync::Arc};

use redb::Durability;
use tokio::sync::{mpsc, oneshot, watch};

use crate::{
    AcceptError, AcceptedEntry, DeliveryState, OutboxEntry, OutboxError, OutboxLimits, OutboxState,
    RetrySelection,
    store::OutboxStore,
    transaction::{EntryOutcome, OutboxTables},
};

/// The capacity of the writer's queue. Further requests wait until there is space.
pub(crate) const QUEUE: usize = 1024;
/// Requests in one transaction.
const BATCH: usize = 1024;
/// Outcomes that are recorded without an fsync of their own. After a crash as many entries are published again; the
/// stream drops the same bytes, and a fold counts an event once.
const MAX_UNSYNCED: usize = 1024;

/// A request to the writer, with where to send the reply.
pub(crate) enum WriteRequest {
    Accept(
        OutboxEntry,
        oneshot::Sender<Result<AcceptedEntry, AcceptError>>,
    ),
    RecordOutcomes(Vec<EntryOutcome>, oneshot::Sender<Result<(), OutboxError>>),
    Retry(RetrySelection, oneshot::Sender<Result<usize, OutboxError>>),
}

/// The writer's progress, which everyone may watch.
#[derive(Debug, Clone)]
pub(crate) struct WriterProgress {
    pub(crate) state: OutboxState,
    /// Counts retried dead letters, so that the delivery notices them.
    pub(crate) retried: u64,
    /// The failure of the last transaction, if it failed.
    pub(crate) failure: Option<OutboxError>,
}

pub(crate) struct OutboxWriter {
    store: Arc<OutboxStore>,
    limits: OutboxLimits,
    progress: watch::Sender<WriterProgress>,
    /// Who waits for the delivery of an entry, by its number.
    deliveries: HashMap<u64, watch::Sender<DeliveryState>>,
    prune_at: usize,
    unsynced: usize,
}

/// The result of a request within the transaction; sent once that is committed.
enum Reply {
    Accept(Result<AcceptedEntry, AcceptError>),
    RecordOutcomes,
    Retry(Vec<u64>),
}

impl OutboxWriter {
    pub(crate) fn new(
        store: Arc<OutboxStore>,
        limits: OutboxLimits,
        progress: watch::Sender<WriterProgress>,
    ) -> Self {
        Self {
            store,
            limits,
            progress,
            deliveries: HashMap::new(),
            prune_at: QUEUE,
            unsynced: 0,
        }
    }

    /// Writes until every sender of requests is dropped.
    pub(crate) fn run(mut self, mut requests: mpsc::Receiver<WriteRequest>) {
        while let Some(first) = requests.blocking_recv() {
            let mut batch = vec![first];
            while batch.len() < BATCH
                && let Ok(next) = requests.try_recv()
            {
                batch.push(next);
            }
            self.write(batch);
        }
        if self.unsynced > 0
            && let Err(error) = self.commit(&[], Durability::Immediate)
        {
            tracing::warn!(%error, "the events published last may be published again");
        }
    }

    fn write(&mut self, batch: Vec<WriteRequest>) {
        let outcomes: usize = batch.iter().map(WriteRequest::outcomes).sum();
        let only_outcomes = batch
            .iter()
            .all(|request| matches!(request, WriteRequest::RecordOutcomes(..)));
        // An accepted entry needs an fsync before its caller gets success; an outcome does not, see `MAX_UNSYNCED`.
        let durability = if only_outcomes && self.unsynced + outcomes <= MAX_UNSYNCED {
            Durability::None
        } else {
            Durability::Immediate
        };
        match self.commit(&batch, durability) {
            Ok((state, replies)) => {
                self.unsynced = match durability {
                    Durability::None => self.unsynced + outcomes,
                    _ => 0,
                };
                let retried = replies.iter().map(Reply::retried).sum::<u64>();
                // Before the replies: a caller that got one must find its entry in the state.
                self.progress.send_modify(|progress| {
                    *progress = WriterProgress {
                        state,
                        retried: progress.retried + retried,
                        failure: None,
                    };
                });
                for (request, reply) in batch.into_iter().zip(replies) {
                    self.reply(request, reply);
                }
                self.prune();
            }
            Err(error) => {
                self.progress
                    .send_modify(|progress| progress.failure = Some(error.clone()));
                for request in batch {
                    request.fail(&error);
                }
            }
        }
    }

    fn commit(
        &self,
        batch: &[WriteRequest],
        durability: Durability,
    ) -> Result<(OutboxState, Vec<Reply>), OutboxError> {
        self.store.with(|database| {
            let mut transaction = database.begin_write()?;
            transaction.set_durability(durability)?;
            let mut tables = OutboxTables::open(&transaction)?;
            let replies = batch
                .iter()
                .map(|request| request.apply(&mut tables, &self.limits));
            let replies = replies.collect::<Result<_, _>>()?;
            let state = tables.close()?;
            transaction.commit()?;
            Ok((state, replies))
        })
    }

    fn reply(&mut self, request: WriteRequest, reply: Reply) {
        match (request, reply) {
            (WriteRequest::Accept(_, sender), Reply::Accept(accepted)) => {
                let _ = sender.send(accepted.map(|accepted| self.with_delivery(accepted)));
            }
            (WriteRequest::RecordOutcomes(outcomes, sender), _) => {
                for outcome in outcomes {
                    if let Some(delivery) = self.deliveries.remove(&outcome.number) {
                        delivery.send_replace(outcome.delivery);
                    }
                }
                let _ = sender.send(Ok(()));
            }
            (WriteRequest::Retry(_, sender), Reply::Retry(numbers)) => {
                let _ = sender.send(Ok(numbers.len()));
            }
            (request, _) => request.fail(&OutboxError::Closed),
        }
    }

    /// Subscribes a waiting entry to its delivery.
    fn with_delivery(&mut self, mut accepted: AcceptedEntry) -> AcceptedEntry {
        if accepted.delivery_state() == DeliveryState::Waiting {
            let delivery = self.deliveries.entry(accepted.number);
            accepted.delivery = delivery
                .or_insert_with(|| watch::Sender::new(DeliveryState::Waiting))
                .subscribe();
        }
        accepted
    }

    /// Forgets the entries for which nobody waits, each time their number has doubled.
    fn prune(&mut self) {
        if self.deliveries.len() >= self.prune_at {
            self.deliveries.retain(|_, delivery| !delivery.is_closed());
            self.prune_at = QUEUE.max(2 * self.deliveries.len());
        }
    }
}

impl WriteRequest {
    fn outcomes(&self) -> usize {
        match self {
            Self::RecordOutcomes(outcomes, _) => outcomes.len(),
            Self::Accept(..) | Self::Retry(..) => 0,
        }
    }

    fn apply(
        &self,
        tables: &mut OutboxTables<'_>,
        limits: &OutboxLimits,
    ) -> Result<Reply, redb::Error> {
        match self {
            Self::Accept(entry, _) => tables.accept(entry, limits).map(Reply::Accept),
            Self::Retry(selection, _) => tables.retry(selection).map(Reply::Retry),
            Self::RecordOutcomes(outcomes, _) => {
                for outcome in outcomes {
                    tables.record_outcome(outcome)?;
                }
                Ok(Reply::RecordOutcomes)
            }
        }
    }

    fn fail(self, error: &OutboxError) {
        match self {
            Self::Accept(_, sender) => drop(sender.send(Err(error.clone().into()))),
            Self::RecordOutcomes(_, sender) => drop(sender.send(Err(error.clone()))),
            Self::Retry(_, sender) => drop(sender.send(Err(error.clone()))),
        }
    }
}

impl Reply {
    fn retried(&self) -> u64 {
        match self {
            Self::Retry(numbers) => numbers.len() as u64,
            Self::Accept(_) | Self::RecordOutcomes => 0,
        }
    }
}
