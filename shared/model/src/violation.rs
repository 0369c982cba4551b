//! Violations of the contract, each with its path in the event.

use std::{collections::BTreeSet, fmt};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::limits;

/// The problem of a required member that is absent.
pub(crate) const MISSING: &str = "is missing";

/// One violation of the contract.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Violation {
    /// JSON Pointer (RFC 6901) to the offending member of the event in structured mode; empty for the whole event.
    pub path: String,
    /// The problem, as a predicate of the path, and where useful what to write instead.
    pub problem: String,
    /// The kind of problem; it does not travel with the text.
    #[serde(skip)]
    #[schemars(skip)]
    pub kind: ViolationKind,
}

/// A kind of problem, for interfaces that word it for their own users.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum ViolationKind {
    /// Any other kind; the kind of every violation that was read from JSON or a store.
    #[default]
    Other,
    /// A required member is absent.
    Missing,
    /// A text has control characters.
    ControlCharacters,
    /// A text is too long.
    TooLong {
        /// Its code points.
        length: usize,
        /// The most that are allowed.
        limit: usize,
    },
    /// The event is too large.
    TooLarge,
    /// A text is neither a date nor a date-time that is supported.
    NotATime,
    /// It was observed more than 24 hours after it was recorded.
    ObservedLater,
    /// It was known only after it was observed.
    KnownLater,
    /// It was recorded after now, by the clock of the publisher.
    AheadOfClock,
    /// A knelpunt is merged into itself.
    MergedIntoItself,
}

/// An event that violates the contract, with all its violations.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot accept the event: {}", self.summary())]
pub struct InvalidEvent {
    /// The violations, up to a hundred; never empty.
    pub violations: Vec<Violation>,
}

/// A problem with its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ProblemOfKind {
    kind: ViolationKind,
    problem: String,
}

impl ViolationKind {
    /// Returns a problem of this kind.
    pub(crate) fn problem(self, problem: impl Into<String>) -> ProblemOfKind {
        ProblemOfKind {
            kind: self,
            problem: problem.into(),
        }
    }
}

impl<T: Into<String>> From<T> for ProblemOfKind {
    fn from(problem: T) -> Self {
        ViolationKind::Other.problem(problem)
    }
}

impl Violation {
    /// Creates a violation of no particular kind.
    pub fn other(path: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::new(path, problem.into())
    }

    pub(crate) fn new(path: impl Into<String>, problem: impl Into<ProblemOfKind>) -> Self {
        let ProblemOfKind { kind, problem } = problem.into();
        Self {
            path: path.into(),
            problem,
            kind,
        }
    }

    /// Creates the violation of a required member that is absent.
    pub fn missing(path: impl Into<String>) -> Self {
        Self::new(path, ViolationKind::Missing.problem(MISSING))
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

impl From<Violation> for InvalidEvent {
    fn from(violation: Violation) -> Self {
        Self {
            violations: vec![violation],
        }
    }
}

impl InvalidEvent {
    pub(crate) fn with_one(path: &str, problem: impl Into<ProblemOfKind>) -> Self {
        Self::from(Violation::new(path, problem))
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
