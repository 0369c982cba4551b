//! Answers written out: what was asked and where in the log it was answered beside the answer itself.

use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};
use door::Media;
use jiff::civil::Date;
use questions::{Answer, Asked, Filter, Table};
use serde::Serialize;
use tracing::error;
use views::{Answered, HistoryItem};

use super::csv;
use crate::{
    problem::Problem,
    query::{self, Pair},
};

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

/// Every event of one knelpunt.
#[derive(Serialize)]
pub(crate) struct Events<'a> {
    pub(crate) items: &'a [HistoryItem],
}

/// Writes the answer to one of the questions.
///
/// # Errors
///
/// As [`body`].
pub(crate) fn question(
    path: &str,
    pairs: &[Pair],
    asked: &Asked,
    answered: &Answered<Answer>,
    media: Media,
) -> Result<Response, Problem> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let mut response = match media {
        Media::Csv => table(name, &answered.answer.table()),
        _ => json(asked, answered, &answered.answer)?,
    };
    if let Answer::Persisting(page) = &answered.answer
        && let Some(cursor) = &page.next_cursor
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
    asked: &Asked,
    answered: &Answered<U>,
    answer: &T,
) -> Result<Response, Problem> {
    body(&Explained {
        answer,
        position: answered.position,
        digest: answered.digest.as_deref(),
        as_of: asked.as_of.to_string(),
        filter: &asked.filter,
        division: asked.division,
        known_at: asked.known_at,
        n: answered.counted.n,
        censored: answered.counted.censored,
    })
}

/// Writes anything as JSON.
///
/// # Errors
///
/// 500 when a value does not become JSON, which the plain data of answers always does.
pub(crate) fn body(value: &impl Serialize) -> Result<Response, Problem> {
    Ok(door::json(value)?)
}

/// Writes a table as comma-separated values.
pub(crate) fn table(name: &str, table: &Table) -> Response {
    let headers = [
        (header::CONTENT_TYPE, Media::Csv.content_type().to_owned()),
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
    pub(crate) fn table(&self) -> Result<Table, Problem> {
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
        rows.map(|rows| Table::of(&columns, &rows))
            .map_err(|cause| {
                error!(
                    error = &cause as &dyn std::error::Error,
                    "failed to write events as a table"
                );
                Problem::internal()
            })
    }
}
