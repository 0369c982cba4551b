//! What is said of an event that was accepted, or was not.

use axum::http::StatusCode;
use emitter::{SubmitError, Submitted};
use httpd::{InputViolation, Problem};
use model::{Subject, Violation};
use outbox::{DeliveryState, OutboxError};
use serde::Serialize;
use tracing::error;

/// An event that was accepted, and what became of it so far.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AcceptedEvent {
    /// `published`, `waiting` or `dead`.
    pub(crate) state: &'static str,
    pub(crate) source: String,
    pub(crate) event_id: String,
    pub(crate) subject: String,
    /// The id of the knelpunt, if it is about one.
    pub(crate) knelpunt: Option<String>,
    /// Its place in the log, once it has one.
    pub(crate) position: Option<u64>,
    /// Whether the same request had been answered before.
    pub(crate) repeated: bool,
    /// Why it cannot be published as things are.
    pub(crate) reason: Option<String>,
}

impl AcceptedEvent {
    pub(crate) fn of(said: Submitted, settled: DeliveryState) -> Self {
        let (state, position, reason) = match settled {
            DeliveryState::Published { position, .. } => ("published", Some(position), None),
            DeliveryState::Waiting => ("waiting", None, None),
            DeliveryState::Dead { reason } => ("dead", None, Some(reason)),
        };
        let knelpunt = match &said.subject {
            Subject::Knelpunt(id) => Some(id.to_string()),
            Subject::Consultation { .. } => None,
        };
        Self {
            state,
            source: said.source,
            event_id: said.id,
            subject: said.subject.to_string(),
            knelpunt,
            position,
            repeated: said.repeated,
            reason,
        }
    }

    /// Gives 201 when the log has it, else 202.
    pub(crate) fn status(&self) -> StatusCode {
        match self.position {
            Some(_) => StatusCode::CREATED,
            None => StatusCode::ACCEPTED,
        }
    }
}

/// Gives where to look for what an event is about.
pub(crate) fn location(subject: &Subject) -> String {
    match subject {
        Subject::Knelpunt(id) => format!("/v1/knelpunten/{id}"),
        Subject::Consultation { round, .. } => format!("/v1/rounds/{round}"),
    }
}

/// Says why something is not accepted; `at` is where it stands in the body.
pub(crate) fn problem(refused: &SubmitError, at: &str) -> Problem {
    match refused {
        SubmitError::Invalid(invalid) => {
            let wrong = invalid.violations.iter().map(|fault| wrong(fault, at));
            Problem::invalid_input("the body", wrong.collect())
        }
        SubmitError::Key(_) | SubmitError::KeyReused { .. } => Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "Something else was sent before under this key, or under this source and id. Choose another one.",
        ),
        SubmitError::Full => Problem::unavailable(
            "The outbox is full: more waits in it than it takes. Send it again when NATS is back.",
        ),
        SubmitError::Outbox(OutboxError::DiskFull) => Problem::unavailable(
            "The disk of the outbox is full. Send it again when there is room.",
        ),
        SubmitError::Outbox(cause) => {
            error!(
                error = cause as &dyn std::error::Error,
                "failed to accept an event"
            );
            Problem::internal()
        }
    }
}

fn wrong(fault: &Violation, at: &str) -> InputViolation {
    InputViolation::Pointer {
        pointer: format!("{at}{}", fault.path),
        problem: fault.problem.clone(),
    }
}
