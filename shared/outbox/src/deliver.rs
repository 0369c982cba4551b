//! Publishing waiting entries: in order of acceptance, a bounded window at a time, so that no entry blocks the rest.
//!
//! An entry that the stream does not acknowledge while others go through leaves the window after
//! [`CONNECTED_ATTEMPT_LIMIT`] and is retried in a lane of its own, a quarter of the window. When no stream has an entry's
//! subject, which the server reports at once, the entry leaves at once, and other entries of that subject are skipped
//! until the next round of retries. So hopeless entries never fill the window, however many they are.

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
    read::{self, WaitingBatch},
    transaction::EntryOutcome,
    writer::{WriteRequest, WriterProgress},
};

/// How long one attempt may take while there is a connection, before it leaves the window: longer than an
/// acknowledgement may take.
const CONNECTED_ATTEMPT_LIMIT: Duration = Duration::from_secs(20);
/// The part of the window that is reserved for retries.
const RETRY_WINDOW: usize = MAX_UNACKNOWLEDGED / 4;
/// The delay between two rounds of retries.
const RETRY_INTERVAL: Duration = Duration::from_secs(5);
/// Entries in the window, or out of it and still in the file.
const MAX_IN_PROGRESS: usize = 4 * MAX_UNACKNOWLEDGED;
/// Entries that are read at a time, at most and at least. Reading one by one, as they are acknowledged, would cost a
/// transaction for each.
const MAX_READ: usize = 128;
const MIN_READ: usize = 64;
/// The delay after a failure of the disk.
const DISK_RETRY_DELAY: Duration = Duration::from_secs(1);
/// How long attempts in progress may take once publishing is stopped.
const STOP_TIMEOUT: Duration = Duration::from_secs(1);

impl Outbox {
    /// Publishes waiting and new entries until `stop`. `clock` gives the time at which an entry becomes a dead letter.
    ///
    /// Retries after failures of the disk and of NATS. Run it once at a time.
    pub async fn run(
        &self,
        journal: &Journal,
        clock: impl Fn() -> Instant,
        stop: CancellationToken,
    ) {
        let mut delivery = Delivery::new(self.clone(), journal.clone());
        loop {
            delivery.fill_window().await;
            delivery.record_outcomes();
            tokio::select! {
                // The stop first: with an endless supply of events it would never be noticed otherwise.
                biased;
                () = stop.cancelled() => break,
                event = delivery.next_event() => delivery.handle(event, &clock),
            }
        }
        delivery.finish(&clock).await;
    }
}

type Attempted = (u64, Lane, Option<Result<Receipt, PublishError>>);
type Recorded = (Vec<EntryOutcome>, Result<(), OutboxError>);

/// The part of the window in which an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lane {
    New,
    Retry,
}

/// What happens next to the delivery.
enum Event {
    Attempted(Attempted),
    Recorded(Recorded),
    EntriesChanged,
    RetryRound,
}

struct Delivery {
    outbox: Outbox,
    journal: Journal,
    progress: watch::Receiver<WriterProgress>,
    retried: u64,
    /// How often the file had been opened when it was last read.
    opened: u64,
    /// The first number that was never attempted.
    new_from: u64,
    new_ended: bool,
    /// How far the round of retries is; `None` between two rounds.
    retry_from: Option<u64>,
    next_round: Option<Moment>,
    retries_in_window: usize,
    attempts: FuturesUnordered<BoxFuture<'static, Attempted>>,
    recording: FuturesUnordered<BoxFuture<'static, Recorded>>,
    /// Subjects for which no stream was found since the last round began.
    subjects_without_stream: Arc<HashSet<String>>,
    /// Entries in the window, or out of it and still in the file.
    in_progress: HashSet<u64>,
    outcomes: Vec<EntryOutcome>,
    failed_until: Option<Moment>,
}

impl Delivery {
    fn new(outbox: Outbox, journal: Journal) -> Self {
        let progress = outbox.progress();
        let retried = progress.borrow().retried;
        let opened = outbox.store().opened();
        Self {
            opened,
            outbox,
            journal,
            progress,
            retried,
            new_from: 0,
            new_ended: false,
            retry_from: None,
            next_round: None,
            retries_in_window: 0,
            attempts: FuturesUnordered::new(),
            recording: FuturesUnordered::new(),
            subjects_without_stream: Arc::default(),
            in_progress: HashSet::new(),
            outcomes: Vec::new(),
            failed_until: None,
        }
    }

