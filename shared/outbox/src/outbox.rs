//! An outbox as its users have it.

use std::{
    path::Path,
    sync::Arc,
    thread::{self, JoinHandle},
};

use tokio::sync::{mpsc, oneshot, watch};

use crate::{
    AcceptError, AcceptedEntry, DeadLetter, EarlierEntry, IdempotencyKey, OutboxEntry, OutboxError,
    OutboxLimits, OutboxState, RetrySelection, fetched,
    store::Store,
    writer::{QUEUE, Request, Seen, Writer},
};

/// What one emitter accepted and the stream does not have yet, in a folder of its own. Clones share it.
///
/// When the last clone is dropped, what is being written is finished, and the folder is free.
#[derive(Debug, Clone)]
pub struct Outbox(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    store: Arc<Store>,
    /// Some until this is dropped.
    requests: Option<mpsc::Sender<Request>>,
    seen: watch::Receiver<Seen>,
    writer: Option<JoinHandle<()>>,
}

impl Outbox {
    /// Opens the outbox in a folder, or makes one there, with the usual [`OutboxLimits`].
    ///
    /// It looks at every page of its file, and blocks meanwhile.
    ///
    /// # Errors
    ///
    /// When another process has it open; when its file is damaged, which is then left as it is; when the folder
    /// cannot be used or the disk is full.
    pub fn open(folder: &Path) -> Result<Self, OutboxError> {
        Self::open_with(folder, OutboxLimits::default())
    }

    /// Opens it with other limits.
    ///
    /// # Errors
    ///
    /// As [`Outbox::open`].
    pub fn open_with(folder: &Path, limits: OutboxLimits) -> Result<Self, OutboxError> {
        let store = Arc::new(Store::open(folder)?);
        let (requests, asked) = mpsc::channel(QUEUE);
        let (seeing, seen) = watch::channel(Seen {
            state: fetched::state(&store)?,
            retried: 0,
            failure: None,
        });
        let writer = Writer::new(Arc::clone(&store), limits, seeing);
        let thread = thread::Builder::new()
            .name("outbox".to_owned())
            .spawn(move || writer.run(asked))
            .map_err(|source| OutboxError::folder(folder, source))?;
        Ok(Self(Arc::new(Shared {
            store,
            requests: Some(requests),
            seen,
            writer: Some(thread),
        })))
    }

    /// Accepts an entry: when this returns, it is on disk, and will be published by [`Outbox::run`], now or later.
    ///
    /// Under a key that is known, with the same fingerprint, it gives what was accepted first, and stores nothing.
    /// A caller that drops this future does not know whether the entry was accepted.
    ///
    /// # Errors
    ///
    /// When the outbox or the disk is full, when the key was used for another request, or the disk fails.
    pub async fn accept(&self, entry: OutboxEntry) -> Result<AcceptedEntry, AcceptError> {
        self.ask(|reply| Request::Accept(entry, reply))
            .await
            .map_err(AcceptError::from)?
    }

    /// Says what waits and what is dead, without looking at the disk.
    pub fn state(&self) -> OutboxState {
        self.0.seen.borrow().state
    }

    /// Says why the last thing that was written was not, if so: a full disk, say. None when it goes well.
    pub fn last_failure(&self) -> Option<OutboxError> {
        self.0.seen.borrow().failure.clone()
    }

    /// Lists entries that cannot be published as things are, up to `limit`, from the first number after `after`.
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
        let read = tokio::task::spawn_blocking(move || fetched::dead(&store, after, limit));
        read.await.unwrap_or(Err(OutboxError::Closed))
    }

    /// Gives what was accepted under a key; none when nothing was, or it is so long ago that it is forgotten.
    ///
    /// # Errors
    ///
    /// When the disk fails.
    pub async fn find_by_key(
        &self,
        key: &IdempotencyKey,
    ) -> Result<Option<EarlierEntry>, OutboxError> {
        let (store, key) = (Arc::clone(&self.0.store), key.clone());
        let read = tokio::task::spawn_blocking(move || fetched::under(&store, &key));
        read.await.unwrap_or(Err(OutboxError::Closed))
    }

    /// Puts dead entries back where they were in the queue, and says how many.
    ///
    /// # Errors
    ///
    /// When the disk is full or fails.
    pub async fn retry(&self, which: RetrySelection) -> Result<usize, OutboxError> {
        self.ask(|reply| Request::Retry(which, reply)).await?
    }

    pub(crate) fn store(&self) -> &Arc<Store> {
        &self.0.store
    }

    pub(crate) fn seen(&self) -> watch::Receiver<Seen> {
        self.0.seen.clone()
    }

    /// Asks the writer, and waits for its answer.
    pub(crate) async fn ask<T>(
        &self,
        request: impl FnOnce(oneshot::Sender<T>) -> Request,
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
        drop(self.requests.take());
        if let Some(writer) = self.writer.take()
            && writer.join().is_err()
        {
            tracing::error!("the writer of the outbox panicked");
        }
    }
}
