//! Rows of cells under slanted heads: where the cells are, and the names beside them.

use crate::{
    canvas::{Bounds, Canvas, coordinate, escaped},
    figure::Layout,
    measure::{AXIS, LABEL, LINE, fit, text_width},
    scale,
};

/// The name of a row or a column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MatrixHead {
    /// The name.
    pub label: String,
    /// Where it leads to; empty if nowhere.
    pub href: String,
}

/// Where the cells of a matrix are, in px.
pub(crate) struct MatrixLayout {
    pub(crate) is_phone: bool,
    pub(crate) width: f64,
    /// Where the first column begins.
    pub(crate) left: f64,
    /// The width of a column.
    pub(crate) step: f64,
    /// Where the first row begins.
    pub(crate) top: f64,
    /// The height of a row.
    pub(crate) row_height: f64,
    /// The names of the columns: as far as they are shown, and whole.
    heads: Vec<(String, String)>,
}

/// The widest column.
const STEP_MAX: f64 = 34.0;
/// The sine and the cosine of the 60 degrees at which heads rise.
const RISE: (f64, f64) = (0.866, 0.5);
/// The space between two cells.
const GAP: f64 = 2.0;

impl MatrixLayout {
    /// Returns the layout of a matrix with these names of rows and columns.
    pub(crate) fn new(layout: Layout, rows: &[&MatrixHead], columns: &[&str]) -> Self {
        let is_phone = layout.is_phone();
        let width = layout.width();
        let head_max = if is_phone { 140.0 } else { 240.0 };
        let heads = columns
            .iter()
            .map(|label| (fit(label, head_max, AXIS, false), (*label).to_owned()));
        let heads: Vec<(String, String)> = heads.collect();
        let longest = heads
            .iter()
            .map(|(head, _)| text_width(head, AXIS, false))
            .fold(0.0, f64::max);
        let names = rows
            .iter()
            .map(|head| text_width(&head.label, LABEL, false));
        let left = if is_phone {
            0.0
        } else {
            names.fold(60.0, f64::max).min(width * 0.3) + 10.0
        };
        // The last head rises beyond its column.
        let overhang = (longest * RISE.1 + 12.0).max(40.0);
        let step = (width - left - overhang) / scale::index(columns.len().max(1));
        Self {
            is_phone,
            width,
            left,
            step: step.clamp(4.0, STEP_MAX),
            top: longest * RISE.0 + 14.0,
            row_height: if is_phone { 44.0 } else { 24.0 },
            heads,
        }
    }

    pub(crate) fn middle(&self, column: usize) -> f64 {
        self.left + self.step * (scale::index(column) + 0.5)
    }

    pub(crate) fn row_top(&self, row: usize) -> f64 {
        self.top + self.row_height * scale::index(row)
    }

    pub(crate) fn cell(&self, row: usize, column: usize) -> Bounds {
        let height = if self.is_phone { 18.0 } else { 20.0 };
        Bounds {
            x: self.left + self.step * scale::index(column) + GAP / 2.0,
            y: self.row_top(row) + self.row_height - height - 2.0,
            width: self.step - GAP,
            height,
        }
    }

    /// Returns the right end of numbers behind the last of so many columns.
    pub(crate) fn end_of_totals(&self, columns: usize) -> f64 {
        self.left + self.step * scale::index(columns) + self.step.max(34.0)
    }

    pub(crate) fn draw_heads(&self, canvas: &mut Canvas, hrefs: &[&str]) {
        for (column, (head, whole)) in self.heads.iter().enumerate() {
            let [x, y] = [self.middle(column) + 3.0, self.top - 5.0].map(coordinate);
            let class = if self.is_phone {
                "kn-axis kn-small"
            } else {
                "kn-axis"
            };
            let title = if head == whole {
                String::new()
            } else {
                format!("<title>{}</title>", escaped(whole))
            };
            let text = escaped(head);
            let text = format!(
                "<text transform=\"translate({x} {y}) rotate(-60)\" class=\"{class}\">{text}{title}</text>"
            );
            let href = hrefs.get(column).copied().unwrap_or_default();
            canvas.raw(&linked(href, &text));
        }
    }

    pub(crate) fn draw_name(&self, canvas: &mut Canvas, row: usize, head: &MatrixHead) {
        let cell = self.cell(row, 0);
        let (y, width) = if self.is_phone {
            (cell.y - 4.0, self.width)
        } else {
            (cell.y + 14.0, self.left - 10.0)
        };
        let mut name = Canvas::new("");
        name.text((0.0, y), "", &fit(&head.label, width, LABEL, false));
        canvas.raw(&linked(&head.href, &name.into_markup()));
    }

    /// Draws numbers below the columns, in two lines in turn where they have no space in one; returns where they end.
    pub(crate) fn draw_below(&self, canvas: &mut Canvas, row: usize, numbers: &[String]) -> f64 {
        let widest = numbers
            .iter()
            .map(|text| text_width(text, AXIS, false))
            .fold(0.0, f64::max);
        let lines = if widest + 3.0 <= self.step { 1 } else { 2 };
        let fits = widest + 3.0 <= self.step * 2.0;
        let y = self.row_top(row) + LINE;
        for (column, text) in numbers.iter().enumerate().filter(|_| fits) {
            let line = scale::index(column % lines);
            // The first stays inside.
            let x = self.middle(column).max(text_width(text, AXIS, false) / 2.0);
            canvas.text((x, y + line * 14.0), "kn-axis kn-middle", text);
        }
        y + 14.0 * scale::index(lines - 1) + 6.0
    }
}

/// Returns markup as a link for the mouse; without an address, as it is.
pub(crate) fn linked(href: &str, markup: &str) -> String {
    if href.is_empty() {
        return markup.to_owned();
    }
    format!("<a href=\"{}\" tabindex=\"-1\">{markup}</a>", escaped(href))
}
