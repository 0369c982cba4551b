//! How cells and sheets look: prefilled cells are grey, cells to fill in are light yellow.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use crate::{
    layout::{ColumnUse, SheetColumn},
    stamp::SheetStamp,
};

/// The code of Excel for paper of A4.
const A4: u8 = 9;
/// Height of a line of text.
const LINE_POINTS: f64 = 15.0;
/// The highest row that Excel allows.
const HIGHEST_POINTS: f64 = 409.0;
/// A longer text fills the highest row anyway.
const LONGEST_LINE: usize = 4_000;
/// With the locale of Dutch: without it, some programs show and save dates in the order of their own language.
const DATE: &str = "[$-413]dd-mm-yyyy";

/// The formats of cells.
pub(super) struct CellStyles {
    pub(super) title: Format,
    pub(super) heading: Format,
    pub(super) label: Format,
    pub(super) text: Format,
    pub(super) prefilled: Format,
    pub(super) prefilled_date: Format,
    pub(super) input: Format,
    pub(super) input_date: Format,
}

impl CellStyles {
    pub(super) fn new() -> Self {
        let text = Format::new()
            .set_align(FormatAlign::Top)
            .set_align(FormatAlign::Left)
            .set_text_wrap();
        let ruled = text
            .clone()
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0x00BF_BFBF));
        let prefilled = ruled.clone().set_background_color(Color::RGB(0x00F2_F2F2));
        // Unlocked: on a protected sheet only these can be filled in.
        let input = ruled
            .clone()
            .set_background_color(Color::RGB(0x00FF_FBE6))
            .set_unlocked();
        Self {
            title: Format::new().set_bold().set_font_size(16),
            heading: ruled
                .set_bold()
                .set_background_color(Color::RGB(0x0015_4273))
                .set_font_color(Color::White),
            label: text.clone().set_bold(),
            text,
            prefilled_date: prefilled.clone().set_num_format(DATE),
            prefilled,
            input_date: input.clone().set_num_format(DATE),
            input,
        }
    }

    /// Returns the format of an empty cell to fill in; `None` for other columns.
    pub(super) fn blank(&self, column: &SheetColumn) -> Option<&Format> {
        match column.purpose {
            ColumnUse::Input => Some(&self.input),
            ColumnUse::DateInput => Some(&self.input_date),
            ColumnUse::Prefilled | ColumnUse::Hidden => None,
        }
    }
}

/// Sets up a row sheet: headings that stay in sight, widths, stamp and paper.
pub(super) fn set_up_rows(
    worksheet: &mut Worksheet,
    columns: &[SheetColumn],
    stamp: &SheetStamp,
    styles: &CellStyles,
    frozen_columns: u16,
) -> Result<(), XlsxError> {
    for (index, column) in (0..).zip(columns) {
        worksheet.set_column_width(index, column.width)?;
        worksheet.write_with_format(0, index, column.heading, &styles.heading)?;
        if column.purpose == ColumnUse::Hidden {
            worksheet.set_column_hidden(index)?;
        }
    }
    let behind = u16::try_from(columns.len()).unwrap_or(u16::MAX);
    worksheet.write(0, behind, stamp.heading())?;
    worksheet.set_column_hidden(behind)?;
    worksheet.set_row_height(0, 32)?;
    worksheet.set_freeze_panes(1, frozen_columns)?;
    worksheet.set_repeat_rows(0, 0)?;
    set_up_page(worksheet);
    Ok(())
}

/// Returns the row height for texts in columns of so many characters: not every program computes it.
pub(super) fn row_height_points<'a>(texts: impl IntoIterator<Item = (&'a str, f64)>) -> f64 {
    let lines = |(text, width): (&str, f64)| {
        // Some fonts are wider than the one in which Excel measures widths.
        let per_line = (width * 0.8).max(1.0);
        let count = |line: &str| {
            let characters = line.chars().take(LONGEST_LINE).map(|_| 1.0).sum::<f64>();
            (characters / per_line).ceil()
        };
        text.lines().map(|line| count(line).max(1.0)).sum::<f64>()
    };
    let most = texts.into_iter().map(lines).fold(1.0, f64::max);
    (most * LINE_POINTS + 2.0).min(HIGHEST_POINTS)
}

/// Prints a sheet in landscape, as wide as the paper.
pub(super) fn set_up_page(worksheet: &mut Worksheet) {
    worksheet.set_paper_size(A4);
    worksheet.set_landscape();
    worksheet.set_print_fit_to_pages(1, 0);
    worksheet.set_margins(0.4, 0.4, 0.5, 0.5, 0.3, 0.3);
    worksheet.set_footer(texts::workbook::FOOTER);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_as_high_as_its_longest_text() {
        let height = |texts: &[(&str, f64)]| row_height_points(texts.iter().copied());
        assert!((height(&[("", 10.0), ("kort", 10.0)]) - 17.0).abs() < 0.1);
        assert!((height(&[("kort", 10.0), (&"x".repeat(20), 10.0)]) - 47.0).abs() < 0.1);
        assert!((height(&[("a\nb", 10.0)]) - 32.0).abs() < 0.1);
        assert!(height(&[(&"x".repeat(100_000), 1.0)]) < 410.0);
    }
}
