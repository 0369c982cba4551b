//! The share that is still open, over time: a curve with its interval beside a reference, and when half of them ended.

use crate::{
    canvas::{Canvas, Point},
    curve::{CurveAxes, CurveFrame, CurveLabel, CurvePoint},
    figure::{Draw, Drawing, FigureContext, Layout, canvas},
    series::Series,
};

/// A survival curve.
#[derive(Debug, Clone, PartialEq)]
pub struct SurvivalChart {
    /// The curve, from its first day.
    pub curve: Vec<CurvePoint>,
    /// What it is compared with; its interval is not drawn.
    pub reference: Vec<CurvePoint>,
    /// The days after which half ended, and the text beside that point.
    pub median: Option<(f64, String)>,
    /// The axes.
    pub axes: CurveAxes,
    /// What the curve is.
    pub label: String,
    /// What its band is.
    pub interval_label: String,
    /// What the reference is.
    pub reference_label: String,
}

impl Draw for SurvivalChart {
    fn draw(&self, figure: &FigureContext, layout: Layout) -> Drawing {
        let texts = [&self.label, &self.reference_label].map(String::as_str);
        let frame = CurveFrame::new(layout, &self.axes, &texts);
        let mut canvas = canvas(figure, layout);
        frame.draw_shares(&mut canvas, figure);
        self.draw_band(&mut canvas, &frame);
        let share = |point: &CurvePoint| point.share;
        let reference = frame.steps(&self.reference, share);
        canvas.polyline(&reference, "kn-line-reference kn-dash");
        let curve = frame.steps(&self.curve, share);
        canvas.polyline(&curve, Series::Open.line());
        self.draw_median(&mut canvas, &frame);
        // A line leads from a curve that ends early to its label.
        for (x, y) in [&curve, &reference]
            .into_iter()
            .filter_map(|points| points.last())
        {
            if !layout.is_phone() && *x < frame.right - 1.0 {
                canvas.horizontal(*x, frame.right + 5.0, *y, "kn-grid kn-dash");
            }
        }
        self.draw_labels(&mut canvas, &frame, (&curve, &reference), layout.is_phone());
        let height = frame.draw_time(&mut canvas, &self.axes);
        Drawing::new((layout.width(), height), canvas)
    }
}

impl SurvivalChart {
    fn draw_band(&self, canvas: &mut Canvas, frame: &CurveFrame) {
        let known = self
            .curve
            .split(|point| point.interval.is_none() || point.share.is_none());
        for part in known {
            let low = frame.steps(part, |point| point.interval.map(|interval| interval.0));
            let mut band = frame.steps(part, |point| point.interval.map(|interval| interval.1));
            band.extend(low.iter().rev());
            if band.len() > 2 {
                canvas.polygon(&band, "kn-band-open");
            }
        }
    }

    fn draw_median(&self, canvas: &mut Canvas, frame: &CurveFrame) {
        let last = self
            .axes
            .ticks
            .last()
            .map_or(0.0, |tick| f64::from(tick.days));
        let median = self.median.as_ref().filter(|(days, _)| *days <= last);
        if let Some((days, text)) = median {
            let (x, y) = (frame.x.at(*days), frame.y.at(0.5));
            canvas.horizontal(frame.x.at(0.0), x, y, "kn-line-ink kn-dash");
            canvas.vertical(x, y, frame.base, "kn-line-ink kn-dash");
            canvas.circle((x, y), 4.0, Series::Ink.fill());
            frame.draw_callout(canvas, (x, y), text);
        }
    }

    fn draw_labels(
        &self,
        canvas: &mut Canvas,
        frame: &CurveFrame,
        (curve, reference): (&[Point], &[Point]),
        is_phone: bool,
    ) {
        let end = |points: &[Point]| points.last().map_or(frame.base, |point| point.1);
        let label = |text, series, note, y| CurveLabel {
            text,
            series,
            note,
            y,
            is_area: false,
        };
        let labels = [
            label(
                self.label.as_str(),
                Series::Open,
                self.interval_label.as_str(),
                end(curve),
            ),
            label(&self.reference_label, Series::Reference, "", end(reference)),
        ];
        frame.draw_labels(canvas, &labels, is_phone);
    }
}

/// One of a set of small multiples: a survival curve beside that of all.
#[derive(Debug, Clone, PartialEq)]
pub struct SurvivalPanel {
    /// The curve.
    pub curve: Vec<CurvePoint>,
    /// That of all.
    pub reference: Vec<CurvePoint>,
    /// The end of the axis, in days.
    pub days: u32,
    /// What stands below the beginning and the end of the axis.
    pub ends: (String, String),
}

const PANEL_HEIGHT: f64 = 112.0;

impl Draw for SurvivalPanel {
    fn draw(&self, figure: &FigureContext, layout: Layout) -> Drawing {
        let mut canvas = canvas(figure, layout);
        let (left, right, base) = (2.0, layout.width() - 48.0, PANEL_HEIGHT - 18.0);
        let frame = CurveFrame::of_panel(self.days, (left, right), (8.0, base));
        canvas.horizontal(left, right, frame.y.at(0.5), "kn-grid");
        canvas.horizontal(left, right, base, "kn-base");
        let share = |point: &CurvePoint| point.share;
        canvas.polyline(&frame.steps(&self.reference, share), "kn-line-reference");
        let curve = frame.steps(&self.curve, share);
        canvas.polyline(&curve, Series::Open.line());
        let last = self.curve.iter().map_while(|point| point.share).last();
        let (end_x, end) = curve.last().copied().unwrap_or((right, base));
        let half = frame.y.at(0.5);
        // The text of the grid gives way to that of the curve, which stands where the curve ends.
        let is_at_edge = end_x > right - 40.0;
        if !is_at_edge || (half - end).abs() > 14.0 {
            let text = (figure.numbers.share)(0.5);
            canvas.text((right + 6.0, half + 4.0), "kn-axis", &text);
        }
        if let Some(last) = last {
            let text = (figure.numbers.share)(last);
            let x = if is_at_edge { right } else { end_x } + 6.0;
            let class = format!("{} kn-halo", Series::Open.text());
            canvas.text((x, end.min(base) + 4.0), &class, &text);
        }
        canvas.text((left, PANEL_HEIGHT - 4.0), "kn-axis", &self.ends.0);
        canvas.text((right, PANEL_HEIGHT - 4.0), "kn-axis kn-end", &self.ends.1);
        Drawing::new((layout.width(), PANEL_HEIGHT), canvas)
    }
}
