//! The cells of sheets, whatever program wrote them.

mod ods;
mod room;

use std::io::{Cursor, Read, Seek};

use calamine::{Data, Ods, Reader as _, SheetType, Xlsx};
use jiff::civil::Date;
use zip::ZipArchive;

use crate::table::{Rows, TableError};
pub use room::Full;
use room::Room;

/// Fails when a file is no workbook, or one that there is no room for.
#[derive(Debug, thiserror::Error)]
pub enum NoWorkbook {
    /// It is of another kind, or damaged.
    #[error("read it as a workbook (.xlsx or .ods): {0}")]
    Malformed(String),
    /// It is larger than any round.
    #[error("read it as a workbook: {0}")]
    Large(#[from] Full),
}

/// Fails when a file is no sheet of a workbook.
#[derive(Debug, thiserror::Error)]
pub enum NoSheet {
    /// It cannot be read as a table.
    #[error(transparent)]
    Malformed(#[from] TableError),
    /// It is larger than any round.
    #[error("read it as a sheet of a round: {0}")]
    Large(#[from] Full),
}

/// A sheet with its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grid {
    pub(crate) name: String,
    /// The file that it is alone in; none in a workbook.
    pub(crate) file: Option<String>,
    /// From the first row and column of the sheet on; a row ends with its last cell that is not empty.
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Text without blanks around it; none when empty.
    Text(String),
    /// A date.
    Day(Date),
    /// A formula that failed, as the workbook names it.
    Broken(String),
}

/// Reads the sheets of a workbook.
///
/// # Errors
///
/// When it is none, or unpacks to more than there is room for: that is found before it is held.
pub(crate) fn of_workbook(bytes: &[u8]) -> Result<Vec<Grid>, NoWorkbook> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(said)?;
    room::unpacks(&mut archive)?;
    if archive.by_name("content.xml").is_ok() {
        ods::fits(&mut archive)?;
        of_ods(Ods::new(Cursor::new(bytes)).map_err(said)?)
    } else {
        of_xlsx(Xlsx::new(Cursor::new(bytes)).map_err(said)?)
    }
}

/// Reads a sheet of this name that was saved as a table.
///
/// # Errors
///
/// When it cannot be read, or there is no room for it.
pub(crate) fn of_table<R: Read>(
    name: &str,
    file: &str,
    mut table: Rows<R>,
) -> Result<Grid, NoSheet> {
    let mut room = Room::new();
    let mut grid = Grid {
        file: Some(file.to_owned()),
        ..Grid::named(name.to_owned())
    };
    let headings = table.columns().iter().map(|heading| Cell::text(heading));
    grid.rows.push(headings.collect());
    while let Some(row) = table.next_row()? {
        let place = grid.rows.len();
        for (column, cell) in row.cells.iter().map(Cell::text).enumerate() {
            if !cell.is_empty() {
                grid.put(place, column, cell, &mut room)?;
            }
        }
        // Also a row of empty cells has its number.
        grid.rows.resize_with(place + 1, Vec::new);
    }
    Ok(grid)
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err gives")]
fn said(error: impl ToString) -> NoWorkbook {
    NoWorkbook::Malformed(error.to_string())
}

fn of_ods(mut workbook: Ods<impl Read + Seek>) -> Result<Vec<Grid>, NoWorkbook> {
    let (mut grids, mut room) = (Vec::new(), Room::new());
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name).map_err(said)?;
        let (first, left) = range.start().unwrap_or_default();
        let mut grid = Grid::named(name);
        for (row, column, data) in range.used_cells() {
            let (row, column) = (row + first as usize, column + left as usize);
            grid.put(row, column, Cell::of(data), &mut room)?;
        }
        grids.push(grid);
    }
    Ok(grids)
}

/// Cell by cell: a range would take all the room between the first and the last, however far apart they are.
fn of_xlsx(mut workbook: Xlsx<impl Read + Seek>) -> Result<Vec<Grid>, NoWorkbook> {
    let sheets = workbook.sheets_metadata().to_vec();
    let (mut grids, mut room) = (Vec::new(), Room::new());
    for sheet in sheets
        .into_iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
    {
        let mut cells = workbook.worksheet_cells_reader(&sheet.name).map_err(said)?;
        let mut grid = Grid::named(sheet.name);
        while let Some(found) = cells.next_cell().map_err(said)? {
            let cell = Cell::of(&Data::from(found.get_value().clone()));
            if !cell.is_empty() {
                let (row, column) = found.get_position();
                grid.put(row as usize, column as usize, cell, &mut room)?;
            }
        }
        grids.push(grid);
    }
    Ok(grids)
}

impl Grid {
    fn named(name: String) -> Self {
        Self {
            name,
            file: None,
            rows: Vec::new(),
        }
    }

    fn put(&mut self, row: usize, column: usize, cell: Cell, room: &mut Room) -> Result<(), Full> {
        let there = self.rows.get(row).map_or(0, Vec::len);
        room.take((column + 1).saturating_sub(there), row, column)?;
        if let Cell::Text(text) = &cell {
            room.hold(text.len(), 1)?;
        }
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        let cells = &mut self.rows[row];
        if cells.len() <= column {
            cells.resize_with(column + 1, Cell::empty);
        }
        cells[column] = cell;
        Ok(())
    }
}

impl Cell {
    pub(crate) const fn empty() -> Self {
        Self::Text(String::new())
    }

    fn text(text: &str) -> Self {
        let text = text.trim();
        if is_failure(text) {
            return Self::Broken(text.to_owned());
        }
        Self::Text(text.to_owned())
    }

    fn of(data: &Data) -> Self {
        match data {
            Data::Empty => Self::empty(),
            Data::String(text) | Data::DurationIso(text) => Self::Text(text.trim().to_owned()),
            Data::Int(number) => Self::Text(number.to_string()),
            Data::Float(number) => Self::Text(number.to_string()),
            Data::Bool(truth) => Self::Text(truth.to_string()),
            Data::Error(error) => Self::Broken(error.to_string()),
            Data::DateTime(at) => {
                let (year, month, day, ..) = at.to_ymd_hms_milli();
                let parts = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
                let (Ok(year), Ok(month), Ok(day)) = parts else {
                    return Self::Text(at.as_f64().to_string());
                };
                let found = Date::new(year, month, day);
                found.map_or_else(|_| Self::Text(at.as_f64().to_string()), Self::Day)
            }
            Data::DateTimeIso(text) => {
                let day = text.get(..10).and_then(|day| day.parse().ok());
                day.map_or_else(|| Self::Text(text.clone()), Self::Day)
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.is_empty())
    }
}

/// Tells what spreadsheets write for a formula that failed, such as `#N/B`, `#DEEL/0!` and `#NAAM?`.
fn is_failure(text: &str) -> bool {
    let Some(code) = text.strip_prefix('#') else {
        return false;
    };
    let shouted = |code: &str| {
        let plain = |letter: char| letter.is_ascii_uppercase() || matches!(letter, '/' | '0');
        !code.is_empty() && code.chars().all(plain)
    };
    matches!(code, "N/A" | "N/B") || code.strip_suffix(['!', '?']).is_some_and(shouted)
}

#[cfg(test)]
mod tests;
