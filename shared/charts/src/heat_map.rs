//! Which municipality has what: a cell for each municipality and category, red where something persists.

use crate::{
    canvas::{Canvas, escaped},
    figure::{Draw, Drawing, FigureContext, Layout, canvas},
    matrix::{MatrixHead, MatrixLayout},
    measure::{AXIS, text_width},
    series::Series,
};

/// A heat map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeatMap {
    /// The columns, each with its total.
    pub columns: Vec<(MatrixHead, u64)>,
    /// The rows.
    pub rows: Vec<HeatRow>,
    /// The name of the totals.
    pub totals_label: String,
}

/// A row of a heat map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeatRow {
    /// Its name.
    pub head: MatrixHead,
    /// A cell for each column.
    pub cells: Vec<HeatCell>,
    /// Its total.
    pub total: u64,
}

/// A cell of a heat map.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HeatCell {
    /// How many are open.
    pub open: u64,
    /// How many of these persist.
    pub persisting: u64,
    /// The text beside the pointer.
    pub title: String,
}

impl Draw for HeatMap {
    fn draw(&self, figure: &FigureContext, layout: Layout) -> Drawing {
        let totals = MatrixHead {
            label: self.totals_label.clone(),
            href: String::new(),
        };
        let names: Vec<&MatrixHead> = self
            .rows
            .iter()
            .map(|row| &row.head)
            .chain([&totals])
            .collect();
        let heads = self.columns.iter().map(|(head, _)| head).chain([&totals]);
        let (labels, hrefs): (Vec<&str>, Vec<&str>) = heads
            .map(|head| (head.label.as_str(), head.href.as_str()))
            .unzip();
        let matrix = MatrixLayout::new(layout, &names, &labels);
        let mut canvas = canvas(figure, layout);
        matrix.draw_heads(&mut canvas, &hrefs);
        for (index, row) in self.rows.iter().enumerate() {
            self.draw_row(&mut canvas, &matrix, (index, row), figure);
        }
        let bottom = self.draw_totals(&mut canvas, &matrix, &totals, figure);
        let has_links = { names.iter().map(|head| head.href.as_str()) }
            .chain(hrefs)
            .any(|href| !href.is_empty());
        Drawing {
            has_links,
            ..Drawing::new((layout.width(), bottom), canvas)
        }
    }
}

impl HeatMap {
    fn draw_row(
        &self,
        canvas: &mut Canvas,
        matrix: &MatrixLayout,
        (index, row): (usize, &HeatRow),
        figure: &FigureContext,
    ) {
        let last = self.columns.len();
        let end = matrix.end_of_totals(last);
        canvas.horizontal(0.0, end, matrix.row_top(index), "kn-grid");
        matrix.draw_name(canvas, index, &row.head);
        for (column, cell) in row.cells.iter().enumerate().take(last) {
            cell.draw(canvas, matrix, (index, column), figure);
        }
        let baseline = matrix.cell(index, last).y + 14.0;
        let total = (figure.numbers.count)(row.total);
        canvas.text((end - 2.0, baseline), "kn-axis kn-end", &total);
    }

    fn draw_totals(
        &self,
        canvas: &mut Canvas,
        matrix: &MatrixLayout,
        totals: &MatrixHead,
        figure: &FigureContext,
    ) -> f64 {
        let row = self.rows.len();
        let end = matrix.end_of_totals(self.columns.len());
        canvas.horizontal(0.0, end, matrix.row_top(row), "kn-base");
        if !matrix.is_phone {
            matrix.draw_name(canvas, row, totals);
        }
        let numbers = self
            .columns
            .iter()
            .map(|(_, total)| (figure.numbers.count)(*total));
        let numbers: Vec<String> = numbers.collect();
        matrix.draw_below(canvas, row, &numbers)
    }
}

impl HeatCell {
    fn draw(
        &self,
        canvas: &mut Canvas,
        matrix: &MatrixLayout,
        (row, column): (usize, usize),
        figure: &FigureContext,
    ) {
        let series = match (self.open, self.persisting) {
            (0, 0) => return,
            (_, 0) => Series::Open,
            _ => Series::Persisting,
        };
        let bounds = matrix.cell(row, column);
        let title = (!self.title.is_empty()).then(|| escaped(&self.title));
        canvas.rect_titled(bounds, series.fill(), title.as_deref());
        let text = (figure.numbers.count)(self.open);
        if self.open > 1 && text_width(&text, AXIS, false) <= bounds.width {
            let center = (matrix.middle(column), bounds.y + 14.0);
            canvas.text(center, "kn-on-mark kn-middle", &text);
        }
    }
}
