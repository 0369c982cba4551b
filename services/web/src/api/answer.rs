//! Answers as responses: JSON with what explains the answer, or a table.

use ::api::{
    AnswerEnvelope, KnelpuntEvents,
    answers::{
        Answer, EpisodeList, Funnel, LogRankAnswer, Matrix, Movers, Outlook, PairAnswer,
        Persisting, Recurrence, ResolutionTimes, RoundAnswer, Rounds, SearchResults, Summary,
        SupportEffect, Trend, WaitingOn,
    },
};
use axum::{http::header, response::Response};
use httpd::MediaType;
use jiff::civil::Date;
use questions::Scope;
use serde::Serialize;
use serde_json::value::RawValue;
use state::together;
use views::Answered;

use super::file::{TableFile, WHOLE_TABLE_ROWS};
use crate::{
    problem::WebProblem,
    query::{self, Pair},
};

#[cfg(test)]
mod tests;

/// The bytes of an answer besides its groups; its buffer grows if there are more.
const ENVELOPE_BYTES: usize = 4_096;

/// Resolution times with each group already serialised: there may be hundreds, each with hundreds of steps.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SerialisedTimes<'a> {
    groups: Vec<Box<RawValue>>,
    log_rank: Option<LogRankAnswer>,
    pairs: Option<&'a [PairAnswer]>,
    log_rank_trend: Option<LogRankAnswer>,
}

impl<'a> SerialisedTimes<'a> {
    fn new(times: &'a ResolutionTimes) -> Result<Self, WebProblem> {
        let groups = together::map(&times.groups, httpd::raw_json).into_iter();
        Ok(Self {
            groups: groups.collect::<Result<_, _>>()?,
            log_rank: times.log_rank,
            pairs: times.pairs.as_deref(),
            log_rank_trend: times.log_rank_trend,
        })
    }

    /// Returns the bytes of the groups and their separators.
    fn bytes(&self) -> usize {
        let groups = self.groups.iter();
        groups.map(|group| group.get().len() + 1).sum()
    }
}

/// Returns an answer, or a serialised form of it, with what explains it.
fn envelope<T, U>(scope: &Scope, answered: &Answered<U>, answer: T) -> AnswerEnvelope<T> {
    AnswerEnvelope {
        answer,
        position: answered.position,
        digest: answered.digest.clone(),
        as_of: scope.as_of,
        filter: scope.filter.clone(),
        division: scope.division,
        known_at: scope.known_at,
        n: answered.counted.n,
        censored: answered.counted.censored,
    }
}

/// An answer to a question of the API.
pub(crate) trait ApiAnswer: Answer {
    /// Returns the answer as JSON.
    ///
    /// # Errors
    ///
    /// As [`body`].
    fn json(scope: &Scope, answered: &Answered<Self>) -> Result<Response, WebProblem> {
        json(scope, answered, &answered.answer)
    }
}

impl ApiAnswer for KnelpuntEvents {}
impl ApiAnswer for EpisodeList {}
impl ApiAnswer for Funnel {}
impl ApiAnswer for Matrix {}
impl ApiAnswer for Movers {}
impl ApiAnswer for Outlook {}
impl ApiAnswer for Persisting {}
impl ApiAnswer for Recurrence {}
impl ApiAnswer for RoundAnswer {}
impl ApiAnswer for Rounds {}
impl ApiAnswer for SearchResults {}
impl ApiAnswer for Summary {}
impl ApiAnswer for SupportEffect {}
impl ApiAnswer for Trend {}
impl ApiAnswer for WaitingOn {}

impl ApiAnswer for ResolutionTimes {
    fn json(scope: &Scope, answered: &Answered<Self>) -> Result<Response, WebProblem> {
        let times = SerialisedTimes::new(&answered.answer)?;
        let capacity_bytes = times.bytes() + ENVELOPE_BYTES;
        let envelope = envelope(scope, answered, times);
        Ok(httpd::json_with_capacity(&envelope, capacity_bytes)?)
    }
}

/// Returns the answer to a question, as JSON or as a file, with the link to its next page.
///
/// # Errors
///
/// 400 if the whole table is asked for and too long; else as [`body`] and [`TableFile::answer`].
pub(crate) fn question<A: ApiAnswer>(
    path: &str,
    scope: &Scope,
    answered: &Answered<A>,
    file: &TableFile,
) -> Result<Response, WebProblem> {
    let next = answered.answer.next_cursor();
    if next.is_some() && file.is_whole() {
        return Err(WebProblem::key(
            "format",
            format!(
                "gives a file of at most {WHOLE_TABLE_ROWS} rows, and this table has more: select less, or give limit \
                 and follow the header Link"
            ),
        ));
    }
    let mut response = match file.media {
        MediaType::Json => A::json(scope, answered)?,
        _ => file.answer(path, &answered.answer.table(), scope, answered)?,
    };
    if let Some(cursor) = next
        && let Ok(next) = next_page(path, &file.pairs, cursor).parse()
    {
        response.headers_mut().insert(header::LINK, next);
    }
    Ok(response)
}

/// Returns an answer as JSON.
///
/// # Errors
///
/// As [`body`].
pub(crate) fn json<T: Serialize, U>(
    scope: &Scope,
    answered: &Answered<U>,
    answer: &T,
) -> Result<Response, WebProblem> {
    body(&envelope(scope, answered, answer))
}

/// Returns a value as JSON.
///
/// # Errors
///
/// 500 if the value cannot be serialised, which does not happen with plain data.
pub(crate) fn body(value: &impl Serialize) -> Result<Response, WebProblem> {
    Ok(httpd::json(value)?)
}

/// Returns reference data, which are of no position.
///
/// # Errors
///
/// As [`body`] and [`TableFile::table`].
pub(crate) fn reference<A: Answer>(
    name: &str,
    answer: &A,
    file: &TableFile,
    today: Date,
) -> Result<Response, WebProblem> {
    match file.media {
        MediaType::Json => body(answer),
        _ => file.table(name, &answer.table(), today),
    }
}

/// Returns the link to the next page (RFC 8288): the same question with another cursor.
fn next_page(path: &str, pairs: &[Pair], cursor: &str) -> String {
    let same = pairs
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()));
    let same = same
        .filter(|(key, _)| *key != "cursor")
        .chain([("cursor", cursor)]);
    format!(
        "<{}>; rel=\"next\"",
        query::link(&format!("/v1/{path}"), same)
    )
}
