//! From rows to events, each judged as every reader of the log will, and by the clock too.

use std::{fmt, io::Read};

use bytes::Bytes;
use indicatif::ProgressBar;
use journal::OutgoingMessage;
use model::{Data, Draft, Instant, KnelpuntReported, Observed};
use register::Register;
use rounds::table::{ReportParser, RowViolation, TableError, TableReader, report_id};

use crate::{clock, output};

/// How many faults are named; the others are counted.
const NAMED: usize = 100;

/// What an event is made of beside its row.
#[derive(Debug, Clone)]
pub(super) struct Recording {
    pub(super) source: String,
    /// When it was recorded; when it was observed where that is not told.
    pub(super) time: Option<Instant>,
    pub(super) register: &'static Register,
}

/// Reads rows, and makes an event of each.
pub(super) struct ReportReader<R> {
    rows: TableReader<R>,
    reports: ReportParser,
    recording: Recording,
    taken_bytes: u64,
}

/// A row with what it comes to.
pub(super) struct ValidatedRow {
    pub(super) number: u64,
    /// Bytes of the file that were read for it.
    pub(super) taken_bytes: u64,
    /// Nothing when all of its cells are empty.
    pub(super) event: Option<Result<OutgoingMessage, Vec<RowViolation>>>,
}

/// What the first pass found.
#[derive(Debug, Default)]
pub(super) struct TableReport {
    /// TableReader that are valid reports.
    pub(super) right: u64,
    /// TableReader that are not.
    pub(super) wrong: u64,
    faults: usize,
    named: Vec<Named>,
}

/// A fault with its place.
#[derive(Debug)]
struct Named {
    row: u64,
    wrong: RowViolation,
}

impl<R: Read> ReportReader<R> {
    pub(super) fn new(rows: TableReader<R>, reports: ReportParser, recording: Recording) -> Self {
        Self {
            rows,
            reports,
            recording,
            taken_bytes: 0,
        }
    }

    /// Reads and judges the next row.
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
        report: KnelpuntReported,
        reports: &ReportParser,
    ) -> Result<OutgoingMessage, Vec<RowViolation>> {
        let observed = Observed::parse(&report.observed_at).map(Observed::first);
        let time = self.time.or(observed).unwrap_or(Instant::EARLIEST);
        let data = Data::Reported(report);
        let id = report_id(&self.source, &data);
        let subject = data.nats_subject();
        let draft = Draft::with_derived_subject(self.source.clone(), id, time, data);
        let payload = draft.map(|draft| draft.to_json()).unwrap_or_default();
        let judged = model::decode_structured(payload.as_bytes(), self.register);
        let faults = match judged {
            Err(invalid) => invalid.violations,
            Ok(event) => event.check_clock(clock::now()).into_iter().collect(),
        };
        if faults.is_empty() {
            let payload = Bytes::from(payload);
            return Ok(OutgoingMessage { subject, payload });
        }
        Err(faults.iter().map(|fault| reports.locate(fault)).collect())
    }
}

/// Judges all rows; memory does not grow with them.
pub(super) fn judge<R: Read>(
    reading: &mut ReportReader<R>,
    bar: &ProgressBar,
) -> Result<TableReport, TableError> {
    let mut judgement = TableReport::default();
    while let Some(ValidatedRow {
        number,
        taken_bytes,
        event,
    }) = reading.next()?
    {
        bar.inc(taken_bytes);
        match event {
            None => {}
            Some(Ok(_)) => judgement.right += 1,
            Some(Err(all)) => judgement.take(number, all),
        }
    }
    bar.finish_and_clear();
    Ok(judgement)
}

impl TableReport {
    fn take(&mut self, row: u64, all: Vec<RowViolation>) {
        self.wrong += 1;
        self.faults += all.len();
        let room = NAMED - self.named.len();
        let named = all.into_iter().take(room);
        self.named.extend(named.map(|wrong| Named { row, wrong }));
    }

    /// Names the faults, each on one line, and how many there are more.
    pub(super) fn say(&self) {
        for named in &self.named {
            let said = named.to_string().replace('\n', "\\n");
            eprintln!("{}", output::escape_controls(&said));
        }
        let beyond = self.faults - self.named.len();
        if beyond > 0 {
            eprintln!("… and {beyond} more, {} in all", self.faults);
        }
    }
}

impl fmt::Display for Named {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "row {}", self.row)?;
        if let Some(column) = &self.wrong.column {
            write!(to, ", column {column:?}")?;
        }
        write!(to, ": {}", self.wrong.problem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_faults_are_named_and_all_are_counted() {
        let mut judgement = TableReport::default();
        for row in 2..200 {
            let wrong = RowViolation {
                column: Some("Datum".to_owned()),
                problem: "is empty".to_owned(),
            };
            judgement.take(row, vec![wrong.clone(), wrong]);
        }
        assert_eq!((judgement.wrong, judgement.faults), (198, 396));
        assert_eq!(judgement.named.len(), NAMED);
        let last = judgement.named[NAMED - 1].to_string();
        assert_eq!(last, "row 51, column \"Datum\": is empty");
    }
}
