//! What is wrong with an event: every fault at once, each with its place.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fault {
    /// Where, as a JSON Pointer (RFC 6901) into the event in structured mode; empty for the whole.
    pub path: String,
    /// What is wrong and what would be right.
    pub problem: String,
}

/// An event that the contract does not allow, with every reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("accept the event: {}", self.summary())]
pub struct Invalid {
    /// All that is wrong; never empty.
    pub faults: Vec<Fault>,
}

impl Fault {
    pub(crate) fn new(path: impl Into<String>, problem: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            problem: problem.into(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            self.problem.fmt(to)
        } else {
            write!(to, "{} {}", self.path, self.problem)
        }
    }
}

impl Invalid {
    pub(crate) fn one(path: &str, problem: impl Into<String>) -> Self {
        Self {
            faults: vec![Fault::new(path, problem)],
        }
    }

    /// Puts the faults on one line.
    pub fn summary(&self) -> String {
        self.faults
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("; ")
    }
}
