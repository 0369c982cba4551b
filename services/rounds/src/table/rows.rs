//! The rows of a table, one after another.

use std::io::{self, Chain, Cursor, Read};

use csv::{ErrorKind, ReaderBuilder, StringRecord};

use super::{
    delimiter,
    encoding::{DecodedInput, TextEncoding},
};

/// Limit on a row, and on the line of headings.
const ROW_LIMIT_BYTES: usize = 1024 * 1024;

/// A table cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The input fails, has another encoding, or has a row without an end.
    #[error("cannot read on after row {after}: {problem}")]
    Read {
        /// The last row that was read; 0 for none.
        after: u64,
        /// The cause.
        problem: io::Error,
    },
    /// There is no line of headings.
    #[error("the file is empty; it needs a line of headings")]
    Empty,
    /// The file ends within quotation marks.
    #[error("row {row} has a quotation mark that is never closed; close it")]
    OpenQuote {
        /// The row.
        row: u64,
    },
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// Its number as spreadsheets count, without empty lines: the headings are row 1.
    pub number: u64,
    pub(crate) cells: StringRecord,
}

/// Reads the rows of a table.
pub struct TableReader<R> {
    reader: csv::Reader<Chain<Cursor<Vec<u8>>, DecodedInput<R>>>,
    columns: Vec<String>,
    row: TableRow,
}

impl<R: Read> TableReader<R> {
    /// Reads the headings. The delimiter is detected from them if it is not given.
    ///
    /// # Errors
    ///
    /// If there are none, or they cannot be read.
    pub fn open(
        input: R,
        encoding: TextEncoding,
        delimiter: Option<u8>,
    ) -> Result<Self, TableError> {
        let mut decoded = DecodedInput::new(input, encoding);
        let header =
            header(&mut decoded).map_err(|problem| TableError::Read { after: 0, problem })?;
        let delimiter = delimiter.unwrap_or_else(|| delimiter::detect(&header));
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(Cursor::new(header).chain(decoded));
        let cells = StringRecord::new();
        let mut rows = Self {
            reader,
            columns: Vec::new(),
            row: TableRow { number: 0, cells },
        };
        if rows.next_row()?.is_none() {
            return Err(TableError::Empty);
        }
        let columns = rows.row.cells.iter().map(|cell| cell.trim().to_owned());
        rows.columns = columns.collect();
        Ok(rows)
    }

    /// Returns the headings.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Returns the number of bytes of the input that were read.
    pub fn bytes_read(&self) -> u64 {
        self.decoded().bytes_read
    }

    /// Reads the next row; `None` at the end.
    ///
    /// # Errors
    ///
    /// If the table cannot be read on.
    pub fn next_row(&mut self) -> Result<Option<&TableRow>, TableError> {
        let after = self.row.number;
        let has_line_break = self.row.cells.iter().any(|cell| cell.contains('\n'));
        self.reader.get_mut().get_mut().1.row_bytes_left = ROW_LIMIT_BYTES;
        let read = self.reader.read_record(&mut self.row.cells);
        let more = read.map_err(|error| TableError::Read {
            after,
            problem: match error.into_kind() {
                ErrorKind::Io(problem) => problem,
                other => io::Error::other(format!("{other:?}")),
            },
        })?;
        if more {
            self.row.number += 1;
            return Ok(Some(&self.row));
        }
        // An odd number alone proves nothing: a single mark within a cell can be a sign for inches. With a line break in
        // the last row it was an opening mark.
        if has_line_break && self.decoded().quotes % 2 == 1 {
            return Err(TableError::OpenQuote { row: after });
        }
        Ok(None)
    }

    fn decoded(&self) -> &DecodedInput<R> {
        self.reader.get_ref().get_ref().1
    }
}

/// Reads until the first line is complete, and returns all that was read.
fn header(decoded: &mut impl Read) -> io::Result<Vec<u8>> {
    let (mut bytes, mut chunk) = (Vec::new(), [0; 4096]);
    while bytes.len() < ROW_LIMIT_BYTES && delimiter::end_of_line(&bytes).is_none() {
        let length = decoded.read(&mut chunk)?;
        if length == 0 {
            break;
        }
        bytes.extend_from_slice(&chunk[..length]);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<String>, TableError> {
        let mut rows = TableReader::open(text.as_bytes(), TextEncoding::Utf8, None)?;
        let mut all = vec![rows.columns().join("|")];
        while let Some(row) = rows.next_row()? {
            let cells: Vec<&str> = row.cells.iter().collect();
            all.push(format!("{} {}", row.number, cells.join("|")));
        }
        assert_eq!(rows.bytes_read(), text.len() as u64);
        Ok(all)
    }

    #[test]
    fn cells_in_quotation_marks_can_have_delimiters_and_line_breaks() {
        let text = " a ;\"b;\nc\"\r\n1;\"x \"\"y\"\"\nz\"\r\n\r\n2;5\" pijp\r\n";
        let expected = ["a|b;\nc", "2 1|x \"y\"\nz", "3 2|5\" pijp"];
        assert_eq!(read(text).unwrap(), expected);
    }

    #[track_caller]
    fn check(text: &str, part: &str) {
        let problem = read(text).unwrap_err().to_string();
        assert!(problem.contains(part), "{problem}");
    }

    #[test]
    fn a_row_without_an_end_is_an_error() {
        check("", "the file is empty");
        check(
            "a;b\n1;\"x\n2;y\n",
            "row 2 has a quotation mark that is never closed",
        );
        let endless = format!("a;b\n1;x\n2;\"{}", "y;z\n".repeat(ROW_LIMIT_BYTES / 2));
        check(&endless, "after row 2: a row is longer than 1 MiB");
    }
}
