//! What operators have done with the views: quarantine tried again, rebuilt views taken over, all of it audited.

use axum::{
    extract::{Request, State},
    response::Response,
};
use serde::Serialize;
use tokio::sync::OwnedSemaphorePermit;

use super::{answer, write};
use crate::{
    Operation,
    app::App,
    operations::{Refusal, Retried},
    problem::Problem,
};

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
pub(crate) async fn retry(State(app): State<App>, request: Request) -> Result<Response, Problem> {
    let place = begin(&app, request).await?;
    let operations = &app.settings.operations;
    let Retried {
        folded,
        still_invalid,
        erased,
    } = operations.have(place, Operation::Retry).await?;
    app.look(move |app| {
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
    State(app): State<App>,
    request: Request,
) -> Result<Response, Problem> {
    let place = begin(&app, request).await?;
    let operations = &app.settings.operations;
    operations.have(place, Operation::TakeOver).await?;
    app.look(move |app| {
        let standing = app.reader.status()?;
        answer::body(&TakeOver {
            position: standing.position,
            digest: standing.digest,
        })
    })
    .await
}

/// Has what is kept compared with itself, while everything goes on.
pub(crate) async fn audit(State(app): State<App>, request: Request) -> Result<Response, Problem> {
    let place = begin(&app, request).await?;
    app.look(move |app| {
        // Held by the work, not by the request: who goes away does not make room for another one.
        let _place = place;
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

/// Checks a request, and takes the one place for what it wants.
async fn begin(app: &App, request: Request) -> Result<OwnedSemaphorePermit, Problem> {
    write::check(request, app.settings.limits.door.head).await?;
    let place = app.settings.operations.begin();
    place.ok_or_else(|| {
        Refusal::Conflict("Another operation is under way. Ask again when it is done.".to_owned())
            .into()
    })
}
