//! The API: the questions, and the state and the administration of the views.

mod admin;
mod answer;
mod checkpoints;
mod csv;
mod definitions;
mod position;
mod quarantine;
mod readiness;
mod reference;
mod search;

pub use csv::guarded_cell;

use ::api::KnelpuntEvents;
use axum::{
    response::Response,
    routing::{MethodRouter, get},
};
use httpd::MediaType::{Csv, Json};
use questions::{FromParameters, Query, Question};

use self::answer::ApiAnswer;
use crate::{app::WebApp, problem::WebProblem, read_request::ReadRequest};

pub(crate) use admin::{audit, cut_over, retry};
pub(crate) use checkpoints::checkpoints;
pub(crate) use definitions::definitions;
pub(crate) use position::position;
pub(crate) use quarantine::quarantine;
pub(crate) use readiness::{measure, readiness};
pub(crate) use reference::{catalogue, municipalities};
pub(crate) use search::search;

/// Returns the handler of a question; `path` is its path below `/v1/`.
pub(crate) fn question<Q>(path: &'static str) -> MethodRouter<WebApp>
where
    Q: FromParameters + Question<Answer: ApiAnswer> + Send + Sync + 'static,
{
    get(async move |request: ReadRequest| {
        let media = request.accept(&[Json, Csv])?;
        let pairs = request.pairs()?;
        let query = request.app.parse_query::<Q>(&pairs)?;
        let at_least = query.scope.at_least;
        let answer = move |app: &WebApp| {
            let answered = app.reader.ask(&query)?;
            answer::question(path, &pairs, &query.scope, &answered, media)
        };
        request.answer(at_least, answer).await
    })
}

/// Returns how far one round came.
pub(crate) async fn round(request: ReadRequest) -> Result<Response, WebProblem> {
    let media = request.accept(&[Json, Csv])?;
    let round = request.round()?;
    let app = &request.app;
    let query = Query::parse_round(&round, &request.pairs()?, app.register(), app.now());
    let query = query.map_err(WebProblem::keys)?;
    let at_least = query.scope.at_least;
    let answer = move |app: &WebApp| {
        let answered = app.reader.ask(&query)?;
        answer::question("round", &[], &query.scope, &answered, media)
    };
    request.answer(at_least, answer).await
}

/// Returns the state of one knelpunt.
pub(crate) async fn knelpunt(request: ReadRequest) -> Result<Response, WebProblem> {
    request.accept(&[Json])?;
    let id = request.knelpunt_id()?;
    let scope = request.app.parse_scope(&request.pairs()?)?;
    let at_least = scope.at_least;
    let answer = move |app: &WebApp| {
        let answered = app.reader.knelpunt(id, &scope)?;
        let answered = answered.ok_or_else(WebProblem::no_such_knelpunt)?;
        answer::json(&scope, &answered, &answered.answer)
    };
    request.answer(at_least, answer).await
}

/// Returns every event of one knelpunt.
pub(crate) async fn events(request: ReadRequest) -> Result<Response, WebProblem> {
    let media = request.accept(&[Json, Csv])?;
    let id = request.knelpunt_id()?;
    let scope = request.app.parse_scope(&request.pairs()?)?;
    let at_least = scope.at_least;
    let answer = move |app: &WebApp| {
        let answered = app.reader.history(id, &scope)?;
        let answered = answered.ok_or_else(WebProblem::no_such_knelpunt)?;
        let answered = answered.map(|items| KnelpuntEvents { items });
        answer::question("events", &[], &scope, &answered, media)
    };
    request.answer(at_least, answer).await
}
