//! One of a set of small multiples: open as a line, persisting as a line over its area, on the scale of the set.

use crate::{
    canvas::{Canvas, Point},
    figure::{Columns, Draw, Drawing, FigureContext, Layout, canvas},
    labels::spread,
    measure::{LABEL, text_width},
    scale,
    scale::LinearScale,
    series::Series,
};

/// A small multiple.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PanelChart {
    /// Open and persisting at the end of each period, oldest first.
    pub values: Vec<(u64, u64)>,
    /// The highest value of the whole set, so that all panels have one scale.
    pub highest: u64,
    /// The name of the first period, and of the last.
    pub ends: (String, String),
    /// The row of its first period in the table of the set, from 0.
    pub first_row: usize,
}

const HEIGHT: f64 = 76.0;
const LEFT: f64 = 2.0;
/// The height in px of the axis labels.
const AXIS_HEIGHT: f64 = 16.0;

/// Where the parts of a panel are, in px.
struct PanelLayout {
    x: LinearScale,
    y: LinearScale,
    right: f64,
    base: f64,
}

impl Draw for PanelChart {
    fn draw(&self, figure: &FigureContext, layout: Layout) -> Drawing {
        let (open, persisting) = self.values.last().copied().unwrap_or_default();
        let texts = [open, persisting].map(|value| (figure.numbers.count)(value));
        let panel = self.lay_out(layout.width(), &texts);
        let mut canvas = canvas(figure, layout);
        let lines = [
            self.points(&panel, |pair| pair.0),
            self.points(&panel, |pair| pair.1),
        ];
        self.draw_lines(&mut canvas, &panel, &lines);
        let series = [Series::Open, Series::Persisting.unless(persisting == 0)];
        draw_values(&mut canvas, &panel, &lines, (series, &texts));
        if self.values.len() > 1 {
            canvas.text((LEFT, HEIGHT - 3.0), "kn-axis", &self.ends.0);
        }
        let end = (panel.right, HEIGHT - 3.0);
        canvas.text(end, "kn-axis kn-end", &self.ends.1);
        let step = panel.x.at(1.0) - LEFT;
        Drawing {
            columns: Some(Columns {
                left: LEFT - step / 2.0,
                width: step,
                first_row: self.first_row,
            }),
            ..Drawing::new((layout.width(), HEIGHT), canvas)
        }
    }
}

impl PanelChart {
    fn lay_out(&self, width: f64, texts: &[String; 2]) -> PanelLayout {
        let widths = texts.iter().map(|text| text_width(text, LABEL, true));
        let right = (width - widths.fold(0.0, f64::max) - 8.0).max(LEFT);
        let base = HEIGHT - AXIS_HEIGHT;
        let last = scale::index(self.values.len().saturating_sub(1));
        PanelLayout {
            x: LinearScale::new(last, LEFT, right),
            y: LinearScale::new(scale::count(self.highest), base, 6.0),
            right,
            base,
        }
    }

    fn points(&self, panel: &PanelLayout, value: fn(&(u64, u64)) -> u64) -> Vec<Point> {
        // A single period is drawn at the right, where its values are.
        let first = usize::from(self.values.len() == 1);
        let at = |(index, pair)| {
            let x = panel.x.at(scale::index(index + first));
            (x, panel.y.at(scale::count(value(pair))))
        };
        self.values.iter().enumerate().map(at).collect()
    }

    fn draw_lines(&self, canvas: &mut Canvas, panel: &PanelLayout, lines: &[Vec<Point>; 2]) {
        let [open, persisting] = lines;
        canvas.horizontal(LEFT, panel.right, panel.base, "kn-base");
        // A line of zeros would be red for nothing.
        if self.values.iter().any(|pair| pair.1 > 0)
            && let (Some(first), Some(last)) = (persisting.first(), persisting.last())
        {
            let below = [(last.0, panel.base), (first.0, panel.base)];
            canvas.polygon(&[&persisting[..], &below].concat(), "kn-band-persisting");
            canvas.polyline(persisting, Series::Persisting.line());
        }
        canvas.polyline(open, Series::Open.line());
    }
}

/// Draws the last values, open above persisting, each with a dot.
fn draw_values(
    canvas: &mut Canvas,
    panel: &PanelLayout,
    lines: &[Vec<Point>; 2],
    (series, texts): ([Series; 2], &[String; 2]),
) {
    let ends = lines.each_ref().map(|points| points.last());
    let best = ends.map(|end| end.map_or(panel.base, |point| point.1) - 7.0);
    let tops = spread(&best, &[14.0; 2], (0.0, panel.base + 5.0));
    for (((end, top), series), text) in ends.iter().zip(tops).zip(series).zip(texts) {
        if let Some(end) = end {
            canvas.circle(**end, 2.5, series.fill());
            canvas.text((panel.right + 7.0, top + 11.5), series.text(), text);
        }
    }
}
