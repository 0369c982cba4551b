//! What went wrong, as `application/problem+json` (RFC 9457) says it.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use questions::Problem as KeyProblem;
use serde_json::{Map, Value, json};
use tracing::error;
use views::AskError;

use crate::operations::Refusal;

/// How long a client should wait that came too early, in seconds.
const RETRY_AFTER_SECONDS: u32 = 2;

/// A failure with its public message; the cause inside went to the log.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    pub(crate) detail: String,
    pub(crate) errors: Vec<KeyProblem>,
    pub(crate) retry_after_seconds: Option<u32>,
    /// Further members of the document.
    more: Map<String, Value>,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: detail.into(),
            errors: Vec::new(),
            retry_after_seconds: None,
            more: Map::new(),
        }
    }

    /// All that is wrong with a link.
    pub(crate) fn keys(errors: Vec<KeyProblem>) -> Self {
        let detail = match errors.len() {
            1 => "One part of the link is wrong.".to_owned(),
            count => format!("{count} parts of the link are wrong."),
        };
        Self {
            errors,
            ..Self::new(StatusCode::BAD_REQUEST, detail)
        }
    }

    /// One key that is wrong.
    pub(crate) fn key(key: &str, problem: impl Into<String>) -> Self {
        Self::keys(vec![KeyProblem {
            key: key.to_owned(),
            problem: problem.into(),
        }])
    }

    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    pub(crate) fn method_not_allowed() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "This method is not allowed here; Allow lists which are.",
        )
    }

    /// The position did not come in time.
    pub(crate) fn not_reached(at_least: u64, position: u64) -> Self {
        let detail = format!(
            "Position {at_least} was not reached in time: it is {position} now. Ask again later."
        );
        Self::later(detail).with("position", json!(position))
    }

    pub(crate) fn busy() -> Self {
        Self::later("As many questions as may be are being answered. Ask again later.".to_owned())
    }

    /// Something failed that is no fault of the client's; the log has the cause.
    pub(crate) fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "The question could not be answered; the log of the server says why.",
        )
    }

    fn later(detail: String) -> Self {
        Self {
            retry_after_seconds: Some(RETRY_AFTER_SECONDS),
            ..Self::new(StatusCode::SERVICE_UNAVAILABLE, detail)
        }
    }

    fn with(mut self, name: &str, value: Value) -> Self {
        self.more.insert(name.to_owned(), value);
        self
    }

    /// Gives the name of the status, such as `Not Found`.
    pub(crate) fn title(&self) -> &'static str {
        self.status.canonical_reason().unwrap_or("Failure")
    }

    /// Gives the document; `instance` is the path that was asked.
    pub(crate) fn document(&self, instance: &str) -> Value {
        let mut document = json!({
            "type": "about:blank",
            "title": self.title(),
            "status": self.status.as_u16(),
            "detail": self.detail,
            "instance": instance,
        });
        if let Value::Object(members) = &mut document {
            if !self.errors.is_empty() {
                members.insert("errors".to_owned(), json!(self.errors));
            }
            members.extend(self.more.clone());
        }
        document
    }
}

impl From<AskError> for Problem {
    fn from(failed: AskError) -> Self {
        match failed {
            AskError::Rebuilding {
                position,
                last_sequence,
            } => {
                let of = last_sequence
                    .map(|last| format!(" of {last}"))
                    .unwrap_or_default();
                let detail = format!(
                    "The views are being rebuilt from the log: {position}{of} so far. Ask again later."
                );
                Self::later(detail)
                    .with("position", json!(position))
                    .with("lastSequence", json!(last_sequence))
            }
            AskError::Beyond { asked, reached } => {
                let problem = format!(
                    "{asked} lies beyond the position reached, {reached}; atLeast={asked} waits for it"
                );
                Self::key("knownAt", problem).with("position", json!(reached))
            }
            AskError::TooLarge(problem) => Self::keys(vec![problem]),
            AskError::Views(cause) => {
                error!(
                    error = &cause as &dyn std::error::Error,
                    "failed to answer a question"
                );
                Self::internal()
            }
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refused: Refusal) -> Self {
        match refused {
            Refusal::Conflict(detail) => Self::new(StatusCode::CONFLICT, detail),
            Refusal::Later(detail) => Self::later(detail),
            Refusal::Failed => Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "It could not be done; the log of the server says why.",
            ),
        }
    }
}

impl IntoResponse for Problem {
    /// Gives an empty response that carries the problem: `finish` makes a document or a page of it.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(problem: impl Into<Problem>, expected: &Value) {
        assert_eq!(&problem.into().document("/v1/summary"), expected);
    }

    #[test]
    fn every_key_that_is_wrong_is_named() {
        let of = |key: &str| KeyProblem {
            key: key.to_owned(),
            problem: "is wrong".to_owned(),
        };
        check(
            Problem::keys(vec![of("asOf"), of("party")]),
            &json!({
                "type": "about:blank", "title": "Bad Request", "status": 400, "instance": "/v1/summary",
                "detail": "2 parts of the link are wrong.",
                "errors": [{"key": "asOf", "problem": "is wrong"}, {"key": "party", "problem": "is wrong"}],
            }),
        );
    }

    #[test]
    fn who_asks_beyond_the_position_is_told_how_to_wait() {
        check(
            AskError::Beyond {
                asked: 12,
                reached: 10,
            },
            &json!({
                "type": "about:blank", "title": "Bad Request", "status": 400, "instance": "/v1/summary",
                "detail": "One part of the link is wrong.", "position": 10,
                "errors": [{
                    "key": "knownAt",
                    "problem": "12 lies beyond the position reached, 10; atLeast=12 waits for it",
                }],
            }),
        );
    }

    #[test]
    fn who_comes_during_a_rebuild_is_told_how_far_it_is() {
        let problem = Problem::from(AskError::Rebuilding {
            position: 5,
            last_sequence: Some(9),
        });
        assert_eq!(problem.retry_after_seconds, Some(RETRY_AFTER_SECONDS));
        check(
            problem,
            &json!({
                "type": "about:blank", "title": "Service Unavailable", "status": 503, "instance": "/v1/summary",
                "detail": "The views are being rebuilt from the log: 5 of 9 so far. Ask again later.",
                "position": 5, "lastSequence": 9,
            }),
        );
    }

    #[test]
    fn a_cause_inside_stays_inside() {
        let problem = Problem::from(AskError::Views(views::ViewsError::DiskFull));
        assert_eq!(problem, Problem::internal());
    }
}
