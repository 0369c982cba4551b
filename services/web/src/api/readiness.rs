//! Readiness and metrics, for operators and their machines.

use ::api::{ViewsReadiness, ViewsState};
use axum::{http::StatusCode, response::Response};
use httpd::{MediaType, Text};
use views::Health;

use super::answer;
use crate::{app::WebApp, metrics::ViewsMetrics, problem::WebProblem, read_request::ReadRequest};

/// Returns how fit the views are to answer, and why they are not ready.
pub(crate) async fn readiness(request: ReadRequest) -> Result<Response, WebProblem> {
    request.accept(&[MediaType::Json])?;
    let answer = |app: &WebApp| {
        let health = app.reader.health();
        let mut response = answer::body(&report(app, health))?;
        if !matches!(health, Health::Ready | Health::Degraded) {
            *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
        }
        Ok(response)
    };
    request.app.run_blocking(answer).await
}

fn report(app: &WebApp, health: Health) -> ViewsReadiness {
    let log = app.reader.log_state();
    let last_sequence = log.last_sequence();
    let views = app.reader.status().ok();
    let quarantined = views.as_ref().map(|views| views.quarantined);
    // The views may already be ahead of the position that was announced to those who wait for one.
    let announced = *app.reader.positions().borrow();
    let position = views.map_or(announced, |views| views.position);
    let (status, reason) = match health {
        Health::Ready => (ViewsState::Ready, None),
        Health::Degraded => (
            ViewsState::Degraded,
            Some("messages of the log are in quarantine".to_owned()),
        ),
        Health::Stale => {
            let reason = log.unavailable;
            let reason = reason.unwrap_or_else(|| "the log is unavailable".to_owned());
            (ViewsState::Stale, Some(reason))
        }
        Health::Rebuilding => (
            ViewsState::Rebuilding,
            Some("the views are being rebuilt from the log".to_owned()),
        ),
    };
    ViewsReadiness {
        status,
        reason,
        position,
        last_sequence,
        quarantined,
        checking_texts: log.checking_texts,
    }
}

/// Writes the metrics of the views.
pub(crate) fn measure(app: &WebApp, text: &mut Text) {
    let metrics = ViewsMetrics {
        health: app.reader.health(),
        log: app.reader.log_state(),
        views: app.reader.status().ok(),
        version: &app.settings.version,
        change_readers: app.changes.connected(),
    };
    metrics.write(text);
}
