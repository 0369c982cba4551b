//! Rows of a sheet, their cells found by heading.

use jiff::civil::Date;

use super::{Flaw, Reading};
use crate::{
    day,
    grid::{Cell, Grid},
    layout,
    words::Words,
};

/// A sheet of rows under headings.
pub(crate) struct Rows<'a> {
    pub(super) sheet: &'static str,
    /// True when it was saved as a table: dates are as some program showed them.
    as_table: bool,
    /// The place of each of the headings of the sheet.
    places: Vec<(&'static str, usize)>,
    below: &'a [Vec<Cell>],
}

/// One row.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    rows: &'a Rows<'a>,
    /// From 1, as programs count.
    pub(super) number: usize,
    cells: &'a [Cell],
}

impl<'a> Rows<'a> {
    /// Finds a sheet and its headings; headings that are missing are named. One that was not given has no rows.
    pub(super) fn find(grids: &'a [Grid], sheet: &'static str, flaws: &mut Vec<Flaw>) -> Self {
        let mut found = Self {
            sheet,
            as_table: false,
            places: Vec::new(),
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
        for column in layout::columns_of(sheet) {
            let is_it = |cell: &Cell| matches!(cell, Cell::Text(text) if text == column.heading);
            if let Some(place) = headings.iter().position(is_it) {
                found.places.push((column.heading, place));
            } else {
                let problem = "is missing: put the heading back";
                flaws.push(Flaw::of_sheet(sheet, Some(column.heading), problem));
            }
        }
        if found.places.len() == layout::columns_of(sheet).len() {
            found.below = rows;
        }
        found
    }

    /// Gives the rows that are not empty.
    pub(super) fn iter(&'a self) -> impl Iterator<Item = Row<'a>> {
        let row = |(number, cells): (usize, &'a Vec<Cell>)| Row {
            rows: self,
            number,
            cells,
        };
        let filled = |row: &Row<'a>| row.cells.iter().any(|cell| !cell.is_empty());
        (2..).zip(self.below).map(row).filter(filled)
    }
}

impl Row<'_> {
    pub(super) fn sheet(&self) -> &'static str {
        self.rows.sheet
    }

    fn cell(&self, heading: &str) -> Option<&Cell> {
        let (_, place) = self.rows.places.iter().find(|(name, _)| *name == heading)?;
        self.cells.get(*place)
    }

    /// Says whether nothing stands in a cell.
    pub(super) fn is_blank(&self, heading: &str) -> bool {
        self.cell(heading).is_none_or(Cell::is_empty)
    }

    /// Names what is wrong with a cell.
    pub(super) fn flaw(
        &self,
        reading: &mut Reading<'_>,
        municipality: Option<&str>,
        heading: &str,
        problem: impl Into<String>,
    ) {
        reading.flaws.push(Flaw {
            sheet: self.sheet().to_owned(),
            row: Some(self.number),
            column: Some(heading.to_owned()),
            problem: problem.into(),
            municipality: municipality.map(str::to_owned),
        });
    }

    /// Gives the text of a cell, if there is any.
    pub(super) fn text(
        &self,
        reading: &mut Reading<'_>,
        of: Option<&str>,
        heading: &str,
    ) -> Option<String> {
        match self.cell(heading)? {
            Cell::Text(text) => (!text.is_empty()).then(|| text.clone()),
            Cell::Day(day) => Some(day.to_string()),
            Cell::Broken(error) => {
                let problem = format!("holds a formula that fails ({error}): write what is meant");
                self.flaw(reading, of, heading, problem);
                None
            }
        }
    }

    /// Gives one of the words of a closed set.
    pub(super) fn word<T: Words>(
        &self,
        reading: &mut Reading<'_>,
        of: Option<&str>,
        heading: &str,
    ) -> Option<T> {
        let text = self.text(reading, of, heading)?;
        let word = T::parse(&text);
        if word.is_none() {
            let problem = format!("{text:?} is none of: {}", T::words().join(", "));
            self.flaw(reading, of, heading, problem);
        }
        word
    }

    /// Gives the code of what is named.
    pub(super) fn code(
        &self,
        reading: &mut Reading<'_>,
        of: Option<&str>,
        heading: &str,
    ) -> Option<String> {
        let text = self.text(reading, of, heading)?;
        match reading.names.get(heading)?.code(&text) {
            Ok(code) => Some(code.to_owned()),
            Err(problem) => {
                self.flaw(reading, of, heading, problem);
                None
            }
        }
    }

    /// Gives a date between two, both included.
    pub(super) fn day(
        &self,
        reading: &mut Reading<'_>,
        of: Option<&str>,
        heading: &str,
        (first, last): (Date, Date),
    ) -> Option<Date> {
        let text = self.text(reading, of, heading)?;
        let Some(day) = day::parse(&text) else {
            let problem = format!("{text:?} is no date: write one such as 12-2-2013");
            self.flaw(reading, of, heading, problem);
            return None;
        };
        if self.rows.as_table && text.contains('/') && day.day() <= 12 {
            let problem = format!(
                "{text:?} may be written the American way: write {}-{}-{}, or save the sheet with dates so",
                day.day(),
                day.month(),
                day.year()
            );
            self.flaw(reading, of, heading, problem);
            return None;
        }
        if day < first || last < day {
            let problem = format!("{day} cannot be meant: it is from {first} to {last}");
            self.flaw(reading, of, heading, problem);
            return None;
        }
        Some(day)
    }
}
