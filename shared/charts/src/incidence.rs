//! Cumulative incidence: how the parts that ended in each way grow, stacked from the bottom; what remains is still open.

use crate::{
    canvas::{Canvas, Point},
    curve::{CurveAxes, CurveFrame, CurveLabel, CurvePoint},
    figure::{Draw, Drawing, FigureContext, Layout, canvas},
    series::Series,
};

/// The cumulative incidence of each outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct IncidenceChart {
    /// The outcomes, from the bottom up. All have points at the same days.
    pub outcomes: Vec<OutcomeCurve>,
    /// The text of what is still open: the rest.
    pub open_label: String,
    /// The axes.
    pub axes: CurveAxes,
}

/// One way of ending.
#[derive(Debug, Clone, PartialEq)]
pub struct OutcomeCurve {
    /// Its text, with its last share.
    pub label: String,
    /// Its colour.
    pub series: Series,
    /// The days, and the share that ended in this way by then.
    pub points: Vec<(f64, f64)>,
}

impl Draw for IncidenceChart {
    fn draw(&self, figure: &FigureContext, layout: Layout) -> Drawing {
        let open = (self.open_label.as_str(), Series::Persisting);
        let outcomes = self
            .outcomes
            .iter()
            .map(|outcome| (outcome.label.as_str(), outcome.series));
        let texts: Vec<(&str, Series)> = outcomes.rev().collect();
        let texts = [&[open], &texts[..]].concat();
        let labels: Vec<&str> = texts.iter().map(|(text, _)| *text).collect();
        let frame = CurveFrame::new(layout, &self.axes, &labels);
        let mut canvas = canvas(figure, layout);
        let heights = self.draw_areas(&mut canvas, &frame);
        frame.draw_shares(&mut canvas, figure);
        let labels = texts
            .iter()
            .zip(heights.iter().rev())
            .map(|((text, series), y)| CurveLabel {
                text,
                series: *series,
                note: "",
                y: *y,
                is_area: *series != Series::Persisting,
            });
        let labels: Vec<CurveLabel> = labels.collect();
        frame.draw_labels(&mut canvas, &labels, layout.is_phone());
        let height = frame.draw_time(&mut canvas, &self.axes);
        Drawing::new((layout.width(), height), canvas)
    }
}

impl IncidenceChart {
    /// Draws the areas, and returns the middle of each at its end, from the bottom up; the last is that of the rest.
    fn draw_areas(&self, canvas: &mut Canvas, frame: &CurveFrame) -> Vec<f64> {
        let mut sums: Vec<CurvePoint> = Vec::new();
        let mut below: Vec<Point> = Vec::new();
        let mut heights = Vec::new();
        for outcome in &self.outcomes {
            sums = stacked(&sums, &outcome.points);
            let line = frame.steps(&sums, |point| point.share);
            let (start, end) = match (line.first(), line.last()) {
                (Some(first), Some(last)) => (first.0, *last),
                _ => continue,
            };
            if below.is_empty() {
                below = vec![(start, frame.base), (end.0, frame.base)];
            }
            let bottom = below.last().map_or(frame.base, |point| point.1);
            heights.push(f64::midpoint(bottom, end.1));
            let area: Vec<Point> = line.iter().chain(below.iter().rev()).copied().collect();
            canvas.polygon(&area, outcome.series.fill());
            below = line;
        }
        let top = below.last().map_or(frame.base, |point| point.1);
        heights.push(f64::midpoint(frame.top, top));
        canvas.polyline(&below, Series::Persisting.line());
        heights
    }
}

/// Returns the sum of what was stacked before and another outcome, at its days.
fn stacked(before: &[CurvePoint], points: &[(f64, f64)]) -> Vec<CurvePoint> {
    let sum = |(index, (days, share)): (usize, &(f64, f64))| {
        let below = before
            .get(index)
            .and_then(|point| point.share)
            .unwrap_or(0.0);
        CurvePoint {
            days: *days,
            share: Some(below + share.max(0.0)),
            interval: None,
        }
    };
    points.iter().enumerate().map(sum).collect()
}
