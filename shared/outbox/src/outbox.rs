//! The outbox as its users see it.

use std::{
    path::Path,
    sync::Arc,
    thread::{self, JoinHandle},
};

use parking_lot::Mutex;
use tokio::sync::{mpsc, oneshot, watch};

use crate::{
    AcceptError, AcceptedEntry, DeadLetter, EarlierEntry, IdempotencyKey, OutboxEntry, OutboxError,
    OutboxLimits, OutboxState, RetrySelection, read,
    store::OutboxStore,
    writer::{OutboxWriter, QUEUE, WriteRequest, WriterProgress},
};

/// The entries that one emitter accepted and the stream does not have yet, in a folder of its own. Clones share it.
///
/// Dropping the last clone finishes the writes in progress and unlocks the folder.
#[derive(Debug, Clone)]
pub struct Outbox(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    store: Arc<OutboxStore>,
    /// `None` only while dropping.
    requests: Option<mpsc::Sender<WriteRequest>>,
    progress: watch::Receiver<WriterProgress>,
    writer: Option<JoinHandle<()>>,
    /// The last failure to publish an entry that still waits: the number of the entry, and the cause.
    delivery_failure: Mutex<Option<(u64, String)>>,
}

impl Outbox {
    /// Opens the outbox in a folder, or creates one there, with the default [`OutboxLimits`].
    ///
    /// Blocks while it checks every page of the file.
    ///
    /// # Errors
    ///
    /// When another process has it open; when its file is damaged, which is then left unchanged; when the folder
    /// cannot be used or the disk is full.
    pub fn open(folder: &Path) -> Result<Self, OutboxError> {
        Self::open_with(folder, OutboxLimits::default())
    }

    /// Opens the outbox with other limits.
    ///
    /// # Errors
    ///
    /// As [`Outbox::open`].
    pub fn open_with(folder: &Path, limits: OutboxLimits) -> Result<Self, OutboxError> {
        let store = Arc::new(OutboxStore::open(folder)?);
        let (requests, queue) = mpsc::channel(QUEUE);
        let (sender, progress) = watch::channel(WriterProgress {
            state: read::state(&store)?,
            retried: 0,
            failure: None,
        });
        let writer = OutboxWriter::new(Arc::clone(&store), limits, sender);
        let thread = thread::Builder::new()
            .name("outbox".to_owned())
            .spawn(move || writer.run(queue))
            .map_err(|source| OutboxError::folder(folder, source))?;
        Ok(Self(Arc::new(Shared {
            store,
            requests: Some(requests),
            progress,
            writer: Some(thread),
            delivery_failure: Mutex::new(None),
        })))
    }

    /// Accepts an entry. When this returns, the entry is on disk, and [`Outbox::run`] will publish it, now or later.
    ///
    /// Under a known key with the same fingerprint, returns the entry that was accepted first and stores nothing. A
    /// caller that drops this future does not know whether the entry was accepted.
    ///
    /// # Errors
    ///
    /// When the outbox or the disk is full, when the key was used for another request, or the disk fails.
    pub async fn accept(&self, entry: OutboxEntry) -> Result<AcceptedEntry, AcceptError> {
        self.request(|reply| WriteRequest::Accept(entry, reply))
            .await
            .map_err(AcceptError::from)?
    }

    /// Returns how many entries wait and are dead, without reading from disk.
    pub fn state(&self) -> OutboxState {
        self.0.progress.borrow().state
    }

    /// Returns why the last write failed, such as a full disk; `None` when it succeeded.
    pub fn last_failure(&self) -> Option<OutboxError> {
        self.0.progress.borrow().failure.clone()
    }

    /// Returns why entries wait: the last failure to publish one of them, such as a full stream or a lost connection;
    /// `None` when nothing failed.
    pub fn delivery_failure(&self) -> Option<String> {
        let failure = self.0.delivery_failure.lock();
        failure.as_ref().map(|(_, cause)| cause.clone())
    }

    /// Records that publishing an entry failed and is retried.
    pub(crate) fn delivery_failed(&self, number: u64, cause: &str) {
        *self.0.delivery_failure.lock() = Some((number, cause.to_owned()));
    }

    /// Forgets the failure of an entry that does not wait any more. Those that still wait fail again within seconds.
    pub(crate) fn delivery_ended(&self, number: u64) {
        let mut failure = self.0.delivery_failure.lock();
        failure.take_if(|(failed, _)| *failed == number);
    }

    /// Returns up to `limit` dead letters, from the first number after `after`.
    ///
    /// # Errors
    ///
    /// When the disk fails.
    pub async fn dead_letters(
        &self,
        after: u64,
        limit: usize,
    ) -> Result<Vec<DeadLetter>, OutboxError> {
        let store = Arc::clone(&self.0.store);
        let read = tokio::task::spawn_blocking(move || read::dead_letters(&store, after, limit));
        read.await.unwrap_or(Err(OutboxError::Closed))
    }

    /// Returns the entry that was accepted under a key; `None` when there is none, or the key is forgotten.
    ///
    /// # Errors
    ///
    /// When the disk fails.
    pub async fn find_by_key(
        &self,
        key: &IdempotencyKey,
    ) -> Result<Option<EarlierEntry>, OutboxError> {
        let (store, key) = (Arc::clone(&self.0.store), key.clone());
        let read = tokio::task::spawn_blocking(move || read::by_key(&store, &key));
        read.await.unwrap_or(Err(OutboxError::Closed))
    }

    /// Retries dead letters: they wait again, at their former positions in the queue. Returns how many.
    ///
    /// # Errors
    ///
    /// When the disk is full or fails.
    pub async fn retry(&self, selection: RetrySelection) -> Result<usize, OutboxError> {
        self.request(|reply| WriteRequest::Retry(selection, reply))
            .await?
    }

    pub(crate) fn store(&self) -> &Arc<OutboxStore> {
        &self.0.store
    }

    pub(crate) fn progress(&self) -> watch::Receiver<WriterProgress> {
        self.0.progress.clone()
    }

    /// Sends a request to the writer, and waits for its reply.
    pub(crate) async fn request<T>(
        &self,
        request: impl FnOnce(oneshot::Sender<T>) -> WriteRequest,
    ) -> Result<T, OutboxError> {
        let (reply, answer) = oneshot::channel();
        let requests = self.0.requests.as_ref().ok_or(OutboxError::Closed)?;
        let sent = requests.send(request(reply)).await;
        sent.map_err(|_| OutboxError::Closed)?;
        answer.await.map_err(|_| OutboxError::Closed)
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        // Before joining: the writer ends when its queue is closed, so the join would wait for ever.
        drop(self.requests.take());
        if let Some(writer) = self.writer.take()
            && writer.join().is_err()
        {
            tracing::error!("the writer of the outbox panicked");
        }
    }
}
