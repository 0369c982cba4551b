//! What operators have done with the views: quarantine tried again, rebuilt views taken over, all of it audited.

use axum::{
    extract::{Request, State},
    response::Response,
};
use serde::Serialize;
use views::{AdminOperation, QuarantineRetry};

use super::{answer, write};
use crate::{app::WebApp, problem::WebProblem};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Retry {
    folded: u64,
    still_invalid: u64,
    erased: u64,
    quarantined: u64,
    position: u64,
}

#[derive(Serialize)]
struct TakeOver {
    position: u64,
    digest: String,
}

#[derive(Serialize)]
struct Audited {
    position: u64,
    knelpunten: u64,
    events: u64,
    differences: Vec<String>,
}

/// Has what is in quarantine judged anew.
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
        let standing = app.reader.status()?;
        answer::body(&Retry {
            folded,
            still_invalid,
            erased,
            quarantined: standing.quarantined,
            position: standing.position,
        })
    })
    .await
}

/// Has the views that a rebuild left beside the running ones take their place.
pub(crate) async fn take_over(
    State(app): State<WebApp>,
    request: Request,
) -> Result<Response, WebProblem> {
    begin(&app, request).await?.cut_over().await?;
    app.run_blocking(move |app| {
        let standing = app.reader.status()?;
        answer::body(&TakeOver {
            position: standing.position,
            digest: standing.digest,
        })
    })
    .await
}

/// Has what is kept compared with itself, while everything goes on.
pub(crate) async fn audit(
    State(app): State<WebApp>,
    request: Request,
) -> Result<Response, WebProblem> {
    let operation = begin(&app, request).await?;
    app.run_blocking(move |app| {
        // Moved into the work: a caller that disconnects must not let a second operation begin.
        let _operation = operation;
        let audit = app.reader.audit()?;
        answer::body(&Audited {
            position: audit.position,
            knelpunten: audit.knelpunten,
            events: audit.contents,
            differences: audit.differences,
        })
    })
    .await
}

/// Checks a request, and reserves the one operation for it.
async fn begin(app: &WebApp, request: Request) -> Result<AdminOperation, WebProblem> {
    write::check(request, app.settings.limits.http.header_timeout).await?;
    Ok(app.settings.admin.begin()?)
}
