//! The rows of a sheet, with cells found by heading.

use jiff::civil::Date;

use super::{SheetReader, SheetViolation};
use crate::{
    grid::{Grid, SheetCell},
    labels::Labelled,
    layout,
};

/// The rows below the headings of a sheet.
pub(crate) struct SheetRows<'a> {
    pub(super) sheet: &'static str,
    /// Whether it was saved as a table, in which another program wrote the dates.
    as_table: bool,
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
        violations: &mut Vec<SheetViolation>,
    ) -> Self {
        let mut found = Self {
            sheet,
            as_table: false,
            columns: Vec::new(),
            headings: &[],
            below: &[],
        };
        let Some(grid) = grids.iter().find(|grid| grid.name == sheet) else {
            return found;
        };
        found.as_table = grid.file.is_some();
        let (headings, rows) = match grid.rows.split_first() {
            Some((headings, rows)) => (headings.as_slice(), rows),
            None => (&[][..], &[][..]),
        };
        found.headings = headings;
        for column in layout::columns_of(sheet) {
            let is_it =
                |cell: &SheetCell| matches!(cell, SheetCell::Text(text) if column.is_headed(text));
            if let Some(index) = headings.iter().position(is_it) {
                found.columns.push((column.heading, index));
            } else {
                let problem = "the heading is missing; put it back";
                violations.push(SheetViolation::of_sheet(
                    sheet,
                    Some(column.heading),
                    problem,
                ));
            }
        }
        if found.columns.len() == layout::columns_of(sheet).len() {
            found.below = rows;
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
        let filled = |row: &SheetRow<'a>| row.cells.iter().any(|cell| !cell.is_empty());
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
        problem: impl Into<String>,
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
        match self.cell(heading)? {
            SheetCell::Text(text) => (!text.is_empty()).then(|| text.clone()),
            SheetCell::Day(day) => Some(day.to_string()),
            SheetCell::Broken(error) => {
                let problem = format!("has a formula that fails ({error}); type the value");
                self.push_violation(reader, municipality, heading, problem);
                None
            }
        }
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
            let problem = format!("{text:?} is not one of: {}", T::labels().join(", "));
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
        let problem = match texts::dates::parse(&text) {
            None => format!("{text:?} is not a date; write it like 12-2-2013"),
            Some(day) if self.rows.as_table && text.contains('/') && day.day() <= 12 => format!(
                "{text:?} may be month/day; write {}-{}-{}, or save the sheet with dates like that",
                day.day(),
                day.month(),
                day.year()
            ),
            Some(day) if day < first || last < day => {
                format!("{day} is outside {first} to {last}; correct the date")
            }
            Some(day) => return Some(day),
        };
        self.push_violation(reader, municipality, heading, problem);
        None
    }
}
