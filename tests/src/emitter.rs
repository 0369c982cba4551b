//! An emitter: an outbox whose entries are published.

use std::{path::Path, time::Duration};

use anyhow::Context as _;
use futures_util::future::{join_all, try_join_all};
use journal::{Journal, JournalOptions, OutgoingMessage};
use model::Instant;
use outbox::{AcceptedEntry, DeliveryState, Outbox, OutboxEntry};
use tokio::{runtime::Runtime, task::JoinHandle, time::timeout};
use tokio_util::sync::CancellationToken;

use crate::until;

/// How long accepted entries may take to be published or found dead.
const DELIVERY_TIMEOUT: Duration = Duration::from_mins(2);

/// An outbox whose entries are published until this is dropped.
#[derive(Debug)]
pub struct PublishingOutbox {
    runtime: Runtime,
    outbox: Outbox,
    stop: CancellationToken,
    publishing: Option<JoinHandle<()>>,
}

/// Returns an entry whose bytes are a function of its id.
pub fn emitted(id: &str) -> OutboxEntry {
    emitted_on("knelpunten.knelpunt-reported.GM0344", id)
}

/// Returns an entry for a NATS subject, whose bytes are a function of its id.
pub fn emitted_on(subject: &str, id: &str) -> OutboxEntry {
    OutboxEntry {
        outgoing: OutgoingMessage {
            subject: subject.to_owned(),
            payload: format!("{{\"id\":\"{id}\"}}").into(),
        },
        event_id: id.to_owned(),
        subject: format!("knelpunt of {id}"),
        idempotency: None,
        at: Instant::from_microseconds(0),
    }
}

impl PublishingOutbox {
    /// Opens the outbox of a folder and publishes its entries to the server at `url`, whether it is available or not.
    ///
    /// # Errors
    ///
    /// If the outbox cannot be opened.
    pub fn start(folder: &Path, url: &str) -> anyhow::Result<Self> {
        let (runtime, outbox) = (Runtime::new()?, Outbox::open(folder)?);
        let journal =
            runtime.block_on(Journal::connect(url, "emitter", JournalOptions::default()))?;
        let stop = CancellationToken::new();
        let (running, stopped) = (outbox.clone(), stop.clone());
        let publishing = runtime.spawn(async move {
            let clock = || Instant::from_microseconds(0);
            running.run(&journal, clock, stopped).await;
        });
        Ok(Self {
            runtime,
            outbox,
            stop,
            publishing: Some(publishing),
        })
    }

    /// Returns the outbox.
    pub fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    /// Accepts entries, all at the same time.
    ///
    /// # Errors
    ///
    /// If one is refused.
    pub fn accept(
        &self,
        entries: impl IntoIterator<Item = OutboxEntry>,
    ) -> anyhow::Result<Vec<AcceptedEntry>> {
        let accepting = entries.into_iter().map(|entry| self.outbox.accept(entry));
        Ok(self.runtime.block_on(try_join_all(accepting))?)
    }

    /// Waits until every accepted entry is published or dead.
    ///
    /// # Errors
    ///
    /// If that takes too long.
    pub fn settled(&self, accepted: &mut [AcceptedEntry]) -> anyhow::Result<Vec<DeliveryState>> {
        let all = join_all(accepted.iter_mut().map(AcceptedEntry::wait_for_delivery));
        let settled = self
            .runtime
            .block_on(async { timeout(DELIVERY_TIMEOUT, all).await });
        settled.with_context(|| {
            format!(
                "not every entry is published or dead: {:?}",
                self.outbox.state()
            )
        })
    }

    /// Waits until no entry is waiting.
    ///
    /// # Errors
    ///
    /// If that takes too long.
    pub fn drained(&self) -> anyhow::Result<()> {
        until("nothing waits", || {
            (self.outbox.state().waiting == 0).then_some(())
        })
    }

    /// Returns the event ids of dead entries, with the reasons.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn dead(&self) -> anyhow::Result<Vec<(String, String)>> {
        let dead = self
            .runtime
            .block_on(self.outbox.dead_letters(0, usize::MAX))?;
        Ok(dead
            .into_iter()
            .map(|dead| (dead.event_id, dead.reason))
            .collect())
    }

    /// Retries dead entries, and returns how many.
    ///
    /// # Errors
    ///
    /// If the outbox fails.
    pub fn retry(&self, which: outbox::RetrySelection) -> anyhow::Result<usize> {
        Ok(self.runtime.block_on(self.outbox.retry(which))?)
    }
}

impl Drop for PublishingOutbox {
    fn drop(&mut self) {
        self.stop.cancel();
        if let Some(publishing) = self.publishing.take() {
            let _ = self.runtime.block_on(publishing);
        }
    }
}
