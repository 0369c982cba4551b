//! Rows with a label, numbers and a mark: what a table with marks looks like as a downloaded figure.

use crate::{
    canvas::Canvas,
    figure::{Draw, Drawing, FigureContext, Layout, canvas},
    marks::{MARK_HEIGHT, Mark, MarkScale},
    measure::{LABEL, LINE, text_width, wrap},
    scale,
};

/// A table with marks.
#[derive(Debug, Clone, PartialEq)]
pub struct RowChart {
    /// The head of the labels, then of each column of numbers.
    pub heads: Vec<String>,
    /// The rows, in their order.
    pub rows: Vec<MarkedRow>,
    /// The scale of the marks.
    pub scale: MarkScale,
}

/// A row of a table with marks.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkedRow {
    /// What the row is about.
    pub label: String,
    /// Its numbers, as they are written.
    pub numbers: Vec<String>,
    /// Its mark; `None` where there is too little to draw one.
    pub mark: Option<Mark>,
}

const GAP: f64 = 16.0;
const PADDING: f64 = 6.0;

/// Where the columns are, in px.
struct Columns {
    labels: f64,
    /// The right end of each column of numbers.
    numbers: Vec<f64>,
    marks: f64,
    width: f64,
}

impl RowChart {
    fn columns(&self, layout: Layout) -> Columns {
        let width = layout.width();
        let marks = width - f64::from(self.scale.width);
        let count = self
            .rows
            .iter()
            .map(|row| row.numbers.len())
            .max()
            .unwrap_or(0);
        let mut right = marks - GAP;
        let mut numbers = Vec::new();
        for column in (0..count).rev() {
            numbers.insert(0, right);
            let cells = self.rows.iter().filter_map(|row| row.numbers.get(column));
            let head = self.heads.get(column + 1);
            let widths = cells.map(|text| text_width(text, LABEL, false));
            let heads = head.iter().flat_map(|head| head.split_whitespace());
            let heads = heads.map(|part| text_width(part, LABEL, true));
            right -= widths.chain(heads).fold(0.0, f64::max) + GAP;
        }
        Columns {
            labels: right.max(60.0),
            numbers,
            marks,
            width,
        }
    }

    /// Draws the heads, and returns where the rows begin.
    fn draw_heads(&self, canvas: &mut Canvas, columns: &Columns) -> f64 {
        let lines: Vec<Vec<String>> = { self.heads.iter().enumerate() }
            .map(|(index, head)| {
                let previous = index
                    .checked_sub(2)
                    .map_or(columns.labels, |left| columns.numbers[left]);
                let right = index
                    .checked_sub(1)
                    .and_then(|own| columns.numbers.get(own));
                let width = right.map_or(columns.labels, |right| right - previous - GAP);
                wrap(head, width, LABEL, true)
            })
            .collect();
        let tallest = lines.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let bottom = scale::index(tallest) * LINE;
        for (index, lines) in lines.iter().enumerate() {
            let right = index
                .checked_sub(1)
                .and_then(|own| columns.numbers.get(own));
            let (x, class) = right.map_or((0.0, "kn-bold"), |right| (*right, "kn-bold kn-end"));
            for (line, text) in lines.iter().rev().enumerate() {
                canvas.text((x, bottom - 4.0 - scale::index(line) * LINE), class, text);
            }
        }
        self.scale
            .draw_head(canvas, (columns.marks, bottom - MARK_HEIGHT));
        canvas.horizontal(0.0, columns.width, bottom + 3.0, "kn-base");
        bottom + 4.0
    }

    /// Draws a row, and returns where the next one begins.
    fn draw_row(&self, canvas: &mut Canvas, columns: &Columns, row: &MarkedRow, top: f64) -> f64 {
        let lines = wrap(&row.label, columns.labels, LABEL, false);
        let first = top + PADDING + LINE - 4.0;
        for (index, line) in lines.iter().enumerate() {
            canvas.text((0.0, first + scale::index(index) * LINE), "", line);
        }
        for (right, number) in columns.numbers.iter().zip(&row.numbers) {
            canvas.text((*right, first), "kn-end", number);
        }
        if let Some(mark) = &row.mark {
            self.scale
                .draw(canvas, (columns.marks, top + PADDING), mark);
        }
        let bottom = top + 2.0 * PADDING + LINE * scale::index(lines.len().max(1));
        canvas.horizontal(0.0, columns.width, bottom, "kn-grid");
        bottom
    }
}

impl Draw for RowChart {
    fn draw(&self, figure: &FigureContext, layout: Layout) -> Drawing {
        let columns = self.columns(layout);
        let mut canvas = canvas(figure, layout);
        let mut y = self.draw_heads(&mut canvas, &columns);
        for row in &self.rows {
            y = self.draw_row(&mut canvas, &columns, row, y);
        }
        Drawing::new((columns.width, y + 1.0), canvas)
    }
}
