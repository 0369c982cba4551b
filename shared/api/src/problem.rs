//! Failures, as `application/problem+json` (RFC 9457).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A failure: `application/problem+json` (RFC 9457).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProblemDocument {
    /// Always `about:blank`: the status says what kind of problem it is.
    #[serde(rename = "type")]
    pub problem_type: String,
    /// The name of the status.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The cause and the next step, in a sentence or two.
    pub detail: String,
    /// The path of the request.
    pub instance: String,
    /// Every violation in the input.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub errors: Vec<InputViolation>,
    /// Further members, such as `position`.
    #[serde(flatten)]
    pub more: BTreeMap<String, Value>,
}

/// One violation in the input of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum InputViolation {
    /// A violation in a query parameter.
    Key {
        /// The query parameter.
        key: String,
        /// The rule that it violates.
        problem: String,
    },
    /// A violation in the body.
    Pointer {
        /// The location, as a JSON pointer (RFC 6901) into the body; empty for the whole body.
        pointer: String,
        /// The rule that it violates.
        problem: String,
    },
}

impl InputViolation {
    /// Creates a violation in a query parameter.
    pub fn key(key: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Key {
            key: key.into(),
            problem: problem.into(),
        }
    }

    /// Returns the location: a query parameter or a JSON pointer.
    pub fn location(&self) -> &str {
        match self {
            Self::Key { key, .. } => key,
            Self::Pointer { pointer, .. } => pointer,
        }
    }

    /// Returns the rule that is violated.
    pub fn problem(&self) -> &str {
        match self {
            Self::Key { problem, .. } | Self::Pointer { problem, .. } => problem,
        }
    }
}
