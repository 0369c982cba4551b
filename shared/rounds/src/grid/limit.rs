//! The size of a workbook: a small file can unpack to more than the memory of a machine.

use std::io::{self, Read, Seek};

use zip::ZipArchive;

use super::WorkbookReadError;
use crate::InputProblem;

/// Limit on all parts of a workbook together, unpacked.
pub(super) const UNPACKED_LIMIT_BYTES: u64 = 64 * 1024 * 1024;
/// Limit on the cells of all sheets together, including empty ones before others in their row.
pub(super) const CELLS_LIMIT: usize = 2_000_000;
/// Limit on the rows of a sheet.
pub(super) const ROWS_LIMIT: usize = 50_000;
/// Limit on the columns of a sheet.
pub(super) const COLUMNS_LIMIT: usize = 100;

/// A workbook is larger than a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.problem())]
pub enum SizeLimitExceeded {
    /// Too many bytes, unpacked.
    Unpacked,
    /// Too many cells.
    Cells,
    /// Too many rows or columns in a sheet.
    Sheet,
}

impl SizeLimitExceeded {
    /// Returns the message, with what to do.
    pub fn problem(&self) -> InputProblem {
        match self {
            Self::Unpacked => {
                InputProblem::new("sheet-too-large").and("limit", UNPACKED_LIMIT_BYTES >> 20)
            }
            Self::Cells => InputProblem::new("sheet-too-many-cells").and("limit", CELLS_LIMIT),
            Self::Sheet => InputProblem::new("sheet-too-far")
                .and("row", ROWS_LIMIT)
                .and("column", COLUMNS_LIMIT),
        }
    }
}

/// What is left of the limits while a workbook is read.
#[derive(Debug)]
pub(super) struct SizeLimit {
    cells: usize,
    text_bytes: u64,
}

impl SizeLimit {
    pub(super) const fn new() -> Self {
        Self {
            cells: CELLS_LIMIT,
            text_bytes: UNPACKED_LIMIT_BYTES,
        }
    }

    /// Counts a text once for each cell that it occurs in: one stored text can be shared by all of them.
    pub(super) fn take_text(
        &mut self,
        bytes: usize,
        cells: usize,
    ) -> Result<(), SizeLimitExceeded> {
        let bytes = bytes.saturating_mul(cells) as u64;
        let left = self.text_bytes.checked_sub(bytes);
        self.text_bytes = left.ok_or(SizeLimitExceeded::Unpacked)?;
        Ok(())
    }

    /// Counts cells, the last of them at this row and column, from 0.
    pub(super) fn take_cells(
        &mut self,
        cells: usize,
        row: usize,
        column: usize,
    ) -> Result<(), SizeLimitExceeded> {
        if row >= ROWS_LIMIT || column >= COLUMNS_LIMIT {
            return Err(SizeLimitExceeded::Sheet);
        }
        let left = self.cells.checked_sub(cells);
        self.cells = left.ok_or(SizeLimitExceeded::Cells)?;
        Ok(())
    }
}

/// Unpacks all parts into nothing, to count their bytes: the sizes that an archive states need not be true.
pub(super) fn check_unpacked(
    archive: &mut ZipArchive<impl Read + Seek>,
) -> Result<(), WorkbookReadError> {
    let mut left = UNPACKED_LIMIT_BYTES;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(super::malformed)?;
        let unpacked =
            io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(super::malformed)?;
        let after = left.checked_sub(unpacked);
        left = after.ok_or(SizeLimitExceeded::Unpacked)?;
    }
    Ok(())
}
