//! The API: the questions, and the state and the administration of the views.

mod admin;
mod answer;
mod changes;
mod checkpoints;
mod contract;
mod csv;
mod definitions;
mod export;
mod file;
mod freshness;
mod parquet_file;
mod position;
mod quarantine;
mod readiness;
mod reference;
mod search;
pub(crate) mod sheet;
mod xlsx;

pub(crate) use csv::CsvFormat;
pub use csv::{csv, guarded_cell};

use ::api::KnelpuntEvents;
use axum::{
    response::Response,
    routing::{MethodRouter, get},
};
use httpd::MediaType::Json;
use questions::{FromParameters, Query, Question, Scope};

use self::{
    answer::ApiAnswer,
    file::{TableFile, WHOLE_TABLE_ROWS},
};
use crate::{app::WebApp, problem::WebProblem, read_request::ReadRequest};

pub(crate) use admin::{audit, cut_over, retry};
pub(crate) use changes::{Changes, changes};
pub(crate) use checkpoints::checkpoints;
pub(crate) use contract::{async_api, event_schema};
pub(crate) use definitions::definitions;
pub(crate) use export::export;
pub(crate) use freshness::Freshness;
pub(crate) use position::position;
pub(crate) use quarantine::quarantine;
pub(crate) use readiness::{measure, readiness};
pub(crate) use reference::{catalogue, municipalities, municipality};
pub(crate) use search::search;

/// Returns the handler of a question; `path` is its path below `/v1/`.
pub(crate) fn question<Q>(path: &'static str) -> MethodRouter<WebApp>
where
    Q: FromParameters + Question<Answer: ApiAnswer> + Send + Sync + 'static,
{
    get(async move |request: ReadRequest| {
        let file = TableFile::new(&request)?;
        let app = &request.app;
        let query = Query::<Q>::parse(&file.of_table, app.register(), app.now());
        let mut query = file.checked(query)?;
        if file.is_whole() {
            query.question.set_limit(WHOLE_TABLE_ROWS);
        }
        let at_least = query.scope.at_least;
        let freshness = file.freshness(&query.scope, Q::SHOWS_DESCRIPTIONS);
        let answer = move |app: &WebApp| {
            let answered = app.reader.ask(&query)?;
            answer::question(path, &query.scope, &answered, &file)
        };
        request
            .answer_unless_known(at_least, freshness, answer)
            .await
    })
}

/// Returns how far one round came.
pub(crate) async fn round(request: ReadRequest) -> Result<Response, WebProblem> {
    let file = TableFile::new(&request)?;
    let round = request.round()?;
    let app = &request.app;
    let query = Query::parse_round(&round, &file.of_table, app.register(), app.now());
    let query = file.checked(query)?;
    let at_least = query.scope.at_least;
    let freshness = file.freshness(&query.scope, false);
    let answer = move |app: &WebApp| {
        let answered = app.reader.ask(&query)?;
        answer::question(&format!("rounds/{round}"), &query.scope, &answered, &file)
    };
    request
        .answer_unless_known(at_least, freshness, answer)
        .await
}

/// Returns the state of one knelpunt.
pub(crate) async fn knelpunt(request: ReadRequest) -> Result<Response, WebProblem> {
    request.accept(&[Json])?;
    let id = request.knelpunt_id()?;
    let pairs = request.pairs()?;
    let scope = request.app.parse_scope(&pairs)?;
    let at_least = scope.at_least;
    let freshness = Freshness::new(&scope, request.is_pinned(), Json, true);
    let answer = move |app: &WebApp| {
        let answered = app.reader.knelpunt(id, &scope)?;
        let answered = answered.ok_or_else(WebProblem::no_such_knelpunt)?;
        answer::json(&scope, &answered, &answered.answer)
    };
    request
        .answer_unless_known(at_least, freshness, answer)
        .await
}

/// Returns every event of one knelpunt.
pub(crate) async fn events(request: ReadRequest) -> Result<Response, WebProblem> {
    let file = TableFile::new(&request)?;
    let id = request.knelpunt_id()?;
    let scope = file.checked(Scope::parse(&file.of_table, request.app.now()))?;
    let at_least = scope.at_least;
    let freshness = file.freshness(&scope, true);
    let answer = move |app: &WebApp| {
        let answered = app.reader.history(id, &scope)?;
        let answered = answered.ok_or_else(WebProblem::no_such_knelpunt)?;
        let answered = answered.map(|items| KnelpuntEvents { items });
        let path = format!("knelpunten/{id}/events");
        answer::question(&path, &scope, &answered, &file)
    };
    request
        .answer_unless_known(at_least, freshness, answer)
        .await
}
