//! How cells look: what is told is grey, what is to be filled in is light yellow.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use crate::{
    layout::{Column, Use},
    stamp::Stamp,
};

/// Paper of A4.
const A4: u8 = 9;
/// Height of a line of text.
const LINE_POINTS: f64 = 15.0;
/// The highest row that a workbook has.
const HIGHEST_POINTS: f64 = 409.0;
/// What is longer fills the highest row anyhow.
const LONGEST: usize = 4_000;
/// In Dutch whatever the language of the program: without that, some show and save it in their own order.
const DATE: &str = "[$-413]dd-mm-yyyy";

/// The looks of cells, made once.
pub(super) struct Looks {
    pub(super) title: Format,
    pub(super) heading: Format,
    pub(super) label: Format,
    pub(super) text: Format,
    pub(super) told: Format,
    pub(super) told_date: Format,
    pub(super) asked: Format,
    pub(super) asked_date: Format,
}

impl Looks {
    pub(super) fn new() -> Self {
        let text = Format::new()
            .set_align(FormatAlign::Top)
            .set_align(FormatAlign::Left)
            .set_text_wrap();
        let ruled = text
            .clone()
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0x00BF_BFBF));
        let told = ruled.clone().set_background_color(Color::RGB(0x00F2_F2F2));
        // Unlocked: on a protected sheet these are what can be filled in.
        let asked = ruled
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
            told_date: told.clone().set_num_format(DATE),
            told,
            asked_date: asked.clone().set_num_format(DATE),
            asked,
        }
    }

    /// Gives the look of an empty cell that is to be filled in; none where nothing is.
    pub(super) fn of_asked(&self, column: &Column) -> Option<&Format> {
        match column.purpose {
            Use::Asked => Some(&self.asked),
            Use::AskedDate => Some(&self.asked_date),
            Use::Told | Use::Hidden => None,
        }
    }
}

/// Sets up a sheet of rows: headings that stay in sight, widths, and paper.
pub(super) fn set_up(
    worksheet: &mut Worksheet,
    columns: &[Column],
    stamp: &Stamp,
    looks: &Looks,
    frozen_columns: u16,
) -> Result<(), XlsxError> {
    for (place, column) in (0..).zip(columns) {
        worksheet.set_column_width(place, column.width)?;
        worksheet.write_with_format(0, place, column.heading, &looks.heading)?;
        if column.purpose == Use::Hidden {
            worksheet.set_column_hidden(place)?;
        }
    }
    let behind = u16::try_from(columns.len()).unwrap_or(u16::MAX);
    worksheet.write(0, behind, stamp.heading())?;
    worksheet.set_column_hidden(behind)?;
    worksheet.set_row_height(0, 32)?;
    worksheet.set_freeze_panes(1, frozen_columns)?;
    worksheet.set_repeat_rows(0, 0)?;
    on_paper(worksheet);
    Ok(())
}

/// Gives the height, in points, that texts need in columns of so many characters: not every program finds it out.
pub(super) fn height_points<'a>(texts: impl IntoIterator<Item = (&'a str, f64)>) -> f64 {
    let lines = |(text, width): (&str, f64)| {
        // Some fonts are wider than the one that widths are measured in.
        let room = (width * 0.8).max(1.0);
        let count =
            |line: &str| (line.chars().take(LONGEST).map(|_| 1.0).sum::<f64>() / room).ceil();
        text.lines().map(|line| count(line).max(1.0)).sum::<f64>()
    };
    let most = texts.into_iter().map(lines).fold(1.0, f64::max);
    (most * LINE_POINTS + 2.0).min(HIGHEST_POINTS)
}

/// Prints a sheet across, as wide as the paper.
pub(super) fn on_paper(worksheet: &mut Worksheet) {
    worksheet.set_paper_size(A4);
    worksheet.set_landscape();
    worksheet.set_print_fit_to_pages(1, 0);
    worksheet.set_margins(0.4, 0.4, 0.5, 0.5, 0.3, 0.3);
    worksheet.set_footer("&L&A&RBlad &P van &N");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_as_high_as_its_longest_text() {
        let height = |texts: &[(&str, f64)]| height_points(texts.iter().copied());
        assert!((height(&[("", 10.0), ("kort", 10.0)]) - 17.0).abs() < 0.1);
        assert!((height(&[("kort", 10.0), (&"x".repeat(20), 10.0)]) - 47.0).abs() < 0.1);
        assert!((height(&[("a\nb", 10.0)]) - 32.0).abs() < 0.1);
        assert!(height(&[(&"x".repeat(100_000), 1.0)]) < 410.0);
    }
}
