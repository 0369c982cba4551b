//! The workbook that is sent to a coach. The same sheet gives the same bytes.

mod explain;
mod lists;
mod rows;
mod styles;

use register::Register;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::{CallSheet, WorkbookInfo, stamp::SheetStamp};
use lists::DropDownLists;
use styles::CellStyles;

/// A workbook could not be made.
#[derive(Debug, thiserror::Error)]
#[error("cannot make the workbook")]
pub struct WorkbookWriteError(#[from] XlsxError);

/// Writes the workbook of a round.
///
/// # Errors
///
/// If there is more than a workbook can have: a million rows.
pub fn write_workbook(
    sheet: &CallSheet,
    register: &Register,
) -> Result<Vec<u8>, WorkbookWriteError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(&sheet.info)?);
    let styles = CellStyles::new();
    let (lists, stamp) = (DropDownLists::new(register), SheetStamp::new(sheet));
    explain::write(workbook.add_worksheet(), sheet, &styles)?;
    rows::municipalities(workbook.add_worksheet(), sheet, &stamp, &styles)?;
    rows::knelpunten(workbook.add_worksheet(), sheet, &stamp, &styles, &lists)?;
    rows::new_ones(workbook.add_worksheet(), sheet, &stamp, &styles, &lists)?;
    lists.write(workbook.add_worksheet())?;
    Ok(workbook.save_to_buffer()?)
}

/// Returns the properties with the as-of day as creation time: the clock would make every workbook differ.
fn properties(info: &WorkbookInfo) -> Result<DocProperties, XlsxError> {
    let day = info.as_of;
    let (year, month, day) = (
        day.year().unsigned_abs(),
        day.month().unsigned_abs(),
        day.day().unsigned_abs(),
    );
    Ok(DocProperties::new()
        .set_title(format!("{} {}", texts::workbook::ROUND, info.round))
        .set_author("knelpunt")
        .set_creation_datetime(&ExcelDateTime::from_ymd(year, month, day)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn the_same_sheet_gives_the_same_bytes() {
        let register = Register::embedded();
        let written = write_workbook(&sample::sheet(), register).unwrap();
        assert!(written.starts_with(b"PK"));
        assert_eq!(write_workbook(&sample::sheet(), register).unwrap(), written);
    }

    #[test]
    fn a_round_without_open_knelpunten_has_a_workbook_too() {
        let sheet = CallSheet {
            knelpunten: Vec::new(),
            ..sample::sheet()
        };
        assert!(write_workbook(&sheet, Register::embedded()).is_ok());
    }
}
