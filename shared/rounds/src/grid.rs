//! The cells of sheets, whatever program wrote them.

mod archive;
mod limit;
mod ods;

use std::io::{Cursor, Read, Seek};

use calamine::{Data, DataRef, Dimensions, Ods, Reader as _, SheetType, Xlsx};
use jiff::civil::Date;
use zip::ZipArchive;

use crate::{
    InputProblem,
    file_kind::FileKind,
    table::{DateOrder, TableError, TableReader},
};
use archive::WorkbookKind;
use limit::SizeLimit;
pub use limit::SizeLimitExceeded;
use ods::OdsTable;

/// A file cannot be read as a workbook.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookReadError {
    /// Another kind of file; it says which, and what to do.
    #[error("{0}")]
    NotAWorkbook(InputProblem),
    /// A damaged workbook, or one in another form of Office.
    #[error("{}", self.problem())]
    Malformed,
    /// Larger than any call sheet.
    #[error(transparent)]
    TooLarge(#[from] SizeLimitExceeded),
}

/// A file cannot be read as a sheet of a workbook.
#[derive(Debug, thiserror::Error)]
pub enum SheetReadError {
    /// Not a table.
    #[error(transparent)]
    Malformed(#[from] TableError),
    /// The headings of a sheet, with other rows above them.
    #[error("{}", self.problem())]
    HeadingsBelow {
        /// The sheet.
        sheet: &'static str,
        /// The row.
        row: u64,
    },
    /// Larger than any call sheet.
    #[error(transparent)]
    TooLarge(#[from] SizeLimitExceeded),
}

impl WorkbookReadError {
    /// Returns the message, with what to do.
    pub fn problem(&self) -> InputProblem {
        match self {
            Self::NotAWorkbook(problem) => problem.clone(),
            Self::Malformed => InputProblem::new("sheet-file-malformed"),
            Self::TooLarge(exceeded) => exceeded.problem(),
        }
    }
}

impl SheetReadError {
    /// Returns the message, with what to do.
    pub fn problem(&self) -> InputProblem {
        match self {
            Self::Malformed(error) => error.problem(),
            Self::HeadingsBelow { sheet, row } => InputProblem::new("sheet-headings-below")
                .and("sheet", *sheet)
                .and("row", *row),
            Self::TooLarge(exceeded) => exceeded.problem(),
        }
    }
}

/// The cells of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grid {
    pub(crate) name: String,
    /// The file, if the sheet is alone in one; `None` in a workbook.
    pub(crate) file: Option<String>,
    /// From the first row and column of the sheet; a row ends with its last cell that is not empty.
    pub(crate) rows: Vec<Vec<SheetCell>>,
    /// Cells that were made one.
    pub(crate) merged: Vec<MergedCells>,
    /// The cells, from 0, in which quotation marks within a cell are not doubled.
    pub(crate) broken_quotes: Vec<(usize, usize)>,
    /// The order of day and month in dates of text, if the person gave it.
    pub(crate) dates: Option<DateOrder>,
}

/// A rectangle of cells that were made one; only the first has a value. Rows and columns count from 0, the last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MergedCells {
    pub(crate) rows: (usize, usize),
    pub(crate) columns: (usize, usize),
}

/// The value of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SheetCell {
    /// Trimmed text; empty for an empty cell.
    Text(String),
    /// A date.
    Day(Date),
    /// A formula that failed, with its error code.
    Broken(String),
    /// A formula whose result is not in the file: the program that wrote it calculates nothing.
    Uncalculated,
}

/// Reads the sheets of a workbook.
///
/// # Errors
///
/// If it is not a workbook, or larger than the limits; these are checked before its cells are in memory.
pub(crate) fn read_workbook(bytes: &[u8]) -> Result<Vec<Grid>, WorkbookReadError> {
    // Every .xlsx and .ods file is a zip archive.
    let kind = FileKind::detect(bytes);
    let not_a_workbook = || WorkbookReadError::NotAWorkbook(kind.not_a_workbook());
    if kind != FileKind::Zip {
        return Err(not_a_workbook());
    }
    let archive = ZipArchive::new(Cursor::new(bytes));
    let mut archive = archive.map_err(|_| not_a_workbook())?;
    limit::check_unpacked(&mut archive)?;
    match archive::detect(&mut archive).map_err(WorkbookReadError::NotAWorkbook)? {
        WorkbookKind::Ods => {
            let details = ods::check_size(&mut archive)?;
            read_ods(Ods::new(Cursor::new(bytes)).map_err(malformed)?, &details)
        }
        WorkbookKind::Xlsx { is_calculated } => read_xlsx(
            Xlsx::new(Cursor::new(bytes)).map_err(malformed)?,
            is_calculated,
        ),
    }
}

/// Returns whether cells of a workbook have comments, which are in parts of their own.
pub(crate) fn has_comments(bytes: &[u8]) -> bool {
    ZipArchive::new(Cursor::new(bytes)).is_ok_and(|archive| {
        let mut names = archive.file_names();
        let is_comments =
            |name: &str| name.starts_with("xl/comments") || name.starts_with("xl/threadedComments");
        names.any(|name| name.is_ok_and(|name| is_comments(&name)))
    })
}

