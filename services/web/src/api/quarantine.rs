//! The quarantine, by page.

use ::api::{
    QuarantinePage, QuarantinedMessage,
    answers::Table,
    parameters::{FileParameters, LinkParameters as _, QuarantineParameters},
};
use axum::response::Response;
use httpd::{MediaType, PagingParameters, end_page};

use super::{answer, file::TableFile};
use crate::{app::WebApp, problem::WebProblem, read_request::ReadRequest};

/// Returns a page of the quarantine, in order of sequence.
pub(crate) async fn quarantine(request: ReadRequest) -> Result<Response, WebProblem> {
    let file = TableFile::new(&request)?;
    let names = [QuarantineParameters::names(), FileParameters::names()].concat();
    let parameters = file.checked(PagingParameters::from_pairs(&file.of_table, &names))?;
    let today = request.app.now().day();
    let answer = move |app: &WebApp| {
        let status = app.reader.status()?;
        let limit = parameters.limit();
        let mut items = app.reader.quarantine(parameters.cursor, limit + 1)?;
        let next_cursor = end_page(&mut items, limit).map(|last| last.sequence.to_string());
        if file.media != MediaType::Json {
            return file.table("quarantine", &table(&items), today);
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
    let columns = ["sequence", "subject", "reasons", "payload"];
    Table::of_texts(&columns, items.iter().map(row).collect())
}
