//! Search by words.

use axum::response::Response;
use httpd::MediaType::{Csv, Json};
use questions::Query;

use super::answer;
use crate::{app::WebApp, problem::WebProblem, read_request::ReadRequest};

/// Returns what a search found.
pub(crate) async fn search(request: ReadRequest) -> Result<Response, WebProblem> {
    let media = request.accept(&[Json, Csv])?;
    let app = &request.app;
    let query = Query::parse_search(&request.pairs()?, app.register(), app.now());
    let query = query.map_err(WebProblem::keys)?;
    let answer = move |app: &WebApp| {
        let answered = app.reader.search(&query)?;
        answer::question("search", &[], &query.scope, &answered, media)
    };
    request.answer(None, answer).await
}
