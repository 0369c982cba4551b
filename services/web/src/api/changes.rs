//! Live changes over Server-Sent Events.
//!
//! Nothing is queued for a reader. It has a position, and asks for what is behind it when its connection can take more:
//! the newest changes are shared by all readers (`feed`), older ones are derived from the views again (`reader`).

mod batch;
mod feed;
mod message;
mod reader;

use std::sync::Arc;

use axum::{
    body::Body,
    http::{HeaderName, header},
    response::{IntoResponse as _, Response},
};
use futures_util::stream;
use httpd::MediaType;
use questions::ChangesQuery;
use tokio::sync::Semaphore;

use crate::{problem::WebProblem, read_request::ReadRequest};
use message::LastEventId;
use reader::ChangesReader;

pub(crate) use feed::ChangesFeed;

/// What all readers of changes share.
#[derive(Debug)]
pub(crate) struct Changes {
    pub(crate) feed: ChangesFeed,
    readers: Arc<Semaphore>,
    max_readers: usize,
}

impl Changes {
    pub(crate) fn new(max_readers: usize) -> Self {
        Self {
            feed: ChangesFeed::default(),
            readers: Arc::new(Semaphore::new(max_readers)),
            max_readers,
        }
    }

    /// Returns the number of connected readers.
    pub(crate) fn connected(&self) -> usize {
        self.max_readers - self.readers.available_permits()
    }
}

/// Streams the changes that arrive, from a position on.
pub(crate) async fn changes(request: ReadRequest) -> Result<Response, WebProblem> {
    request.accept(&[MediaType::EventStream])?;
    let app = request.app.clone();
    let query = ChangesQuery::parse(&request.pairs()?, app.register(), app.now());
    let query = query.map_err(WebProblem::keys)?;
    let last = request.header(&LAST_EVENT_ID).map(LastEventId::parse);
    let last = last.transpose()?.or(query.after.map(LastEventId::position));
    let permit = Arc::clone(&app.changes.readers).try_acquire_owned();
    let permit = permit.map_err(|_| WebProblem::too_many_readers(app.changes.max_readers))?;
    let (stop, checked) = (request.stop(), query.clone());
    let start =
        move |app: &crate::app::WebApp| Ok(app.reader.changes_start(&checked, app.now())?);
    let (log, position) = app.run_queued(start).await?;
    let reader = ChangesReader::new(app, query, stop, permit).from(last, log, position);
    let messages = stream::unfold(reader, ChangesReader::next);
    let headers = [
        (header::CONTENT_TYPE, MediaType::EventStream.content_type()),
        // A proxy that collects responses would keep the changes back.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    Ok((headers, Body::from_stream(messages)).into_response())
}

/// The header by which a reader says what it got last.
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