    /// Reads entries into the window while it has space.
    async fn fill_window(&mut self) {
        self.check_reopened();
        while self.failed_until.is_none() && self.in_progress.len() < MAX_IN_PROGRESS {
            let new_in_window = self.attempts.len() - self.retries_in_window;
            let new_window = MAX_UNACKNOWLEDGED - RETRY_WINDOW;
            let new = new_window.saturating_sub(new_in_window).min(MAX_READ);
            let retries = RETRY_WINDOW
                .saturating_sub(self.retries_in_window)
                .min(MAX_READ);
            if new >= MIN_READ && !self.new_ended {
                self.read_new(new).await;
            } else if let Some(from) = self.retry_from
                && retries >= MIN_READ
            {
                self.read_retries(from, retries).await;
            } else {
                return;
            }
        }
    }

    /// Starts a round of retries after the file was reopened: entries that were removed last, without an fsync, may be
    /// in it again.
    fn check_reopened(&mut self) {
        let opened = self.outbox.store().opened();
        if opened != self.opened {
            self.opened = opened;
            self.retry_from = Some(0);
        }
    }

    async fn read_new(&mut self, limit: usize) {
        let range = (self.new_from, u64::MAX);
        if let Some(batch) = self.read(range, limit, HashSet::new()).await {
            (self.new_from, self.new_ended) = (batch.next, batch.ended);
            self.attempt_all(batch, Lane::New);
        }
    }

    async fn read_retries(&mut self, from: u64, limit: usize) {
        let range = (from, self.new_from);
        if let Some(batch) = self.read(range, limit, self.in_progress.clone()).await {
            self.retry_from = (!batch.ended).then_some(batch.next);
            self.attempt_all(batch, Lane::Retry);
        }
    }

    async fn read(
        &mut self,
        range: (u64, u64),
        limit: usize,
        in_progress: HashSet<u64>,
    ) -> Option<WaitingBatch> {
        let store = Arc::clone(self.outbox.store());
        let without_stream = Arc::clone(&self.subjects_without_stream);
        let reading = tokio::task::spawn_blocking(move || {
            let in_progress = |number| in_progress.contains(&number);
            let skip = |subject: &str| without_stream.contains(subject);
            read::waiting(&store, range, limit, in_progress, skip)
        });
        match reading.await.unwrap_or(Err(OutboxError::Closed)) {
            Ok(batch) => {
                if batch.skipped {
                    self.schedule_round();
                }
                Some(batch)
            }
            Err(error) => {
                self.disk_failed(&error);
                None
            }
        }
    }

    fn attempt_all(&mut self, batch: WaitingBatch, lane: Lane) {
        for (number, outgoing) in batch.entries {
            self.in_progress.insert(number);
            self.retries_in_window += usize::from(lane == Lane::Retry);
            let attempt = attempt(self.journal.clone(), outgoing, self.outbox.clone(), number);
            self.attempts
                .push(attempt.map(move |result| (number, lane, result)).boxed());
        }
    }

    /// Sends the outcomes to the writer: one request at a time, which contains all since the last one.
    fn record_outcomes(&mut self) {
        let ready = self.recording.is_empty() && self.failed_until.is_none();
        if ready && !self.outcomes.is_empty() {
            let (outbox, outcomes) = (self.outbox.clone(), std::mem::take(&mut self.outcomes));
            let recording = async move {
                let request = |reply| WriteRequest::RecordOutcomes(outcomes.clone(), reply);
                let recorded = outbox.request(request).await.and_then(|result| result);
                (outcomes, recorded)
            };
            self.recording.push(recording.boxed());
        }
    }

    async fn next_event(&mut self) -> Event {
        let round = self.next_round.unwrap_or_else(Moment::now);
        let retry_disk = self.failed_until.unwrap_or_else(Moment::now);
        tokio::select! {
            // Recorded outcomes first: they shrink `in_progress`, which is cloned for each read of retries.
            biased;
            Some(recorded) = self.recording.next() => Event::Recorded(recorded),
            () = sleep_until(retry_disk), if self.failed_until.is_some() => {
                self.failed_until = None;
                Event::EntriesChanged
            }
            // Not during a round: entries that leave the window behind its position would be skipped.
            () = sleep_until(round), if self.next_round.is_some() && self.retry_from.is_none() => Event::RetryRound,
            Some(attempted) = self.attempts.next() => Event::Attempted(attempted),
            Ok(()) = self.progress.changed() => Event::EntriesChanged,
            // The writer has ended, and no attempt is in progress: only the stop is left.
            else => std::future::pending().await,
        }
    }

