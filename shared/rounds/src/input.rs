//! The files to import: a whole workbook, or sheets of one that were saved as tables, one a file.

pub(crate) mod other_sheets;

use std::{collections::BTreeSet, io::Read};

use uuid::Uuid;

use crate::{
    InputProblem, WorkbookInfo,
    filled::{SheetViolation, locate_columns},
    grid::{self, Grid, SheetCell, SheetReadError, WorkbookReadError},
    layout,
    stamp::SheetStamp,
    table::{DateOrder, TableReader},
};

/// Rows in which the headings of a table are looked for.
const SEARCHED_ROWS: usize = 20;

/// The cells of the files to import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetInput {
    pub(crate) grids: Vec<Grid>,
    /// True for a whole workbook, of which no sheet may be missing.
    pub(crate) whole: bool,
    /// Whether cells have comments, which are not read.
    pub(crate) has_comments: bool,
}

impl SheetInput {
    /// Reads a workbook.
    ///
    /// # Errors
    ///
    /// If it is not a workbook, or too large.
    pub fn from_workbook(bytes: &[u8]) -> Result<Self, WorkbookReadError> {
        let mut grids = grid::read_workbook(bytes)?;
        other_sheets::restore_names(&mut grids);
        Ok(Self {
            grids,
            whole: true,
            has_comments: grid::has_comments(bytes),
        })
    }

    /// Reads a sheet that was saved as a table. Violations name it by `file`; `dates` is the order of day and month in its
    /// dates, if the person gave it.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or is too large.
    pub fn from_table<R: Read>(
        file: &str,
        rows: TableReader<R>,
        dates: Option<DateOrder>,
    ) -> Result<Self, SheetReadError> {
        let grids = if let Some(name) = recognise(rows.columns()) {
            vec![grid::read_table(name, file, rows, dates)?]
        } else {
            refuse_headings_below(rows)?;
            Vec::new()
        };
        Ok(Self {
            grids,
            whole: false,
            has_comments: false,
        })
    }

    /// Returns whether it has a sheet of a call workbook.
    pub const fn is_recognised(&self) -> bool {
        !self.grids.is_empty()
    }

    /// Returns whether it is a workbook of a round: by the headings of a sheet, or the names of two. One name is not
    /// enough: people call their own sheets like that too.
    pub(crate) fn is_of_round(&self) -> bool {
        let headings = |grid: &Grid| -> Vec<String> { headings(grid).map(str::to_owned).collect() };
        let mut grids = self.grids.iter();
        self.sheets().len() > 1 || grids.any(|grid| recognise(&headings(grid)).is_some())
    }

    /// Combines the sheets of several files.
    pub fn combine(all: Vec<Self>) -> Self {
        Self {
            whole: all.iter().any(|input| input.whole),
            has_comments: all.iter().any(|input| input.has_comments),
            grids: all.into_iter().flat_map(|input| input.grids).collect(),
        }
    }

    /// Returns whether it has the sheet of calls, which says when each municipality was reached.
    pub fn has_calls(&self) -> bool {
        self.sheets().contains(layout::MUNICIPALITIES)
    }

