//! The outbox as operators see it: what waits, what cannot be published and why, and that tried again.

use axum::{
    extract::{RawQuery, Request, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use httpd::{MediaType, PagingParameters, Problem, Text, accept, write};
use model::Instant;
use outbox::{DeadLetter, Outbox, OutboxError, OutboxState, RetrySelection};
use serde::Serialize;
use serde_json::{Map, Value};
use tracing::error;

use crate::{admission::admit, app::IntakeApp};

/// Items on a page for who does not say.
const LIMIT: u64 = 100;

/// How the outbox stands, with a page of what cannot be published.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OutboxPage {
    #[serde(flatten)]
    standing: Shown,
    items: Vec<Item>,
    next_cursor: Option<String>,
}

/// How the outbox stands.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Shown {
    waiting: u64,
    /// How long the first of them waits.
    pub(crate) oldest_seconds: Option<i64>,
    dead: u64,
    bytes: u64,
    /// Why nothing can be written to it, if so.
    pub(crate) failure: Option<String>,
}

/// An event that cannot be published as things are.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    number: u64,
    event_id: String,
    nats_subject: String,
    reason: String,
    accepted: String,
    since: String,
    payload: String,
}

#[derive(Serialize)]
struct Again {
    retried: usize,
    waiting: u64,
    dead: u64,
}

/// Says how an outbox stands.
pub(crate) fn shown(outbox: &Outbox, now: Instant) -> Shown {
    let OutboxState {
        waiting,
        stored_bytes,
        oldest_accepted_at: oldest,
        dead,
    } = outbox.state();
    Shown {
        waiting,
        oldest_seconds: oldest.map(|oldest| now.since(oldest).max(0) / 1_000_000),
        dead,
        bytes: stored_bytes,
        failure: outbox.last_failure().map(|failure| failure.to_string()),
    }
}

/// Answers how the outbox stands, with a page of what cannot be published.
pub(crate) async fn list(
    State(app): State<IntakeApp>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    accept::require(&headers, &[MediaType::Json])?;
    let keys = PagingParameters::parse(query.as_deref(), &["limit", "cursor"])?;
    let limit = usize::try_from(keys.limit.unwrap_or(LIMIT)).unwrap_or_default();
    let outbox = &app.emitter.outbox;
    let page = OutboxPage::read(outbox, keys.cursor, limit, (app.emitter.now)()).await;
    httpd::json(&page.map_err(|cause| failed(&cause))?)
}

/// Puts all that could not be published back, to be tried again.
pub(crate) async fn retry(
    State(app): State<IntakeApp>,
    request: Request,
) -> Result<Response, Problem> {
    let entered = admit(&app, request, &[write::JSON]).await?;
    let says_nothing = entered.body.is_empty()
        || serde_json::from_slice::<Map<String, Value>>(&entered.body)
            .is_ok_and(|members| members.is_empty());
    if !says_nothing {
        return Err(Problem::new(
            StatusCode::BAD_REQUEST,
            "There is nothing to be said here: the body is empty, or {}.",
        ));
    }
    let outbox = &app.emitter.outbox;
    let retried = outbox.retry(RetrySelection::All).await;
    let retried = retried.map_err(|cause| failed(&cause))?;
    let standing = outbox.state();
    httpd::json(&Again {
        retried,
        waiting: standing.waiting,
        dead: standing.dead,
    })
}

/// Writes how the outbox stands, for who counts.
pub(crate) fn measure(app: &IntakeApp, text: &mut Text) {
    let shown = shown(&app.emitter.outbox, (app.emitter.now)());
    for (name, help, value) in [
        (
            "knelpunt_outbox_waiting",
            "Events accepted that the log does not have yet",
            shown.waiting,
        ),
        (
            "knelpunt_outbox_dead",
            "Events accepted that cannot be published as things are",
            shown.dead,
        ),
        (
            "knelpunt_outbox_bytes",
            "Bytes of events in the outbox",
            shown.bytes,
        ),
    ] {
        text.gauge(name, help, value);
    }
    text.gauge(
        "knelpunt_outbox_oldest_seconds",
        "How long the first of those that wait has waited",
        shown.oldest_seconds.unwrap_or(0),
    );
    text.gauge(
        "knelpunt_outbox_failing",
        "1 when the outbox cannot be written",
        u8::from(shown.failure.is_some()),
    );
}

fn failed(cause: &OutboxError) -> Problem {
    error!(
        error = cause as &dyn std::error::Error,
        "failed to use the outbox"
    );
    match cause {
        OutboxError::DiskFull => Problem::unavailable("The disk of the outbox is full. Make room."),
        _ => Problem::internal(),
    }
}

impl OutboxPage {
    /// Reads a page of `limit` at most, from where an earlier one ended.
    ///
    /// # Errors
    ///
    /// When the disk fails.
    pub async fn read(
        outbox: &Outbox,
        cursor: Option<u64>,
        limit: usize,
        now: Instant,
    ) -> Result<Self, OutboxError> {
        let mut items = outbox.dead_letters(cursor.unwrap_or(0), limit + 1).await?;
        let more = items.len() > limit;
        items.truncate(limit);
        let last = items.last().filter(|_| more);
        Ok(Self {
            standing: shown(outbox, now),
            next_cursor: last.map(|last| last.number.to_string()),
            items: items.into_iter().map(Item::of).collect(),
        })
    }
}

impl Item {
    fn of(dead: DeadLetter) -> Self {
        Self {
            number: dead.number,
            event_id: dead.event_id,
            nats_subject: dead.subject,
            reason: dead.reason,
            accepted: dead.accepted.to_string(),
            since: dead.since.to_string(),
            payload: String::from_utf8_lossy(&dead.payload).into_owned(),
        }
    }
}
