//! What the sheets of all workbooks have in common: formats, dates, and texts that stay texts.

use std::borrow::Cow;

use jiff::civil::Date;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Worksheet, XlsxError};

use super::csv::is_formula;

/// The most characters (of UTF-16) of a cell.
const LONGEST_TEXT: usize = 32_767;
/// The width of columns, in characters.
const WIDTHS: (usize, usize) = (8, 60);
/// How a day is shown.
pub(crate) const DATE: &str = "yyyy-mm-dd";
/// How an instant is shown.
pub(crate) const DATE_TIME: &str = "yyyy-mm-dd hh:mm:ss";

/// The formats of cells.
pub(crate) struct CellFormats {
    pub(crate) heading: Format,
    pub(crate) date: Format,
    pub(crate) date_time: Format,
    pub(crate) wrapped: Format,
    /// Of a text that would be evaluated if somebody edited its cell.
    literal: Format,
}

impl CellFormats {
    pub(crate) fn new() -> Self {
        let top = Format::new().set_align(FormatAlign::Top);
        Self {
            heading: Format::new().set_bold(),
            date: Format::new().set_num_format(DATE),
            date_time: Format::new().set_num_format(DATE_TIME),
            wrapped: top.set_text_wrap(),
            literal: Format::new().set_quote_prefix(),
        }
    }
}

/// Writes a text as a text, whatever it begins with.
pub(crate) fn write_text(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    formats: &CellFormats,
) -> Result<(), XlsxError> {
    let text = cut(text);
    if is_formula(&text) {
        sheet.write_string_with_format(row, column, text, &formats.literal)?;
    } else {
        sheet.write_string(row, column, text)?;
    }
    Ok(())
}

/// Returns a day as a workbook has it.
pub(crate) fn excel_date(day: Date) -> Result<ExcelDateTime, XlsxError> {
    let (year, month, day) = (
        day.year().unsigned_abs(),
        day.month().unsigned_abs(),
        day.day().unsigned_abs(),
    );
    ExcelDateTime::from_ymd(year, month, day)
}

/// Returns the text as far as a cell has room.
pub(crate) fn cut(text: &str) -> Cow<'_, str> {
    if text.encode_utf16().count() <= LONGEST_TEXT {
        return text.into();
    }
    let mut units = 0;
    let fits = |letter: &char| {
        units += letter.len_utf16();
        units < LONGEST_TEXT
    };
    let mut cut: String = text.chars().take_while(fits).collect();
    cut.push('…');
    cut.into()
}

/// Returns the width of a column with this heading, whose longest text has this many characters.
pub(crate) fn text_width(heading: &str, longest: usize) -> f64 {
    let (least, most) = WIDTHS;
    // Room for the arrow of the filter beside the name.
    let width = longest.max(heading.chars().count() + 3) + 1;
    u32::try_from(width.clamp(least, most)).map_or(0.0, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_where_a_cell_ends() {
        assert_eq!(cut(&"x".repeat(LONGEST_TEXT)).len(), LONGEST_TEXT);
        for letter in ["x", "é", "😀"] {
            let cut = cut(&letter.repeat(LONGEST_TEXT + 1)).into_owned();
            assert!(cut.ends_with('…'));
            assert!(cut.encode_utf16().count() <= LONGEST_TEXT);
        }
    }
}
