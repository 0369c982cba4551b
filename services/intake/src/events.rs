//! Whole events: one in structured or binary mode, or a batch of which each has an outcome of its own.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use bytes::Bytes;
use door::{Problem, Wrong, write};
use futures_util::future::join_all;
use model::{BATCH_MODE, STRUCTURED_MODE};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::{
    app::App,
    entering::{Entered, enter},
    reports,
    told::{self, Told},
};

/// What is taken: JSON itself is binary mode, with the attributes in headers.
const TAKEN: [&str; 3] = [STRUCTURED_MODE, BATCH_MODE, write::JSON];

/// The outcomes of a batch, in its order.
#[derive(Serialize)]
struct Outcomes {
    accepted: usize,
    refused: usize,
    items: Vec<Outcome>,
}

/// What the entry would have been answered with by itself.
#[derive(Serialize)]
struct Outcome {
    status: u16,
    #[serde(flatten)]
    told: Option<Told>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Wrong>,
}

/// Takes one event, or a batch.
pub(crate) async fn take(State(app): State<App>, request: Request) -> Result<Response, Problem> {
    let entered = enter(&app, request, &TAKEN).await?;
    if entered.content_type == BATCH_MODE {
        return batch(&app, entered).await;
    }
    let headers = attributes(&entered);
    let said = app
        .emitter
        .submit_event(&headers, entered.body.clone())
        .await;
    drop(entered);
    let said = said.map_err(|refused| told::problem(&refused, ""))?;
    reports::answer(&app, said).await
}

/// Gives the headers by which an event in binary mode is read; none of one in structured mode.
fn attributes(entered: &Entered) -> Vec<(String, String)> {
    if entered.content_type == STRUCTURED_MODE {
        return Vec::new();
    }
    let text = |headers: &HeaderMap| {
        let named = headers.iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str().to_owned(), value)
        });
        named
            .filter(|(name, _)| name.starts_with("ce-") || name == "content-type")
            .collect()
    };
    text(&entered.headers)
}

async fn batch(app: &App, entered: Entered) -> Result<Response, Problem> {
    let entries: Vec<Box<RawValue>> = serde_json::from_slice(&entered.body).map_err(|error| {
        let problem = format!("is not a list of events as JSON: {error}");
        let pointer = String::new();
        Problem::wrong("the body", vec![Wrong::Pointer { pointer, problem }])
    })?;
    let limit = app.limits.batch_events;
    if entries.len() > limit {
        return Err(Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("The batch has {} events, more than {limit}.", entries.len()),
        ));
    }
    let taken = entries.iter().enumerate().map(async |(place, entry)| {
        let payload = Bytes::copy_from_slice(entry.get().as_bytes());
        let said = app.emitter.submit_event(&[], payload).await;
        said.map_err(|refused| told::problem(&refused, &format!("/{place}")))
    });
    let taken = join_all(taken).await;
    drop(entered);
    let settled = taken.into_iter().map(async |said| {
        let mut said = said?;
        let settled = app.emitter.wait_for_delivery(&mut said).await;
        Ok(Told::of(said, settled))
    });
    let items: Vec<Outcome> = join_all(settled)
        .await
        .into_iter()
        .map(Outcome::of)
        .collect();
    let accepted = items.iter().filter(|item| item.told.is_some()).count();
    door::json(&Outcomes {
        accepted,
        refused: items.len() - accepted,
        items,
    })
}

impl Outcome {
    fn of(told: Result<Told, Problem>) -> Self {
        match told {
            Ok(told) => Self {
                status: told.status().as_u16(),
                told: Some(told),
                detail: None,
                errors: Vec::new(),
            },
            Err(problem) => Self {
                status: problem.status.as_u16(),
                told: None,
                detail: Some(problem.detail),
                errors: problem.errors,
            },
        }
    }
}
