//! The rows of a sheet, with cells found by heading.

mod heading;
mod left_out;

pub(super) use heading::HEADINGS_MOVED;

use jiff::civil::Date;

use super::{SheetFindings, SheetReader, SheetViolation};
use crate::{
    InputProblem, clean,
    grid::{Grid, SheetCell},
    labels::Labelled,
    table::{DateOrder, NumericDate},
};

/// The rows below the headings of a sheet.
pub(crate) struct SheetRows<'a> {
    pub(super) sheet: &'static str,
    /// Whether it was saved as a table, in which another program wrote the dates.
    as_table: bool,
    /// The order of day and month in dates of text, if the person gave it.
    dates: Option<DateOrder>,
    /// The index of each column.
    columns: Vec<(&'static str, usize)>,
    headings: &'a [SheetCell],
    below: &'a [Vec<SheetCell>],
}

/// One row.
#[derive(Clone, Copy)]
pub(super) struct SheetRow<'a> {
    rows: &'a SheetRows<'a>,
    /// From 1, as spreadsheets count.
    pub(super) number: usize,
    cells: &'a [SheetCell],
}

impl<'a> SheetRows<'a> {
    /// Finds a sheet and its columns; missing headings are violations. A sheet that was not imported has no rows.
    pub(super) fn find(
        grids: &'a [Grid],
        sheet: &'static str,
        findings: &mut SheetFindings,
    ) -> Self {
        let mut found = Self {
            sheet,
            as_table: false,
            dates: None,
            columns: Vec::new(),
            headings: &[],
            below: &[],
        };
        let Some(grid) = grids.iter().find(|grid| grid.name == sheet) else {
            return found;
        };
        found.as_table = grid.file.is_some();
        found.dates = grid.dates;
        let (headings, rows) = match grid.rows.split_first() {
            Some((headings, rows)) => (headings.as_slice(), rows),
            None => (&[][..], &[][..]),
        };
        found.headings = headings;
        let (columns, missing) = heading::find(sheet, headings);
        found.columns = columns;
        if missing.is_empty() {
            found.below = rows;
            left_out::check(&found, grid, findings);
        } else {
            findings
                .form
                .extend(heading::violations(sheet, grid, &missing));
        }
        found
    }

    /// Iterates over the rows that are not empty.
    pub(super) fn iter(&'a self) -> impl Iterator<Item = SheetRow<'a>> {
        let row = |(number, cells): (usize, &'a Vec<SheetCell>)| SheetRow {
            rows: self,
            number,
            cells,
        };
        // Only columns of the form count: beside them people write what they like.
        let filled = |row: &SheetRow<'a>| {
            let mut columns = self.columns.iter();
            columns.any(|(heading, _)| !row.is_blank(heading))
        };
        (2..).zip(self.below).map(row).filter(filled)
    }
}

