//! Readiness and metrics, for operators and their machines.

use ::api::{ViewsReadiness, ViewsState, parameters::Grouping};
use axum::response::Response;
use httpd::{MediaType, Text};
use questions::{Query, Scope, TotalsQuestion};
use serde_json::json;
use views::{AskError, Health};

use super::answer;
use crate::{
    app::WebApp,
    metrics::{GroupTotals, ViewsMetrics, write_totals},
    problem::WebProblem,
    read_request::ReadRequest,
};

/// Returns how fit the views are to answer, and why they are not ready.
pub(crate) async fn readiness(request: ReadRequest) -> Result<Response, WebProblem> {
    request.accept(&[MediaType::Json])?;
    let answer = |app: &WebApp| {
        let health = app.reader.health();
        let report = report(app, health);
        if matches!(health, Health::Ready | Health::Degraded) {
            return answer::body(&report);
        }
        Err(not_ready(&report))
    };
    request.app.run_blocking(answer).await
}

/// Returns the problem of views that are not ready, with all that is known of them.
fn not_ready(report: &ViewsReadiness) -> WebProblem {
    let reason = report.reason.as_deref().unwrap_or_default();
    let problem = httpd::Problem::unavailable(format!("The views are not ready: {reason}."))
        .with("state", json!(report.status))
        .with("reason", json!(reason))
        .with("position", json!(report.position))
        .with("lastSequence", json!(report.last_sequence))
        .with("quarantined", json!(report.quarantined))
        .with("checkingTexts", json!(report.checking_texts));
    WebProblem(problem)
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
        now: app.now().timestamp(),
        views: app.reader.status().ok(),
        version: &app.settings.version,
        change_readers: app.changes.connected(),
    };
    metrics.write(text);
    // While the views are being rebuilt there are no answers, and no totals.
    if let (Ok(by_category), Ok(by_province)) = (
        totals(app, Grouping::Category),
        totals(app, Grouping::Province),
    ) {
        write_totals(&by_category, &by_province, text);
    }
}

fn totals(app: &WebApp, group_by: Grouping) -> Result<GroupTotals, AskError> {
    let query = Query {
        scope: Scope::new(app.now()),
        question: TotalsQuestion { group_by },
    };
    Ok(app.reader.ask(&query)?.answer)
}