    /// Returns the names of its row sheets.
    pub(crate) fn sheets(&self) -> BTreeSet<&'static str> {
        let names = layout::ROW_SHEETS.into_iter();
        names
            .filter(|name| self.grids.iter().any(|grid| grid.name == *name))
            .collect()
    }

    /// Returns where people find a sheet: its file, if it is alone in one.
    fn location(&self, sheet: &str) -> String {
        let grid = self.grids.iter().find(|grid| grid.name == sheet);
        let file = grid.and_then(|grid| grid.file.clone());
        file.unwrap_or_else(|| format!("sheet {sheet}"))
    }

    /// Returns where people find a row.
    pub fn row_location(&self, sheet: &str, row: usize) -> String {
        format!("{}, row {row}", self.location(sheet))
    }

    /// Returns a violation as a line: sheet, row, column and problem.
    pub fn describe(&self, violation: &SheetViolation) -> String {
        let mut line = self.location(&violation.sheet);
        if let Some(row) = violation.row {
            line = format!("{line}, row {row}");
        }
        if let Some(column) = &violation.column {
            line = format!("{line}, column {column:?}");
        }
        format!("{line}: {}", violation.problem)
    }

    /// Returns the details and the id of the workbook that the sheets belong to.
    ///
    /// # Errors
    ///
    /// All violations of the form: the stamp, a sheet or a column is missing, a sheet occurs twice, or sheets belong to
    /// different workbooks.
    pub fn info(&self) -> Result<(WorkbookInfo, Uuid), Vec<SheetViolation>> {
        locate_columns(self).map(|found| (found.stamp.info(), found.stamp.workbook))
    }

    pub(crate) fn stamp(&self) -> Result<SheetStamp, Vec<SheetViolation>> {
        let mut violations = Vec::new();
        let mut found: Option<(&str, SheetStamp)> = None;
        for sheet in layout::ROW_SHEETS {
            let mut all = self.grids.iter().filter(|grid| grid.name == sheet);
            let Some(grid) = all.next() else {
                if self.whole {
                    let problem = other_sheets::missing(sheet, &self.grids);
                    violations.push(SheetViolation::of_sheet(sheet, None, problem));
                }
                continue;
            };
            if let Some(Grid { file, .. }) = all.next() {
                let other = file.as_deref().unwrap_or(sheet);
                let problem = InputProblem::new("sheet-same-sheet").and("other", other);
                violations.push(SheetViolation::of_sheet(sheet, None, problem));
            }
            match (stamp(grid), &found) {
                (Err(problem), _) => {
                    let column = Some(layout::STAMP);
                    violations.push(SheetViolation::of_sheet(sheet, column, problem));
                }
                (Ok(stamp), Some((other, known))) if stamp != *known => {
                    let problem = other_workbook(&stamp, other, known);
                    let column = Some(layout::STAMP);
                    violations.push(SheetViolation::of_sheet(sheet, column, problem));
                }
                (Ok(_), Some(_)) => {}
                (Ok(stamp), None) => found = Some((sheet, stamp)),
            }
        }
        match found {
            Some((_, stamp)) if violations.is_empty() => Ok(stamp),
            None if violations.is_empty() => {
                let names = layout::ROW_SHEETS.join(", ");
                let problem = InputProblem::new("sheet-no-answers").and("sheets", names);
                let violation = SheetViolation::of_sheet(layout::ABOUT, None, problem);
                Err(vec![violation])
            }
            _ => Err(violations),
        }
    }
}

fn other_workbook(stamp: &SheetStamp, other: &str, known: &SheetStamp) -> InputProblem {
    let origin = |stamp: &SheetStamp| {
        InputProblem::new("sheet-origin")
            .and("round", &*stamp.round)
            .and("source", &*stamp.source)
            .and("day", stamp.as_of)
    };
    let (one, another) = (origin(stamp), origin(known));
    if one == another {
        return InputProblem::new("sheet-other-workbook-of-round").and("other", other);
    }
    InputProblem::new("sheet-other-workbook")
        .and("one", one)
        .and("other", other)
        .and("another", another)
}

fn headings(grid: &Grid) -> impl Iterator<Item = &str> {
    let cells = grid.rows.first().into_iter().flatten();
    cells.filter_map(|cell| match cell {
        SheetCell::Text(text) => Some(text.as_str()),
        SheetCell::Day(_) | SheetCell::Broken(_) | SheetCell::Uncalculated => None,
    })
}

fn stamp(grid: &Grid) -> Result<SheetStamp, InputProblem> {
    headings(grid)
        .find_map(SheetStamp::parse)
        .unwrap_or_else(|| Err(InputProblem::new("sheet-stamp-missing")))
}

/// Refuses a table with the headings of a sheet below its first row: people write titles above them.
fn refuse_headings_below<R: Read>(mut rows: TableReader<R>) -> Result<(), SheetReadError> {
    for _ in 0..SEARCHED_ROWS {
        let Some(row) = rows.next_row()? else { break };
        let cells: Vec<String> = row
            .cells
            .iter()
            .map(|cell| cell.trim().to_owned())
            .collect();
        if let Some(sheet) = recognise(&cells).filter(|sheet| layout::ROW_SHEETS.contains(sheet)) {
            let row = row.number;
            return Err(SheetReadError::HeadingsBelow { sheet, row });
        }
    }
    Ok(())
}

/// Recognises a sheet by its headings. Half of them suffice, so that the import can name the missing ones.
fn recognise(headings: &[String]) -> Option<&'static str> {
    let there: BTreeSet<&str> = headings.iter().map(String::as_str).collect();
    let found = |sheet: &&str| {
        let columns = layout::columns_of(sheet).iter();
        columns
            .filter(|column| there.iter().any(|heading| column.is_headed(heading)))
            .count()
    };
    let enough = |sheet: &&str| 2 * found(sheet) >= layout::columns_of(sheet).len();
    let of_rows = layout::ROW_SHEETS
        .into_iter()
        .filter(enough)
        .max_by_key(found);
    let explains = headings
        .first()
        .is_some_and(|first| first.starts_with(layout::TITLE));
    of_rows
        .or_else(|| explains.then_some(layout::ABOUT))
        .or_else(|| layout::is_lists(&there).then_some(layout::LISTS))
}
