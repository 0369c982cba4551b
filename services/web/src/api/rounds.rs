//! How far one round came: a question whose path says which.

use axum::{
    extract::{Path, RawQuery, State, rejection::PathRejection},
    http::HeaderMap,
    response::Response,
};
use httpd::{MediaType, accept};
use questions::{Answer, UnknownRound};
use views::Answered;

use super::{answer, pairs};
use crate::{app::WebApp, problem::WebProblem};

/// Answers how far one round came.
pub(crate) async fn round(
    State(app): State<WebApp>,
    round: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    let media = accept::require(&headers, &[MediaType::Json, MediaType::Csv])?;
    let round = slug(round)?;
    let pairs = pairs(query.as_deref())?;
    let asked = app.parse_query(&format!("rounds/{round}"), &pairs)?;
    app.wait_for_position(asked.at_least).await?;
    app.run_limited(move |app| {
        let answered = known(app.reader.ask(&asked)?)?;
        answer::question("round", &pairs, &asked, &answered, media)
    })
    .await
}

/// Reads the slug of a round.
///
/// # Errors
///
/// 404 when no event could name it.
pub(crate) fn slug(round: Result<Path<String>, PathRejection>) -> Result<String, WebProblem> {
    let slug = round.ok().map(|Path(slug)| slug);
    slug.filter(|slug| model::is_round(slug))
        .ok_or_else(no_such_round)
}

/// Gives the answer about rounds that some event names.
///
/// # Errors
///
/// 404 when none names the round; 400 when none names the one that it is compared with.
pub(crate) fn known(answered: Answered<Answer>) -> Result<Answered<Answer>, WebProblem> {
    let Answer::Round(round) = &answered.answer else {
        return Ok(answered);
    };
    match round.unknown {
        None => Ok(answered),
        Some(UnknownRound::Requested) => Err(no_such_round()),
        Some(UnknownRound::Against) => Err(WebProblem::key(
            "against",
            "is a round that no consultation, report or resolution names; /v1/rounds lists those that there are",
        )),
    }
}

fn no_such_round() -> WebProblem {
    WebProblem::not_found(
        "No consultation, report or resolution names this round; /v1/rounds lists those that there are.",
    )
}
