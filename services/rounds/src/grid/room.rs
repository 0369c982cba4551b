//! How large a workbook may be: a small file can unpack to more than a machine holds.

use std::io::{self, Read, Seek};

use zip::ZipArchive;

use super::NoWorkbook;

/// The most that all parts of a workbook may come to once they are unpacked.
pub(super) const UNPACKED_LIMIT_BYTES: u64 = 64 * 1024 * 1024;
/// The most cells of all sheets together, with those that are empty before others in their row.
pub(super) const CELLS_LIMIT: usize = 2_000_000;
/// The most rows of a sheet.
pub(super) const ROWS_LIMIT: usize = 50_000;
/// The most columns of a sheet.
pub(super) const COLUMNS_LIMIT: usize = 100;

/// Fails when there is no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Full {
    /// It unpacks to too much.
    #[error("it unpacks to more than {} MiB, and no round is as large as that", UNPACKED_LIMIT_BYTES >> 20)]
    Unpacked,
    /// It has too many cells.
    #[error("it has more than {CELLS_LIMIT} cells: divide the municipalities over sheets")]
    Cells,
    /// A sheet has too many rows or columns.
    #[error(
        "a sheet has cells below row {ROWS_LIMIT} or to the right of column {COLUMNS_LIMIT}: clear them, or divide the \
         municipalities over sheets"
    )]
    Sheet,
}

/// The room that is left.
#[derive(Debug)]
pub(super) struct Room {
    cells: usize,
    text_bytes: u64,
}

impl Room {
    pub(super) const fn new() -> Self {
        Self {
            cells: CELLS_LIMIT,
            text_bytes: UNPACKED_LIMIT_BYTES,
        }
    }

    /// Takes the room of text that stands in so many cells: one text can stand in all of them.
    pub(super) fn hold(&mut self, bytes: usize, cells: usize) -> Result<(), Full> {
        let bytes = bytes.saturating_mul(cells) as u64;
        self.text_bytes = self.text_bytes.checked_sub(bytes).ok_or(Full::Unpacked)?;
        Ok(())
    }

    /// Takes the room of so many cells, the last of them at this place, from 0.
    pub(super) fn take(&mut self, cells: usize, row: usize, column: usize) -> Result<(), Full> {
        if row >= ROWS_LIMIT || column >= COLUMNS_LIMIT {
            return Err(Full::Sheet);
        }
        self.cells = self.cells.checked_sub(cells).ok_or(Full::Cells)?;
        Ok(())
    }
}

/// Unpacks all parts, and holds nothing: what they say of their own size need not be true.
pub(super) fn unpacks(archive: &mut ZipArchive<impl Read + Seek>) -> Result<(), NoWorkbook> {
    let mut left = UNPACKED_LIMIT_BYTES;
    for place in 0..archive.len() {
        let part = archive.by_index(place).map_err(super::said)?;
        let unpacked = io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(super::said)?;
        left = left.checked_sub(unpacked).ok_or(Full::Unpacked)?;
    }
    Ok(())
}
