//! The readiness of an intake without views.

use api::{IntakeReadiness, IntakeState};
use axum::{extract::State, http::HeaderMap, response::Response};
use httpd::{MediaType, Problem, accept};
use serde_json::json;

use crate::{app::IntakeApp, outbox_status};

/// How long an event may wait before the intake is stale.
const STALE_AFTER_SECONDS: i64 = 60;

/// Returns whether events are accepted and published.
pub(crate) async fn readiness(
    State(app): State<IntakeApp>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    accept::require(&headers, &[MediaType::Json])?;
    let outbox = &app.emitter.outbox;
    let failure = outbox.last_failure().map(|failure| failure.to_string());
    let age_seconds = outbox_status::oldest_seconds(&outbox.state(), (app.emitter.now)());
    let (status, reason) = match failure {
        Some(failure) => (IntakeState::Failing, Some(failure)),
        None if age_seconds.is_some_and(|age| age > STALE_AFTER_SECONDS) => {
            let reason = "accepted events wait: the log is unavailable";
            (IntakeState::Stale, Some(reason.to_owned()))
        }
        None => (IntakeState::Ready, None),
    };
    if status == IntakeState::Failing {
        let reason = reason.unwrap_or_default();
        let problem = Problem::unavailable(format!("The outbox cannot be written: {reason}."));
        return Err(problem
            .with("state", json!(status))
            .with("reason", json!(reason)));
    }
    httpd::json(&IntakeReadiness { status, reason })
}
