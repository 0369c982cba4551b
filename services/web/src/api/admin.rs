//! Administration of the views: retry of the quarantine, cutover to rebuilt views, audit.

use ::api::{CutoverReport, QuarantineRetryReport};
use axum::{
    extract::{Request, State},
    response::Response,
};
use httpd::{MediaType, PagingParameters, accept, write};
use views::{AdminOperation, QuarantineRetry};

use super::answer;
use crate::{app::WebApp, problem::WebProblem};

/// The largest body of a request that takes no input.
const BODY_LIMIT_BYTES: usize = 1_024;

/// Validates the quarantine again, and folds what is valid now.
pub(crate) async fn retry(
    State(app): State<WebApp>,
    request: Request,
) -> Result<Response, WebProblem> {
    let operation = begin(&app, request).await?;
    let QuarantineRetry {
        folded,
        still_invalid,
        erased,
    } = operation.retry_quarantine().await?;
    app.run_blocking(move |app| {
        let status = app.reader.status()?;
        answer::body(&QuarantineRetryReport {
            folded,
            still_invalid,
            erased,
            quarantined: status.quarantined,
            position: status.position,
        })
    })
    .await
}

/// Cuts over to the views that a rebuild left beside the running ones.
pub(crate) async fn cut_over(
    State(app): State<WebApp>,
    request: Request,
) -> Result<Response, WebProblem> {
    begin(&app, request).await?.cut_over().await?;
    app.run_blocking(move |app| {
        let status = app.reader.status()?;
        answer::body(&CutoverReport {
            position: status.position,
            digest: status.digest,
        })
    })
    .await
}

/// Compares everything stored with what is in memory, while the server runs.
pub(crate) async fn audit(
    State(app): State<WebApp>,
    request: Request,
) -> Result<Response, WebProblem> {
    let operation = begin(&app, request).await?;
    app.run_blocking(move |app| {
        // Moved into the work: a caller that disconnects must not let a second operation begin.
        let _operation = operation;
        answer::body(&app.reader.audit()?)
    })
    .await
}

/// Checks a request, and reserves the one operation for it.
async fn begin(app: &WebApp, request: Request) -> Result<AdminOperation, WebProblem> {
    accept::require(request.headers(), &[MediaType::Json])?;
    write::require_json(request.headers(), &[write::JSON])?;
    PagingParameters::parse(request.uri().query(), &[])?;
    let timeout = app.settings.limits.http.header_timeout;
    let body = write::read_body(request.into_body(), BODY_LIMIT_BYTES, timeout).await?;
    write::require_empty(&body)?;
    Ok(app.settings.admin.begin()?)
}
