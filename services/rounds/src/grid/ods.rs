//! Looks through an .ods before its cells are made: it can say of one cell that it stands there a million times.

use std::io::{BufReader, Read, Seek};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use zip::ZipArchive;

use super::{
    NoWorkbook,
    room::{Full, Room},
    said,
};

const CELLS: [&str; 2] = ["table:table-cell", "table:covered-table-cell"];
/// What makes a cell more than its looks.
const FILLED: [&str; 7] = [
    "office:value-type",
    "office:value",
    "office:string-value",
    "office:date-value",
    "office:time-value",
    "office:boolean-value",
    "table:formula",
];
/// The most blanks that are written as a number.
const BLANKS_LIMIT: usize = 100_000;

/// Where the reading of a table is; counted from 1.
#[derive(Debug, Default)]
struct Place {
    /// How many tables are within each other.
    depth: usize,
    /// The row before the current one, and how often that one stands there.
    row: usize,
    repeated: usize,
    column: usize,
    /// The last row and column that are filled.
    last: (usize, usize),
    blanks: usize,
    /// In how many cells stands the text that is being read; in none outside of cells that are filled.
    times: usize,
}

/// Says whether there is room for all cells.
pub(super) fn fits(archive: &mut ZipArchive<impl Read + Seek>) -> Result<(), NoWorkbook> {
    let part = archive.by_name("content.xml").map_err(said)?;
    let mut reader = Reader::from_reader(BufReader::new(part));
    reader.config_mut().expand_empty_elements = true;
    let (mut place, mut room, mut event) = (Place::default(), Room::new(), Vec::new());
    loop {
        match reader.read_event_into(&mut event).map_err(said)? {
            Event::Start(start) => place.start(&start, &mut room)?,
            Event::Text(text) => room.hold(text.len(), place.times)?,
            Event::GeneralRef(_) => room.hold(1, place.times)?,
            Event::End(end) if CELLS.contains(&end.name().as_ref()) => place.times = 0,
            Event::End(end) if end.name().as_ref() == "table:table" => place.depth -= 1,
            Event::Eof => return Ok(()),
            _ => {}
        }
        event.clear();
    }
}

impl Place {
    fn start(&mut self, start: &BytesStart<'_>, room: &mut Room) -> Result<(), NoWorkbook> {
        match start.name().as_ref() {
            "table:table" => {
                self.depth += 1;
                if self.depth == 1 {
                    let blanks = self.blanks;
                    *self = Self {
                        depth: 1,
                        blanks,
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
                self.column = self.column.saturating_add(columns);
                if let Some(bytes) = filled(start)? {
                    self.fill(room)?;
                    self.times = columns.saturating_mul(self.repeated);
                    room.hold(bytes, self.times)?;
                }
            }
            "text:s" => {
                let blanks = count(start, "text:c")?;
                room.hold(blanks, self.times)?;
                self.blanks = self.blanks.saturating_add(blanks);
                if self.blanks > BLANKS_LIMIT {
                    return Err(Full::Unpacked.into());
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Takes the room for all cells up to this one: whoever reads it makes a square of them.
    fn fill(&mut self, room: &mut Room) -> Result<(), Full> {
        let (rows, columns) = self.last;
        let row = self.row.saturating_add(self.repeated).max(rows);
        let column = self.column.max(columns);
        let more = row.saturating_mul(column) - rows * columns;
        self.last = (row, column);
        room.take(more, row.saturating_sub(1), column.saturating_sub(1))
    }
}

/// Gives the bytes of what makes a cell more than its looks; none where nothing does.
fn filled(start: &BytesStart<'_>) -> Result<Option<usize>, NoWorkbook> {
    let mut bytes = None;
    for name in FILLED {
        if let Some(found) = start.try_get_attribute(name).map_err(said)? {
            *bytes.get_or_insert(0) += found.value.len();
        }
    }
    Ok(bytes)
}

/// Reads how often something stands there; once where that is not said.
fn count(start: &BytesStart<'_>, name: &str) -> Result<usize, NoWorkbook> {
    match start.try_get_attribute(name).map_err(said)? {
        Some(found) => found.value.trim().parse().map_err(said),
        None => Ok(1),
    }
}
