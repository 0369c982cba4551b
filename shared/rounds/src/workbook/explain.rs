//! The sheet that explains the others, and names the round and the source.

use rust_xlsxwriter::{ProtectionOptions, Worksheet, XlsxError};
use texts::workbook as text;

use super::styles::{CellStyles, row_height_points, set_up_page};
use crate::{CallSheet, layout};

/// Width of the column of texts, in characters.
const WIDTH: f64 = 110.0;

/// Writes the sheet.
pub(super) fn write(
    worksheet: &mut Worksheet,
    sheet: &CallSheet,
    styles: &CellStyles,
) -> Result<(), XlsxError> {
    worksheet.set_name(layout::ABOUT)?;
    worksheet.set_column_width(0, 28)?;
    worksheet.set_column_width(1, WIDTH)?;
    let title = format!("{} {}", layout::TITLE, sheet.info.round);
    worksheet.write_with_format(0, 0, title, &styles.title)?;
    let mut row = 2;
    for (label, value) in details(sheet) {
        worksheet.write_with_format(row, 0, label, &styles.label)?;
        worksheet.write_with_format(row, 1, value, &styles.text)?;
        row += 1;
    }
    for (label, explanation) in text::EXPLANATIONS {
        row += 1;
        worksheet.write_with_format(row, 0, label, &styles.label)?;
        worksheet.write_with_format(row, 1, explanation, &styles.text)?;
        worksheet.set_row_height(row, row_height_points([(explanation, WIDTH)]) + 6.0)?;
    }
    set_up_page(worksheet);
    let options = ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    };
    worksheet.protect_with_options(&options);
    Ok(())
}

fn details(sheet: &CallSheet) -> [(&'static str, String); 7] {
    let info = &sheet.info;
    let organisation = info.coach_organisation.clone().unwrap_or_default();
    [
        (text::ROUND, info.round.clone()),
        (text::SOURCE, info.source.clone()),
        (text::AS_OF, info.as_of.to_string()),
        (text::ORGANISATION, organisation),
        (text::FORM, layout::VERSION.to_owned()),
        (text::TO_CALL, sheet.municipalities.len().to_string()),
        (text::OPEN, sheet.knelpunten.len().to_string()),
    ]
}
