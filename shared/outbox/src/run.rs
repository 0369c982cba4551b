//! Publishing what waits: in order of acceptance, a bounded window at a time, with nothing in the way of the rest.
//!
//! What the stream does not take for the moment, while others go through, leaves the window after [`CONNECTED_ATTEMPT_LIMIT`] and is
//! tried again in a narrow lane of its own. Where no stream takes a subject, which is said at once, what is for it
//! leaves at once, and all else that is for it is passed over until the next round. So the window never fills with what
//! is hopeless, however much that is.

use std::{collections::HashSet, fmt::Write as _, sync::Arc, time::Duration};

use futures_util::{FutureExt as _, StreamExt as _, future::BoxFuture, stream::FuturesUnordered};
use journal::{
    ConnectionState, Journal, MAX_UNACKNOWLEDGED, OutgoingMessage, PublishError, Receipt,
};
use model::Instant;
use tokio::{
    sync::watch,
    time::{Instant as Moment, sleep_until, timeout, timeout_at},
};
use tokio_util::sync::CancellationToken;

use crate::{
    DeliveryState, Outbox, OutboxError,
    fetched::{self, Fetched},
    ledger::Outcome,
    writer::{Request, Seen},
};

/// How long one is tried while there is a connection, before it makes room: more than an answer may take.
const CONNECTED_ATTEMPT_LIMIT: Duration = Duration::from_secs(20);
/// How many of the window are for those that were tried before.
const AGAIN: usize = MAX_UNACKNOWLEDGED / 4;
/// How long after a round over them another one begins.
const BETWEEN_ROUNDS: Duration = Duration::from_secs(5);
/// Entries out of the window that are not out of the file yet.
const HELD: usize = 4 * MAX_UNACKNOWLEDGED;
/// Entries read at a time, at most and at least: reading one by one, as they are acknowledged, would cost more.
const READ: usize = 128;
const WORTH_READING: usize = 64;
/// The wait after the disk failed.
const AFTER_FAILURE: Duration = Duration::from_secs(1);
/// How long what is under way may take when the end has come.
const GRACE: Duration = Duration::from_secs(1);

impl Outbox {
    /// Publishes what waits and what comes, until `stop`. `clock` tells since when an entry is dead.
    ///
    /// Failures of the disk and of NATS do not end it: it tries again. Run it once at a time.
    pub async fn run(
        &self,
        journal: &Journal,
        clock: impl Fn() -> Instant,
        stop: CancellationToken,
    ) {
        let mut runner = Runner::new(self.clone(), journal.clone());
        loop {
            runner.fill().await;
            runner.settle();
            tokio::select! {
                biased;
                () = stop.cancelled() => break,
                happened = runner.next() => runner.take(happened, &clock),
            }
        }
        runner.finish(&clock).await;
    }
}

type Tried = (u64, Lane, Option<Result<Receipt, PublishError>>);
type Removed = (Vec<Outcome>, Result<(), OutboxError>);

/// Which part of the window an entry is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lane {
    Fresh,
    Again,
}

enum Happened {
    Tried(Tried),
    Removed(Removed),
    More,
    Round,
}

struct Runner {
    outbox: Outbox,
    journal: Journal,
    seen: watch::Receiver<Seen>,
    retried: u64,
    /// How often the file had been opened when it was last looked at.
    opened: u64,
    /// The first number that was never tried.
    fresh_at: u64,
    fresh_ended: bool,
    /// Where the round over those that were tried before has come.
    again_at: Option<u64>,
    next_round: Option<Moment>,
    in_again: usize,
    trying: FuturesUnordered<BoxFuture<'static, Tried>>,
    removing: FuturesUnordered<BoxFuture<'static, Removed>>,
    /// Subjects that no stream took since the last round began.
    untaken: Arc<HashSet<String>>,
    /// What is in the window, and what came out of it and is still in the file.
    held: HashSet<u64>,
    outcomes: Vec<Outcome>,
    failed_until: Option<Moment>,
}