    fn handle(&mut self, event: Event, clock: &impl Fn() -> Instant) {
        match event {
            Event::Attempted(attempted) => self.attempted(attempted, clock),
            Event::Recorded((outcomes, Ok(()))) => {
                for outcome in outcomes {
                    self.in_progress.remove(&outcome.number);
                }
            }
            Event::Recorded((outcomes, Err(error))) => {
                self.outcomes.extend(outcomes);
                self.disk_failed(&error);
            }
            Event::EntriesChanged => self.entries_changed(),
            Event::RetryRound => {
                self.next_round = None;
                self.subjects_without_stream = Arc::default();
                self.retry_from = Some(0);
            }
        }
    }

    fn entries_changed(&mut self) {
        self.new_ended = false;
        let retried = self.progress.borrow_and_update().retried;
        if retried != self.retried {
            self.retried = retried;
            self.retry_from = Some(0);
            // A retried dead letter may still be in progress, when its outcome is not recorded here yet: this round
            // skips it, the next one finds it.
            self.schedule_round();
        }
    }

    fn attempted(&mut self, (number, lane, result): Attempted, clock: &impl Fn() -> Instant) {
        self.retries_in_window -= usize::from(lane == Lane::Retry);
        let delivery = match result {
            Some(Ok(receipt)) => DeliveryState::from(receipt),
            Some(Err(error)) if error.is_permanent() => DeliveryState::Dead {
                reason: with_causes(&error),
            },
            Some(Err(error)) => {
                if let PublishError::NoStream { subject } = error {
                    Arc::make_mut(&mut self.subjects_without_stream).insert(subject);
                }
                return self.retry_later(number);
            }
            None => return self.retry_later(number),
        };
        if let DeliveryState::Dead { reason } = &delivery {
            tracing::warn!(number, reason, "an event of the outbox cannot be published");
        }
        self.outbox.delivery_ended(number);
        let at = clock();
        self.outcomes.push(EntryOutcome {
            number,
            delivery,
            at,
        });
    }

    /// Removes an entry from the window until the next round.
    fn retry_later(&mut self, number: u64) {
        self.in_progress.remove(&number);
        self.schedule_round();
    }

    fn schedule_round(&mut self) {
        self.next_round
            .get_or_insert_with(|| Moment::now() + RETRY_INTERVAL);
    }

    fn disk_failed(&mut self, error: &OutboxError) {
        tracing::warn!(
            error = with_causes(error),
            "the outbox failed; retrying in a second"
        );
        self.failed_until = Some(Moment::now() + DISK_RETRY_DELAY);
    }

    /// Waits a moment for attempts in progress, and records their outcomes.
    async fn finish(mut self, clock: &impl Fn() -> Instant) {
        let until = Moment::now() + STOP_TIMEOUT;
        while let Ok(Some(attempted)) = timeout_at(until, self.attempts.next()).await {
            self.attempted(attempted, clock);
        }
        while let Some(recorded) = self.recording.next().await {
            self.handle(Event::Recorded(recorded), clock);
        }
        self.failed_until = None;
        self.record_outcomes();
        if let Some((_, Err(error))) = self.recording.next().await {
            tracing::warn!(
                error = with_causes(&error),
                "the events published last will be published again"
            );
        }
    }
}

/// Publishes one entry; `None` when that took too long while there was a connection.
async fn attempt(
    journal: Journal,
    outgoing: OutgoingMessage,
    outbox: Outbox,
    number: u64,
) -> Option<Result<Receipt, PublishError>> {
    let connection = journal.connection_state();
    let on_failure = |cause: &str| outbox.delivery_failed(number, cause);
    tokio::select! {
        // An acknowledgement that arrives just in time counts.
        biased;
        result = journal.publish_if_stream_exists(outgoing, on_failure) => Some(result),
        () = connected_too_long(connection) => None,
    }
}

async fn connected_too_long(mut connection: watch::Receiver<ConnectionState>) {
    let is_connected = |state: &ConnectionState| matches!(state, ConnectionState::Connected { .. });
    loop {
        if connection.wait_for(is_connected).await.is_err() {
            return std::future::pending().await;
        }
        let lost = connection.wait_for(|state| !is_connected(state));
        if timeout(CONNECTED_ATTEMPT_LIMIT, lost).await.is_err() {
            return;
        }
    }
}

/// Returns an error's message with those of all its causes.
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(deeper) = cause {
        let _ = write!(message, ": {deeper}");
        cause = deeper.source();
    }
    message
}
