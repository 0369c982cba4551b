//! Whole events: one in structured or binary mode, or a batch in which each event has its own outcome.

use api::{BatchItem, BatchReceipt, EventReceipt, InputViolation};
use axum::{
    extract::{Request, State},
    http::StatusCode,
    response::Response,
};
use bytes::Bytes;
use futures_util::future::join_all;
use httpd::{Problem, write};
use model::{BATCH_MODE, STRUCTURED_MODE};
use serde_json::value::RawValue;

use crate::{
    admission::{AdmittedRequest, admit},
    app::IntakeApp,
    receipt, reports,
};

/// The content types: JSON itself is binary mode, with the attributes in headers.
const ACCEPTED: [&str; 3] = [STRUCTURED_MODE, BATCH_MODE, write::JSON];

/// Accepts one event, or a batch.
pub(crate) async fn accept(
    State(app): State<IntakeApp>,
    request: Request,
) -> Result<Response, Problem> {
    let request = admit(&app, request, &ACCEPTED).await?;
    if request.content_type == BATCH_MODE {
        return accept_batch(&app, request).await;
    }
    let headers = attributes(&request);
    let submitted = app
        .emitter
        .submit_event(&headers, request.body.clone())
        .await;
    // Its permit is released before waiting for the log: the event is on disk.
    drop(request);
    let submitted = submitted.map_err(|error| receipt::problem(&error, ""))?;
    reports::respond(&app, submitted).await
}

/// Returns the attributes of an event in binary mode; none in structured mode, which has them in its body.
fn attributes(request: &AdmittedRequest) -> Vec<(String, String)> {
    if request.content_type == STRUCTURED_MODE {
        return Vec::new();
    }
    let headers = request.headers.iter().map(|(name, value)| {
        let value = model::percent_encode_invalid(value.as_bytes()).into_owned();
        (name.as_str().to_owned(), value)
    });
    headers
        .filter(|(name, _)| name.starts_with("ce-") || name == "content-type")
        .collect()
}

async fn accept_batch(app: &IntakeApp, request: AdmittedRequest) -> Result<Response, Problem> {
    let events = batch(&request.body).map_err(|problem| {
        let pointer = String::new();
        let violation = InputViolation::Pointer { pointer, problem };
        Problem::invalid_input("the body", vec![violation])
    })?;
    let limit = app.limits.max_batch_events;
    if events.len() > limit {
        return Err(Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!(
                "The batch has {} events, more than {limit}. Send smaller batches.",
                events.len()
            ),
        ));
    }
    let submitting = events.iter().enumerate().map(async |(index, event)| {
        let payload = Bytes::copy_from_slice(event.get().as_bytes());
        let submitted = app.emitter.submit_event(&[], payload).await;
        submitted.map_err(|error| receipt::problem(&error, &format!("/{index}")))
    });
    let submitted = join_all(submitting).await;
    // Its permit is released before waiting for the log: the events are on disk.
    drop(request);
    let delivering = submitted.into_iter().map(async |submitted| {
        let mut submitted = submitted?;
        let delivery = app.emitter.wait_for_delivery(&mut submitted).await;
        Ok(receipt::new(submitted, delivery, &app.emitter.outbox))
    });
    let outcomes = join_all(delivering).await;
    let items: Vec<BatchItem> = outcomes.into_iter().map(item).collect();
    let accepted = items.iter().filter(|item| item.receipt.is_some()).count();
    httpd::json(&BatchReceipt {
        accepted,
        refused: items.len() - accepted,
        items,
    })
}

/// Parses a batch into its events; they are decoded one by one.
fn batch(body: &[u8]) -> Result<Vec<Box<RawValue>>, String> {
    let text = model::json_text(body)?;
    serde_json::from_str(text).map_err(|error| {
        if error.is_data() {
            "is not an array: a batch is a JSON array of events".to_owned()
        } else {
            model::json_problem(text.as_bytes(), &error, "an array of events")
        }
    })
}

fn item(outcome: Result<EventReceipt, Problem>) -> BatchItem {
    match outcome {
        Ok(receipt) => BatchItem {
            status: receipt::status(&receipt).as_u16(),
            receipt: Some(receipt),
            detail: None,
            errors: Vec::new(),
        },
        Err(problem) => BatchItem {
            status: problem.status.as_u16(),
            receipt: None,
            detail: Some(problem.detail),
            errors: problem.errors,
        },
    }
}
