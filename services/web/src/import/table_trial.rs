//! The trial of a table of reports, or of support: each row is an event, whose id follows from its content.

use std::collections::BTreeSet;

use model::{Data, Draft, EventKey, Subject};
use rounds::{
    InputProblem, ReportTable,
    table::{
        ColumnMapping, ReportParser, RowViolation, TableError, TableReader, TableSurvey,
        report_envelope,
    },
};
use std::io::Read;
use texts::messages::Messages;
use views::AskError;

use super::{
    request::ImportRequest,
    trial::{Trial, TrialError, TrialNotice},
};
use crate::app::WebApp;

/// Tries a table; `source` is that of its events.
pub(super) fn try_table(
    app: &WebApp,
    t: Messages,
    source: &str,
    table: &ReportTable,
    request: &ImportRequest,
) -> Result<Trial, AskError> {
    let read = match TableTrial::read(app, t, source, table, request) {
        Ok(read) => read,
        Err(trial) => return Ok(*trial),
    };
    let subjects = read.events.iter();
    let subjects = subjects.map(|draft| {
        let key = EventKey::new(&draft.source, &draft.id);
        (draft.subject.clone(), key)
    });
    let subjects: Vec<(Subject, EventKey)> = subjects.collect();
    let known = app.reader.have_arrived(&subjects)?;
    let known_rows = known.iter().filter(|known| **known).count();
    let events = read.events.into_iter().zip(known);
    Ok(Trial {
        drafts: events
            .filter(|(_, known)| !known)
            .map(|(draft, _)| draft)
            .collect(),
        known: known_rows,
        wrong_rows: read.wrong_rows,
        errors: read.errors,
        notices: read.notices.into_iter().map(TrialNotice::OfTable).collect(),
        ..Trial::default()
    })
}

/// The rows of a table.
#[derive(Default)]
struct TableTrial {
    events: Vec<Draft>,
    wrong_rows: usize,
    errors: Vec<TrialError>,
    notices: Vec<InputProblem>,
}

impl TableTrial {
    /// Reads all rows; the error is a trial that ends before them.
    fn read(
        app: &WebApp,
        t: Messages,
        source: &str,
        table: &ReportTable,
        request: &ImportRequest,
    ) -> Result<Self, Box<Trial>> {
        let rows = table.rows().map_err(|error| unreadable(&error))?;
        let columns = rows.columns().to_vec();
        let choices = |column_errors: Vec<InputProblem>, date_errors: Vec<InputProblem>| {
            Box::new(Trial {
                columns: request.columns.controls(t, &columns),
                column_errors,
                date_errors,
                ..Trial::default()
            })
        };
        let mapping = ColumnMapping::from_fields(request.columns.mapping(&columns));
        let parser =
            mapping.and_then(|mapping| ReportParser::new(&mapping, &columns, app.register()));
        let mut parser = parser.map_err(|problems| choices(problems, Vec::new()))?;
        let mut survey = TableSurvey::default();
        for_each_row(rows, |row| parser.survey(row, &mut survey))
            .map_err(|error| unreadable(&error))?;
        let notices = parser.settle(&survey, request.dates);
        let mut read = Self {
            notices: notices.map_err(|problems| choices(Vec::new(), problems))?,
            ..Self::default()
        };
        let mut seen = BTreeSet::new();
        let rows = table.rows().map_err(|error| unreadable(&error))?;
        for_each_row(rows, |row| {
            let event = parser.read(row).transpose();
            match event.map(|data| draft(app, source, &parser, data?)) {
                Some(Ok(draft)) if seen.insert(draft.id.clone()) => read.events.push(draft),
                None | Some(Ok(_)) => {}
                Some(Err(violations)) => {
                    read.add(table, table.row_in_file(row.number), violations);
                }
            }
        })
        .map_err(|error| unreadable(&error))?;
        Ok(read)
    }

    fn add(&mut self, table: &ReportTable, row: u64, violations: Vec<RowViolation>) {
        self.wrong_rows += 1;
        let error = |violation: RowViolation| TrialError {
            sheet: table.sheet.clone(),
            row: Some(row),
            column: violation.column,
            problem: violation.problem,
        };
        self.errors.extend(violations.into_iter().map(error));
    }
}

fn for_each_row<R: Read>(
    mut rows: TableReader<R>,
    mut each: impl FnMut(&rounds::table::TableRow),
) -> Result<(), TableError> {
    while let Some(row) = rows.next_row()? {
        each(row);
    }
    Ok(())
}

fn unreadable(error: &TableError) -> Box<Trial> {
    Box::new(Trial {
        unreadable: Some(error.problem()),
        ..Trial::default()
    })
}

/// Returns the event of a row, recorded when it was observed: importing a table again gives the same event.
fn draft(
    app: &WebApp,
    source: &str,
    parser: &ReportParser<'_>,
    data: Data,
) -> Result<Draft, Vec<RowViolation>> {
    let envelope = report_envelope(source, None, &data);
    emitter::validate_data(envelope, data, app.register(), app.now())
        .map(|valid| Draft::from(&valid.event))
        .map_err(|invalid| parser.locate_all(&invalid.violations))
}
