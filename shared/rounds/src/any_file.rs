//! A file of which only the name and the bytes are known, as a page gets it: a workbook of a round or a sheet of one, or
//! a table of reports, saved as text or in a workbook.

use std::io::{self, Cursor};

use csv::WriterBuilder;

use crate::{
    InputProblem, SheetInput, SheetReadError, WorkbookReadError,
    file_kind::FileKind,
    grid::{Grid, SheetCell},
    table::{DateOrder, TableError, TableReader, TextEncoding, detect_encoding},
};

/// A file, recognised by its contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnyFile {
    /// A workbook of a round, or a sheet of one.
    Sheets(SheetInput),
    /// A table of reports.
    Table(ReportTable),
}

/// A table of reports, as it was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportTable {
    text: Vec<u8>,
    encoding: TextEncoding,
    delimiter: Option<u8>,
    /// The sheet that it is on; `None` in a file of text.
    pub sheet: Option<String>,
    /// The rows above the headings.
    rows_above: u64,
}

/// A file that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum AnyFileError {
    /// As a workbook.
    #[error(transparent)]
    Workbook(#[from] WorkbookReadError),
    /// As a sheet of a workbook of a round.
    #[error(transparent)]
    Sheet(#[from] SheetReadError),
    /// As a table.
    #[error(transparent)]
    Table(#[from] TableError),
    /// As a text.
    #[error("{0}")]
    Text(#[from] io::Error),
    /// It has nothing in it.
    #[error("{}", self.problem())]
    Empty,
    /// A table has a formula without a result.
    #[error("{}", self.problem())]
    Uncalculated {
        /// The sheet.
        sheet: String,
        /// The row, from 1.
        row: usize,
    },
}

impl AnyFileError {
    /// Returns the message, with what to do.
    pub fn problem(&self) -> InputProblem {
        match self {
            Self::Workbook(error) => error.problem(),
            Self::Sheet(error) => error.problem(),
            Self::Table(error) => error.problem(),
            Self::Text(error) => InputProblem::of_input(error),
            Self::Empty => InputProblem::new("sheet-file-empty"),
            Self::Uncalculated { sheet, row } => InputProblem::new("sheet-table-uncalculated")
                .and("sheet", &**sheet)
                .and("row", *row),
        }
    }
}

impl AnyFile {
    /// Recognises a file; `dates` is the order of day and month in its dates, if the person gave it.
    ///
    /// # Errors
    ///
    /// If it is neither, or too large.
    pub fn open(name: &str, bytes: &[u8], dates: Option<DateOrder>) -> Result<Self, AnyFileError> {
        match FileKind::detect(bytes) {
            FileKind::Empty => Err(AnyFileError::Empty),
            FileKind::Text => Self::open_text(name, bytes, dates),
            // What is no workbook either is refused with its kind.
            _ => Self::open_workbook(bytes),
        }
    }

    fn open_workbook(bytes: &[u8]) -> Result<Self, AnyFileError> {
        let input = SheetInput::from_workbook(bytes)?;
        if input.is_of_round() {
            return Ok(Self::Sheets(input));
        }
        ReportTable::from_grids(&input.grids).map(Self::Table)
    }

    fn open_text(name: &str, bytes: &[u8], dates: Option<DateOrder>) -> Result<Self, AnyFileError> {
        let encoding = detect_encoding(bytes, None)?.encoding;
        let rows = TableReader::open(bytes, encoding, None)?;
        let input = SheetInput::from_table(name, rows, dates)?;
        if input.is_recognised() {
            return Ok(Self::Sheets(input));
        }
        Ok(Self::Table(ReportTable {
            text: bytes.to_vec(),
            encoding,
            delimiter: None,
            sheet: None,
            rows_above: 0,
        }))
    }
}

impl ReportTable {
    /// Reads the first sheet that has contents, as a text that is read like any other table.
    fn from_grids(grids: &[Grid]) -> Result<Self, AnyFileError> {
        let is_filled = |row: &Vec<SheetCell>| row.iter().any(|cell| !cell.is_empty());
        let mut filled = grids.iter().filter_map(|grid| {
            let above = grid.rows.iter().position(is_filled)?;
            Some((grid, above))
        });
        let (grid, above) = filled.next().ok_or(AnyFileError::Empty)?;
        let width = grid.rows.iter().map(Vec::len).max().unwrap_or_default();
        let mut writer = WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
        for (index, row) in grid.rows.iter().enumerate().skip(above) {
            let mut cells = Vec::with_capacity(width);
            for cell in row {
                cells.push(text(cell).ok_or_else(|| AnyFileError::Uncalculated {
                    sheet: grid.name.clone(),
                    row: index + 1,
                })?);
            }
            cells.resize(width, String::new());
            // A row of one cell that is empty would be an empty line, which is not counted.
            cells.push(String::new());
            writer.write_record(&cells).map_err(io::Error::other)?;
        }
        let text = writer.into_inner();
        Ok(Self {
            text: text.map_err(|error| io::Error::other(error.to_string()))?,
            encoding: TextEncoding::Utf8,
            delimiter: Some(b';'),
            sheet: Some(grid.name.clone()),
            rows_above: above as u64,
        })
    }

    /// Reads its rows from the beginning.
    ///
    /// # Errors
    ///
    /// If it has no headings.
    pub fn rows(&self) -> Result<TableReader<Cursor<&[u8]>>, TableError> {
        let text = Cursor::new(self.text.as_slice());
        TableReader::open(text, self.encoding, self.delimiter)
    }

    /// Returns the number of a row in the file as it was saved, from 1.
    pub const fn row_in_file(&self, number: u64) -> u64 {
        number + self.rows_above
    }
}

/// Returns a cell as a text; `None` of a formula without a result.
fn text(cell: &SheetCell) -> Option<String> {
    match cell {
        SheetCell::Text(text) | SheetCell::Broken(text) => Some(text.clone()),
        SheetCell::Day(day) => Some(day.to_string()),
        SheetCell::Uncalculated => None,
    }
}

#[cfg(test)]
mod tests {
    use register::Register;
    use rust_xlsxwriter::{ExcelDateTime, Formula, Workbook};

    use super::*;
    use crate::{sample, write_workbook};

    fn workbook(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
        let mut workbook = Workbook::new();
        fill(workbook.add_worksheet().set_name("Meldingen").unwrap());
        workbook.save_to_buffer().unwrap()
    }

    fn rows(file: &ReportTable) -> Vec<(u64, Vec<String>)> {
        let mut reader = file.rows().unwrap();
        let mut rows = Vec::new();
        while let Some(row) = reader.next_row().unwrap() {
            let cells = row.cells.iter().map(str::to_owned).collect();
            rows.push((file.row_in_file(row.number), cells));
        }
        rows
    }

    #[test]
    fn a_table_in_a_workbook_is_read_with_the_numbers_of_its_rows() {
        let bytes = workbook(|sheet| {
            sheet.write_string(1, 0, "Gemeente").unwrap();
            sheet.write_string(1, 1, "Datum").unwrap();
            sheet.write_string(2, 0, "Utrecht; stad").unwrap();
            let day = ExcelDateTime::from_ymd(2013, 2, 12).unwrap();
            let format = rust_xlsxwriter::Format::new().set_num_format("d-m-yyyy");
            sheet
                .write_datetime_with_format(2, 1, &day, &format)
                .unwrap();
            sheet.write_string(4, 0, "Houten").unwrap();
        });
        let AnyFile::Table(table) = AnyFile::open("a.xlsx", &bytes, None).unwrap() else {
            panic!("it is a table");
        };
        assert_eq!(table.sheet.as_deref(), Some("Meldingen"));
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let expected = [
            (3, row(["Utrecht; stad", "2013-02-12", ""])),
            (4, row(["", "", ""])),
            (5, row(["Houten", "", ""])),
        ];
        assert_eq!(rows(&table), expected);
    }

    #[test]
    fn a_formula_without_a_result_is_refused_with_its_row() {
        let bytes = workbook(|sheet| {
            sheet.write_string(0, 0, "Gemeente").unwrap();
            sheet
                .write_formula(1, 0, Formula::new("=A1").set_result(""))
                .unwrap();
        });
        let opened = AnyFile::open("a.xlsx", &bytes, None);
        match opened {
            Err(AnyFileError::Uncalculated { sheet, row }) => {
                assert_eq!((sheet.as_str(), row), ("Meldingen", 2));
            }
            // A writer that stores an empty result has calculated it.
            Ok(AnyFile::Table(table)) => assert_eq!(rows(&table).len(), 1),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_workbook_of_a_round_and_a_text_are_recognised() {
        let bytes = write_workbook(&sample::sheet(), Register::embedded()).unwrap();
        let opened = AnyFile::open("bellijst.xlsx", &bytes, None).unwrap();
        assert!(matches!(opened, AnyFile::Sheets(_)));
        let opened = AnyFile::open("a.csv", b"Gemeente;Soort\nUtrecht;funding\n", None).unwrap();
        let AnyFile::Table(table) = opened else {
            panic!("it is a table");
        };
        assert_eq!(rows(&table)[0].0, 2);
    }

    #[test]
    fn what_is_neither_is_refused_with_its_kind() {
        for (bytes, part) in [
            (&b""[..], "it is empty"),
            (b"%PDF-1.7", "it is a PDF"),
            (b"PK\x03\x04rest", "cut off or damaged"),
            (b"\xD0\xCF\x11\xE0rest", "old .xls file"),
        ] {
            let error = AnyFile::open("a", bytes, None).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
    }
}
