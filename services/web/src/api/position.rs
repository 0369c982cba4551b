//! Where the views are in the log, and what they were folded by.

use ::api::{
    LogStream, PositionReport,
    parameters::{LinkParameters as _, PositionParameters},
};
use axum::response::Response;
use httpd::MediaType;
use views::{LogState, ViewsStatus};

use super::answer;
use crate::{app::WebApp, problem::WebProblem, read_request::ReadRequest};

/// Returns where the views are.
pub(crate) async fn position(request: ReadRequest) -> Result<Response, WebProblem> {
    request.accept(&[MediaType::Json])?;
    let at_least = request.paging(PositionParameters::names())?.at_least;
    let answer = |app: &WebApp| answer::body(&report(app.reader.status()?, app.reader.log_state()));
    request.answer(at_least, answer).await
}

fn report(views: ViewsStatus, log: LogState) -> PositionReport {
    let last_sequence = log.last_sequence();
    let lag_unknown = last_sequence.is_none().then(|| {
        let reason = log.unavailable.clone();
        reason.unwrap_or_else(|| "the log has not been reached yet".to_owned())
    });
    PositionReport {
        position: views.position,
        last_sequence: last_sequence.map(|last| last.max(views.position)),
        lag: last_sequence.map(|last| last.saturating_sub(views.position)),
        lag_unknown,
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