/// Reads a sheet of this name that was saved as a table.
///
/// # Errors
///
/// If it cannot be read, or is larger than the limits.
pub(crate) fn read_table<R: Read>(
    name: &str,
    file: &str,
    mut table: TableReader<R>,
    dates: Option<DateOrder>,
) -> Result<Grid, SheetReadError> {
    let mut limit = SizeLimit::new();
    let mut grid = Grid {
        file: Some(file.to_owned()),
        dates,
        ..Grid::new(name.to_owned())
    };
    let headings = table.columns().iter();
    let headings = headings.map(|heading| SheetCell::from_text(heading));
    grid.rows.push(headings.collect());
    while let Some(row) = table.next_row()? {
        let index = grid.rows.len();
        for column in &row.broken_quotes {
            grid.broken_quotes.push((index, *column));
        }
        for (column, cell) in row.cells.iter().map(SheetCell::from_text).enumerate() {
            if !cell.is_empty() {
                grid.put(index, column, cell, &mut limit)?;
            }
        }
        // An empty row counts too, or the numbers of the rows below it would be wrong.
        grid.rows.resize_with(index + 1, Vec::new);
    }
    Ok(grid)
}

/// What a library says is not for people who fill in sheets.
fn malformed<E>(_: E) -> WorkbookReadError {
    WorkbookReadError::Malformed
}

fn read_ods(
    mut workbook: Ods<impl Read + Seek>,
    details: &[OdsTable],
) -> Result<Vec<Grid>, WorkbookReadError> {
    let (mut grids, mut limit) = (Vec::new(), SizeLimit::new());
    for (index, name) in workbook.sheet_names().into_iter().enumerate() {
        let range = workbook.worksheet_range(&name).map_err(malformed)?;
        let (first, left) = range.start().unwrap_or_default();
        let mut grid = Grid::new(name);
        for (row, column, data) in range.used_cells() {
            let (row, column) = (row + first as usize, column + left as usize);
            grid.put(row, column, SheetCell::from_calamine(data), &mut limit)?;
        }
        if let Some(details) = details.get(index) {
            grid.merged.clone_from(&details.merged);
            for (row, column) in &details.uncalculated {
                grid.put(*row, *column, SheetCell::Uncalculated, &mut limit)?;
            }
        }
        grids.push(grid);
    }
    Ok(grids)
}

/// Reads cell by cell: calamine's range would allocate all cells between the first and the last, however far apart.
fn read_xlsx(
    mut workbook: Xlsx<impl Read + Seek>,
    is_calculated: bool,
) -> Result<Vec<Grid>, WorkbookReadError> {
    let sheets = workbook.sheets_metadata().to_vec();
    let (mut grids, mut limit) = (Vec::new(), SizeLimit::new());
    for sheet in sheets
        .into_iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
    {
        let merged = workbook.merge_cells_by_sheet_name(&sheet.name);
        let merged = merged.map_err(malformed)?;
        let cells = workbook.worksheet_cells_reader(&sheet.name);
        let mut cells = cells.map_err(malformed)?;
        let mut grid = Grid::new(sheet.name);
        grid.merged = merged.iter().map(MergedCells::from_dimensions).collect();
        while let Some(found) = cells.next_cell_with_formula().map_err(malformed)? {
            // A result that is an empty text is a result.
            let has_result = is_calculated && !matches!(found.value, DataRef::Empty);
            let cell = match found.formula {
                Some(_) if !has_result => SheetCell::Uncalculated,
                _ => SheetCell::from_calamine(&Data::from(found.value)),
            };
            if !cell.is_empty() {
                let (row, column) = found.pos;
                grid.put(row as usize, column as usize, cell, &mut limit)?;
            }
        }
        grids.push(grid);
    }
    Ok(grids)
}

impl Grid {
    const fn new(name: String) -> Self {
        Self {
            name,
            file: None,
            rows: Vec::new(),
            merged: Vec::new(),
            broken_quotes: Vec::new(),
            dates: None,
        }
    }

    fn put(
        &mut self,
        row: usize,
        column: usize,
        cell: SheetCell,
        limit: &mut SizeLimit,
    ) -> Result<(), SizeLimitExceeded> {
        let length = self.rows.get(row).map_or(0, Vec::len);
        limit.take_cells((column + 1).saturating_sub(length), row, column)?;
        if let SheetCell::Text(text) = &cell {
            limit.take_text(text.len(), 1)?;
        }
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        let cells = &mut self.rows[row];
        if cells.len() <= column {
            cells.resize_with(column + 1, SheetCell::empty);
        }
        cells[column] = cell;
        Ok(())
    }
}

impl MergedCells {
    fn from_dimensions(dimensions: &Dimensions) -> Self {
        let (start, end) = (dimensions.start, dimensions.end);
        Self {
            rows: (start.0 as usize, end.0 as usize),
            columns: (start.1 as usize, end.1 as usize),
        }
    }
}

impl SheetCell {
    pub(crate) const fn empty() -> Self {
        Self::Text(String::new())
    }

    fn from_text(text: &str) -> Self {
        let text = text.trim();
        if is_formula_error(text) {
            return Self::Broken(text.to_owned());
        }
        Self::Text(text.to_owned())
    }

    fn from_calamine(data: &Data) -> Self {
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

/// Returns whether a text is how a spreadsheet saves a formula that failed: `#N/B`, `#DEEL/0!`, `#NAAM?`.
fn is_formula_error(text: &str) -> bool {
    let Some(code) = text.strip_prefix('#') else {
        return false;
    };
    let is_code = |code: &str| {
        let allowed = |letter: char| letter.is_ascii_uppercase() || matches!(letter, '/' | '0');
        !code.is_empty() && code.chars().all(allowed)
    };
    matches!(code, "N/A" | "N/B") || code.strip_suffix(['!', '?']).is_some_and(is_code)
}

#[cfg(test)]
mod tests;
