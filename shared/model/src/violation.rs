//! Violations of the contract, each with its path in the event.

use std::{collections::BTreeSet, fmt};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::limits;

/// One violation of the contract.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Violation {
    /// JSON Pointer (RFC 6901) to the offending member of the event in structured mode; empty for the whole event.
    pub path: String,
    /// The problem, as a predicate of the path, and where useful what to write instead.
    pub problem: String,
}

/// An event that violates the contract, with all its violations.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot accept the event: {}", self.summary())]
pub struct InvalidEvent {
    /// The violations, up to a hundred; never empty.
    pub violations: Vec<Violation>,
}

impl Violation {
    pub(crate) fn new(path: impl Into<String>, problem: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            problem: problem.into(),
        }
    }
}

/// Returns a member's name as a token of a JSON Pointer, truncated if it is long.
pub(crate) fn pointer_token(name: &str) -> String {
    let shown: String = name.chars().take(60).collect();
    shown.replace('~', "~0").replace('/', "~1")
}

/// Returns a text in quotation marks, truncated if it is long, so that messages stay short.
pub(crate) fn quoted(text: &str) -> String {
    let shown: String = text.chars().take(60).collect();
    let more = if text.chars().nth(60).is_some() {
        "…"
    } else {
        ""
    };
    format!("{:?}", format!("{shown}{more}"))
}

impl fmt::Display for Violation {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            self.problem.fmt(to)
        } else {
            write!(to, "{} {}", self.path, self.problem)
        }
    }
}

impl InvalidEvent {
    pub(crate) fn with_one(path: &str, problem: impl Into<String>) -> Self {
        Self {
            violations: vec![Violation::new(path, problem)],
        }
    }

    /// Creates it from violations: each once, in the order found, with a count of those beyond the limit.
    pub(crate) fn new(mut violations: Vec<Violation>) -> Self {
        let mut named = BTreeSet::new();
        violations.retain(|violation| named.insert(violation.clone()));
        let beyond = violations.len().saturating_sub(limits::VIOLATIONS);
        if beyond > 0 {
            violations.truncate(limits::VIOLATIONS);
            violations.push(Violation::new(
                "",
                format!("has {beyond} more violations, which are not listed"),
            ));
        }
        Self { violations }
    }

    /// Returns the violations on one line.
    pub fn summary(&self) -> String {
        self.violations
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("; ")
    }
}
