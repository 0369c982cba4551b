//! The API: questions as JSON or a table, and what programs ask about the server.

mod admin;
mod answer;
mod checkpoints;
mod csv;
mod position;
mod quarantine;
mod readiness;
mod rounds;

use axum::{
    extract::{Path, RawQuery, State, rejection::PathRejection},
    http::HeaderMap,
    response::Response,
    routing::{MethodRouter, get},
};
use httpd::{MediaType, accept};
use model::KnelpuntId;
use uuid::Uuid;

use self::answer::Events;
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
pub(crate) use rounds::{known, round, slug};

/// Answers the question behind `/v1/`.
pub(crate) fn question(path: &'static str) -> MethodRouter<WebApp> {
    get(
        async move |State(app): State<WebApp>, RawQuery(query): RawQuery, headers: HeaderMap| {
            let media = accept::require(&headers, &[MediaType::Json, MediaType::Csv])?;
            let pairs = pairs(query.as_deref())?;
            let asked = app.parse_query(path, &pairs)?;
            app.wait_for_position(asked.at_least).await?;
            app.run_limited(move |app| {
                let answered = app.reader.ask(&asked)?;
                answer::question(path, &pairs, &asked, &answered, media)
            })
            .await
        },
    )
}

/// Answers how one knelpunt stands.
pub(crate) async fn knelpunt(
    State(app): State<WebApp>,
    id: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    accept::require(&headers, &[MediaType::Json])?;
    let id = knelpunt_id(id)?;
    let asked = app.parse_query("knelpunten", &pairs(query.as_deref())?)?;
    app.wait_for_position(asked.at_least).await?;
    app.run_limited(move |app| {
        let answered = app
            .reader
            .knelpunt(id, &asked)?
            .ok_or_else(no_such_knelpunt)?;
        answer::json(&asked, &answered, &answered.answer)
    })
    .await
}

/// Answers with every event of one knelpunt.
pub(crate) async fn events(
    State(app): State<WebApp>,
    id: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    let media = accept::require(&headers, &[MediaType::Json, MediaType::Csv])?;
    let id = knelpunt_id(id)?;
    let asked = app.parse_query("knelpunten", &pairs(query.as_deref())?)?;
    app.wait_for_position(asked.at_least).await?;
    app.run_limited(move |app| {
        let answered = app
            .reader
            .history(id, &asked)?
            .ok_or_else(no_such_knelpunt)?;
        let events = Events {
            items: &answered.answer,
        };
        match media {
            MediaType::Csv => Ok(answer::table("events", &events.table()?)),
            _ => answer::json(&asked, &answered, &events),
        }
    })
    .await
}

/// Reads a knelpunt's id, however a UUID may be spelt.
///
/// # Errors
///
/// 400 when it is no UUID.
pub(crate) fn knelpunt_id(
    id: Result<Path<String>, PathRejection>,
) -> Result<KnelpuntId, WebProblem> {
    let id = id.ok().and_then(|Path(text)| Uuid::try_parse(&text).ok());
    id.map(|id| KnelpuntId::from_bytes(id.into_bytes()))
        .ok_or_else(|| WebProblem::key("id", "is not a UUID"))
}

pub(crate) fn no_such_knelpunt() -> WebProblem {
    WebProblem::not_found("No event is about a knelpunt with this id.")
}

pub(crate) fn pairs(query: Option<&str>) -> Result<Vec<Pair>, WebProblem> {
    query::pairs(query).map_err(|wrong| httpd::Problem::invalid_input("the link", wrong).into())
}
