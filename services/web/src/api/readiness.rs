//! What operators and their machines ask: is it fit, how is it doing.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use httpd::{MediaType, Text, accept};
use serde_json::{Value, json};
use views::Health;

use super::answer;
use crate::{app::WebApp, metrics::Standing, problem::WebProblem};

/// Answers how fit the views are, and why they are no fitter.
pub(crate) async fn ready(
    State(app): State<WebApp>,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    accept::require(&headers, &[MediaType::Json])?;
    app.run_blocking(|app| {
        let health = app.reader.health();
        let mut response = answer::body(&readiness(app, health))?;
        if !matches!(health, Health::Ready | Health::Degraded) {
            *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
        }
        Ok(response)
    })
    .await
}

fn readiness(app: &WebApp, health: Health) -> Value {
    let log = app.reader.log_state();
    let last_sequence = log.stream.map(|stream| stream.last_sequence);
    let standing = app.reader.status().ok();
    let quarantined = standing.as_ref().map(|views| views.quarantined);
    // What answers are given from may be a moment ahead of what is announced.
    let announced = *app.reader.positions().borrow();
    let position = standing.map_or(announced, |views| views.position);
    let reason = match health {
        Health::Ready => None,
        Health::Degraded => Some("something that came over the log is in quarantine".to_owned()),
        Health::Stale => Some(
            log.unavailable
                .unwrap_or_else(|| "the log is away".to_owned()),
        ),
        Health::Rebuilding => Some("the views are being rebuilt from the log".to_owned()),
    };
    json!({
        "status": health.as_str(),
        "reason": reason,
        "position": position,
        "lastSequence": last_sequence,
        "quarantined": quarantined,
    })
}

/// Writes how the views stand, for who counts.
pub(crate) fn measure(app: &WebApp, text: &mut Text) {
    let standing = Standing {
        health: app.reader.health(),
        log: app.reader.log_state(),
        views: app.reader.status().ok(),
        version: &app.settings.version,
    };
    standing.write(text);
}
