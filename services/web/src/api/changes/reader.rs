//! One reader of changes: what it is sent next.

use std::{convert::Infallible, sync::Arc, time::Duration};

use ::api::Filter;
use axum::body::Bytes;
use questions::ChangesQuery;
use tokio::{
    sync::{OwnedSemaphorePermit, watch},
    time::{self, Instant},
};
use tokio_util::sync::CancellationToken;
use views::LogId;

use super::{
    batch::Batch,
    feed::Behind,
    message::{self, EventId, LastEventId},
};
use crate::app::WebApp;

/// How far back a reader may resume: what was sent since is derived again from the views.
pub(super) const RESUMABLE: u64 = 100_000;
/// How many of these are derived at a time: a batch.
const PAGE_MAX: usize = 128;
/// How often a reader hears something: proxies close connections on which nothing is sent.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How soon to try again what the server is too busy for.
const AGAIN: Duration = Duration::from_millis(200);

const TOO_OLD: &str = "the last change that was received is more than 100000 positions ago";
const OTHER_LOG: &str = "the last change that was received is of another log";
const TOO_SLOW: &str =
    "more than 4096 changes were waiting to be received: the connection is too slow";

/// A reader of changes, between two messages.
pub(super) struct ChangesReader {
    app: WebApp,
    query: ChangesQuery,
    /// Identifies the filter; none selects all.
    filter: Option<String>,
    log: LogId,
    /// Up to here the reader has everything.
    position: u64,
    /// What is sent before any change.
    first: Option<String>,
    /// Whether it has got everything once.
    is_live: bool,
    is_ended: bool,
    positions: watch::Receiver<u64>,
    stop: CancellationToken,
    _permit: OwnedSemaphorePermit,
}

/// What a turn comes to.
enum Turn {
    /// Send this.
    Send(Bytes),
    /// Send this, and end.
    Last(String),
    /// Nothing to send: see what is behind the new position.
    Advanced,
    /// Nothing is behind the position yet.
    UpToDate,
    /// The server is too busy.
    Again,
}

impl ChangesReader {
    /// Creates a reader of the changes that a query selects.
    pub(super) fn new(
        app: WebApp,
        query: ChangesQuery,
        stop: CancellationToken,
        permit: OwnedSemaphorePermit,
    ) -> Self {
        let filter = (query.filter != Filter::default()).then(|| format!("{:?}", query.filter));
        Self {
            positions: app.reader.positions(),
            app,
            query,
            filter,
            log: LogId::default(),
            position: 0,
            first: None,
            is_live: false,
            is_ended: false,
            stop,
            _permit: permit,
        }
    }

    /// Begins behind what the reader got last, or, if nothing, behind the position of the views.
    pub(super) fn from(mut self, last: Option<LastEventId>, log: LogId, position: u64) -> Self {
        (self.log, self.position) = (log, position);
        let comment = |reader: &Self| message::comment(reader.id(), "changes follow");
        let Some(last) = last else {
            self.first = Some(comment(&self));
            return self;
        };
        let stream = self.app.reader.log_state().stream;
        // A position that the views have not reached yet is awaited, if the log has it.
        let end = stream.map_or(position, |stream| stream.last_sequence.max(position));
        let reason = if !last.is_of(log) || last.position > end {
            Some(OTHER_LOG)
        } else {
            let is_too_old = position.saturating_sub(last.position) > RESUMABLE;
            is_too_old.then_some(TOO_OLD)
        };
        self.first = Some(if let Some(reason) = reason {
            message::reset(self.id(), reason)
        } else {
            self.position = last.position;
            comment(&self)
        });
        self
    }

    const fn id(&self) -> EventId {
        EventId {
            position: self.position,
            log: self.log,
        }
    }

    /// Returns the next text to send; none at the end.
    pub(super) async fn next(mut self) -> Option<(Result<Bytes, Infallible>, Self)> {
        if self.is_ended {
            return None;
        }
        if let Some(first) = self.first.take() {
            // How long EventSource waits before it comes back.
            return Some((Ok(format!("retry: 2000\n{first}").into()), self));
        }
        let heartbeat = Instant::now() + HEARTBEAT;
        loop {
            match self.turn().await {
                Turn::Send(text) => return Some((Ok(text), self)),
                Turn::Last(text) => {
                    self.is_ended = true;
                    return Some((Ok(text.into()), self));
                }
                Turn::Advanced => {}
                Turn::UpToDate => {
                    self.is_live |= self.position >= *self.positions.borrow();
                    let stop = self.stop.clone();
                    tokio::select! {
                        changed = self.positions.changed() => changed.ok()?,
                        () = time::sleep_until(heartbeat) => {
                            let text = message::comment(self.id(), "nothing new");
                            return Some((Ok(text.into()), self));
                        }
                        () = stop.cancelled() => return None,
                    }
                }
                Turn::Again => {
                    let stop = self.stop.clone();
                    stop.run_until_cancelled(time::sleep(AGAIN)).await?;
                }
            }
        }
    }

    async fn turn(&mut self) -> Turn {
        self.positions.mark_unchanged();
        let app = self.app.clone();
        app.changes.feed.advance(&app).await;
        match app.changes.feed.behind(self.log, self.position) {
            Behind::Nothing => Turn::UpToDate,
            Behind::Batch(batch) => self.send(&batch).await,
            Behind::TooMuch if self.is_live => Turn::Last(message::dropped(self.id(), TOO_SLOW)),
            Behind::TooMuch => self.catch_up().await,
            Behind::OtherLog(log, position) => {
                (self.log, self.position) = (log, position);
                Turn::Send(message::reset(self.id(), OTHER_LOG).into())
            }
        }
    }

    /// Sends what is selected of a batch.
    async fn send(&mut self, batch: &Arc<Batch>) -> Turn {
        let (query, filter) = (&self.query, self.filter.as_deref());
        let messages = batch
            .messages(&self.app, query, filter, self.position)
            .await;
        let Ok(messages) = messages else {
            return Turn::Again;
        };
        (self.log, self.position) = (batch.log, batch.up_to);
        if messages.is_empty() {
            Turn::Advanced
        } else {
            Turn::Send(messages)
        }
    }

    /// Sends the next changes from the views, for a reader that comes back after a longer time.
    async fn catch_up(&mut self) -> Turn {
        let after = self.position;
        let page = self
            .app
            .run_queued(move |app| Ok(app.reader.changes(after, PAGE_MAX)?));
        match page.await {
            Ok(page) if page.log == self.log => {
                let batch = Batch::divide(after, page).into_iter().next();
                match batch {
                    Some(batch) => self.send(&Arc::new(batch)).await,
                    None => Turn::Again,
                }
            }
            // The feed finds out what took its place.
            Ok(_) | Err(_) => Turn::Again,
        }
    }
}
