//! How far one round came: a question whose path says which.

use axum::{
    extract::{Path, RawQuery, State, rejection::PathRejection},
    http::HeaderMap,
    response::Response,
};
use door::{Media, accept};
use questions::{Answer, UnknownRound};
use views::Answered;

use super::{answer, pairs};
use crate::{app::App, problem::Problem};

/// Answers how far one round came.
pub(crate) async fn round(
    State(app): State<App>,
    round: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let media = accept::require(&headers, &[Media::Json, Media::Csv])?;
    let round = slug(round)?;
    let pairs = pairs(query.as_deref())?;
    let asked = app.asked(&format!("rounds/{round}"), &pairs)?;
    app.reach(asked.at_least).await?;
    app.work(move |app| {
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
pub(crate) fn slug(round: Result<Path<String>, PathRejection>) -> Result<String, Problem> {
    let slug = round.ok().map(|Path(slug)| slug);
    slug.filter(|slug| model::is_round(slug))
        .ok_or_else(no_such_round)
}

/// Gives the answer about rounds that some event names.
///
/// # Errors
///
/// 404 when none names the round; 400 when none names the one that it is compared with.
pub(crate) fn known(answered: Answered<Answer>) -> Result<Answered<Answer>, Problem> {
    let Answer::Round(round) = &answered.answer else {
        return Ok(answered);
    };
    match round.unknown {
        None => Ok(answered),
        Some(UnknownRound::Requested) => Err(no_such_round()),
        Some(UnknownRound::Against) => Err(Problem::key(
            "against",
            "is a round that no consultation, report or resolution names; /v1/rounds lists those that there are",
        )),
    }
}

fn no_such_round() -> Problem {
    Problem::not_found(
        "No consultation, report or resolution names this round; /v1/rounds lists those that there are.",
    )
}
