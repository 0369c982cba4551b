//! Problems of questions and of the administration.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use httpd::InputViolation;
use questions::QueryError;
use register::UnknownName;
use serde_json::{Value, json};
use tracing::error;
use views::{AdminError, AskError, ViewsError};

/// A failure with its public message; the internal cause was logged.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct WebProblem(pub(crate) httpd::Problem);

impl WebProblem {
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self(httpd::Problem::new(status, detail))
    }

    /// Creates a 400 with every violation in a link.
    pub(crate) fn keys(errors: Vec<InputViolation>) -> Self {
        Self(httpd::Problem::invalid_input("the link", errors))
    }

    /// Creates a 400 with one violation in a link.
    pub(crate) fn key(key: &str, problem: impl Into<String>) -> Self {
        Self::keys(vec![InputViolation::key(key, problem)])
    }

    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Self(httpd::Problem::not_found(detail))
    }

    pub(crate) fn no_such_knelpunt() -> Self {
        Self::not_found("No event is about a knelpunt with this id; /v1/knelpunten lists the ids.")
    }

    pub(crate) fn no_such_municipality() -> Self {
        Self::not_found("There never was a municipality with this code.")
    }

    /// Creates a 404: a text names no code; the nearest ones have these paths.
    pub(crate) fn no_such_code(unknown: &UnknownName, path_of: impl Fn(&str) -> String) -> Self {
        let nearest = unknown.nearest.iter();
        let nearest = nearest.map(|near| (near.name.clone(), path_of(&near.code)));
        let detail = format!("{:?} does not name {}.", unknown.text, unknown.kind.noun());
        Self::nearest(detail, nearest)
    }

    /// Creates a 404 with what may have been meant, by name and path.
    pub(crate) fn nearest(
        detail: impl Into<String>,
        nearest: impl Iterator<Item = (String, String)>,
    ) -> Self {
        let nearest = nearest.map(|(name, href)| json!({"name": name, "href": href}));
        let nearest: Vec<Value> = nearest.collect();
        Self(httpd::Problem::not_found(detail).with("nearest", json!(nearest)))
    }

    pub(crate) fn no_such_round() -> Self {
        Self::not_found(
            "No consultation, report or resolution names this round; /v1/rounds lists the known ones.",
        )
    }

    /// Creates a 503: the views did not reach the position in time.
    pub(crate) fn not_reached(at_least: u64, position: u64) -> Self {
        let detail = format!(
            "The views did not reach position {at_least} in time; they are at {position}. Try again later."
        );
        Self(httpd::Problem::unavailable(detail).with("position", json!(position)))
    }

    pub(crate) fn busy() -> Self {
        Self(httpd::Problem::unavailable(
            "The server is answering as many questions as it can. Try again later.",
        ))
    }

    /// Creates a 503: all places for readers of changes are taken.
    pub(crate) fn too_many_readers(max: usize) -> Self {
        let detail = format!(
            "The server has as many readers of changes as it serves, {max}. Try again later."
        );
        Self(httpd::Problem::unavailable(detail))
    }

    /// Creates a 503: what had arrived by a moment is not known, because the log cannot be read.
    pub(crate) fn log_unreadable(reason: &str) -> Self {
        Self(httpd::Problem::unavailable(format!(
            "What had arrived by then is in the log, which cannot be read now: {reason}. Give knownAt as a position of \
             the log, or try again later."
        )))
    }

    /// Creates a 500; the cause is in the server's log.
    pub(crate) fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "The question could not be answered; the cause is in the server's log.",
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
                    "The views are being rebuilt from the log: {position}{of} so far. Try again later."
                );
                let problem = httpd::Problem::unavailable(detail)
                    .with("position", json!(position))
                    .with("lastSequence", json!(last_sequence));
                Self(problem)
            }
            AskError::Beyond { known_at, position } => {
                let problem = format!(
                    "{known_at} is beyond the current position, {position}; atLeast={known_at} waits for it"
                );
                Self(
                    Self::key("knownAt", problem)
                        .0
                        .with("position", json!(position)),
                )
            }
            AskError::Query(QueryError::Parameter(violation)) => Self::keys(vec![violation]),
            AskError::Query(QueryError::UnknownRound) => Self::no_such_round(),
            AskError::Views(cause) => {
                error!(
                    error = &cause as &dyn std::error::Error,
                    "cannot answer a question"
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
    fn every_violation_in_a_link_is_named() {
        let of = |key: &str| InputViolation::key(key, "is wrong");
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
    fn a_position_beyond_the_views_is_rejected_with_how_to_wait() {
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
                    "problem": "12 is beyond the current position, 10; atLeast=12 waits for it",
                }],
            }),
        );
    }

    #[test]
    fn during_a_rebuild_the_progress_is_returned() {
        let problem = WebProblem::from(AskError::Rebuilding {
            position: 5,
            last_sequence: Some(9),
        });
        assert_eq!(problem.0.retry_after_seconds, Some(2));
        check(
            problem,
            &json!({
                "type": "about:blank", "title": "Service Unavailable", "status": 503, "instance": "/v1/summary",
                "detail": "The views are being rebuilt from the log: 5 of 9 so far. Try again later.",
                "position": 5, "lastSequence": 9,
            }),
        );
    }

    #[test]
    fn an_internal_cause_is_not_public() {
        let problem = WebProblem::from(AskError::Views(views::ViewsError::DiskFull));
        assert_eq!(problem, WebProblem::internal());
    }
}
