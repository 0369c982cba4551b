//! The quarantine, by page.

use ::api::{
    QuarantinePage, QuarantinedMessage,
    answers::Table,
    parameters::{LinkParameters as _, QuarantineParameters},
};
use axum::{
    extract::{RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use httpd::{MediaType, PagingParameters, accept};

use super::answer;
use crate::{app::WebApp, problem::WebProblem};

/// Returns a page of the quarantine, in order of sequence.
pub(crate) async fn quarantine(
    State(app): State<WebApp>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    let media = accept::require(&headers, &[MediaType::Json, MediaType::Csv])?;
    let parameters = PagingParameters::parse(query.as_deref(), QuarantineParameters::names())?;
    app.wait_for_position(parameters.at_least).await?;
    app.run_limited(move |app| {
        let status = app.reader.status()?;
        let limit = parameters.limit();
        // One more than the page, to know whether another page follows.
        let mut items = app.reader.quarantine(parameters.cursor, limit + 1)?;
        let has_more = items.len() > limit;
        items.truncate(limit);
        if media == MediaType::Csv {
            return Ok(answer::table("quarantine", &table(&items)));
        }
        let last = items.last().filter(|_| has_more);
        answer::body(&QuarantinePage {
            next_cursor: last.map(|last| last.sequence.to_string()),
            items,
            total: status.quarantined,
            position: status.position,
        })
    })
    .await
}

/// Returns the messages as a table, with all reasons of one in one cell.
fn table(items: &[QuarantinedMessage]) -> Table {
    let row = |item: &QuarantinedMessage| {
        let reasons = item.reasons.iter();
        let reasons: Vec<String> = reasons
            .map(|violation| {
                format!("{} {}", violation.path, violation.problem)
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
