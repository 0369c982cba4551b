//! A workbook as it is sent to a coach: the same sheet gives the same bytes.

mod explain;
mod lists;
mod looks;
mod rows;

use register::Register;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::{About, Sheet, layout, stamp::Stamp};
use lists::Lists;
use looks::Looks;

/// Fails when a workbook cannot be made.
#[derive(Debug, thiserror::Error)]
#[error("make the workbook")]
pub struct WriteError(#[from] XlsxError);

/// Writes the workbook of a round.
///
/// # Errors
///
/// When there is more than a workbook can hold: a million rows.
pub fn write(sheet: &Sheet, register: &Register) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(&sheet.about)?);
    let (looks, lists, stamp) = (Looks::new(), Lists::of(register), Stamp::of(sheet));
    explain::write(workbook.add_worksheet(), sheet, &looks)?;
    rows::municipalities(workbook.add_worksheet(), sheet, &stamp, &looks)?;
    rows::knelpunten(workbook.add_worksheet(), sheet, &stamp, &looks, &lists)?;
    rows::new_ones(workbook.add_worksheet(), sheet, &stamp, &looks, &lists)?;
    lists.write(workbook.add_worksheet())?;
    Ok(workbook.save_to_buffer()?)
}

/// The day of which it tells in place of the clock's, which would make each one differ.
fn properties(about: &About) -> Result<DocProperties, XlsxError> {
    let day = about.as_of;
    let (year, month, day) = (
        day.year().unsigned_abs(),
        day.month().unsigned_abs(),
        day.day().unsigned_abs(),
    );
    Ok(DocProperties::new()
        .set_title(format!("{} {}", layout::ROUND, about.round))
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
        let written = write(&sample::sheet(), register).unwrap();
        assert!(written.starts_with(b"PK"));
        assert_eq!(write(&sample::sheet(), register).unwrap(), written);
    }

    #[test]
    fn a_round_in_which_nothing_is_open_has_a_workbook_too() {
        let sheet = Sheet {
            knelpunten: Vec::new(),
            ..sample::sheet()
        };
        assert!(write(&sheet, Register::embedded()).is_ok());
    }
}
