//! Digests at the positions that every replica passes, a page at a time.

use axum::{
    extract::{RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use httpd::{MediaType, PagingParameters, accept};
use serde::Serialize;
use views::{Checkpoint, Versions};

use super::answer;
use crate::{app::WebApp, problem::WebProblem};

/// Items on a page for who does not say.
const LIMIT: u64 = 100;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Checkpoints {
    items: Vec<Checkpoint>,
    /// What `after` is on the next page.
    next_after: Option<u64>,
    position: u64,
    versions: Versions,
}

/// Answers with a page of checkpoints, oldest first.
pub(crate) async fn checkpoints(
    State(app): State<WebApp>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    accept::require(&headers, &[MediaType::Json])?;
    let keys = PagingParameters::parse(query.as_deref(), &["after", "limit", "atLeast"])?;
    app.wait_for_position(keys.at_least).await?;
    app.run_limited(move |app| {
        let standing = app.reader.status()?;
        let limit = usize::try_from(keys.limit.unwrap_or(LIMIT)).unwrap_or_default();
        let after = keys.after.unwrap_or_default();
        let mut items = app.reader.checkpoints(after, limit + 1)?;
        let more = items.len() > limit;
        items.truncate(limit);
        let last = items.last().filter(|_| more);
        answer::body(&Checkpoints {
            next_after: last.map(|last| last.position),
            items,
            position: standing.position,
            versions: standing.versions,
        })
    })
    .await
}
