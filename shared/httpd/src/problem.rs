//! Failures, as `application/problem+json` (RFC 9457) or as a page.

use api::InputViolation;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};

/// The `Retry-After` of every 503, in seconds.
const RETRY_AFTER_SECONDS: u32 = 2;

/// A failure with its public message; the internal cause was logged.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// The status.
    pub status: StatusCode,
    /// The cause and the next step, in a sentence or two.
    pub detail: String,
    /// Every violation in the input.
    pub errors: Vec<InputViolation>,
    /// The value of `Retry-After`.
    pub retry_after_seconds: Option<u32>,
    /// Further members of the document.
    more: Map<String, Value>,
}

impl Problem {
    /// Creates a problem with a status and a public message.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: detail.into(),
            errors: Vec::new(),
            retry_after_seconds: None,
            more: Map::new(),
        }
    }

    /// Creates a 400 with every violation in the input; `input` names the part of the request, as in "the link".
    pub fn invalid_input(input: &str, errors: Vec<InputViolation>) -> Self {
        let detail = match errors.len() {
            1 => format!("One part of {input} is invalid."),
            count => format!("{count} parts of {input} are invalid."),
        };
        Self {
            errors,
            ..Self::new(StatusCode::BAD_REQUEST, detail)
        }
    }

    /// Creates a 404.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// Creates a 405.
    pub fn method_not_allowed() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "This method is not allowed here; see Allow for those that are.",
        )
    }

    /// Creates a 503 with `Retry-After`: the request may succeed soon.
    pub fn unavailable(detail: impl Into<String>) -> Self {
        Self {
            retry_after_seconds: Some(RETRY_AFTER_SECONDS),
            ..Self::new(StatusCode::SERVICE_UNAVAILABLE, detail)
        }
    }

    /// Creates a 500; the cause is in the server's log.
    pub fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "The request failed; the cause is in the server's log.",
        )
    }

    /// Adds a member to the document.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.more.insert(name.to_owned(), value);
        self
    }

    /// Returns a member that was added to the document.
    pub fn member(&self, name: &str) -> Option<&Value> {
        self.more.get(name)
    }

    /// Returns the name of the status, such as `Not Found`.
    pub fn title(&self) -> &'static str {
        self.status.canonical_reason().unwrap_or("Failure")
    }

    /// Returns the document; `instance` is the path of the request.
    pub fn document(&self, instance: &str) -> Value {
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

impl IntoResponse for Problem {
    /// Returns an empty response that carries the problem; `pipeline` renders it as a document or a page.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_and_parts_of_a_body_are_named_differently() {
        let problem = "is unknown".to_owned();
        let errors = vec![
            InputViolation::Key {
                key: "asOf".to_owned(),
                problem: problem.clone(),
            },
            InputViolation::Pointer {
                pointer: "/party/name".to_owned(),
                problem,
            },
        ];
        let locations: Vec<&str> = errors.iter().map(InputViolation::location).collect();
        assert_eq!(locations, ["asOf", "/party/name"]);
        assert!(errors.iter().all(|wrong| wrong.problem() == "is unknown"));
        let document = Problem::invalid_input("the request", errors)
            .with("position", json!(7))
            .document("/v1/reports");
        let expected = json!({
            "type": "about:blank", "title": "Bad Request", "status": 400, "instance": "/v1/reports",
            "detail": "2 parts of the request are invalid.", "position": 7,
            "errors": [
                {"key": "asOf", "problem": "is unknown"}, {"pointer": "/party/name", "problem": "is unknown"},
            ],
        });
        assert_eq!(document, expected);
    }
}
