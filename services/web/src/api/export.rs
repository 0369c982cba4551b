//! Exports: everything that a filter selects, as it was known at one position, in a stream of rows.
//!
//! Each part is read when the client has taken the one before: a slow client holds one group of rows in memory, and no
//! lock, no thread and no permit.

use ::api::{
    InputViolation,
    exports::{EpisodeExport, EventExport, ExportRow, KnelpuntExport},
    parameters::{ExportFormat, ExportParameters, LinkParameters as _},
};
use axum::{
    body::{Body, Bytes},
    http::header,
    response::IntoResponse as _,
    routing::{MethodRouter, get},
};
use futures_util::stream;
use httpd::MediaType::{self, Ndjson, Parquet};
use questions::{ExportQuestion, ExportedKnelpunt, Query, Scope};
use tracing::error;
use views::Export;

use super::{
    Freshness,
    file::{choice, file_name},
    parquet_file::ParquetFile,
};
use crate::{
    app::WebApp,
    problem::WebProblem,
    query::{self, Pair},
    read_request::ReadRequest,
};

/// How many rows are in memory, and in a group of Parquet.
const GROUP_ROWS: usize = 16_384;

/// A row of which exports are made.
pub(crate) trait Exported: ExportRow + Send + 'static {
    /// Whether rows have texts, which may be redacted later.
    const SHOWS_TEXTS: bool = false;

    /// Returns the rows of some knelpunten.
    ///
    /// # Errors
    ///
    /// As [`Export::next_part`].
    fn rows(export: &Export, part: &[ExportedKnelpunt]) -> Result<Vec<Self>, WebProblem>
    where
        Self: Sized;
}

impl Exported for EpisodeExport {
    fn rows(_export: &Export, part: &[ExportedKnelpunt]) -> Result<Vec<Self>, WebProblem> {
        let rows = part.iter().flat_map(|one| Self::all(&one.answer));
        Ok(rows.collect())
    }
}

impl Exported for KnelpuntExport {
    fn rows(_export: &Export, part: &[ExportedKnelpunt]) -> Result<Vec<Self>, WebProblem> {
        Ok(part.iter().map(|one| Self::new(&one.answer)).collect())
    }
}

impl Exported for EventExport {
    const SHOWS_TEXTS: bool = true;

    fn rows(export: &Export, part: &[ExportedKnelpunt]) -> Result<Vec<Self>, WebProblem> {
        let events = export.events(part)?;
        let rows = part.iter().zip(events).flat_map(|(one, events)| {
            let knelpunt = one.answer.id;
            events
                .into_iter()
                .map(move |event| Self { knelpunt, event })
        });
        Ok(rows.collect())
    }
}

/// Returns the handler of an export; `path` is its path below `/v1/`.
pub(crate) fn export<R: Exported>(path: &'static str) -> MethodRouter<WebApp> {
    get(async move |request: ReadRequest| {
        let (media, query) = parse(&request)?;
        let app = request.app.clone();
        app.wait_for_position(query.scope.at_least).await?;
        let scope = query.scope.clone();
        let freshness = Freshness::new(&scope, request.is_pinned(), media, R::SHOWS_TEXTS);
        let begin = move |app: &WebApp| {
            let export = app.reader.export(query)?;
            let written = Written::<R>::new(path, media, &scope, export)?;
            // What fails at once is answered with a problem.
            let headers = headers(path, media, &scope, written.export.position());
            let first = written.next()?;
            Ok((headers, body(app.clone(), first)).into_response())
        };
        request.answer_unless_known(None, freshness, begin).await
    })
}

/// Parses the link of an export.
fn parse(request: &ReadRequest) -> Result<(MediaType, Query<ExportQuestion>), WebProblem> {
    let pairs = request.pairs()?;
    let is_own = |(key, _): &&Pair| ExportParameters::names().contains(key);
    let (own, of_question): (Vec<&Pair>, Vec<&Pair>) = pairs.iter().partition(is_own);
    let of_question: Vec<Pair> = of_question.into_iter().cloned().collect();
    let mut violations: Vec<InputViolation> = Vec::new();
    let (all, as_str) = (ExportFormat::ALL, ExportFormat::as_str);
    let format = choice(&own, "format", all, as_str, &mut violations);
    let app = &request.app;
    let query = Query::<ExportQuestion>::parse(&of_question, app.register(), app.now());
    let query = match query {
        Ok(query) if violations.is_empty() => query,
        query => {
            violations.extend(query.err().into_iter().flatten());
            return Err(WebProblem::keys(violations));
        }
    };
    let media = match format {
        Some(ExportFormat::Parquet) => Parquet,
        Some(ExportFormat::Ndjson) => Ndjson,
        None => request.accept(&[Ndjson, Parquet])?,
    };
    Ok((media, query))
}

