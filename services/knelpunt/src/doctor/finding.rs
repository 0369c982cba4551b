//! The result of one check.

use std::fmt;

use serde::Serialize;

use crate::output::escape_controls;

/// One thing that was checked, and its state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Finding {
    subject: &'static str,
    #[serde(rename = "ok")]
    is_ok: bool,
    state: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<String>,
}

impl Finding {
    /// Creates a finding that is in order.
    pub(super) fn ok(subject: &'static str, state: impl Into<String>) -> Self {
        Self {
            subject,
            is_ok: true,
            state: state.into(),
            advice: None,
        }
    }

    /// Creates a finding that is wrong, with what to do about it, which may be empty.
    pub(super) fn wrong(
        subject: &'static str,
        state: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        let advice: String = advice.into();
        Self {
            subject,
            is_ok: false,
            state: state.into(),
            advice: Some(advice).filter(|advice| !advice.is_empty()),
        }
    }

    /// Creates a finding that is in order or wrong.
    pub(super) fn when(
        is_ok: bool,
        subject: &'static str,
        state: impl Into<String>,
        advice: &str,
    ) -> Self {
        if is_ok {
            Self::ok(subject, state)
        } else {
            Self::wrong(subject, state, advice)
        }
    }

    /// Returns whether something is wrong.
    pub(super) fn is_wrong(&self) -> bool {
        !self.is_ok
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.is_ok { "ok" } else { "WRONG" };
        let state = escape_controls(&self.state).replace('\n', " ");
        write!(to, "{mark:<6} {:<12} {state}", self.subject)?;
        match &self.advice {
            None => Ok(()),
            Some(advice) => write!(to, "; {advice}"),
        }
    }
}

/// Sums up.
pub(super) fn verdict(wrong: usize) -> String {
    match wrong {
        0 => "No problems found.".to_owned(),
        1 => "1 problem found.".to_owned(),
        wrong => format!("{wrong} problems found."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_finding_is_one_line_that_ends_with_what_to_do() {
        assert_eq!(
            Finding::ok("version", "0.1.0").to_string(),
            "ok     version      0.1.0"
        );
        assert_eq!(
            Finding::wrong("disk", "full\nvery", "free some space").to_string(),
            "WRONG  disk         full very; free some space"
        );
        assert_eq!(
            Finding::wrong("disk", "full", "").to_string(),
            "WRONG  disk         full"
        );
    }

    #[test]
    fn problems_are_counted() {
        assert_eq!(
            [0, 1, 2].map(verdict),
            [
                "No problems found.",
                "1 problem found.",
                "2 problems found."
            ]
        );
    }
}
