//! Checks the size of an .ods before its cells are created: one element can repeat a cell a million times.

use std::io::{BufReader, Read, Seek};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use zip::ZipArchive;

use super::{
    MergedCells, WorkbookReadError,
    limit::{SizeLimit, SizeLimitExceeded},
    malformed,
};

const CELLS: [&str; 2] = ["table:table-cell", "table:covered-table-cell"];
/// The attributes of a cell with content.
const CONTENT: [&str; 7] = [
    "office:value-type",
    "office:value",
    "office:string-value",
    "office:date-value",
    "office:time-value",
    "office:boolean-value",
    "table:formula",
];
/// Limit on spaces that are written as a number.
const SPACES_LIMIT: usize = 100_000;

/// The position within a table; counted from 1.
#[derive(Debug, Default)]
struct OdsCursor {
    /// How many tables are nested.
    depth: usize,
    /// The row before the current one, and how often the current one is repeated.
    row: usize,
    repeated: usize,
    column: usize,
    /// The last row and column with content.
    last: (usize, usize),
    spaces: usize,
    tables: Vec<OdsTable>,
    /// The number of cells that the current text occurs in; 0 outside cells with content.
    times: usize,
}

/// What calamine does not say of a table.
#[derive(Debug, Default)]
pub(super) struct OdsTable {
    /// Cells that were made one.
    pub(super) merged: Vec<MergedCells>,
    /// Row and column, from 0, of formulas whose result is not in the file.
    pub(super) uncalculated: Vec<(usize, usize)>,
}

/// Checks that all cells are within the limits, and returns the details of all tables.
pub(super) fn check_size(
    archive: &mut ZipArchive<impl Read + Seek>,
) -> Result<Vec<OdsTable>, WorkbookReadError> {
    let part = archive.by_name("content.xml").map_err(malformed)?;
    let mut reader = Reader::from_reader(BufReader::new(part));
    reader.config_mut().expand_empty_elements = true;
    let (mut cursor, mut limit, mut event) = (OdsCursor::default(), SizeLimit::new(), Vec::new());
    loop {
        match reader.read_event_into(&mut event).map_err(malformed)? {
            Event::Start(start) => cursor.start(&start, &mut limit)?,
            Event::Text(text) => limit.take_text(text.len(), cursor.times)?,
            Event::GeneralRef(_) => limit.take_text(1, cursor.times)?,
            Event::End(end) if CELLS.contains(&end.name().as_ref()) => cursor.times = 0,
            Event::End(end) if end.name().as_ref() == "table:table" => cursor.depth -= 1,
            Event::Eof => return Ok(cursor.tables),
            _ => {}
        }
        event.clear();
    }
}

impl OdsCursor {
    fn start(
        &mut self,
        start: &BytesStart<'_>,
        limit: &mut SizeLimit,
    ) -> Result<(), WorkbookReadError> {
        match start.name().as_ref() {
            "table:table" => {
                self.depth += 1;
                if self.depth == 1 {
                    let mut tables = std::mem::take(&mut self.tables);
                    tables.push(OdsTable::default());
                    *self = Self {
                        depth: 1,
                        spaces: self.spaces,
                        tables,
                        ..Self::default()
                    };
                }
            }
            "table:table-row" => {
                self.row = self.row.saturating_add(self.repeated);
                self.repeated = count(start, "table:number-rows-repeated")?;
                self.column = 0;
            }
            name if CELLS.contains(&name) => {
                let columns = count(start, "table:number-columns-repeated")?;
                let first = (self.row, self.column);
                self.column = self.column.saturating_add(columns);
                self.add_details(start, first)?;
                if let Some(bytes) = content_bytes(start)? {
                    self.take_cells(limit)?;
                    self.times = columns.saturating_mul(self.repeated);
                    limit.take_text(bytes, self.times)?;
                }
            }
            "text:s" => {
                let spaces = count(start, "text:c")?;
                limit.take_text(spaces, self.times)?;
                self.spaces = self.spaces.saturating_add(spaces);
                if self.spaces > SPACES_LIMIT {
                    return Err(SizeLimitExceeded::Unpacked.into());
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Adds what calamine does not say of a cell. A cell that spans others, and a formula, is never repeated.
    fn add_details(
        &mut self,
        start: &BytesStart<'_>,
        (row, column): (usize, usize),
    ) -> Result<(), WorkbookReadError> {
        let Some(table) = self.tables.last_mut().filter(|_| self.depth == 1) else {
            return Ok(());
        };
        let rows = count(start, "table:number-rows-spanned")?;
        let columns = count(start, "table:number-columns-spanned")?;
        if rows > 1 || columns > 1 {
            table.merged.push(MergedCells {
                rows: (row, row.saturating_add(rows.saturating_sub(1))),
                columns: (column, column.saturating_add(columns.saturating_sub(1))),
            });
        }
        let has = |name| start.try_get_attribute(name).map(|found| found.is_some());
        let has_formula = has("table:formula").map_err(malformed)?;
        if has_formula && !has("office:value-type").map_err(malformed)? {
            table.uncalculated.push((row, column));
        }
        Ok(())
    }

    /// Counts all cells up to this one: calamine makes a rectangle of them.
    fn take_cells(&mut self, limit: &mut SizeLimit) -> Result<(), SizeLimitExceeded> {
        let (rows, columns) = self.last;
        let row = self.row.saturating_add(self.repeated).max(rows);
        let column = self.column.max(columns);
        let more = row.saturating_mul(column) - rows * columns;
        self.last = (row, column);
        limit.take_cells(more, row.saturating_sub(1), column.saturating_sub(1))
    }
}

/// Returns the bytes of the attributes with content; `None` for a cell that only has a format.
fn content_bytes(start: &BytesStart<'_>) -> Result<Option<usize>, WorkbookReadError> {
    let mut bytes = None;
    for name in CONTENT {
        if let Some(found) = start.try_get_attribute(name).map_err(malformed)? {
            *bytes.get_or_insert(0) += found.value.len();
        }
    }
    Ok(bytes)
}

/// Reads how often an element is repeated; 1 if it does not say.
fn count(start: &BytesStart<'_>, name: &str) -> Result<usize, WorkbookReadError> {
    match start.try_get_attribute(name).map_err(malformed)? {
        Some(found) => found.value.trim().parse().map_err(malformed),
        None => Ok(1),
    }
}
