//! Answers written out: what was asked and where in the log it was answered beside the answer itself.

use api::{
    Filter,
    answers::{
        Answer, LogRankAnswer, Matrix, Persisting, ResolutionTimes, RoundAnswer, Rounds, Summary,
        Table, Trend,
    },
};
use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};
use httpd::MediaType;
use jiff::civil::Date;
use questions::{Scope, together};
use serde::Serialize;
use serde_json::value::RawValue;
use tracing::error;
use views::{Answered, HistoryItem};

use super::csv;
use crate::{
    problem::WebProblem,
    query::{self, Pair},
};

#[cfg(test)]
mod tests;

/// What an answer takes besides its groups, in bytes; if it takes more, there will be room.
const ROOM_BYTES: usize = 4_096;

/// The answer's own fields, and what explains them.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Explained<'a, T> {
    #[serde(flatten)]
    answer: &'a T,
    position: u64,
    digest: Option<&'a str>,
    as_of: String,
    filter: &'a Filter,
    division: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    known_at: Option<u64>,
    n: usize,
    censored: usize,
}

impl<'a, T> Explained<'a, T> {
    fn of<U>(scope: &'a Scope, answered: &'a Answered<U>, answer: &'a T) -> Self {
        Self {
            answer,
            position: answered.position,
            digest: answered.digest.as_deref(),
            as_of: scope.as_of.to_string(),
            filter: &scope.filter,
            division: scope.division,
            known_at: scope.known_at,
            n: answered.counted.n,
            censored: answered.counted.censored,
        }
    }
}

/// Every event of one knelpunt.
#[derive(Serialize)]
pub(crate) struct Events<'a> {
    pub(crate) items: &'a [HistoryItem],
}

/// Resolution times with their groups written one by one, where each may have hundreds of points.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    groups: Vec<Box<RawValue>>,
    log_rank: Option<LogRankAnswer>,
}

impl Written {
    fn of(times: &ResolutionTimes) -> Result<Self, WebProblem> {
        let groups = together::map(&times.groups, httpd::raw_json).into_iter();
        Ok(Self {
            groups: groups.collect::<Result<_, _>>()?,
            log_rank: times.log_rank,
        })
    }

    /// RequestMetrics the bytes of the groups, and of what stands between them.
    fn bytes(&self) -> usize {
        let groups = self.groups.iter();
        groups.map(|group| group.get().len() + 1).sum()
    }
}

/// An answer to a question of the API.
pub(crate) trait ApiAnswer: Answer {
    /// Writes the answer as JSON.
    ///
    /// # Errors
    ///
    /// As [`body`].
    fn json(scope: &Scope, answered: &Answered<Self>) -> Result<Response, WebProblem> {
        json(scope, answered, &answered.answer)
    }
}

impl ApiAnswer for Matrix {}
impl ApiAnswer for Persisting {}
impl ApiAnswer for RoundAnswer {}
impl ApiAnswer for Rounds {}
impl ApiAnswer for Summary {}
impl ApiAnswer for Trend {}

impl ApiAnswer for ResolutionTimes {
    fn json(scope: &Scope, answered: &Answered<Self>) -> Result<Response, WebProblem> {
        let written = Written::of(&answered.answer)?;
        let explained = Explained::of(scope, answered, &written);
        Ok(httpd::json_with_capacity(
            &explained,
            written.bytes() + ROOM_BYTES,
        )?)
    }
}

/// Writes the answer to one of the questions.
///
/// # Errors
///
/// As [`body`].
pub(crate) fn question<A: ApiAnswer>(
    path: &str,
    pairs: &[Pair],
    scope: &Scope,
    answered: &Answered<A>,
    media: MediaType,
) -> Result<Response, WebProblem> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let mut response = match media {
        MediaType::Csv => table(name, &answered.answer.table()),
        _ => A::json(scope, answered)?,
    };
    if let Some(cursor) = answered.answer.next_cursor()
        && let Ok(next) = next_page(path, pairs, cursor).parse()
    {
        response.headers_mut().insert(header::LINK, next);
    }
    Ok(response)
}

/// Writes an answer as JSON.
///
/// # Errors
///
/// As [`body`].
pub(crate) fn json<T: Serialize, U>(
    scope: &Scope,
    answered: &Answered<U>,
    answer: &T,
) -> Result<Response, WebProblem> {
    body(&Explained::of(scope, answered, answer))
}

/// Writes anything as JSON.
///
/// # Errors
///
/// 500 when a value does not become JSON, which the plain data of answers always does.
pub(crate) fn body(value: &impl Serialize) -> Result<Response, WebProblem> {
    Ok(httpd::json(value)?)
}

/// Writes a table as comma-separated values.
pub(crate) fn table(name: &str, table: &Table) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            MediaType::Csv.content_type().to_owned(),
        ),
        (
            header::CONTENT_DISPOSITION,
            format!("inline; filename=\"{name}.csv\""),
        ),
    ];
    (headers, csv::write(table)).into_response()
}

/// Gives the link to the next page (RFC 8288): the same question with another cursor.
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

impl Events<'_> {
    /// Gives the events as a table.
    ///
    /// # Errors
    ///
    /// As [`body`].
    pub(crate) fn table(&self) -> Result<Table, WebProblem> {
        let columns = [
            "sequence",
            "key",
            "type",
            "source",
            "id",
            "time",
            "observedAt",
            "subject",
            "withdrawn",
            "redacted",
            "data",
        ];
        let rows = self
            .items
            .iter()
            .map(serde_json::to_value)
            .collect::<Result<Vec<_>, _>>();
        rows.map(|rows| Table::from_objects(&columns, &rows))
            .map_err(|cause| {
                error!(
                    error = &cause as &dyn std::error::Error,
                    "failed to write events as a table"
                );
                WebProblem::internal()
            })
    }
}
