//! What is wrong with an event: every fault at once, each with its place.

use std::{collections::BTreeSet, fmt};

use serde::{Deserialize, Serialize};

use crate::limits;

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
    /// All that is wrong, up to a hundred faults; never empty.
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

    /// Names each fault once, in the order in which they were found, and how many are left out beyond the limit.
    pub(crate) fn of(mut faults: Vec<Fault>) -> Self {
        let mut named = BTreeSet::new();
        faults.retain(|fault| named.insert(fault.clone()));
        let beyond = faults.len().saturating_sub(limits::FAULTS);
        if beyond > 0 {
            faults.truncate(limits::FAULTS);
            faults.push(Fault::new(
                "",
                format!("has {beyond} more faults than these"),
            ));
        }
        Self { faults }
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
