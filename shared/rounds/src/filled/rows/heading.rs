//! The headings of a sheet, in its first row.

use super::SheetViolation;
use crate::{
    InputProblem,
    grid::{Grid, SheetCell},
    layout::{self, SheetColumn},
};

/// Rows in which headings are looked for when they are not in the first.
const SEARCHED_ROWS: usize = 20;

/// The problem of headings that are not in the first row.
pub(in crate::filled) const HEADINGS_MOVED: &str = "sheet-headings-moved";

/// What is wrong with a heading.
pub(super) enum WrongHeading {
    /// It is missing.
    Missing(&'static str),
    /// More than one column has it.
    Twice(&'static str),
}

/// Returns the index of each column of a sheet, and the headings that are wrong.
pub(super) fn find(
    sheet: &str,
    headings: &[SheetCell],
) -> (Vec<(&'static str, usize)>, Vec<WrongHeading>) {
    let (mut columns, mut wrong) = (Vec::new(), Vec::new());
    for column in layout::columns_of(sheet) {
        let mut found = indices(column, headings);
        match (found.next(), found.next()) {
            (Some(index), None) => columns.push((column.heading, index)),
            (Some(_), Some(_)) => wrong.push(WrongHeading::Twice(column.heading)),
            (None, _) => wrong.push(WrongHeading::Missing(column.heading)),
        }
    }
    (columns, wrong)
}

/// Returns the violations of wrong headings; one, if all of them are in another row.
pub(super) fn violations(sheet: &str, grid: &Grid, wrong: &[WrongHeading]) -> Vec<SheetViolation> {
    let enough = layout::columns_of(sheet).len() / 2;
    let mut rows = (1_usize..).zip(grid.rows.iter().take(SEARCHED_ROWS));
    let moved = rows.find(|(_, cells)| find(sheet, cells).0.len() > enough);
    if let Some((row, _)) = moved.filter(|(row, _)| *row > 1) {
        let problem = InputProblem::new(HEADINGS_MOVED).and("row", row);
        return vec![SheetViolation::of_sheet(sheet, None, problem)];
    }
    let violation = |wrong: &WrongHeading| match wrong {
        WrongHeading::Missing(heading) => {
            SheetViolation::of_sheet(sheet, Some(heading), "sheet-heading-missing")
        }
        WrongHeading::Twice(heading) => {
            SheetViolation::of_sheet(sheet, Some(heading), "sheet-heading-twice")
        }
    };
    wrong.iter().map(violation).collect()
}

fn indices(column: &SheetColumn, headings: &[SheetCell]) -> impl Iterator<Item = usize> {
    let is_it = |(index, cell): (usize, &SheetCell)| match cell {
        SheetCell::Text(text) => column.is_headed(text).then_some(index),
        SheetCell::Day(_) | SheetCell::Broken(_) | SheetCell::Uncalculated => None,
    };
    headings.iter().enumerate().filter_map(is_it)
}
