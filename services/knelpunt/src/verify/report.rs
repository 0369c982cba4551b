//! The result of a comparison.

use std::{fmt::Write as _, process::ExitCode};

use serde::Serialize;

use crate::output::escape_controls;

/// How many differences are listed at most.
const LISTED_LIMIT: usize = 100;

/// What is the same, and what differs.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct VerifyReport {
    /// The views: the URL of a server or a folder.
    views: String,
    position: u64,
    matches: Vec<String>,
    /// The last sequence of the log, if it is behind the position.
    #[serde(skip_serializing_if = "Option::is_none")]
    log_end: Option<u64>,
    differences: Vec<String>,
}

impl VerifyReport {
    /// Creates a report on views, compared with a replay up to a position.
    pub(super) fn new(views: &str, position: u64) -> Self {
        Self {
            views: views.to_owned(),
            position,
            matches: Vec::new(),
            log_end: None,
            differences: Vec::new(),
        }
    }

    /// Adds something that is the same.
    pub(super) fn add_match(&mut self, what: String) {
        self.matches.push(what);
    }

    /// Sets the last sequence of the log; that the log continues is not a difference.
    pub(super) fn set_log_end(&mut self, last_sequence: u64) {
        self.log_end = Some(last_sequence).filter(|last| *last > self.position);
    }

    /// Adds a difference.
    pub(super) fn add_difference(&mut self, what: String) {
        self.differences.push(what);
    }

    /// Compares two digests.
    pub(super) fn compare_digests(
        &mut self,
        what: &str,
        position: u64,
        server: &str,
        replay: &str,
    ) {
        if server == replay {
            self.add_match(format!("{what} at position {position}: {replay}"));
        } else {
            self.add_difference(format!(
                "{what} at position {position}: the server has {server}, the replay {replay}"
            ));
        }
    }

    /// Returns the differences.
    #[cfg(test)]
    pub(super) fn differences(&self) -> &[String] {
        &self.differences
    }

    /// Returns the exit code: failure if something differs.
    pub(super) fn exit_code(&self) -> ExitCode {
        if self.differences.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }

    /// Returns the report for people.
    pub(super) fn text(&self) -> String {
        let mut text = format!(
            "Views of {}, compared with the log up to position {}:\n",
            self.views, self.position
        );
        // Writing to a string does not fail.
        for one in &self.matches {
            let _ = writeln!(text, "same     {one}");
        }
        if let Some(last) = self.log_end {
            let _ = writeln!(
                text,
                "behind   the log continues to position {last}; a server folds the rest when it starts"
            );
        }
        for difference in self.differences.iter().take(LISTED_LIMIT) {
            let _ = writeln!(text, "DIFFERS  {difference}");
        }
        if let Some(more) = self.differences.len().checked_sub(LISTED_LIMIT + 1) {
            let _ = writeln!(text, "DIFFERS  and {} more", more + 1);
        }
        let verdict = match self.differences.len() {
            0 => "No differences.".to_owned(),
            1 => {
                "1 difference. Run `knelpunt rebuild` to rebuild the views from the log.".to_owned()
            }
            many => {
                format!(
                    "{many} differences. Run `knelpunt rebuild` to rebuild the views from the log."
                )
            }
        };
        escape_controls(&(text + &verdict)).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_and_differences_are_listed_line_by_line() {
        let mut report = VerifyReport::new("D/views", 7);
        report.compare_digests("digest", 7, "a", "a");
        assert!(report.text().ends_with("No differences."));
        report.set_log_end(7);
        assert!(!report.text().contains("behind"));
        report.set_log_end(9);
        report.compare_digests("digest", 8, "a", "b");
        report.add_difference("event 3".to_owned());
        let text = report.text();
        for line in [
            "Views of D/views, compared with the log up to position 7:",
            "same     digest at position 7: a",
            "behind   the log continues to position 9; a server folds the rest when it starts",
            "DIFFERS  digest at position 8: the server has a, the replay b",
            "DIFFERS  event 3",
            "2 differences. Run `knelpunt rebuild` to rebuild the views from the log.",
        ] {
            assert!(text.lines().any(|one| one == line), "{line} in {text}");
        }
    }

    #[test]
    fn differences_beyond_the_limit_are_counted() {
        let mut report = VerifyReport::new("D/views", 7);
        for number in 0..LISTED_LIMIT + 3 {
            report.add_difference(format!("event {number}"));
        }
        let text = report.text();
        assert!(text.contains("DIFFERS  and 3 more"), "{text}");
        assert!(text.contains("103 differences"), "{text}");
    }
}
