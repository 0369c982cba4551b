//! Where the views are in the log, and what they were folded by.

use ::api::{
    LogStream, PositionReport,
    parameters::{LinkParameters as _, PositionParameters},
};
use axum::{
    extract::{RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use httpd::{MediaType, PagingParameters, accept};
use views::{LogState, ViewsStatus};

use super::answer;
use crate::{app::WebApp, problem::WebProblem};

/// Returns where the views are.
pub(crate) async fn position(
    State(app): State<WebApp>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    accept::require(&headers, &[MediaType::Json])?;
    let parameters = PagingParameters::parse(query.as_deref(), PositionParameters::names())?;
    app.wait_for_position(parameters.at_least).await?;
    app.run_limited(|app| answer::body(&report(app.reader.status()?, app.reader.log_state())))
        .await
}

fn report(views: ViewsStatus, log: LogState) -> PositionReport {
    let last_sequence = log.stream.as_ref().map(|stream| stream.last_sequence);
    PositionReport {
        position: views.position,
        last_sequence,
        lag: last_sequence.map(|last| last.saturating_sub(views.position)),
        stream: log.stream.map(|stream| LogStream {
            name: stream.name,
            created_at: stream.created_at,
        }),
        nats_url: log.nats_url,
        digest: views.digest,
        checkpoints: views.checkpoints,
        versions: views.versions,
        duplicates: views.duplicates,
        conflicts: views.conflicts,
        quarantined: views.quarantined,
    }
}
