//! The cells of a workbook, whatever program wrote it.

use std::io::Cursor;

use calamine::{Data, Reader as _, open_workbook_auto_from_rs};
use jiff::civil::Date;

/// The most rows of a sheet that are looked at.
const ROWS_LIMIT: u32 = 100_000;
/// The most columns of a sheet that are looked at.
const COLUMNS_LIMIT: u32 = 100;

/// Fails when a file is no workbook.
#[derive(Debug, thiserror::Error)]
#[error("read it as a workbook (.xlsx or .ods): {0}")]
pub struct NoWorkbook(String);

/// A sheet with its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grid {
    pub(crate) name: String,
    /// From the first row and column of the sheet on.
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
/// When it is none.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Grid>, NoWorkbook> {
    let said = |error: &dyn std::fmt::Display| NoWorkbook(error.to_string());
    let mut workbook =
        open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| said(&error))?;
    let mut grids = Vec::new();
    for name in workbook.sheet_names() {
        let range = workbook
            .worksheet_range(&name)
            .map_err(|error| said(&error))?;
        let (last_row, last_column) = range.end().unwrap_or_default();
        let cell = |row, column| {
            range
                .get_value((row, column))
                .map_or_else(Cell::empty, Cell::of)
        };
        let row = |row| {
            let columns = 0..=last_column.min(COLUMNS_LIMIT);
            columns.map(|column| cell(row, column)).collect()
        };
        let rows = (0..=last_row.min(ROWS_LIMIT)).map(row).collect();
        grids.push(Grid { name, rows });
    }
    Ok(grids)
}

impl Cell {
    pub(crate) const fn empty() -> Self {
        Self::Text(String::new())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_workbook_is_said() {
        for bytes in [&b""[..], b"PK\x03\x04", b"Gemeente;Soort\n"] {
            let said = read(bytes).unwrap_err().to_string();
            assert!(said.contains("as a workbook"), "{said}");
        }
    }
}
