//! What is on a sheet and is not read, or not as people see it.

use super::{SheetFindings, SheetRows, SheetViolation};
use crate::{
    InputProblem, clean,
    grid::{Grid, MergedCells, SheetCell},
    layout::{self, ColumnUse, SheetColumn},
    problem::ProblemValue,
    stamp::SheetStamp,
};

/// The longest part of a text that is shown.
const SHOWN_CHARACTERS: usize = 40;

/// Adds what is left out of a sheet, and what may hide a statement.
pub(super) fn check(rows: &SheetRows<'_>, grid: &Grid, findings: &mut SheetFindings) {
    let merged = grid
        .merged
        .iter()
        .filter_map(|cells| merged(rows, grid, *cells));
    findings.violations.extend(merged);
    let broken = grid.broken_quotes.iter().map(|(row, column)| {
        let problem = InputProblem::new("sheet-quotes");
        violation(rows, *row, Some(label(rows, *column)), problem)
    });
    findings.violations.extend(broken);
    let width = grid.rows.iter().map(Vec::len).max().unwrap_or(0);
    let beside = (0..width).filter_map(|column| beside(rows, grid, column));
    findings.notices.extend(beside);
    let damaged = rows.columns.iter().filter_map(|(heading, index)| {
        let is_it = |column: &&SheetColumn| column.heading == *heading;
        let column = layout::columns_of(rows.sheet).iter().find(is_it)?;
        let is_input = matches!(column.purpose, ColumnUse::Input);
        is_input.then(|| damaged(rows, grid, *index)).flatten()
    });
    findings.notices.extend(damaged);
}

/// Returns a notice if a column that people fill in has letters that a wrong encoding damaged.
fn damaged(rows: &SheetRows<'_>, grid: &Grid, column: usize) -> Option<SheetViolation> {
    let is_damaged = |cell: &SheetCell| matches!(cell, SheetCell::Text(text) if clean::has_damaged_letters(text));
    let below = grid.rows.iter().enumerate().skip(1);
    let mut found = below.filter(|(_, cells)| cells.get(column).is_some_and(is_damaged));
    let (row, _) = found.next()?;
    let problem = match found.count() {
        0 => clean::DAMAGED_LETTERS,
        count => InputProblem::new("sheet-and-below")
            .and("problem", clean::DAMAGED_LETTERS)
            .and("count", count),
    };
    Some(violation(rows, row, Some(label(rows, column)), problem))
}

/// Returns a violation if people see one value in several cells that are read, of which only the first has it.
fn merged(rows: &SheetRows<'_>, grid: &Grid, cells: MergedCells) -> Option<SheetViolation> {
    let (first, last) = cells.rows;
    let columns = rows.columns.iter();
    let read: Vec<&'static str> = columns
        .filter(|(_, index)| (cells.columns.0..=cells.columns.1).contains(index))
        .map(|(heading, _)| *heading)
        .collect();
    let value = grid
        .rows
        .get(first)
        .and_then(|row| row.get(cells.columns.0));
    let is_seen = value.is_some_and(|cell| !cell.is_empty());
    let heading = *read.first()?;
    if !is_seen || last == first && read.len() < 2 {
        return None;
    }
    let problem = match last - first {
        0 => InputProblem::new("sheet-merged-with-column").quoted("column", read[read.len() - 1]),
        1 => InputProblem::new("sheet-merged-with-row").and("row", last + 1),
        _ => InputProblem::new("sheet-merged-with-rows").and("row", last + 1),
    };
    Some(violation(rows, first, Some(heading.to_owned()), problem))
}

/// Returns a notice if a column that is not of the form has contents.
fn beside(rows: &SheetRows<'_>, grid: &Grid, column: usize) -> Option<SheetViolation> {
    if rows.columns.iter().any(|(_, index)| *index == column) {
        return None;
    }
    if let Some(SheetCell::Text(heading)) = rows.headings.get(column)
        && SheetStamp::parse(heading).is_some()
    {
        return None;
    }
    let below = grid.rows.iter().enumerate().skip(1);
    let filled = |(row, cells): (usize, &Vec<SheetCell>)| {
        let cell = cells.get(column).filter(|cell| !cell.is_empty())?;
        Some((row, cell.clone()))
    };
    let filled: Vec<(usize, SheetCell)> = below.filter_map(filled).collect();
    let (row, cell) = filled.first()?;
    let shown = match cell {
        SheetCell::Text(text) | SheetCell::Broken(text) => {
            ProblemValue::Quoted(text.chars().take(SHOWN_CHARACTERS).collect())
        }
        SheetCell::Day(day) => ProblemValue::Quoted(day.to_string()),
        SheetCell::Uncalculated => InputProblem::new("sheet-a-formula").into(),
    };
    let problem = match filled.len() {
        1 => InputProblem::new("sheet-column-not-read"),
        count => InputProblem::new("sheet-column-not-read-below").and("count", count - 1),
    };
    let problem = problem.and("text", shown);
    Some(violation(rows, *row, Some(label(rows, column)), problem))
}

/// Returns the heading of a column, or its letters if it has none.
fn label(rows: &SheetRows<'_>, column: usize) -> String {
    match rows.headings.get(column) {
        Some(SheetCell::Text(text)) if !text.is_empty() => text.clone(),
        _ => letters(column),
    }
}

/// Returns the letters of a column, as spreadsheets name it: A is 0, AA is 26.
fn letters(column: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(column % 26).unwrap_or_default());
    match column / 26 {
        0 => letter.to_string(),
        rest => format!("{}{letter}", letters(rest - 1)),
    }
}

/// Returns a violation of a row, from 0.
fn violation(
    rows: &SheetRows<'_>,
    row: usize,
    column: Option<String>,
    problem: InputProblem,
) -> SheetViolation {
    SheetViolation {
        sheet: rows.sheet.to_owned(),
        row: Some(row + 1),
        column,
        problem,
        municipality: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_by_letters() {
        assert_eq!([0, 25, 26, 99].map(letters), ["A", "Z", "AA", "CV"]);
    }
}
