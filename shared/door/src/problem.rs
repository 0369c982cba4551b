//! What went wrong, as `application/problem+json` (RFC 9457) says it.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// How long a client should wait that came too early, in seconds.
const RETRY_AFTER_SECONDS: u32 = 2;

/// A failure with its public message; the cause inside went to the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// The status.
    pub status: StatusCode,
    /// What is the matter, and what to do: a sentence or two.
    pub detail: String,
    /// All that is wrong with what was sent.
    pub errors: Vec<Wrong>,
    /// When to come again.
    pub retry_after_seconds: Option<u32>,
    /// Further members of the document.
    more: Map<String, Value>,
}

/// One thing that is wrong with what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Wrong {
    /// A key of the link.
    Key {
        /// The key.
        key: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A part of the body.
    Pointer {
        /// Where it is, as a JSON pointer (RFC 6901) into the body; empty for all of it.
        pointer: String,
        /// What is wrong with it.
        problem: String,
    },
}

impl Wrong {
    /// Gives where it is: a key, or a JSON pointer.
    pub fn place(&self) -> &str {
        match self {
            Self::Key { key, .. } => key,
            Self::Pointer { pointer, .. } => pointer,
        }
    }

    /// Gives what is wrong there.
    pub fn problem(&self) -> &str {
        match self {
            Self::Key { problem, .. } | Self::Pointer { problem, .. } => problem,
        }
    }
}

impl Problem {
    /// Makes one with a status and a public message.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: detail.into(),
            errors: Vec::new(),
            retry_after_seconds: None,
            more: Map::new(),
        }
    }

    /// Makes one of all that is wrong with what was sent; `what` names that, as in "the link".
    pub fn wrong(what: &str, errors: Vec<Wrong>) -> Self {
        let detail = match errors.len() {
            1 => format!("One part of {what} is wrong."),
            count => format!("{count} parts of {what} are wrong."),
        };
        Self {
            errors,
            ..Self::new(StatusCode::BAD_REQUEST, detail)
        }
    }

    /// Nothing is there.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// The path does not take this method.
    pub fn method_not_allowed() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "This method is not allowed here; Allow lists which are.",
        )
    }

    /// It cannot be done now, and may be done soon.
    pub fn later(detail: impl Into<String>) -> Self {
        Self {
            retry_after_seconds: Some(RETRY_AFTER_SECONDS),
            ..Self::new(StatusCode::SERVICE_UNAVAILABLE, detail)
        }
    }

    /// Something failed that is no fault of the client's; the log has the cause.
    pub fn failed() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "It could not be done; the log of the server says why.",
        )
    }

    /// Adds a member to the document.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.more.insert(name.to_owned(), value);
        self
    }

    /// Gives the name of the status, such as `Not Found`.
    pub fn title(&self) -> &'static str {
        self.status.canonical_reason().unwrap_or("Failure")
    }

    /// Gives the document; `instance` is the path that was asked.
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

    #[test]
    fn keys_and_parts_of_a_body_are_named_each_in_its_way() {
        let problem = "is wrong".to_owned();
        let errors = vec![
            Wrong::Key {
                key: "asOf".to_owned(),
                problem: problem.clone(),
            },
            Wrong::Pointer {
                pointer: "/party/name".to_owned(),
                problem,
            },
        ];
        let places: Vec<&str> = errors.iter().map(Wrong::place).collect();
        assert_eq!(places, ["asOf", "/party/name"]);
        assert!(errors.iter().all(|wrong| wrong.problem() == "is wrong"));
        let document = Problem::wrong("the request", errors)
            .with("position", json!(7))
            .document("/v1/reports");
        let expected = json!({
            "type": "about:blank", "title": "Bad Request", "status": 400, "instance": "/v1/reports",
            "detail": "2 parts of the request are wrong.", "position": 7,
            "errors": [
                {"key": "asOf", "problem": "is wrong"}, {"pointer": "/party/name", "problem": "is wrong"},
            ],
        });
        assert_eq!(document, expected);
    }
}
