//! When a knelpunt was reported until the as-of instant, and with which descriptions: the first and the latest beside it.

use jiff::civil::Date;
use model::{EventType, Instant};
use texts::messages::Messages;
use views::HistoryItem;

use super::names;

/// The reports of one knelpunt that count, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct ReportHistory {
    pub(crate) reports: Vec<ReportEntry>,
}

/// A report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReportEntry {
    pub(crate) on: Date,
    pub(crate) description: Option<String>,
    /// The code of the role of the reporter.
    pub(crate) role: Option<String>,
}

impl ReportHistory {
    /// Selects from the events of a knelpunt the reports that count as of an instant.
    pub(crate) fn new(history: &[HistoryItem], as_of: Instant) -> Self {
        let reports = history.iter().filter(|item| {
            EventType::parse(&item.event_type) == Some(EventType::KnelpuntReported)
                && !item.withdrawn
        });
        let entry = |item: &HistoryItem| {
            let at = item.observed_at.as_deref().and_then(Instant::parse)?;
            let text = |pointer: &str| item.data.pointer(pointer)?.as_str().map(str::to_owned);
            (at <= as_of).then(|| ReportEntry {
                on: at.day(),
                description: text("/description"),
                role: text("/reporter/role"),
            })
        };
        Self {
            reports: reports.filter_map(entry).collect(),
        }
    }

    /// Returns the first report that says what it is; the first of all if none has a description.
    pub(crate) fn first(&self) -> Option<&ReportEntry> {
        let mut reports = self.reports.iter();
        let described = reports.find(|report| report.description.is_some());
        described.or(self.reports.first())
    }

    /// Returns the last report that has a description, if it says something else than the first.
    pub(crate) fn later(&self) -> Option<&ReportEntry> {
        let mut reports = self.reports.iter();
        let last = reports.rfind(|report| report.description.is_some())?;
        (last.description != self.first()?.description).then_some(last)
    }

    /// Returns the days of the reports.
    pub(crate) fn days(&self) -> impl Iterator<Item = Date> {
        self.reports.iter().map(|report| report.on)
    }
}

impl ReportEntry {
    /// Returns the description with the role of who gave it: `“Nog steeds.”, informatiemanager`.
    pub(crate) fn quoted(&self, t: Messages) -> Option<String> {
        let quoted = t.with("knelpunten-said", "words", self.description.as_deref()?);
        Some(match &self.role {
            Some(role) => format!("{quoted}, {}", names::role(t, role)),
            None => quoted,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn report(day: &str, withdrawn: bool, description: Option<&str>) -> HistoryItem {
        HistoryItem {
            sequence: 1,
            key: String::new(),
            event_type: EventType::KnelpuntReported.full_name(),
            source: String::new(),
            id: String::new(),
            time: format!("{day}T10:00:00Z"),
            observed_at: Some(format!("{day}T10:00:00Z")),
            observed_on: None,
            subject: String::new(),
            withdrawn,
            redacted: false,
            data: json!({ "description": description, "reporter": { "role": "ict-department" } }),
        }
    }

    #[test]
    fn what_is_withdrawn_or_later_does_not_count() {
        let history = [
            report("2013-01-01", true, Some("ingetrokken")),
            report("2013-02-01", false, Some("eerst")),
            report("2013-03-01", false, Some("toen")),
            report("2013-04-01", false, Some("later")),
        ];
        let as_of = Instant::parse("2013-03-15T00:00:00Z").unwrap();
        let reports = ReportHistory::new(&history, as_of);
        let first = reports.first().unwrap();
        assert_eq!(first.description.as_deref(), Some("eerst"));
        let later = reports.later().unwrap();
        let t = Messages::new(texts::messages::Language::Dutch);
        assert_eq!(later.quoted(t).unwrap(), "“toen”, afdeling I&A");
        assert_eq!(reports.days().count(), 2);
    }

    #[test]
    fn a_last_report_without_something_new_is_not_beside_the_first() {
        let as_of = Instant::parse("2014-01-01T00:00:00Z").unwrap();
        for last in [None, Some("eerst")] {
            let history = [
                report("2013-02-01", false, Some("eerst")),
                report("2013-03-01", false, last),
            ];
            assert_eq!(ReportHistory::new(&history, as_of).later(), None);
        }
    }

    #[test]
    fn the_first_words_count_when_the_first_report_has_none() {
        let as_of = Instant::parse("2014-01-01T00:00:00Z").unwrap();
        let silent = report("2013-01-01", false, None);
        let spoken = report("2013-02-01", false, Some("eerst"));
        let reports = ReportHistory::new(&[silent.clone(), spoken, silent], as_of);
        assert_eq!(
            reports.first().unwrap().description.as_deref(),
            Some("eerst")
        );
        assert_eq!(reports.later(), None);
    }
}
