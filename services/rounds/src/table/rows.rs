//! The rows of a table, one after another.

use std::io::{self, Chain, Cursor, Read};

use csv::{ErrorKind, ReaderBuilder, StringRecord};

use super::{
    delimiter,
    encoding::{Decoded, Encoding},
};

/// The longest row that is read, and the longest header line.
const ROW_LIMIT_BYTES: usize = 1024 * 1024;

/// Fails when a table cannot be read on.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The input fails, is not in the encoding, or has a row without end.
    #[error("read after row {after}: {problem}")]
    Read {
        /// The last row that was read; 0 for none.
        after: u64,
        /// What is wrong.
        problem: io::Error,
    },
    /// There is not even a line of headings.
    #[error("find a line of headings: the file is empty")]
    Empty,
    /// It ends within quotation marks.
    #[error("read row {row}: its quotation mark is never closed")]
    Open {
        /// The row.
        row: u64,
    },
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number as a spreadsheet shows it, without empty lines: the headings are row 1.
    pub number: u64,
    pub(crate) cells: StringRecord,
}

/// Reads row after row.
pub struct Rows<R> {
    reader: csv::Reader<Chain<Cursor<Vec<u8>>, Decoded<R>>>,
    columns: Vec<String>,
    row: Row,
}

impl<R: Read> Rows<R> {
    /// Reads the headings; the delimiter is told by them where it is not given.
    ///
    /// # Errors
    ///
    /// When there are none, or they cannot be read.
    pub fn open(input: R, encoding: Encoding, delimiter: Option<u8>) -> Result<Self, TableError> {
        let mut decoded = Decoded::new(input, encoding);
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
            row: Row { number: 0, cells },
        };
        if rows.next_row()?.is_none() {
            return Err(TableError::Empty);
        }
        let columns = rows.row.cells.iter().map(|cell| cell.trim().to_owned());
        rows.columns = columns.collect();
        Ok(rows)
    }

    /// Gives the headings.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Gives how many bytes of the input were read so far.
    pub fn taken_bytes(&self) -> u64 {
        self.reader.get_ref().get_ref().1.taken_bytes
    }

    /// Gives the next row; nothing at the end.
    ///
    /// # Errors
    ///
    /// When the table cannot be read on.
    pub fn next_row(&mut self) -> Result<Option<&Row>, TableError> {
        let after = self.row.number;
        let broken = self.row.cells.iter().any(|cell| cell.contains('\n'));
        self.reader.get_mut().get_mut().1.left_bytes = ROW_LIMIT_BYTES;
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
        // One mark within a cell is a sign for inches; one before the last line break opened what never ended.
        if broken && self.quotes() % 2 == 1 {
            return Err(TableError::Open { row: after });
        }
        Ok(None)
    }

    fn quotes(&self) -> u64 {
        self.reader.get_ref().get_ref().1.quotes
    }
}

/// Reads on until the first line is whole; what was read beyond it is kept.
fn header(decoded: &mut impl Read) -> io::Result<Vec<u8>> {
    let (mut held, mut chunk) = (Vec::new(), [0; 4096]);
    while held.len() < ROW_LIMIT_BYTES && delimiter::end_of_line(&held).is_none() {
        let length = decoded.read(&mut chunk)?;
        if length == 0 {
            break;
        }
        held.extend_from_slice(&chunk[..length]);
    }
    Ok(held)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<String>, TableError> {
        let mut rows = Rows::open(text.as_bytes(), Encoding::Utf8, None)?;
        let mut all = vec![rows.columns().join("|")];
        while let Some(row) = rows.next_row()? {
            let cells: Vec<&str> = row.cells.iter().collect();
            all.push(format!("{} {}", row.number, cells.join("|")));
        }
        assert_eq!(rows.taken_bytes(), text.len() as u64);
        Ok(all)
    }

    #[test]
    fn cells_in_quotation_marks_hold_delimiters_and_line_breaks() {
        let text = " a ;\"b;\nc\"\r\n1;\"x \"\"y\"\"\nz\"\r\n\r\n2;5\" pijp\r\n";
        let expected = ["a|b;\nc", "2 1|x \"y\"\nz", "3 2|5\" pijp"];
        assert_eq!(read(text).unwrap(), expected);
    }

    #[track_caller]
    fn check(text: &str, part: &str) {
        let said = read(text).unwrap_err().to_string();
        assert!(said.contains(part), "{said}");
    }

    #[test]
    fn what_has_no_end_is_said_and_not_held() {
        check("", "the file is empty");
        check(
            "a;b\n1;\"x\n2;y\n",
            "row 2: its quotation mark is never closed",
        );
        let endless = format!("a;b\n1;x\n2;\"{}", "y;z\n".repeat(ROW_LIMIT_BYTES / 2));
        check(&endless, "after row 2: a row is longer than can be");
    }
}
