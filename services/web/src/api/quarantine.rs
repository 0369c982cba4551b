//! The quarantine, by page.

use ::api::{
    QuarantinePage, QuarantinedMessage,
    answers::Table,
    parameters::{LinkParameters as _, QuarantineParameters},
};
use axum::response::Response;
use httpd::{MediaType, end_page};

use super::answer;
use crate::{app::WebApp, problem::WebProblem, read_request::ReadRequest};

/// Returns a page of the quarantine, in order of sequence.
pub(crate) async fn quarantine(request: ReadRequest) -> Result<Response, WebProblem> {
    let media = request.accept(&[MediaType::Json, MediaType::Csv])?;
    let parameters = request.paging(QuarantineParameters::names())?;
    let answer = move |app: &WebApp| {
        let status = app.reader.status()?;
        let limit = parameters.limit();
        let mut items = app.reader.quarantine(parameters.cursor, limit + 1)?;
        let next_cursor = end_page(&mut items, limit).map(|last| last.sequence.to_string());
        if media == MediaType::Csv {
            return Ok(answer::table("quarantine", &table(&items)));
        }
        answer::body(&QuarantinePage {
            next_cursor,
            items,
            total: status.quarantined,
            position: status.position,
        })
    };
    request.answer(parameters.at_least, answer).await
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
