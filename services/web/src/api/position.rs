//! Where the views are in the log, and what they were folded by.

use axum::{
    extract::{RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use httpd::{MediaType, PagingParameters, accept};
use jiff::Timestamp;
use serde::Serialize;
use views::{Checkpoint, LogState, Versions, ViewsStatus};

use super::answer;
use crate::{app::WebApp, problem::WebProblem};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Standing {
    position: u64,
    last_sequence: Option<u64>,
    lag: Option<u64>,
    stream: Option<Stream>,
    nats_url: Option<String>,
    digest: String,
    checkpoints: Vec<Checkpoint>,
    versions: Versions,
    duplicates: u64,
    conflicts: u64,
    quarantined: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Stream {
    name: String,
    created_at: Timestamp,
}

/// Answers where the views are.
pub(crate) async fn position(
    State(app): State<WebApp>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    accept::require(&headers, &[MediaType::Json])?;
    let keys = PagingParameters::parse(query.as_deref(), &["atLeast"])?;
    app.wait_for_position(keys.at_least).await?;
    app.run_limited(|app| answer::body(&Standing::of(app.reader.status()?, app.reader.log_state())))
        .await
}

impl Standing {
    fn of(views: ViewsStatus, log: LogState) -> Self {
        let last_sequence = log.stream.as_ref().map(|stream| stream.last_sequence);
        Self {
            position: views.position,
            last_sequence,
            lag: last_sequence.map(|last| last.saturating_sub(views.position)),
            stream: log.stream.map(|stream| Stream {
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
}
