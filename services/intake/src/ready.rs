//! How fit an intake is that is alone behind its door.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use httpd::{MediaType, Problem, accept};
use serde_json::json;

use crate::{app::IntakeApp, outbox_status};

/// How long an event may wait before it is said that it does.
const LATE_SECONDS: i64 = 60;

/// Answers whether events are taken, and whether they get anywhere.
pub(crate) async fn ready(
    State(app): State<IntakeApp>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    accept::require(&headers, &[MediaType::Json])?;
    let shown = outbox_status::shown(&app.emitter.outbox, (app.emitter.now)());
    let late = shown.oldest_seconds.is_some_and(|age| age > LATE_SECONDS);
    let (status, reason) = match &shown.failure {
        Some(failure) => ("failing", Some(failure.clone())),
        None if late => (
            "stale",
            Some("what is taken waits: the log is away".to_owned()),
        ),
        None => ("ready", None),
    };
    let mut response = httpd::json(&json!({"status": status, "reason": reason}))?;
    if shown.failure.is_some() {
        *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    }
    Ok(response)
}
