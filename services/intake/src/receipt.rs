//! Receipts of accepted events, and problems of rejected ones.

use api::{DeliveryStatus, EventReceipt, InputViolation};
use axum::http::StatusCode;
use emitter::{SubmitError, Submitted};
use httpd::Problem;
use model::{Subject, Violation};
use outbox::{DeliveryState, Outbox, OutboxError};
use tracing::error;

/// Returns the receipt of an event, with the reason of the outbox for what still waits.
pub(crate) fn new(submitted: Submitted, delivery: DeliveryState, outbox: &Outbox) -> EventReceipt {
    let (state, position, reason) = match delivery {
        DeliveryState::Published { position, .. } => {
            (DeliveryStatus::Published, Some(position), None)
        }
        DeliveryState::Waiting => (DeliveryStatus::Waiting, None, outbox.delivery_failure()),
        DeliveryState::Dead { reason } => (DeliveryStatus::Dead, None, Some(reason)),
    };
    let knelpunt = match &submitted.subject {
        Subject::Knelpunt(id) => Some(id.to_string()),
        Subject::InMunicipality { .. } => None,
    };
    EventReceipt {
        state,
        source: submitted.source,
        event_id: submitted.id,
        subject: submitted.subject.to_string(),
        knelpunt,
        position,
        repeated: submitted.repeated,
        reason,
    }
}

/// Returns 201 if the log has the event, 202 if it waits.
pub(crate) fn status(receipt: &EventReceipt) -> StatusCode {
    match receipt.position {
        Some(_) => StatusCode::CREATED,
        None => StatusCode::ACCEPTED,
    }
}

/// Returns the path of what an event is about; of support, that of the knelpunten that have it.
pub(crate) fn location(subject: &Subject, is_support: impl Fn(&str) -> bool) -> String {
    match subject {
        Subject::Knelpunt(id) => format!("/v1/knelpunten/{id}"),
        Subject::InMunicipality { municipality, name } if is_support(name) => {
            format!("/v1/summary?municipality={municipality}&support={name}")
        }
        Subject::InMunicipality { name, .. } => format!("/v1/rounds/{name}"),
    }
}

/// Returns the problem of a rejected event; `prefix` is its JSON pointer in the body.
pub(crate) fn problem(submit_error: &SubmitError, prefix: &str) -> Problem {
    match submit_error {
        SubmitError::Invalid(invalid) => {
            let violations = invalid.violations.iter();
            let violations = violations.map(|violation| input_violation(violation, prefix));
            Problem::invalid_input("the body", violations.collect())
        }
        SubmitError::Key(_) | SubmitError::KeyReused { .. } => Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "A different event was already sent under this Idempotency-Key, or with this source and id. Send this one with a new key or id.",
        ),
        SubmitError::Full => Problem::unavailable(
            "The outbox is full: too many events wait for NATS. Send it again when NATS is available.",
        ),
        SubmitError::Outbox(OutboxError::DiskFull) => Problem::unavailable(
            "The disk of the outbox is full. Send it again when there is free space.",
        ),
        SubmitError::Outbox(cause) => {
            error!(
                error = cause as &dyn std::error::Error,
                "cannot accept an event"
            );
            Problem::internal()
        }
    }
}

fn input_violation(violation: &Violation, prefix: &str) -> InputViolation {
    InputViolation::Pointer {
        pointer: format!("{prefix}{}", violation.path),
        problem: violation.problem.clone(),
    }
}
