//! What a guard tells its parent: one line each on its standard output.

use std::fmt;

/// One line from the guard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Report {
    /// The server runs as this process.
    Started(i32),
    /// Another holds the lock of the folder: that process, if it said so.
    InUse(Option<i32>),
    /// The guard itself failed, and why.
    Failed(String),
    /// The server ended by itself, and how.
    Ended(String),
}

impl Report {
    /// Reads a line; `None` if it is none of ours.
    pub(super) fn parse(line: &str) -> Option<Self> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "started" => rest.parse().ok().map(Self::Started),
            "in-use" => Some(Self::InUse(rest.parse().ok())),
            "failed" => Some(Self::Failed(rest.to_owned())),
            "ended" => Some(Self::Ended(rest.to_owned())),
            _ => None,
        }
    }
}

impl fmt::Display for Report {
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
    fn what_is_written_is_read() {
        for report in [
            Report::Started(12),
            Report::InUse(Some(12)),
            Report::InUse(None),
            Report::Failed("disk full".to_owned()),
            Report::Ended("exit status: 1".to_owned()),
        ] {
            assert_eq!(Report::parse(&report.to_string()), Some(report));
        }
    }

    #[test]
    fn a_report_is_one_line() {
        let report = Report::Failed("one\ntwo".to_owned());
        assert_eq!(report.to_string(), "failed one two");
    }

    #[test]
    fn another_line_is_no_report() {
        assert_eq!(Report::parse("started soon"), None);
        assert_eq!(Report::parse("warning: x"), None);
    }
}
