//! Whole events: one in structured or binary mode, or a batch of which each has an outcome of its own.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use bytes::Bytes;
use futures_util::future::join_all;
use httpd::{InputViolation, Problem, write};
use model::{BATCH_MODE, STRUCTURED_MODE};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::{
    admission::{AdmittedRequest, admit},
    app::IntakeApp,
    receipt::{self, AcceptedEvent},
    reports,
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
    told: Option<AcceptedEvent>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<InputViolation>,
}

/// Takes one event, or a batch.
pub(crate) async fn take(
    State(app): State<IntakeApp>,
    request: Request,
) -> Result<Response, Problem> {
    let entered = admit(&app, request, &TAKEN).await?;
    if entered.content_type == BATCH_MODE {
        return batch(&app, entered).await;
    }
    let headers = attributes(&entered);
    let said = app
        .emitter
        .submit_event(&headers, entered.body.clone())
        .await;
    drop(entered);
    let said = said.map_err(|refused| receipt::problem(&refused, ""))?;
    reports::answer(&app, said).await
}

/// Gives the headers by which an event in binary mode is read; none of one in structured mode.
fn attributes(entered: &AdmittedRequest) -> Vec<(String, String)> {
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

async fn batch(app: &IntakeApp, entered: AdmittedRequest) -> Result<Response, Problem> {
    let entries: Vec<Box<RawValue>> = serde_json::from_slice(&entered.body).map_err(|error| {
        let problem = format!("is not a list of events as JSON: {error}");
        let pointer = String::new();
        Problem::invalid_input(
            "the body",
            vec![InputViolation::Pointer { pointer, problem }],
        )
    })?;
    let limit = app.limits.max_batch_events;
    if entries.len() > limit {
        return Err(Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("The batch has {} events, more than {limit}.", entries.len()),
        ));
    }
    let taken = entries.iter().enumerate().map(async |(place, entry)| {
        let payload = Bytes::copy_from_slice(entry.get().as_bytes());
        let said = app.emitter.submit_event(&[], payload).await;
        said.map_err(|refused| receipt::problem(&refused, &format!("/{place}")))
    });
    let taken = join_all(taken).await;
    drop(entered);
    let settled = taken.into_iter().map(async |said| {
        let mut said = said?;
        let settled = app.emitter.wait_for_delivery(&mut said).await;
        Ok(AcceptedEvent::of(said, settled))
    });
    let items: Vec<Outcome> = join_all(settled)
        .await
        .into_iter()
        .map(Outcome::of)
        .collect();
    let accepted = items.iter().filter(|item| item.told.is_some()).count();
    httpd::json(&Outcomes {
        accepted,
        refused: items.len() - accepted,
        items,
    })
}

impl Outcome {
    fn of(told: Result<AcceptedEvent, Problem>) -> Self {
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