impl SheetRow<'_> {
    pub(super) fn sheet(&self) -> &'static str {
        self.rows.sheet
    }

    fn cell(&self, heading: &str) -> Option<&SheetCell> {
        let mut columns = self.rows.columns.iter();
        let (_, index) = columns.find(|(name, _)| *name == heading)?;
        self.cells.get(*index)
    }

    /// Returns whether a cell is empty.
    pub(super) fn is_blank(&self, heading: &str) -> bool {
        self.cell(heading).is_none_or(SheetCell::is_empty)
    }

    /// Returns a heading as it is in the sheet: a workbook made earlier can have another.
    fn heading_in_sheet<'b>(&'b self, heading: &'b str) -> &'b str {
        let mut columns = self.rows.columns.iter();
        let index = columns.find(|(name, _)| *name == heading);
        match index.and_then(|(_, index)| self.rows.headings.get(*index)) {
            Some(SheetCell::Text(text)) => text,
            _ => heading,
        }
    }

    /// Adds a violation of a cell.
    pub(super) fn push_violation(
        &self,
        reader: &mut SheetReader<'_>,
        municipality: Option<&str>,
        heading: &str,
        problem: impl Into<InputProblem>,
    ) {
        reader.violations.push(SheetViolation {
            sheet: self.sheet().to_owned(),
            row: Some(self.number),
            column: Some(self.heading_in_sheet(heading).to_owned()),
            problem: problem.into(),
            municipality: municipality.map(str::to_owned),
        });
    }

    /// Reads the text of a cell; `None` if it is empty.
    pub(super) fn text(
        &self,
        reader: &mut SheetReader<'_>,
        municipality: Option<&str>,
        heading: &str,
    ) -> Option<String> {
        let text = clean::one_line(&self.raw_text(reader, municipality, heading)?);
        (!text.is_empty()).then_some(text)
    }

    /// Reads the text of a cell with its line breaks; `None` if it is empty.
    pub(super) fn raw_text(
        &self,
        reader: &mut SheetReader<'_>,
        municipality: Option<&str>,
        heading: &str,
    ) -> Option<String> {
        let problem = match self.cell(heading)? {
            SheetCell::Text(text) => return (!text.is_empty()).then(|| text.clone()),
            SheetCell::Day(day) => return Some(day.to_string()),
            SheetCell::Broken(error) => {
                InputProblem::new("sheet-formula-fails").and("error", &**error)
            }
            SheetCell::Uncalculated => InputProblem::new("sheet-formula-uncalculated"),
        };
        self.push_violation(reader, municipality, heading, problem);
        None
    }

    /// Reads a label of a closed set.
    pub(super) fn label<T: Labelled>(
        &self,
        reader: &mut SheetReader<'_>,
        municipality: Option<&str>,
        heading: &str,
    ) -> Option<T> {
        let text = self.text(reader, municipality, heading)?;
        let value = T::parse_label(&text);
        if value.is_none() {
            let problem = InputProblem::new("sheet-not-one-of")
                .quoted("text", text)
                .and("labels", T::labels().join(", "));
            self.push_violation(reader, municipality, heading, problem);
        }
        value
    }

    /// Reads a code, or the name of one.
    pub(super) fn code(
        &self,
        reader: &mut SheetReader<'_>,
        municipality: Option<&str>,
        heading: &str,
    ) -> Option<String> {
        let text = self.text(reader, municipality, heading)?;
        match reader.codes.get(heading)?.code(&text) {
            Ok(code) => Some(code.to_owned()),
            Err(problem) => {
                self.push_violation(reader, municipality, heading, problem);
                None
            }
        }
    }

    /// Reads a date between two, both included.
    pub(super) fn day(
        &self,
        reader: &mut SheetReader<'_>,
        municipality: Option<&str>,
        heading: &str,
        (first, last): (Date, Date),
    ) -> Option<Date> {
        let text = self.text(reader, municipality, heading)?;
        let problem = match self.parse_day(&text) {
            Err(problem) => problem,
            Ok(day) if day < first || last < day => InputProblem::new("sheet-day-outside")
                .and("day", day)
                .and("first", first)
                .and("last", last),
            Ok(day) => return Some(day),
        };
        self.push_violation(reader, municipality, heading, problem);
        None
    }

    /// Reads a date. Day and month are never guessed.
    fn parse_day(&self, text: &str) -> Result<Date, InputProblem> {
        let problem = |id| InputProblem::new(id).quoted("text", text);
        let as_dutch = |day: Date| format!("{}-{}-{}", day.day(), day.month(), day.year());
        let Some(date) = NumericDate::parse(text) else {
            let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            let id = if is_number {
                "sheet-date-number"
            } else {
                "sheet-not-a-date"
            };
            return texts::dates::parse(text).ok_or_else(|| problem(id));
        };
        if let Some(order) = self.rows.dates {
            return date.day(order).ok_or_else(|| problem("sheet-not-a-date"));
        }
        // The command line has an option for tables.
        let [either, month_first] = if self.rows.as_table {
            [
                "sheet-date-either-in-table",
                "sheet-date-month-first-in-table",
            ]
        } else {
            ["sheet-date-either", "sheet-date-month-first"]
        };
        if let Some([day, other]) = date.both().filter(|_| date.has_slashes()) {
            return Err(problem(either)
                .and("day", as_dutch(day))
                .and("other", as_dutch(other)));
        }
        match (
            date.day(DateOrder::DayFirst),
            date.day(DateOrder::MonthFirst),
        ) {
            (Some(day), _) => Ok(day),
            (None, Some(day)) => Err(problem(month_first).and("day", as_dutch(day))),
            (None, None) => Err(problem("sheet-not-a-date")),
        }
    }
}
