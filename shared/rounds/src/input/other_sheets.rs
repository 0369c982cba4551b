//! Sheets of a workbook that are not read: copies, renamed ones and others. Nothing on them is lost silently.

use super::{SheetInput, headings, recognise};
use crate::{
    InputProblem,
    filled::SheetViolation,
    grid::{Grid, SheetCell},
    layout::{self, ColumnUse},
};

/// Restores the names of sheets that differ from those of the form in case and spaces only.
pub(super) fn restore_names(grids: &mut [Grid]) {
    for name in layout::ROW_SHEETS
        .into_iter()
        .chain([layout::ABOUT, layout::LISTS])
    {
        if grids.iter().any(|grid| grid.name == name) {
            continue;
        }
        let wanted = model::canonical_name(name);
        let mut alike = grids.iter_mut();
        if let Some(grid) = alike.find(|grid| model::canonical_name(&grid.name) == wanted) {
            name.clone_into(&mut grid.name);
        }
    }
}

/// Returns what is wrong where a sheet is missing: it may have another name now.
pub(super) fn missing(sheet: &str, grids: &[Grid]) -> InputProblem {
    let renamed = others(grids).find(|grid| recognised(grid) == Some(sheet));
    match renamed {
        Some(grid) => InputProblem::new("sheet-missing-renamed")
            .quoted("found", &*grid.name)
            .and("sheet", sheet),
        None => InputProblem::new("sheet-missing"),
    }
}

/// Adds the sheets that are not read: a violation where answers would be lost, otherwise a notice.
pub(crate) fn check(
    input: &SheetInput,
    violations: &mut Vec<SheetViolation>,
    notices: &mut Vec<SheetViolation>,
) {
    if input.whole {
        for grid in others(&input.grids) {
            check_sheet(grid, &input.grids, violations, notices);
        }
    }
    if input.has_comments {
        let problem = InputProblem::new("sheet-comments").quoted("column", layout::REMARKS);
        notices.push(SheetViolation::of_sheet(layout::KNELPUNTEN, None, problem));
    }
}

fn check_sheet(
    grid: &Grid,
    all: &[Grid],
    violations: &mut Vec<SheetViolation>,
    notices: &mut Vec<SheetViolation>,
) {
    let Some(sheet) = recognised(grid) else {
        let problem = "sheet-not-of-form";
        notices.push(SheetViolation::of_sheet(&grid.name, None, problem));
        return;
    };
    let original = all.iter().find(|other| other.name == sheet);
    if original.is_some_and(|original| adds_nothing(sheet, grid, original)) {
        let problem = InputProblem::new("sheet-copy-same").and("sheet", sheet);
        notices.push(SheetViolation::of_sheet(&grid.name, None, problem));
    } else {
        let problem = InputProblem::new("sheet-copy-other").and("sheet", sheet);
        violations.push(SheetViolation::of_sheet(&grid.name, None, problem));
    }
}

/// Returns whether everything that people fill in on a copy is in the same cell of the original.
fn adds_nothing(sheet: &str, copy: &Grid, original: &Grid) -> bool {
    let is_input = |cell: Option<&SheetCell>| {
        let Some(SheetCell::Text(heading)) = cell else {
            return true;
        };
        let mut columns = layout::columns_of(sheet).iter();
        let column = columns.find(|column| column.is_headed(heading));
        column
            .is_none_or(|column| matches!(column.purpose, ColumnUse::Input | ColumnUse::DateInput))
    };
    let mut below = copy.rows.iter().enumerate().skip(1);
    below.all(|(row, cells)| {
        let mut filled = cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty());
        filled.all(|(column, cell)| {
            let same = original.rows.get(row).and_then(|cells| cells.get(column));
            same == Some(cell) || !is_input(copy.rows[0].get(column))
        })
    })
}

/// Returns the sheets that have contents and not the name of one of the form.
fn others(grids: &[Grid]) -> impl Iterator<Item = &Grid> {
    let is_known = |name: &str| {
        layout::ROW_SHEETS.contains(&name) || name == layout::ABOUT || name == layout::LISTS
    };
    let has_contents = |grid: &Grid| grid.rows.iter().flatten().any(|cell| !cell.is_empty());
    grids
        .iter()
        .filter(move |grid| !is_known(&grid.name) && has_contents(grid))
}

/// Returns the row sheet whose headings a sheet has.
fn recognised(grid: &Grid) -> Option<&'static str> {
    let headings: Vec<String> = headings(grid).map(str::to_owned).collect();
    recognise(&headings).filter(|sheet| layout::ROW_SHEETS.contains(sheet))
}
