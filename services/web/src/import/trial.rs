//! What a file comes to: the events that it would add, and everything that is wrong with it. Nothing is published.

use std::collections::BTreeMap;

use model::{Data, Draft, EventType};
use rounds::{AnyFile, InputProblem};
use texts::messages::Messages;

use super::{columns::ColumnControl, request::ImportRequest, sheet_trial, table_trial};
use crate::{app::WebApp, forms::FormKey, problem::WebProblem};

/// The outcome of a trial.
#[derive(Debug, Default)]
pub(crate) struct Trial {
    /// The round, of a workbook.
    pub(crate) round: Option<String>,
    /// The events that would be published, in their order.
    pub(crate) drafts: Vec<Draft>,
    /// Statements of the file that are known already.
    pub(crate) known: usize,
    /// Rows that are wrong.
    pub(crate) wrong_rows: usize,
    /// All that is wrong.
    pub(crate) errors: Vec<TrialError>,
    /// What is read otherwise than a reader may think, or left out.
    pub(crate) notices: Vec<TrialNotice>,
    /// Why the file cannot be read at all.
    pub(crate) unreadable: Option<InputProblem>,
    /// What has to be chosen before it can be read; empty if nothing has to.
    pub(crate) columns: Vec<ColumnControl>,
    /// Which of them are missing, or do not go together.
    pub(crate) column_errors: Vec<InputProblem>,
    /// Why the order of day and month has to be chosen; empty if it has not.
    pub(crate) date_errors: Vec<InputProblem>,
}

/// Something that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TrialError {
    /// The sheet; `None` in a file of text.
    pub(crate) sheet: Option<String>,
    pub(crate) row: Option<u64>,
    pub(crate) column: Option<String>,
    pub(crate) problem: InputProblem,
}

/// Something that is noticed, and where; a notice of a table names its rows itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TrialNotice {
    OfTable(InputProblem),
    OfSheet(TrialError),
}

impl TrialNotice {
    /// Returns it as a sentence.
    pub(super) fn text(&self, t: Messages) -> String {
        match self {
            Self::OfTable(problem) => problem.on_page(t),
            Self::OfSheet(one) => format!("{}: {}", one.location(t), one.problem.on_page(t)),
        }
    }
}

impl TrialError {
    fn location(&self, t: Messages) -> String {
        let sheet = self.sheet.as_ref();
        let sheet = sheet.map(|sheet| t.with("import-at-sheet", "sheet", sheet));
        let row = self.row.map(|row| row.to_string());
        let row = row.map(|row| t.with("import-at-row", "row", row));
        let column = self.column.as_ref();
        let column = column.map(|column| t.with("import-at-column", "column", column));
        let parts = [sheet, row, column].into_iter().flatten();
        parts.collect::<Vec<String>>().join(", ")
    }
}

impl Trial {
    /// Tries a file; `source` is that of the events of a table.
    ///
    /// # Errors
    ///
    /// 503 while the views are being rebuilt; 500 if they cannot be read.
    pub(super) fn new(
        app: &WebApp,
        t: Messages,
        source: &str,
        request: &ImportRequest,
    ) -> Result<Self, WebProblem> {
        match AnyFile::open(&request.name, &request.bytes, request.dates) {
            Ok(AnyFile::Sheets(input)) => Ok(sheet_trial::try_sheets(app, &input, request)?),
            Ok(AnyFile::Table(table)) => {
                Ok(table_trial::try_table(app, t, source, &table, request)?)
            }
            Err(error) => Ok(Self {
                unreadable: Some(error.problem()),
                ..Self::default()
            }),
        }
    }

    /// Returns whether the person has to do something before anything can be added.
    pub(super) fn is_wrong(&self) -> bool {
        self.unreadable.is_some()
            || !self.column_errors.is_empty()
            || !self.date_errors.is_empty()
            || (self.drafts.is_empty() && !self.errors.is_empty())
    }

    /// Returns the key of the trial: another file, other options or a log that has changed give another.
    pub(super) fn key(&self, request: &ImportRequest) -> FormKey {
        let time = request.time.to_string();
        let choices = request.columns.hidden();
        let choices = choices.iter().flat_map(|(name, text)| [name, text]);
        let dates = request.dates.map_or("", super::request::order_text);
        let ids = self.drafts.iter().map(|draft| draft.id.as_bytes());
        let options = [request.name.as_bytes(), time.as_bytes(), dates.as_bytes()];
        let parts = [&*request.bytes].into_iter().chain(options);
        let choices = choices.map(String::as_bytes);
        FormKey::of_content(parts.chain(choices).chain(ids))
    }

    /// Counts the events by kind, in the order in which people name them.
    pub(crate) fn counts(&self) -> Vec<(EventType, usize)> {
        let mut counts: BTreeMap<usize, (EventType, usize)> = BTreeMap::new();
        for draft in &self.drafts {
            let kind = draft.data.event_type();
            let (_, count) = counts.entry(order(&draft.data)).or_insert((kind, 0));
            *count += 1;
        }
        counts.into_values().collect()
    }
}

const fn order(data: &Data) -> usize {
    match data {
        Data::Consulted(_) => 0,
        Data::Reported(_) => 1,
        Data::Resolved(_) => 2,
        Data::Supported(_) => 3,
        Data::Withdrawn(_) => 4,
        Data::Merged(_) | Data::Redacted(_) => 5,
    }
}
