//! How many have which chance: a bar for each bin, the highest in the colour of what persists.

use crate::{
    canvas::{Bounds, Canvas},
    figure::{Draw, Drawing, FigureContext, Layout, canvas},
    measure::{AXIS, LABEL, text_width},
    scale::{self, LinearScale},
    series::Series,
};

/// A distribution of chances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChanceChart {
    /// The bins, from the lowest. Empty ones at the beginning are left out.
    pub bins: Vec<ChanceBin>,
}

/// A range of chances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChanceBin {
    /// The text below it: `80–90%`.
    pub label: String,
    /// The same where there is less room: `80–90`.
    pub short_label: String,
    /// How many have such a chance.
    pub count: u64,
}

const TOP: f64 = 24.0;
const HEIGHT: f64 = 130.0;
const GAP: f64 = 4.0;

impl Draw for ChanceChart {
    fn draw(&self, figure: &FigureContext, layout: Layout) -> Drawing {
        let mut canvas = canvas(figure, layout);
        let first = self.bins.iter().position(|bin| bin.count > 0);
        let bins = &self.bins[first.unwrap_or(0)..];
        let width = layout.width() / scale::index(bins.len().max(1));
        let highest = bins.iter().map(|bin| bin.count).max().unwrap_or(0);
        let y = LinearScale::new(scale::count(highest), TOP + HEIGHT, TOP);
        for (index, bin) in bins.iter().enumerate() {
            let is_last = index + 1 == bins.len();
            let bounds = Bounds {
                x: width * scale::index(index) + GAP / 2.0,
                y: y.at(scale::count(bin.count)),
                width: width - GAP,
                height: y.at(0.0) - y.at(scale::count(bin.count)),
            };
            let series = if is_last {
                Series::Persisting
            } else {
                Series::Open
            };
            bin.draw(&mut canvas, bounds, series, figure);
        }
        canvas.horizontal(0.0, layout.width(), TOP + HEIGHT, "kn-base");
        draw_labels(&mut canvas, bins, width);
        Drawing::new((layout.width(), TOP + HEIGHT + 24.0), canvas)
    }
}

impl ChanceBin {
    fn draw(&self, canvas: &mut Canvas, bounds: Bounds, series: Series, figure: &FigureContext) {
        if self.count == 0 {
            return;
        }
        canvas.rect(bounds, series.fill());
        let text = (figure.numbers.count)(self.count);
        if text_width(&text, LABEL, true) <= bounds.width + GAP {
            let middle = bounds.x + bounds.width / 2.0;
            canvas.text((middle, bounds.y - 6.0), "kn-bold kn-middle", &text);
        }
    }
}

/// Draws the labels, short where they do not fit, and of every second or third bin where these do not.
fn draw_labels(canvas: &mut Canvas, bins: &[ChanceBin], width: f64) {
    let widest = |label: fn(&ChanceBin) -> &String| {
        let widths = bins.iter().map(|bin| text_width(label(bin), AXIS, false));
        widths.fold(0.0, f64::max) + 4.0
    };
    let is_short = widest(|bin| &bin.label) > width;
    let needed = widest(|bin| &bin.short_label);
    let is_enough = |stride: &usize| !is_short || needed <= width * scale::index(*stride);
    let stride = (1..4).find(is_enough).unwrap_or(4);
    for (index, bin) in bins.iter().enumerate().rev().step_by(stride) {
        let text = if is_short {
            &bin.short_label
        } else {
            &bin.label
        };
        let half = text_width(text, AXIS, false) / 2.0;
        let end = width * scale::index(bins.len()) - half;
        let middle = (width * (scale::index(index) + 0.5)).min(end).max(half);
        canvas.text((middle, TOP + HEIGHT + 17.0), "kn-axis kn-middle", text);
    }
}
