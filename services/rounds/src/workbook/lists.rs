//! The words that drop-downs offer: those of the catalogue on a hidden sheet, where there is room for them.

use register::Register;
use rust_xlsxwriter::{DataValidation, Worksheet, XlsxError};

use crate::{
    layout::{BUILDING_BLOCK, CATEGORY, LISTS, MUNICIPALITIES, REMEDY},
    names::{self, Kind},
    words::Words,
};

/// The lists of the catalogue, each in a column of its own.
pub(super) struct Lists {
    columns: [(&'static str, Vec<String>); 3],
}

impl Lists {
    pub(super) fn of(register: &Register) -> Self {
        let listed = |kind| names::listed(kind, register);
        Self {
            columns: [
                (CATEGORY, listed(Kind::Category)),
                (BUILDING_BLOCK, listed(Kind::BuildingBlock)),
                (REMEDY, listed(Kind::Remedy)),
            ],
        }
    }

    pub(super) fn write(&self, worksheet: &mut Worksheet) -> Result<(), XlsxError> {
        worksheet.set_name(LISTS)?.set_hidden(true);
        for (place, (heading, words)) in (0..).zip(&self.columns) {
            worksheet.write(0, place, *heading)?;
            worksheet.set_column_width(place, 50)?;
            worksheet.write_column(1, place, words)?;
        }
        Ok(())
    }

    /// Makes a drop-down of one of the lists; none where the catalogue has no such words.
    pub(super) fn drop_down(&self, heading: &str) -> Option<DataValidation> {
        let found = self.columns.iter().position(|(name, _)| *name == heading)?;
        let (letter, count) = (
            char::from(b'A' + u8::try_from(found).ok()?),
            self.columns[found].1.len(),
        );
        let from = format!("={LISTS}!${letter}$2:${letter}${}", count + 1);
        let choice = choice().ok().filter(|_| count > 0)?;
        Some(choice.allow_list_formula(from.as_str().into()))
    }
}

/// Makes a drop-down of a closed set.
pub(super) fn words<T: Words>() -> Result<DataValidation, XlsxError> {
    choice()?.allow_list_strings(&T::words())
}

/// Makes a drop-down of the municipalities of this workbook, of which there are so many.
pub(super) fn municipalities(count: usize) -> Result<DataValidation, XlsxError> {
    let from = format!("={MUNICIPALITIES}!$B$2:$B${}", count + 1);
    Ok(choice()?.allow_list_formula(from.as_str().into()))
}

/// Says at once what is not on the list, and lets it be chosen again.
fn choice() -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .set_error_title("Staat niet op de lijst")?
        .set_error_message("Kies een van de woorden van de lijst, of laat de cel leeg.")
}
