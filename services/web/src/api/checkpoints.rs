//! The digests at the positions that every replica passes, by page.

use ::api::{
    CheckpointPage,
    parameters::{CheckpointParameters, LinkParameters as _},
};
use axum::{
    extract::{RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use httpd::{MediaType, PagingParameters, accept};

use super::answer;
use crate::{app::WebApp, problem::WebProblem};

/// Returns a page of checkpoints, oldest first.
pub(crate) async fn checkpoints(
    State(app): State<WebApp>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    accept::require(&headers, &[MediaType::Json])?;
    let parameters = PagingParameters::parse(query.as_deref(), CheckpointParameters::names())?;
    app.wait_for_position(parameters.at_least).await?;
    app.run_limited(move |app| {
        let status = app.reader.status()?;
        let limit = parameters.limit();
        let after = parameters.after.unwrap_or_default();
        // One more than the page, to know whether another page follows.
        let mut items = app.reader.checkpoints(after, limit + 1)?;
        let has_more = items.len() > limit;
        items.truncate(limit);
        let last = items.last().filter(|_| has_more);
        answer::body(&CheckpointPage {
            next_after: last.map(|last| last.position),
            items,
            position: status.position,
            versions: status.versions,
        })
    })
    .await
}
