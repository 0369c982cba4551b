//! The outbox for operators: its state, the events that cannot be published, and retrying them.

use api::{
    DeadEvent, OutboxPage, OutboxRetryReport,
    parameters::{LinkParameters as _, OutboxParameters},
};
use axum::{
    extract::{RawQuery, Request, State},
    http::HeaderMap,
    response::Response,
};
use httpd::{MediaType, PagingParameters, Problem, Text, accept, end_page, write};
use model::Instant;
use outbox::{DeadLetter, Outbox, OutboxError, OutboxState, RetrySelection};
use tracing::error;

use crate::{admission::admit, app::IntakeApp};

/// Returns the state of the outbox, with a page of the events that cannot be published.
pub(crate) async fn list(
    State(app): State<IntakeApp>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    accept::require(&headers, &[MediaType::Json])?;
    let parameters = PagingParameters::parse(query.as_deref(), OutboxParameters::names())?;
    let limit = parameters.limit();
    let outbox = &app.emitter.outbox;
    let page = outbox_page(outbox, parameters.cursor, limit, (app.emitter.now)()).await;
    httpd::json(&page.map_err(|cause| problem(&cause))?)
}

/// Retries all events that could not be published.
pub(crate) async fn retry(
    State(app): State<IntakeApp>,
    request: Request,
) -> Result<Response, Problem> {
    let request = admit(&app, request, &[write::JSON]).await?;
    write::require_empty(&request.body)?;
    let outbox = &app.emitter.outbox;
    let retried = outbox.retry(RetrySelection::All).await;
    let retried = retried.map_err(|cause| problem(&cause))?;
    let state = outbox.state();
    httpd::json(&OutboxRetryReport {
        retried,
        waiting: state.waiting,
        dead: state.dead,
    })
}

/// Reads a page of an outbox, of at most `limit` events after `cursor`.
///
/// # Errors
///
/// If the disk fails.
pub async fn outbox_page(
    outbox: &Outbox,
    cursor: Option<u64>,
    limit: usize,
    now: Instant,
) -> Result<OutboxPage, OutboxError> {
    let mut letters = outbox.dead_letters(cursor.unwrap_or(0), limit + 1).await?;
    let next_cursor = end_page(&mut letters, limit).map(|last| last.number.to_string());
    let state = outbox.state();
    Ok(OutboxPage {
        waiting: state.waiting,
        oldest_seconds: oldest_seconds(&state, now),
        dead: state.dead,
        bytes: state.stored_bytes,
        failure: failure(outbox),
        items: letters.into_iter().map(dead_event).collect(),
        next_cursor,
    })
}

/// Returns why the outbox cannot be written, or else why what waits is not published.
fn failure(outbox: &Outbox) -> Option<String> {
    let cannot_write = outbox.last_failure().map(|failure| failure.to_string());
    cannot_write.or_else(|| outbox.delivery_failure())
}

/// Returns how long the oldest event has waited.
pub(crate) fn oldest_seconds(state: &OutboxState, now: Instant) -> Option<i64> {
    let oldest = state.oldest_accepted_at?;
    Some(now.since(oldest).max(0) / 1_000_000)
}

fn dead_event(letter: DeadLetter) -> DeadEvent {
    DeadEvent {
        number: letter.number,
        event_id: letter.event_id,
        nats_subject: letter.subject,
        reason: letter.reason,
        accepted: letter.accepted,
        since: letter.since,
        payload: String::from_utf8_lossy(&letter.payload).into_owned(),
    }
}

/// Writes the metrics of the outbox.
pub(crate) fn measure(app: &IntakeApp, text: &mut Text) {
    let outbox = &app.emitter.outbox;
    let state = outbox.state();
    for (name, help, value) in [
        (
            "knelpunt_outbox_waiting",
            "Accepted events that the log does not have yet",
            state.waiting,
        ),
        (
            "knelpunt_outbox_dead",
            "Accepted events that cannot be published",
            state.dead,
        ),
        (
            "knelpunt_outbox_bytes",
            "Bytes of events in the outbox",
            state.stored_bytes,
        ),
    ] {
        text.gauge(name, help, value);
    }
    text.gauge(
        "knelpunt_outbox_oldest_seconds",
        "How long the oldest waiting event has waited",
        oldest_seconds(&state, (app.emitter.now)()).unwrap_or(0),
    );
    text.gauge(
        "knelpunt_outbox_failing",
        "1 when the outbox cannot be written",
        u8::from(outbox.last_failure().is_some()),
    );
}

fn problem(cause: &OutboxError) -> Problem {
    error!(
        error = cause as &dyn std::error::Error,
        "cannot use the outbox"
    );
    match cause {
        OutboxError::DiskFull => {
            Problem::unavailable("The disk of the outbox is full. Free some space.")
        }
        _ => Problem::internal(),
    }
}
