//! Bars that are the parts of a whole: how it ended, what a round found. Each part has its number below.

use crate::{
    canvas::{Bounds, Canvas},
    figure::{Draw, Drawing, FigureContext, Layout, canvas},
    labels::spread,
    measure::{LABEL, LINE, text_width, wrap},
    scale,
    series::Series,
};

/// Bars of parts, one below another.
#[derive(Debug, Clone, PartialEq)]
pub struct StackedBars {
    /// The bars, from the top.
    pub bars: Vec<StackedBar>,
}

/// A bar.
#[derive(Debug, Clone, PartialEq)]
pub struct StackedBar {
    /// The text above it.
    pub title: String,
    /// The value that has the whole width: 1 for shares.
    pub whole: f64,
    /// Its parts, from the left. Those that are zero are left out, with their texts.
    pub parts: Vec<BarPart>,
}

/// A part of a bar.
#[derive(Debug, Clone, PartialEq)]
pub struct BarPart {
    /// How much it is.
    pub value: f64,
    /// The text below it: `94 er nog`.
    pub text: String,
    /// Its colour.
    pub series: Series,
}

const HEIGHT: f64 = 22.0;
/// Between two parts.
const GAP: f64 = 2.0;
/// The colour before a text that is not below its part.
const SWATCH: f64 = 9.0;
const AFTER: f64 = 18.0;

impl Draw for StackedBars {
    fn draw(&self, figure: &FigureContext, layout: Layout) -> Drawing {
        let mut canvas = canvas(figure, layout);
        let mut y = 0.0;
        for bar in &self.bars {
            y = bar.draw(&mut canvas, layout.width(), y) + AFTER;
        }
        Drawing::new((layout.width(), (y - AFTER).max(0.0)), canvas)
    }
}

impl StackedBar {
    /// Draws the bar below a height, and returns where it ends.
    fn draw(&self, canvas: &mut Canvas, width: f64, top: f64) -> f64 {
        let mut y = top;
        for line in wrap(&self.title, width, LABEL, true) {
            y += LINE;
            canvas.text((0.0, y - 3.0), "kn-bold", &line);
        }
        y += 4.0;
        let parts = self.parts.iter().filter(|part| part.value > 0.0);
        let parts: Vec<&BarPart> = parts.collect();
        let sum: f64 = parts.iter().map(|part| part.value).sum();
        // Never wider than the drawing, also where the parts are more than the whole.
        let scale = scale::LinearScale::new(self.whole.max(sum), 0.0, width + GAP);
        let mut before = 0.0;
        let mut starts = Vec::new();
        for part in &parts {
            // The least that can be seen is inside, also at the end.
            let x = scale.at(before).min(width - 1.0);
            before += part.value;
            starts.push(x);
            let bounds = Bounds {
                x,
                y,
                width: (scale.at(before) - x - GAP).max(1.0),
                height: HEIGHT,
            };
            canvas.rect(bounds, part.series.fill());
        }
        draw_texts(canvas, &parts, &starts, (width, y + HEIGHT + 3.0))
    }
}

/// Draws the text of each part below it if they fit in one line, else in several, each with its colour before it; returns
/// where they end.
fn draw_texts(
    canvas: &mut Canvas,
    parts: &[&BarPart],
    starts: &[f64],
    (width, top): (f64, f64),
) -> f64 {
    let widths: Vec<f64> = parts
        .iter()
        .map(|part| text_width(&part.text, LABEL, true) + 12.0)
        .collect();
    let needed: f64 = widths.iter().sum();
    let mut y = top + LINE - 3.0;
    if needed <= width + 12.0 {
        let starts = spread(starts, &widths, (0.0, width + 12.0));
        for (part, x) in parts.iter().zip(starts) {
            canvas.text((x, y), part.series.text(), &part.text);
        }
        return y + 5.0;
    }
    let mut x = 0.0;
    for (part, wide) in parts.iter().zip(widths) {
        let wide = wide + SWATCH + 4.0;
        if x > 0.0 && x + wide > width + 12.0 {
            x = 0.0;
            y += LINE;
        }
        let swatch = Bounds {
            x,
            y: y - SWATCH,
            width: SWATCH,
            height: SWATCH,
        };
        canvas.rect(swatch, part.series.fill());
        canvas.text((x + SWATCH + 4.0, y), part.series.text(), &part.text);
        x += wide;
    }
    y + 5.0
}