impl Runner {
    fn new(outbox: Outbox, journal: Journal) -> Self {
        let seen = outbox.seen();
        let retried = seen.borrow().retried;
        let opened = outbox.store().opened();
        Self {
            opened,
            outbox,
            journal,
            seen,
            retried,
            fresh_at: 0,
            fresh_ended: false,
            again_at: None,
            next_round: None,
            in_again: 0,
            trying: FuturesUnordered::new(),
            removing: FuturesUnordered::new(),
            untaken: Arc::default(),
            held: HashSet::new(),
            outcomes: Vec::new(),
            failed_until: None,
        }
    }

    /// Takes entries into the window while there is room.
    async fn fill(&mut self) {
        self.look_behind();
        while self.failed_until.is_none() && self.held.len() < HELD {
            let in_fresh = self.trying.len() - self.in_again;
            let fresh = (MAX_UNACKNOWLEDGED - AGAIN)
                .saturating_sub(in_fresh)
                .min(READ);
            let again = AGAIN.saturating_sub(self.in_again).min(READ);
            if fresh >= WORTH_READING && !self.fresh_ended {
                self.take_fresh(fresh).await;
            } else if let Some(from) = self.again_at
                && again >= WORTH_READING
            {
                self.take_again(from, again).await;
            } else {
                return;
            }
        }
    }

    /// A file that was opened anew after a failure has again what was taken out of it last without an fsync.
    fn look_behind(&mut self) {
        let opened = self.outbox.store().opened();
        if opened != self.opened {
            self.opened = opened;
            self.again_at = Some(0);
        }
    }

    async fn take_fresh(&mut self, limit: usize) {
        if let Some(read) = self
            .read((self.fresh_at, u64::MAX), limit, HashSet::new())
            .await
        {
            (self.fresh_at, self.fresh_ended) = (read.next, read.ended);
            self.try_all(read, Lane::Fresh);
        }
    }

    async fn take_again(&mut self, from: u64, limit: usize) {
        if let Some(read) = self
            .read((from, self.fresh_at), limit, self.held.clone())
            .await
        {
            self.again_at = (!read.ended).then_some(read.next);
            self.try_all(read, Lane::Again);
        }
    }

    async fn read(
        &mut self,
        range: (u64, u64),
        limit: usize,
        held: HashSet<u64>,
    ) -> Option<Fetched> {
        let (store, untaken) = (Arc::clone(self.outbox.store()), Arc::clone(&self.untaken));
        let reading = tokio::task::spawn_blocking(move || {
            let (held, passed) = (
                |number| held.contains(&number),
                |subject: &str| untaken.contains(subject),
            );
            fetched::waiting(&store, range, limit, held, passed)
        });
        match reading.await.unwrap_or(Err(OutboxError::Closed)) {
            Ok(read) => {
                if read.passed {
                    self.try_later();
                }
                Some(read)
            }
            Err(error) => {
                self.failed(&error);
                None
            }
        }
    }

    fn try_all(&mut self, read: Fetched, lane: Lane) {
        for (number, outgoing) in read.entries {
            self.held.insert(number);
            self.in_again += usize::from(lane == Lane::Again);
            let tried = attempt(self.journal.clone(), outgoing);
            self.trying
                .push(tried.map(move |outcome| (number, lane, outcome)).boxed());
        }
    }

    /// Has what came out of the window taken out of the file: one request at a time, with all that came meanwhile.
    fn settle(&mut self) {
        let now = self.removing.is_empty() && self.failed_until.is_none();
        if now && !self.outcomes.is_empty() {
            let (outbox, outcomes) = (self.outbox.clone(), std::mem::take(&mut self.outcomes));
            let removing = async move {
                let request = |reply| Request::Settle(outcomes.clone(), reply);
                let done = outbox.ask(request).await.and_then(|done| done);
                (outcomes, done)
            };
            self.removing.push(removing.boxed());
        }
    }

    /// Waits for what happens next. What was removed comes first, so that little is held.
    async fn next(&mut self) -> Happened {
        let round = self.next_round.unwrap_or_else(Moment::now);
        let healed = self.failed_until.unwrap_or_else(Moment::now);
        tokio::select! {
            biased;
            Some(removed) = self.removing.next() => Happened::Removed(removed),
            () = sleep_until(healed), if self.failed_until.is_some() => {
                self.failed_until = None;
                Happened::More
            }
            // Not within a round: what left the window behind it would be passed over.
            () = sleep_until(round), if self.next_round.is_some() && self.again_at.is_none() => Happened::Round,
            Some(tried) = self.trying.next() => Happened::Tried(tried),
            Ok(()) = self.seen.changed() => Happened::More,
            // The writer has ended, and nothing is under way: only the end is left.
            else => std::future::pending().await,
        }
    }

