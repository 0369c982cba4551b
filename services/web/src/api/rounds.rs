//! One round: a question with the round in its path.

use axum::{
    extract::{Path, RawQuery, State, rejection::PathRejection},
    http::HeaderMap,
    response::Response,
};
use httpd::{MediaType, accept};
use questions::Query;

use super::{answer, pairs};
use crate::{app::WebApp, problem::WebProblem};

/// Returns how far one round came.
pub(crate) async fn round(
    State(app): State<WebApp>,
    round: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    let media = accept::require(&headers, &[MediaType::Json, MediaType::Csv])?;
    let round = slug(round)?;
    let pairs = pairs(query.as_deref())?;
    let query = Query::parse_round(&round, &pairs, app.register(), app.now());
    let query = query.map_err(WebProblem::keys)?;
    app.wait_for_position(query.scope.at_least).await?;
    app.run_limited(move |app| {
        let answered = app.reader.ask(&query)?;
        answer::question("round", &pairs, &query.scope, &answered, media)
    })
    .await
}

/// Parses the slug of a round.
///
/// # Errors
///
/// 404 if no event could name it.
pub(crate) fn slug(round: Result<Path<String>, PathRejection>) -> Result<String, WebProblem> {
    let slug = round.ok().map(|Path(slug)| slug);
    slug.filter(|slug| model::is_round(slug))
        .ok_or_else(no_such_round)
}

pub(crate) fn no_such_round() -> WebProblem {
    WebProblem::not_found(
        "No consultation, report or resolution names this round; /v1/rounds lists the known ones.",
    )
}
