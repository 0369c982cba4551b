//! The reports of a guard to its parent: one per line of its standard output.

use std::fmt;

/// A report of the guard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum GuardReport {
    /// The server runs with this process id.
    Started(i32),
    /// Another server has locked the folder: the one with this process id, if known.
    InUse(Option<i32>),
    /// The guard failed, for this reason.
    Failed(String),
    /// The server ended by itself, in this way.
    Ended(String),
}

impl GuardReport {
    /// Parses a line; `None` if it is not a report.
    pub(super) fn parse(line: &str) -> Option<Self> {
        let (kind, rest) = line.split_once(' ').unwrap_or((line, ""));
        match kind {
            "started" => rest.parse().ok().map(Self::Started),
            "in-use" => Some(Self::InUse(rest.parse().ok())),
            "failed" => Some(Self::Failed(rest.to_owned())),
            "ended" => Some(Self::Ended(rest.to_owned())),
            _ => None,
        }
    }
}

impl fmt::Display for GuardReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Started(pid) => write!(f, "started {pid}"),
            Self::InUse(Some(pid)) => write!(f, "in-use {pid}"),
            Self::InUse(None) => f.write_str("in-use"),
            Self::Failed(why) => write!(f, "failed {}", why.replace('\n', " ")),
            Self::Ended(how) => write!(f, "ended {}", how.replace('\n', " ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_report_is_parsed() {
        for report in [
            GuardReport::Started(12),
            GuardReport::InUse(Some(12)),
            GuardReport::InUse(None),
            GuardReport::Failed("disk full".to_owned()),
            GuardReport::Ended("exit status: 1".to_owned()),
        ] {
            assert_eq!(GuardReport::parse(&report.to_string()), Some(report));
        }
    }

    #[test]
    fn a_report_is_one_line() {
        let report = GuardReport::Failed("one\ntwo".to_owned());
        assert_eq!(report.to_string(), "failed one two");
    }

    #[test]
    fn another_line_is_not_a_report() {
        assert_eq!(GuardReport::parse("started soon"), None);
        assert_eq!(GuardReport::parse("warning: x"), None);
    }
}
