//! What was found of one thing.

use std::fmt;

use crate::output::escape_controls;

/// One thing, and how it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    what: &'static str,
    said: String,
    /// What to do about it; nothing when it is right.
    to_do: Option<String>,
}

impl Finding {
    /// It is right.
    pub(super) fn ok(what: &'static str, said: impl Into<String>) -> Self {
        Self {
            what,
            said: said.into(),
            to_do: None,
        }
    }

    /// It is wrong, and what to do.
    pub(super) fn wrong(
        what: &'static str,
        said: impl Into<String>,
        to_do: impl Into<String>,
    ) -> Self {
        Self {
            what,
            said: said.into(),
            to_do: Some(to_do.into()),
        }
    }

    /// It is right or wrong.
    pub(super) fn when(
        right: bool,
        what: &'static str,
        said: impl Into<String>,
        to_do: &str,
    ) -> Self {
        if right {
            Self::ok(what, said)
        } else {
            Self::wrong(what, said, to_do)
        }
    }

    pub(super) fn is_wrong(&self) -> bool {
        self.to_do.is_some()
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, said, to_do } = self;
        let mark = if self.is_wrong() { "WRONG" } else { "ok" };
        let said = escape_controls(said).replace('\n', " ");
        write!(to, "{mark:<6} {what:<12} {said}")?;
        match to_do.as_deref() {
            None | Some("") => Ok(()),
            Some(to_do) => write!(to, "; {to_do}"),
        }
    }
}

/// Sums up.
pub(super) fn verdict(wrong: usize) -> String {
    match wrong {
        0 => "All is as it should be.".to_owned(),
        1 => "One thing is wrong.".to_owned(),
        wrong => format!("{wrong} things are wrong."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_one_line_that_says_what_to_do() {
        assert_eq!(
            Finding::ok("version", "0.1.0").to_string(),
            "ok     version      0.1.0"
        );
        assert_eq!(
            Finding::wrong("disk", "full\nvery", "make room").to_string(),
            "WRONG  disk         full very; make room"
        );
        assert_eq!(
            Finding::wrong("disk", "full", "").to_string(),
            "WRONG  disk         full"
        );
    }

    #[test]
    fn it_is_summed_up() {
        assert_eq!(
            [0, 1, 2].map(verdict),
            [
                "All is as it should be.",
                "One thing is wrong.",
                "2 things are wrong."
            ]
        );
    }
}
