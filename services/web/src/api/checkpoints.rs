//! The digests at the positions that every replica passes, by page.

use ::api::{
    CheckpointPage,
    parameters::{CheckpointParameters, LinkParameters as _},
};
use axum::response::Response;
use httpd::{MediaType, end_page};

use super::answer;
use crate::{app::WebApp, problem::WebProblem, read_request::ReadRequest};

/// Returns a page of checkpoints, oldest first.
pub(crate) async fn checkpoints(request: ReadRequest) -> Result<Response, WebProblem> {
    request.accept(&[MediaType::Json])?;
    let parameters = request.paging(CheckpointParameters::names())?;
    let answer = move |app: &WebApp| {
        let status = app.reader.status()?;
        let limit = parameters.limit();
        let after = parameters.after.unwrap_or_default();
        let mut items = app.reader.checkpoints(after, limit + 1)?;
        answer::body(&CheckpointPage {
            next_after: end_page(&mut items, limit).map(|last| last.position),
            items,
            position: status.position,
            versions: status.versions,
        })
    };
    request.answer(parameters.at_least, answer).await
}
