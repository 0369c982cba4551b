//! The rows of a table, one after another.

use std::io::{self, Chain, Cursor, Read};

use csv::{ErrorKind, ReaderBuilder, StringRecord};

use crate::InputProblem;

use super::{
    delimiter,
    encoding::{DecodedInput, TextEncoding},
    quotes::QuoteWatch,
    separator_line,
};

/// Limit on a row, and on the line of headings.
const ROW_LIMIT_BYTES: usize = 1024 * 1024;

/// A table cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The input fails, has another encoding, or has a row without an end.
    #[error("{}", self.problem())]
    Read {
        /// The last row that was read; 0 for none.
        after: u64,
        /// The cause.
        problem: io::Error,
    },
    /// There is no line of headings.
    #[error("{}", self.problem())]
    Empty,
    /// The file ends within quotation marks.
    #[error("{}", self.problem())]
    OpenQuote {
        /// The row.
        row: u64,
    },
}

impl TableError {
    /// Returns the message, with what to do.
    pub fn problem(&self) -> InputProblem {
        match self {
            Self::Read { after, problem } => InputProblem::new("sheet-read-failed")
                .and("row", *after)
                .and("problem", InputProblem::of_input(problem)),
            Self::Empty => InputProblem::new("sheet-table-empty"),
            Self::OpenQuote { row } => InputProblem::new("sheet-quote-open").and("row", *row),
        }
    }
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// Its number as spreadsheets count, without empty lines: the headings are row 1.
    pub number: u64,
    pub(crate) cells: StringRecord,
    /// The columns, from 0, in which quotation marks within a cell are not doubled.
    pub(crate) broken_quotes: Vec<usize>,
}

/// What was read to find the headings, and the rest.
type Input<R> = Chain<Cursor<Vec<u8>>, DecodedInput<R>>;

/// Reads the rows of a table.
pub struct TableReader<R> {
    reader: csv::Reader<QuoteWatch<Input<R>>>,
    columns: Vec<String>,
    row: TableRow,
}

impl<R: Read> TableReader<R> {
    /// Reads the headings. The delimiter is detected from them if it is not given, and no line `sep=;` names it.
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
        let failed = |problem| TableError::Read { after: 0, problem };
        let mut header = header(&mut decoded, Vec::new()).map_err(failed)?;
        let mut delimiter = delimiter;
        if let Some((named, length)) = separator_line::read(&header) {
            delimiter = delimiter.or(named);
            header = self::header(&mut decoded, header.split_off(length)).map_err(failed)?;
        }
        let delimiter = delimiter.unwrap_or_else(|| delimiter::detect(&header));
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(QuoteWatch::new(
                Cursor::new(header).chain(decoded),
                delimiter,
            ));
        let cells = StringRecord::new();
        let mut rows = Self {
            reader,
            columns: Vec::new(),
            row: TableRow {
                number: 0,
                cells,
                broken_quotes: Vec::new(),
            },
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
        self.reader.get_mut().input.get_mut().1.row_bytes_left = ROW_LIMIT_BYTES;
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
            let end = self.reader.position().byte();
            self.row.broken_quotes = self.reader.get_mut().broken_before(end);
            return Ok(Some(&self.row));
        }
        if self.reader.get_ref().is_open() {
            return Err(TableError::OpenQuote { row: after });
        }
        Ok(None)
    }

    fn decoded(&self) -> &DecodedInput<R> {
        self.reader.get_ref().input.get_ref().1
    }
}

/// Reads on until the first line is complete, and returns all that was read.
fn header(decoded: &mut impl Read, mut bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    let mut chunk = [0; 4096];
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

    #[test]
    fn a_line_that_names_the_separator_is_applied_and_is_no_row() {
        assert_eq!(read("sep=,\r\na;b,c\n1,2\n").unwrap(), ["a;b|c", "2 1|2"]);
        assert_eq!(read("\u{feff}sep=;\na;b\n1;2\n").unwrap(), ["a|b", "2 1|2"]);
        assert_eq!(read("sep=\na\tb\n1\t2\n").unwrap(), ["a|b", "2 1|2"]);
        let long = format!("sep=|\n{}|b\n1|2\n", "x".repeat(10_000));
        assert_eq!(read(&long).unwrap()[1], "2 1|2");
        check("sep=;\n", "the file is empty");
        let given = TableReader::open(&b"sep=;\na,b\n"[..], TextEncoding::Utf8, Some(b','));
        assert_eq!(given.unwrap().columns(), ["a", "b"]);
    }

    #[test]
    fn quotation_marks_that_are_not_doubled_are_known_by_row_and_column() {
        let text = "a;b\n1;\"x \"\"y\"\"\"\n2;\"leverancier \"X\" levert niet\"\n3;z\n";
        let mut rows = TableReader::open(text.as_bytes(), TextEncoding::Utf8, None).unwrap();
        let mut broken = Vec::new();
        while let Some(row) = rows.next_row().unwrap() {
            broken.push(row.broken_quotes.clone());
        }
        assert_eq!(broken, [vec![], vec![1], vec![]]);
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
            "a;b\n1;\"x",
            "row 2 has a quotation mark that is never closed",
        );
        check(
            "a;b\n1;\"x\n2;y\n",
            "row 2 has a quotation mark that is never closed",
        );
        let endless = format!("a;b\n1;x\n2;\"{}", "y;z\n".repeat(ROW_LIMIT_BYTES / 2));
        check(&endless, "after row 2: a row is longer than 1 MiB");
    }
}