    fn take(&mut self, happened: Happened, clock: &impl Fn() -> Instant) {
        match happened {
            Happened::Tried(tried) => self.tried(tried, clock),
            Happened::Removed((outcomes, Ok(()))) => {
                for outcome in outcomes {
                    self.held.remove(&outcome.number);
                }
            }
            Happened::Removed((outcomes, Err(error))) => {
                self.outcomes.extend(outcomes);
                self.failed(&error);
            }
            Happened::More => self.look_again(),
            Happened::Round => {
                self.next_round = None;
                self.untaken = Arc::default();
                self.again_at = Some(0);
            }
        }
    }

    fn look_again(&mut self) {
        self.fresh_ended = false;
        let retried = self.seen.borrow_and_update().retried;
        if retried != self.retried {
            self.retried = retried;
            self.again_at = Some(0);
            // One that is still held, for its burial is not told yet, is found in the round after that.
            self.try_later();
        }
    }

    fn tried(&mut self, (number, lane, outcome): Tried, clock: &impl Fn() -> Instant) {
        self.in_again -= usize::from(lane == Lane::Again);
        let settled = match outcome {
            Some(Ok(receipt)) => DeliveryState::from(receipt),
            Some(Err(error)) if error.is_permanent() => DeliveryState::Dead {
                reason: told(&error),
            },
            Some(Err(error)) => {
                if let PublishError::NoStream { subject } = error {
                    Arc::make_mut(&mut self.untaken).insert(subject);
                }
                return self.leave(number);
            }
            None => return self.leave(number),
        };
        if let DeliveryState::Dead { reason } = &settled {
            tracing::warn!(number, reason, "put with what cannot be published");
        }
        let at = clock();
        self.outcomes.push(Outcome {
            number,
            settled,
            at,
        });
    }

    /// Lets one out of the window that waits for a better time.
    fn leave(&mut self, number: u64) {
        self.held.remove(&number);
        self.try_later();
    }

    fn try_later(&mut self) {
        self.next_round
            .get_or_insert_with(|| Moment::now() + BETWEEN_ROUNDS);
    }

    fn failed(&mut self, error: &OutboxError) {
        tracing::warn!(error = told(error), "the outbox tries again");
        self.failed_until = Some(Moment::now() + AFTER_FAILURE);
    }

    /// Waits a moment for what is under way, and has it taken out.
    async fn finish(mut self, clock: &impl Fn() -> Instant) {
        let until = Moment::now() + GRACE;
        while let Ok(Some(tried)) = timeout_at(until, self.trying.next()).await {
            self.tried(tried, clock);
        }
        while let Some(removed) = self.removing.next().await {
            self.take(Happened::Removed(removed), clock);
        }
        self.failed_until = None;
        self.settle();
        if let Some((_, Err(error))) = self.removing.next().await {
            tracing::warn!(
                error = told(&error),
                "what was published last will be published again"
            );
        }
    }
}

/// Publishes one; none when it was tried for long enough while there was a connection.
async fn attempt(
    journal: Journal,
    outgoing: OutgoingMessage,
) -> Option<Result<Receipt, PublishError>> {
    let link = journal.connection_state();
    tokio::select! {
        biased;
        outcome = journal.publish_if_stream_exists(outgoing) => Some(outcome),
        () = connected_long_enough(link) => None,
    }
}

async fn connected_long_enough(mut link: watch::Receiver<ConnectionState>) {
    let is_there = |link: &ConnectionState| matches!(link, ConnectionState::Connected { .. });
    loop {
        if link.wait_for(is_there).await.is_err() {
            return std::future::pending().await;
        }
        let lost = link.wait_for(|link| !is_there(link));
        if timeout(CONNECTED_ATTEMPT_LIMIT, lost).await.is_err() {
            return;
        }
    }
}

/// Says an error with all that caused it, each once.
fn told(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(deeper) = cause {
        let _ = write!(words, ": {deeper}");
        cause = deeper.source();
    }
    words
}
