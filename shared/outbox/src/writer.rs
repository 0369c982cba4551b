//! The one thread that writes: what waits for it goes into one transaction, so that many entries cost one fsync.

use std::{collections::HashMap, sync::Arc};

use redb::Durability;
use tokio::sync::{mpsc, oneshot, watch};

use crate::{
    AcceptError, AcceptedEntry, DeliveryState, OutboxEntry, OutboxError, OutboxLimits, OutboxState,
    RetrySelection,
    ledger::{Ledger, Outcome, Taken},
    store::Store,
};

/// Requests that wait for the writer; who comes after them waits to be let in.
pub(crate) const QUEUE: usize = 1024;
/// Requests to one transaction.
const BATCH: usize = 1024;
/// Entries that may be taken out without an fsync of their own. After a crash so many are published again; the
/// stream drops the same bytes, and a fold counts an event once.
const UNSYNCED: usize = 1024;

/// What is asked of the writer.
pub(crate) enum Request {
    Accept(
        OutboxEntry,
        oneshot::Sender<Result<AcceptedEntry, AcceptError>>,
    ),
    Settle(Vec<Outcome>, oneshot::Sender<Result<(), OutboxError>>),
    Retry(RetrySelection, oneshot::Sender<Result<usize, OutboxError>>),
}

/// What everybody may see of the writer's work.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) state: OutboxState,
    /// Counts what was put back, so that the runner looks at it again.
    pub(crate) retried: u64,
    /// The failure of the last transaction, if it failed.
    pub(crate) failure: Option<OutboxError>,
}

pub(crate) struct Writer {
    store: Arc<Store>,
    limits: OutboxLimits,
    seen: watch::Sender<Seen>,
    waiting: HashMap<u64, watch::Sender<DeliveryState>>,
    pruned_at: usize,
    unsynced: usize,
}

/// What a request came to in the transaction; told once that is committed.
enum Answer {
    Accept(Result<Taken, AcceptError>),
    Settle,
    Retry(Vec<u64>),
}

impl Writer {
    pub(crate) fn new(store: Arc<Store>, limits: OutboxLimits, seen: watch::Sender<Seen>) -> Self {
        Self {
            store,
            limits,
            seen,
            waiting: HashMap::new(),
            pruned_at: QUEUE,
            unsynced: 0,
        }
    }

    /// Writes until nobody can ask any more.
    pub(crate) fn run(mut self, mut requests: mpsc::Receiver<Request>) {
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
            tracing::warn!(%error, "what was published last may be published again");
        }
    }

    fn write(&mut self, batch: Vec<Request>) {
        let settled: usize = batch.iter().map(Request::settled).sum();
        let only_settles = batch
            .iter()
            .all(|request| matches!(request, Request::Settle(..)));
        let durability = if only_settles && self.unsynced + settled <= UNSYNCED {
            Durability::None
        } else {
            Durability::Immediate
        };
        match self.commit(&batch, durability) {
            Ok((state, answers)) => {
                self.unsynced = match durability {
                    Durability::None => self.unsynced + settled,
                    _ => 0,
                };
                let retried = answers.iter().map(Answer::retried).sum::<u64>();
                // Before the answers, so that who has one finds it in the state.
                self.seen.send_modify(|seen| {
                    *seen = Seen {
                        state,
                        retried: seen.retried + retried,
                        failure: None,
                    };
                });
                for (request, answer) in batch.into_iter().zip(answers) {
                    self.answer(request, answer);
                }
                self.prune();
            }
            Err(error) => {
                self.seen
                    .send_modify(|seen| seen.failure = Some(error.clone()));
                for request in batch {
                    request.refuse(&error);
                }
            }
        }
    }

    fn commit(
        &self,
        batch: &[Request],
        durability: Durability,
    ) -> Result<(OutboxState, Vec<Answer>), OutboxError> {
        self.store.with(|database| {
            let mut transaction = database.begin_write()?;
            transaction.set_durability(durability)?;
            let mut ledger = Ledger::open(&transaction)?;
            let answers = batch
                .iter()
                .map(|request| request.apply(&mut ledger, &self.limits));
            let answers = answers.collect::<Result<_, _>>()?;
            let state = ledger.close()?;
            transaction.commit()?;
            Ok((state, answers))
        })
    }

    fn answer(&mut self, request: Request, answer: Answer) {
        match (request, answer) {
            (Request::Accept(_, reply), Answer::Accept(taken)) => {
                let _ = reply.send(taken.map(|taken| self.accepted(taken)));
            }
            (Request::Settle(outcomes, reply), _) => {
                for outcome in outcomes {
                    if let Some(told) = self.waiting.remove(&outcome.number) {
                        told.send_replace(outcome.settled);
                    }
                }
                let _ = reply.send(Ok(()));
            }
            (Request::Retry(_, reply), Answer::Retry(numbers)) => {
                let _ = reply.send(Ok(numbers.len()));
            }
            (request, _) => request.refuse(&OutboxError::Closed),
        }
    }

    fn accepted(&mut self, taken: Taken) -> AcceptedEntry {
        let settling = if taken.settled == DeliveryState::Waiting {
            let told = self.waiting.entry(taken.number);
            told.or_insert_with(|| watch::Sender::new(DeliveryState::Waiting))
                .subscribe()
        } else {
            watch::Sender::new(taken.settled).subscribe()
        };
        AcceptedEntry {
            number: taken.number,
            event_id: taken.event_id,
            subject: taken.subject,
            repeated: taken.repeated,
            settling,
        }
    }

    /// Forgets whom nobody waits for, each time their number has doubled.
    fn prune(&mut self) {
        if self.waiting.len() >= self.pruned_at {
            self.waiting.retain(|_, told| !told.is_closed());
            self.pruned_at = QUEUE.max(2 * self.waiting.len());
        }
    }
}

impl Request {
    fn settled(&self) -> usize {
        match self {
            Self::Settle(outcomes, _) => outcomes.len(),
            Self::Accept(..) | Self::Retry(..) => 0,
        }
    }

    fn apply(&self, ledger: &mut Ledger<'_>, limits: &OutboxLimits) -> Result<Answer, redb::Error> {
        match self {
            Self::Accept(entry, _) => ledger.accept(entry, limits).map(Answer::Accept),
            Self::Retry(which, _) => ledger.retry(which).map(Answer::Retry),
            Self::Settle(outcomes, _) => {
                for outcome in outcomes {
                    ledger.settle(outcome)?;
                }
                Ok(Answer::Settle)
            }
        }
    }

    fn refuse(self, error: &OutboxError) {
        match self {
            Self::Accept(_, reply) => drop(reply.send(Err(error.clone().into()))),
            Self::Settle(_, reply) => drop(reply.send(Err(error.clone()))),
            Self::Retry(_, reply) => drop(reply.send(Err(error.clone()))),
        }
    }
}

impl Answer {
    fn retried(&self) -> u64 {
        match self {
            Self::Retry(numbers) => numbers.len() as u64,
            Self::Accept(_) | Self::Settle => 0,
        }
    }
}
