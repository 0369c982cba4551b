//! Search by words.

use axum::response::Response;
use questions::Query;

use super::{answer, file::TableFile};
use crate::{app::WebApp, problem::WebProblem, read_request::ReadRequest};

/// Returns what a search found.
pub(crate) async fn search(request: ReadRequest) -> Result<Response, WebProblem> {
    let file = TableFile::new(&request)?;
    let app = &request.app;
    let query = Query::parse_search(&file.of_table, app.register(), app.now());
    let query = file.checked(query)?;
    let freshness = file.freshness(&query.scope, true);
    let answer = move |app: &WebApp| {
        let answered = app.reader.search(&query)?;
        answer::question("search", &query.scope, &answered, &file)
    };
    request.answer_unless_known(None, freshness, answer).await
}
