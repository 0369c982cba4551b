//! What came over the log and is no valid event, a page at a time.

use axum::{
    extract::{RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use httpd::{MediaType, PagingParameters, accept};
use questions::Table;
use serde::Serialize;
use views::QuarantinedMessage;

use super::answer;
use crate::{app::WebApp, problem::WebProblem};

/// Items on a page for who does not say.
const LIMIT: u64 = 100;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Quarantine {
    items: Vec<QuarantinedMessage>,
    next_cursor: Option<String>,
    total: u64,
    position: u64,
}

/// Answers with a page of the quarantine, in order of sequence.
pub(crate) async fn quarantine(
    State(app): State<WebApp>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    let media = accept::require(&headers, &[MediaType::Json, MediaType::Csv])?;
    let keys = PagingParameters::parse(query.as_deref(), &["limit", "cursor", "atLeast"])?;
    app.wait_for_position(keys.at_least).await?;
    app.run_limited(move |app| {
        let standing = app.reader.status()?;
        let limit = usize::try_from(keys.limit.unwrap_or(LIMIT)).unwrap_or_default();
        let mut items = app.reader.quarantine(keys.cursor, limit + 1)?;
        let more = items.len() > limit;
        items.truncate(limit);
        if media == MediaType::Csv {
            return Ok(answer::table("quarantine", &table(&items)));
        }
        let last = items.last().filter(|_| more);
        answer::body(&Quarantine {
            next_cursor: last.map(|last| last.sequence.to_string()),
            items,
            total: standing.quarantined,
            position: standing.position,
        })
    })
    .await
}

/// Gives the items as a table, the reasons of each in one cell.
fn table(items: &[QuarantinedMessage]) -> Table {
    let row = |item: &QuarantinedMessage| {
        let reasons = item.reasons.iter();
        let reasons: Vec<String> = reasons
            .map(|fault| {
                format!("{} {}", fault.path, fault.problem)
                    .trim()
                    .to_owned()
            })
            .collect();
        vec![
            item.sequence.to_string(),
            item.subject.clone(),
            reasons.join("; "),
            item.payload.clone(),
        ]
    };
    Table {
        columns: vec!["sequence", "subject", "reasons", "payload"],
        rows: items.iter().map(row).collect(),
    }
}