/// Returns the headers of an export: its name, and the link that returns the same rows forever.
fn headers(
    path: &str,
    media: MediaType,
    scope: &Scope,
    position: u64,
) -> [(header::HeaderName, String); 3] {
    let extension = if media == Parquet {
        "parquet"
    } else {
        "ndjson"
    };
    let filter = scope.filter.to_pairs();
    let values = filter.iter().map(|(_, value)| value.as_str());
    let name = path.trim_start_matches("exports/");
    let last = format!("{}-position-{position}", scope.as_of.day());
    let name = file_name([name].into_iter().chain(values).chain([last.as_str()]));
    let metadata = metadata(scope, position);
    let pairs = metadata
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()));
    let link = query::link(&format!("/v1/{path}"), pairs);
    [
        (header::CONTENT_TYPE, media.content_type().to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}.{extension}\""),
        ),
        (header::LINK, format!("<{link}>; rel=\"canonical\"")),
    ]
}

/// Returns the parameters of a link that returns the same rows forever.
fn metadata(scope: &Scope, position: u64) -> Vec<Pair> {
    let mut pairs = scope.filter.to_pairs();
    let own = [
        ("asOf", scope.as_of.to_string()),
        ("knownAt", position.to_string()),
        ("division", scope.division.to_string()),
    ];
    pairs.extend(own.map(|(key, value)| (key.to_owned(), value)));
    pairs
}

/// An export that is being written.
struct Written<R> {
    export: Export,
    /// Rows that are read and not written.
    rows: Vec<R>,
    format: Format,
}

enum Format {
    Ndjson,
    Parquet(Box<ParquetFile>),
}

/// Some bytes of an export, and the rest; none after the last bytes.
type Batch<R> = (Bytes, Option<Written<R>>);

impl<R: Exported> Written<R> {
    fn new(
        path: &str,
        media: MediaType,
        scope: &Scope,
        export: Export,
    ) -> Result<Self, WebProblem> {
        let format = match media {
            Parquet => {
                let columns = R::table(&[]).columns;
                let name = path.rsplit('/').next().unwrap_or(path);
                let metadata = metadata(scope, export.position());
                let file = ParquetFile::new(name, &columns, metadata);
                Format::Parquet(Box::new(file.map_err(|cause| unwritten(&cause))?))
            }
            _ => Format::Ndjson,
        };
        Ok(Self {
            export,
            rows: Vec::new(),
            format,
        })
    }

    /// Reads and writes the next group of rows.
    fn next(mut self) -> Result<Batch<R>, WebProblem> {
        while self.rows.len() < GROUP_ROWS {
            let Some(part) = self.export.next_part()? else {
                return Ok((self.finish()?, None));
            };
            self.rows.extend(R::rows(&self.export, &part)?);
        }
        let rest = self.rows.split_off(GROUP_ROWS);
        let bytes = self.write()?;
        self.rows = rest;
        Ok((bytes.into(), Some(self)))
    }

    fn finish(mut self) -> Result<Bytes, WebProblem> {
        let mut bytes = Vec::new();
        while !self.rows.is_empty() {
            let rest = self.rows.split_off(self.rows.len().min(GROUP_ROWS));
            bytes.extend(self.write()?);
            self.rows = rest;
        }
        if let Format::Parquet(file) = self.format {
            bytes.extend(file.finish().map_err(|cause| unwritten(&cause))?);
        }
        Ok(bytes.into())
    }

    fn write(&mut self) -> Result<Vec<u8>, WebProblem> {
        match &mut self.format {
            Format::Ndjson => lines(&self.rows),
            Format::Parquet(file) => file
                .write(&R::table(&self.rows))
                .map_err(|cause| unwritten(&cause)),
        }
    }
}

fn lines<R: ExportRow>(rows: &[R]) -> Result<Vec<u8>, WebProblem> {
    let mut bytes = Vec::new();
    for row in rows {
        serde_json::to_writer(&mut bytes, row).map_err(|cause| unwritten(&cause))?;
        bytes.push(b'\n');
    }
    Ok(bytes)
}

fn unwritten(cause: &(dyn std::error::Error + 'static)) -> WebProblem {
    error!(error = cause, "cannot write an export");
    WebProblem::internal()
}

/// Returns the body: the next group of rows is read when the one before is taken.
fn body<R: Exported>(app: WebApp, (bytes, rest): Batch<R>) -> Body {
    let first = stream::once(async move { Ok::<Bytes, InterruptedExport>(bytes) });
    let others = stream::try_unfold(rest, move |rest| {
        let app = app.clone();
        async move {
            let Some(written) = rest else {
                return Ok(None);
            };
            let next = app.run_blocking(move |_| written.next()).await;
            next.map(Some).map_err(|_| InterruptedExport)
        }
    });
    Body::from_stream(futures_util::StreamExt::chain(first, others))
}

/// The connection is closed before the end, so that nobody takes a part for the whole; the cause was logged.
#[derive(Debug, thiserror::Error)]
#[error("the export was interrupted")]
struct InterruptedExport;
