//! What is wrong with an event: every violation at once, each with its place.

use std::{collections::BTreeSet, fmt};

use serde::{Deserialize, Serialize};

use crate::limits;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Violation {
    /// Where, as a JSON Pointer (RFC 6901) into the event in structured mode; empty for the whole.
    pub path: String,
    /// What is wrong and what would be right.
    pub problem: String,
}

/// An event that the contract does not allow, with every reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("accept the event: {}", self.summary())]
pub struct InvalidEvent {
    /// All that is wrong, up to a hundred violations; never empty.
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

/// Writes a member's name as a token of a JSON Pointer, cut where it grows long.
pub(crate) fn pointer_token(name: &str) -> String {
    let shown: String = name.chars().take(60).collect();
    shown.replace('~', "~0").replace('/', "~1")
}

/// Puts a text in quotation marks, cut where it grows long, so that a message stays a message.
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

    /// Names each violation once, in the order in which they were found, and how many are left out beyond the limit.
    pub(crate) fn new(mut violations: Vec<Violation>) -> Self {
        let mut named = BTreeSet::new();
        violations.retain(|violation| named.insert(violation.clone()));
        let beyond = violations.len().saturating_sub(limits::FAULTS);
        if beyond > 0 {
            violations.truncate(limits::FAULTS);
            violations.push(Violation::new(
                "",
                format!("has {beyond} more violations than these"),
            ));
        }
        Self { violations }
    }

    /// Puts the violations on one line.
    pub fn summary(&self) -> String {
        self.violations
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("; ")
    }
}
