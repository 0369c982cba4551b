//! One of a set of small multiples: open as a line, persisting as a line over its area, on the scale of the set.

use crate::{
    canvas::Point,
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
}

const HEIGHT: f64 = 76.0;
const LEFT: f64 = 2.0;
/// The height in px of the axis labels.
const AXIS_HEIGHT: f64 = 16.0;

impl Draw for PanelChart {
    fn draw(&self, figure: &FigureContext, layout: Layout) -> Drawing {
        let width = layout.width();
        let mut canvas = canvas(figure, layout);
        let (open, persisting) = self.values.last().copied().unwrap_or_default();
        let texts = [open, persisting].map(|value| (figure.numbers.count)(value));
        let widths = texts.each_ref().map(|text| text_width(text, LABEL, true));
        let right = width - widths[0].max(widths[1]) - 8.0;
        let base = HEIGHT - AXIS_HEIGHT;
        let y = LinearScale::new(scale::count(self.highest), base, 6.0);
        let periods = self.values.len();
        let x = LinearScale::new(scale::index(periods.saturating_sub(1)), LEFT, right);
        let points = |value: fn(&(u64, u64)) -> u64| -> Vec<Point> {
            // A single period is drawn at the right, where its values are.
            let first = usize::from(periods == 1);
            let at = |(index, pair)| {
                (
                    x.at(scale::index(index + first)),
                    y.at(scale::count(value(pair))),
                )
            };
            self.values.iter().enumerate().map(at).collect()
        };
        let (open, persisting) = (points(|pair| pair.0), points(|pair| pair.1));
        if let (Some(first), Some(last)) = (persisting.first(), persisting.last()) {
            let below = [(last.0, base), (first.0, base)];
            canvas.polygon(&[&persisting[..], &below].concat(), "kn-band-persisting");
        }
        canvas.horizontal(LEFT, right, base, "kn-base");
        let no_persisting = self.values.last().is_none_or(|last| last.1 == 0);
        let lines = [
            (&open, Series::Open),
            (&persisting, Series::Persisting.unless(no_persisting)),
        ];
        for (points, series) in lines.iter().rev() {
            canvas.polyline(points, series.line());
        }
        let ends = lines.map(|(points, _)| points.last().map_or(base, |point| point.1) - 7.0);
        let placed = spread(&ends, &[14.0; 2], (0.0, base + 5.0));
        for (((points, series), top), text) in lines.iter().zip(placed).zip(&texts) {
            if let Some(point) = points.last() {
                canvas.circle(*point, 2.5, series.fill());
                canvas.text((right + 7.0, top + 11.5), series.text(), text);
            }
        }
        if periods > 1 {
            canvas.text((LEFT, HEIGHT - 3.0), "kn-axis", &self.ends.0);
        }
        canvas.text((right, HEIGHT - 3.0), "kn-axis kn-end", &self.ends.1);
        let step = x.at(1.0) - LEFT;
        Drawing {
            columns: Some(Columns {
                left: LEFT - step / 2.0,
                width: step,
                first_row: 0,
            }),
            ..Drawing::new((width, HEIGHT), canvas)
        }
    }
}
