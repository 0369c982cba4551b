//! What was compared, and what differs.

use std::{fmt::Write as _, process::ExitCode};

use crate::output;

/// How many differences are named at most.
const NAMED_LIMIT: usize = 100;

/// What was compared, and what differs.
#[derive(Debug)]
pub(super) struct Report {
    views: String,
    position: u64,
    same: Vec<String>,
    behind: Option<u64>,
    differs: Vec<String>,
}

impl Report {
    /// Begins one on views somewhere, compared with a replay up to a position.
    pub(super) fn of(views: &str, position: u64) -> Self {
        Self {
            views: views.to_owned(),
            position,
            same: Vec::new(),
            behind: None,
            differs: Vec::new(),
        }
    }

    /// Notes what is the same.
    pub(super) fn same(&mut self, what: String) {
        self.same.push(what);
    }

    /// Notes how far the log goes on behind the views; that is no difference.
    pub(super) fn log_ends_at(&mut self, last_sequence: u64) {
        self.behind = Some(last_sequence).filter(|last| *last > self.position);
    }

    /// Notes what differs, and how.
    pub(super) fn differs(&mut self, what: String) {
        self.differs.push(what);
    }

    /// Compares two digests.
    pub(super) fn digests(&mut self, what: &str, position: u64, theirs: &str, ours: &str) {
        if theirs == ours {
            self.same(format!("{what} at position {position}: {ours}"));
        } else {
            self.differs(format!(
                "{what} at position {position}: the server has {theirs}, the replay {ours}"
            ));
        }
    }

    /// Gives what differs.
    #[cfg(test)]
    pub(super) fn differences(&self) -> &[String] {
        &self.differs
    }

    /// Writes it out; the exit code says whether anything differs.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub(super) fn say(&self) -> anyhow::Result<ExitCode> {
        output::print_line(&output::escape_controls(&self.text()))?;
        Ok(if self.differs.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }

    fn text(&self) -> String {
        let mut text = format!(
            "The views of {}, compared with the log up to position {}:\n",
            self.views, self.position
        );
        // Writing to a string does not fail.
        for same in &self.same {
            let _ = writeln!(text, "same     {same}");
        }
        if let Some(last) = self.behind {
            let _ = writeln!(
                text,
                "behind   the log goes on to position {last}, which is folded when a server starts"
            );
        }
        for differs in self.differs.iter().take(NAMED_LIMIT) {
            let _ = writeln!(text, "DIFFERS  {differs}");
        }
        if let Some(more) = self.differs.len().checked_sub(NAMED_LIMIT + 1) {
            let _ = writeln!(text, "DIFFERS  and {} more", more + 1);
        }
        text + &match self.differs.len() {
            0 => "All is the same.".to_owned(),
            1 => {
                "1 thing differs: `knelpunt rebuild` builds the views anew from the log.".to_owned()
            }
            many => format!(
                "{many} things differ: `knelpunt rebuild` builds the views anew from the log."
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_same_and_what_differs_is_said_line_by_line() {
        let mut report = Report::of("D/views", 7);
        report.digests("digest", 7, "a", "a");
        assert!(report.text().ends_with("All is the same."));
        report.log_ends_at(7);
        assert!(!report.text().contains("behind"));
        report.log_ends_at(9);
        report.digests("digest", 8, "a", "b");
        report.differs("event 3".to_owned());
        let text = report.text();
        for line in [
            "The views of D/views, compared with the log up to position 7:",
            "same     digest at position 7: a",
            "behind   the log goes on to position 9, which is folded when a server starts",
            "DIFFERS  digest at position 8: the server has a, the replay b",
            "DIFFERS  event 3",
            "2 things differ: `knelpunt rebuild` builds the views anew from the log.",
        ] {
            assert!(text.lines().any(|held| held == line), "{line} in {text}");
        }
    }

    #[test]
    fn so_many_differences_that_nobody_reads_them_are_counted() {
        let mut report = Report::of("D/views", 7);
        for number in 0..NAMED_LIMIT + 3 {
            report.differs(format!("event {number}"));
        }
        let text = report.text();
        assert!(text.contains("DIFFERS  and 3 more"), "{text}");
        assert!(text.contains("103 things differ"), "{text}");
    }
}
