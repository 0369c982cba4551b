//! The drop-downs. The lists of the catalogue are on a hidden sheet, because a drop-down itself takes 255 characters.

use register::{CodeKind, Register};
use rust_xlsxwriter::{DataValidation, Worksheet, XlsxError};
use texts::workbook::{NOT_LISTED, NOT_LISTED_TITLE};

use crate::{
    codes,
    labels::Labelled,
    layout::{LIST_COLUMNS, LISTS, MUNICIPALITIES},
};

/// The lists of the catalogue, each in a column of its own.
pub(super) struct DropDownLists {
    /// In the order of [`LIST_COLUMNS`].
    lists: [Vec<String>; 3],
}

impl DropDownLists {
    pub(super) fn new(register: &Register) -> Self {
        let kinds = [
            CodeKind::Category,
            CodeKind::BuildingBlock,
            CodeKind::Remedy,
        ];
        Self {
            lists: kinds.map(|kind| codes::options(kind, register)),
        }
    }

    pub(super) fn write(&self, worksheet: &mut Worksheet) -> Result<(), XlsxError> {
        worksheet.set_name(LISTS)?.set_hidden(true);
        for (index, (column, options)) in (0..).zip(LIST_COLUMNS.iter().zip(&self.lists)) {
            worksheet.write(0, index, column.heading)?;
            worksheet.set_column_width(index, column.width)?;
            worksheet.write_column(1, index, options)?;
        }
        Ok(())
    }

    /// Creates the drop-down of a list; `None` if the catalogue has no such codes.
    pub(super) fn drop_down(&self, heading: &str) -> Option<DataValidation> {
        let mut columns = LIST_COLUMNS.iter();
        let index = columns.position(|column| column.heading == heading)?;
        let letter = char::from(b'A' + u8::try_from(index).ok()?);
        let count = self.lists[index].len();
        let range = format!("={LISTS}!${letter}$2:${letter}${}", count + 1);
        let drop_down = drop_down().ok().filter(|_| count > 0)?;
        Some(drop_down.allow_list_formula(range.as_str().into()))
    }
}

/// Creates the drop-down of a closed set.
pub(super) fn labels<T: Labelled>() -> Result<DataValidation, XlsxError> {
    drop_down()?.allow_list_strings(&T::labels())
}

/// Creates the drop-down of the municipalities of the workbook.
pub(super) fn municipalities(count: usize) -> Result<DataValidation, XlsxError> {
    let range = format!("={MUNICIPALITIES}!$B$2:$B${}", count + 1);
    Ok(drop_down()?.allow_list_formula(range.as_str().into()))
}

fn drop_down() -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .set_error_title(NOT_LISTED_TITLE)?
        .set_error_message(NOT_LISTED)
}
