//! What went wrong with a question, as the door says what went wrong.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use httpd::InputViolation;
use questions::{ParameterViolation, QueryError};
use serde_json::json;
use tracing::error;
use views::{AdminError, AskError, ViewsError};

use crate::api::no_such_round;

/// A failure with its public message; the cause inside went to the log.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct WebProblem(pub(crate) httpd::Problem);

impl WebProblem {
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self(httpd::Problem::new(status, detail))
    }

    /// All that is wrong with a link.
    pub(crate) fn keys(errors: Vec<ParameterViolation>) -> Self {
        let wrong = errors
            .into_iter()
            .map(|ParameterViolation { key, problem }| InputViolation::Key { key, problem });
        Self(httpd::Problem::invalid_input("the link", wrong.collect()))
    }

    /// One key that is wrong.
    pub(crate) fn key(key: &str, problem: impl Into<String>) -> Self {
        Self::keys(vec![ParameterViolation {
            key: key.to_owned(),
            problem: problem.into(),
        }])
    }

    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Self(httpd::Problem::not_found(detail))
    }

    /// The position did not come in time.
    pub(crate) fn not_reached(at_least: u64, position: u64) -> Self {
        let detail = format!(
            "Position {at_least} was not reached in time: it is {position} now. Ask again later."
        );
        Self(httpd::Problem::unavailable(detail).with("position", json!(position)))
    }

    pub(crate) fn busy() -> Self {
        Self(httpd::Problem::unavailable(
            "As many questions as may be are being answered. Ask again later.",
        ))
    }

    /// Something failed that is no fault of the client's; the log has the cause.
    pub(crate) fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "The question could not be answered; the log of the server says why.",
        )
    }
}

impl From<httpd::Problem> for WebProblem {
    fn from(problem: httpd::Problem) -> Self {
        Self(problem)
    }
}

impl From<AskError> for WebProblem {
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
                let problem = httpd::Problem::unavailable(detail)
                    .with("position", json!(position))
                    .with("lastSequence", json!(last_sequence));
                Self(problem)
            }
            AskError::Beyond { known_at, position } => {
                let problem = format!(
                    "{known_at} lies beyond the position reached, {position}; atLeast={known_at} waits for it"
                );
                Self(
                    Self::key("knownAt", problem)
                        .0
                        .with("position", json!(position)),
                )
            }
            AskError::Query(QueryError::Parameter(violation)) => Self::keys(vec![violation]),
            AskError::Query(QueryError::UnknownRound) => no_such_round(),
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

impl From<AdminError> for WebProblem {
    fn from(failed: AdminError) -> Self {
        let conflict = |detail: String| Self::new(StatusCode::CONFLICT, detail);
        let later = |detail: String| Self(httpd::Problem::unavailable(detail));
        match failed {
            AdminError::Busy => {
                conflict("Another operation is under way. Try again when it is done.".to_owned())
            }
            AdminError::NoRebuiltViews { .. } => conflict(
                "There are no rebuilt views beside the running ones. Run `knelpunt rebuild` on the same data folder."
                    .to_owned(),
            ),
            AdminError::LogUnavailable { reason } => later(format!(
                "The log cannot be read now: {reason}. Try again later."
            )),
            AdminError::ProjectorStopped => {
                later("The projector is not running. Try again later.".to_owned())
            }
            AdminError::Views(
                ViewsError::UnusableRebuild { reason } | ViewsError::Damaged { reason },
            ) => conflict(format!(
                "The rebuilt views cannot be used: {reason}. They were moved aside. Rebuild again."
            )),
            AdminError::Views(ViewsError::InUse { .. }) => {
                conflict("The rebuilt views are still being built. Try again later.".to_owned())
            }
            AdminError::Quarantine(_) | AdminError::Views(_) | AdminError::Worker(_) => {
                error!(
                    error = &failed as &dyn std::error::Error,
                    "cannot carry out an operator's request"
                );
                Self(httpd::Problem::internal())
            }
        }
    }
}

impl IntoResponse for WebProblem {
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[track_caller]
    fn check(problem: impl Into<WebProblem>, expected: &Value) {
        assert_eq!(&problem.into().0.document("/v1/summary"), expected);
    }

    #[test]
    fn every_key_that_is_wrong_is_named() {
        let of = |key: &str| ParameterViolation {
            key: key.to_owned(),
            problem: "is wrong".to_owned(),
        };
        check(
            WebProblem::keys(vec![of("asOf"), of("party")]),
            &json!({
                "type": "about:blank", "title": "Bad Request", "status": 400, "instance": "/v1/summary",
                "detail": "2 parts of the link are invalid.",
                "errors": [{"key": "asOf", "problem": "is wrong"}, {"key": "party", "problem": "is wrong"}],
            }),
        );
    }

    #[test]
    fn who_asks_beyond_the_position_is_told_how_to_wait() {
        check(
            AskError::Beyond {
                known_at: 12,
                position: 10,
            },
            &json!({
                "type": "about:blank", "title": "Bad Request", "status": 400, "instance": "/v1/summary",
                "detail": "One part of the link is invalid.", "position": 10,
                "errors": [{
                    "key": "knownAt",
                    "problem": "12 lies beyond the position reached, 10; atLeast=12 waits for it",
                }],
            }),
        );
    }

    #[test]
    fn who_comes_during_a_rebuild_is_told_how_far_it_is() {
        let problem = WebProblem::from(AskError::Rebuilding {
            position: 5,
            last_sequence: Some(9),
        });
        assert_eq!(problem.0.retry_after_seconds, Some(2));
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
        let problem = WebProblem::from(AskError::Views(views::ViewsError::DiskFull));
        assert_eq!(problem, WebProblem::internal());
    }
}
