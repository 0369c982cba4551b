//! Turns rows into events, each validated as every reader of the log will, and against the clock.

use std::{fmt, io::Read};

use indicatif::ProgressBar;
use journal::OutgoingMessage;
use model::{Data, Instant};
use register::Register;
use rounds::table::{ReportParser, RowViolation, TableError, TableReader, report_envelope};

use crate::{clock, output};

/// How many violations are listed; the others are counted.
const LISTED_LIMIT: usize = 100;

/// What an event needs besides its row.
#[derive(Debug, Clone)]
pub(super) struct Recording {
    pub(super) source: String,
    /// Time of recording; the time of observation of each report if not given.
    pub(super) time: Option<Instant>,
    pub(super) register: &'static Register,
}

/// Reads rows, and turns each into an event.
pub(super) struct ReportReader<R> {
    rows: TableReader<R>,
    reports: ReportParser<'static>,
    recording: Recording,
    taken_bytes: u64,
}

/// A row after validation.
pub(super) struct ValidatedRow {
    pub(super) number: u64,
    /// Its length in the file, in bytes.
    pub(super) taken_bytes: u64,
    /// The event or the violations; `None` if all cells are empty.
    pub(super) event: Option<Result<OutgoingMessage, Vec<RowViolation>>>,
}

/// The result of the first pass.
#[derive(Debug, Default)]
pub(super) struct TableReport {
    /// Rows that are valid reports.
    pub(super) valid: u64,
    /// Rows that are not.
    pub(super) invalid: u64,
    violations: usize,
    listed: Vec<ListedViolation>,
}

/// A violation with its row.
#[derive(Debug)]
struct ListedViolation {
    row: u64,
    violation: RowViolation,
}

impl<R: Read> ReportReader<R> {
    pub(super) fn new(
        rows: TableReader<R>,
        reports: ReportParser<'static>,
        recording: Recording,
    ) -> Self {
        Self {
            rows,
            reports,
            recording,
            taken_bytes: 0,
        }
    }

    /// Reads and validates the next row.
    pub(super) fn next(&mut self) -> Result<Option<ValidatedRow>, TableError> {
        let Some(row) = self.rows.next_row()? else {
            return Ok(None);
        };
        let number = row.number;
        let report = self.reports.read(row).transpose();
        let event = report.map(|report| self.recording.event(report?, &self.reports));
        let taken_bytes = self.rows.bytes_read() - self.taken_bytes;
        self.taken_bytes += taken_bytes;
        Ok(Some(ValidatedRow {
            number,
            taken_bytes,
            event,
        }))
    }
}

impl Recording {
    fn event(
        &self,
        data: Data,
        reports: &ReportParser<'_>,
    ) -> Result<OutgoingMessage, Vec<RowViolation>> {
        let envelope = report_envelope(&self.source, self.time, &data);
        emitter::validate_data(envelope, data, self.register, clock::now())
            .map(|valid| valid.outgoing)
            .map_err(|invalid| reports.locate_all(&invalid.violations))
    }
}

/// Validates all rows; memory does not grow with their number.
pub(super) fn validate<R: Read>(
    reader: &mut ReportReader<R>,
    bar: &ProgressBar,
) -> Result<TableReport, TableError> {
    let mut report = TableReport::default();
    while let Some(ValidatedRow {
        number,
        taken_bytes,
        event,
    }) = reader.next()?
    {
        bar.inc(taken_bytes);
        match event {
            None => {}
            Some(Ok(_)) => report.valid += 1,
            Some(Err(all)) => report.add(number, all),
        }
    }
    bar.finish_and_clear();
    Ok(report)
}

impl TableReport {
    fn add(&mut self, row: u64, all: Vec<RowViolation>) {
        self.invalid += 1;
        self.violations += all.len();
        let listed = all.into_iter().take(LISTED_LIMIT - self.listed.len());
        self.listed
            .extend(listed.map(|violation| ListedViolation { row, violation }));
    }

    /// Prints the violations, one per line, and the number of those beyond the limit.
    pub(super) fn print(&self) {
        for listed in &self.listed {
            eprintln!("{}", output::on_one_line(&listed.to_string()));
        }
        let beyond = self.violations - self.listed.len();
        if beyond > 0 {
            eprintln!("… and {beyond} more, {} in all", self.violations);
        }
    }
}

impl fmt::Display for ListedViolation {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "row {}", self.row)?;
        if let Some(column) = &self.violation.column {
            write!(to, ", column {column:?}")?;
        }
        write!(to, ": {}", self.violation.problem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_violations_are_listed_and_all_are_counted() {
        let mut report = TableReport::default();
        for row in 2..200 {
            let violation = RowViolation {
                column: Some("Datum".to_owned()),
                problem: "sheet-cell-empty".into(),
            };
            report.add(row, vec![violation.clone(), violation]);
        }
        assert_eq!((report.invalid, report.violations), (198, 396));
        assert_eq!(report.listed.len(), LISTED_LIMIT);
        let last = report.listed[LISTED_LIMIT - 1].to_string();
        assert_eq!(last, "row 51, column \"Datum\": is empty; fill it in");
    }
}
