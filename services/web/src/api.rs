//! The API: the questions, and the state and the administration of the views.

mod admin;
mod answer;
mod checkpoints;
mod csv;
mod position;
mod quarantine;
mod readiness;
mod rounds;

use ::api::KnelpuntEvents;
use axum::{
    extract::{Path, RawQuery, State, rejection::PathRejection},
    http::HeaderMap,
    response::Response,
    routing::{MethodRouter, get},
};
use httpd::{MediaType, accept};
use model::KnelpuntId;
use questions::{FromParameters, Question};
use uuid::Uuid;

use self::answer::ApiAnswer;
use crate::{
    app::WebApp,
    problem::WebProblem,
    query::{self, Pair},
};

pub(crate) use admin::{audit, cut_over, retry};
pub(crate) use checkpoints::checkpoints;
pub(crate) use position::position;
pub(crate) use quarantine::quarantine;
pub(crate) use readiness::{measure, readiness};
pub(crate) use rounds::{no_such_round, round, slug};

/// Returns the handler of a question; `path` is its path below `/v1/`.
pub(crate) fn question<Q>(path: &'static str) -> MethodRouter<WebApp>
where
    Q: FromParameters + Question<Answer: ApiAnswer> + Send + Sync + 'static,
{
    get(
        async move |State(app): State<WebApp>, RawQuery(query): RawQuery, headers: HeaderMap| {
            let media = accept::require(&headers, &[MediaType::Json, MediaType::Csv])?;
            let pairs = pairs(query.as_deref())?;
            let query = app.parse_query::<Q>(&pairs)?;
            app.wait_for_position(query.scope.at_least).await?;
            app.run_limited(move |app| {
                let answered = app.reader.ask(&query)?;
                answer::question(path, &pairs, &query.scope, &answered, media)
            })
            .await
        },
    )
}

/// Returns the state of one knelpunt.
pub(crate) async fn knelpunt(
    State(app): State<WebApp>,
    id: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    accept::require(&headers, &[MediaType::Json])?;
    let id = knelpunt_id(id)?;
    let scope = app.parse_scope(&pairs(query.as_deref())?)?;
    app.wait_for_position(scope.at_least).await?;
    app.run_limited(move |app| {
        let answered = app
            .reader
            .knelpunt(id, &scope)?
            .ok_or_else(no_such_knelpunt)?;
        answer::json(&scope, &answered, &answered.answer)
    })
    .await
}

/// Returns every event of one knelpunt.
pub(crate) async fn events(
    State(app): State<WebApp>,
    id: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    let media = accept::require(&headers, &[MediaType::Json, MediaType::Csv])?;
    let id = knelpunt_id(id)?;
    let scope = app.parse_scope(&pairs(query.as_deref())?)?;
    app.wait_for_position(scope.at_least).await?;
    app.run_limited(move |app| {
        let answered = app
            .reader
            .history(id, &scope)?
            .ok_or_else(no_such_knelpunt)?;
        let answered = answered.map(|items| KnelpuntEvents { items });
        answer::question("events", &[], &scope, &answered, media)
    })
    .await
}

/// Parses a knelpunt id, in any spelling of a UUID.
///
/// # Errors
///
/// 400 if it is not a UUID.
pub(crate) fn knelpunt_id(
    id: Result<Path<String>, PathRejection>,
) -> Result<KnelpuntId, WebProblem> {
    let id = id.ok().and_then(|Path(text)| Uuid::try_parse(&text).ok());
    id.map(|id| KnelpuntId::from_bytes(id.into_bytes()))
        .ok_or_else(|| WebProblem::key("id", "is not a knelpunt id: give a UUID"))
}

pub(crate) fn no_such_knelpunt() -> WebProblem {
    WebProblem::not_found("No event is about a knelpunt with this id.")
}

pub(crate) fn pairs(query: Option<&str>) -> Result<Vec<Pair>, WebProblem> {
    query::pairs(query)
        .map_err(|violations| httpd::Problem::invalid_input("the link", violations).into())
}
