//! Curves of shares over time since the beginning: their points, their axes, and how many are at risk at each tick.

use crate::{
    canvas::{Bounds, Canvas, Point},
    figure::{FigureContext, Layout},
    labels::{self, Label, column_width},
    measure::{AXIS, LABEL, fit, text_width, wrap},
    scale::{self, LinearScale},
    series::Series,
};

/// A point at which a curve changes: it is flat until the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurvePoint {
    /// The days since the beginning.
    pub days: f64,
    /// The share from there on, from 0 to 1; the curve ends where it is `None`.
    pub share: Option<f64>,
    /// The ends of its interval, where they are known.
    pub interval: Option<(f64, f64)>,
}

/// A tick of the axis of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurveTick {
    /// The days since the beginning.
    pub days: u32,
    /// Its text: `½ jaar`.
    pub label: String,
    /// How many were at risk then; empty where it is not shown.
    pub at_risk: String,
}

/// The axes of a curve, the same for all kinds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurveAxes {
    /// The ticks, of which the last is the end of the axis. Those that have no room are left out.
    pub ticks: Vec<CurveTick>,
    /// What stands above the numbers at risk.
    pub at_risk_title: String,
}

/// A text at the end of a line, or above the chart on a phone.
pub(crate) struct CurveLabel<'a> {
    pub(crate) text: &'a str,
    pub(crate) series: Series,
    /// A quiet text below it, which a phone has no room for.
    pub(crate) note: &'a str,
    /// The height at which its line ends.
    pub(crate) y: f64,
    /// Whether it is of an area, not of a line.
    pub(crate) is_area: bool,
}

/// Where a curve is drawn, in px.
pub(crate) struct CurveFrame {
    pub(crate) x: LinearScale,
    pub(crate) y: LinearScale,
    left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) base: f64,
    /// The width of the labels at the right; none on a phone.
    labels: f64,
    width: f64,
}

const LEFT: f64 = 46.0;
const KEY_LINE: f64 = 20.0;

impl CurveFrame {
    /// Returns the frame of a curve with these labels.
    pub(crate) fn new(layout: Layout, axes: &CurveAxes, labels: &[&str]) -> Self {
        let is_phone = layout.is_phone();
        let used = labels.iter().filter(|text| !text.is_empty()).count();
        let (top, height) = if is_phone {
            (8.0 + KEY_LINE * scale::index(used), 190.0)
        } else {
            (10.0, 240.0)
        };
        let column = if is_phone || used == 0 {
            8.0
        } else {
            column_width(labels, (120.0, layout.width() * 0.35))
        };
        let right = layout.width() - column - 12.0;
        let last = axes.ticks.last().map_or(1.0, |tick| f64::from(tick.days));
        Self {
            x: LinearScale::new(last, LEFT, right),
            y: LinearScale::new(1.0, top + height, top),
            left: LEFT,
            right,
            top,
            base: top + height,
            labels: column,
            width: layout.width(),
        }
    }

    /// Returns the frame of a small multiple, from the left to the right and from the top to the zero, in px.
    pub(crate) fn of_panel(days: u32, (left, right): (f64, f64), (top, base): (f64, f64)) -> Self {
        Self {
            x: LinearScale::new(f64::from(days), left, right),
            y: LinearScale::new(1.0, base, top),
            left,
            right,
            top,
            base,
            labels: 0.0,
            width: right,
        }
    }

    /// Draws the grid of shares.
    pub(crate) fn draw_shares(&self, canvas: &mut Canvas, figure: &FigureContext) {
        for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
            let y = self.y.at(share);
            let class = if share > 0.0 { "kn-grid" } else { "kn-base" };
            canvas.horizontal(self.left, self.right, y, class);
            let text = (figure.numbers.share)(share);
            canvas.text((self.left - 6.0, y + 4.0), "kn-axis kn-end", &text);
        }
    }

    /// Draws the axis of time with the numbers at risk, and returns the height of the whole.
    pub(crate) fn draw_time(&self, canvas: &mut Canvas, axes: &CurveAxes) -> f64 {
        let ticks = self.shown_ticks(axes);
        for tick in &ticks {
            let x = self.x.at(f64::from(tick.days));
            canvas.vertical(x, self.base, self.base + 5.0, "kn-base");
            self.draw_tick_text(canvas, x, self.base + 18.0, &tick.label);
        }
        if ticks.iter().all(|tick| tick.at_risk.is_empty()) {
            return self.base + 24.0;
        }
        let mut y = self.base + 26.0;
        for line in wrap(&axes.at_risk_title, self.width - self.left, AXIS, false) {
            y += 16.0;
            canvas.text((self.left, y), "kn-axis", &line);
        }
        y += 17.0;
        for tick in &ticks {
            self.draw_tick_text(canvas, self.x.at(f64::from(tick.days)), y, &tick.at_risk);
        }
        y + 5.0
    }

    /// Draws a text below a tick: centred, but not beyond the edge.
    fn draw_tick_text(&self, canvas: &mut Canvas, x: f64, y: f64, text: &str) {
        let half = text_width(text, AXIS, false) / 2.0;
        if x <= self.left {
            canvas.text((x, y), "kn-axis", text);
        } else {
            let x = x.min(self.width - half);
            canvas.text((x, y), "kn-axis kn-middle", text);
        }
    }

    /// Returns every tick, or every second or third, …, so that their texts have room.
    fn shown_ticks<'a>(&self, axes: &'a CurveAxes) -> Vec<&'a CurveTick> {
        let texts = axes
            .ticks
            .iter()
            .flat_map(|tick| [&tick.label, &tick.at_risk]);
        let widest = texts
            .map(|text| text_width(text, AXIS, false))
            .fold(0.0, f64::max);
        let every = |stride: usize| axes.ticks.iter().step_by(stride);
        let is_enough = |stride: &usize| {
            let next = every(*stride).skip(1);
            every(*stride).zip(next).all(|(a, b)| {
                self.x.at(f64::from(b.days)) - self.x.at(f64::from(a.days)) > widest + 8.0
            })
        };
        let stride = (1..axes.ticks.len())
            .find(is_enough)
            .unwrap_or(axes.ticks.len().max(1));
        every(stride).collect()
    }

    /// Returns a curve as the points of a line, until it ends; what is less than a third of a pixel is left out.
    pub(crate) fn steps(
        &self,
        curve: &[CurvePoint],
        value: impl Fn(&CurvePoint) -> Option<f64>,
    ) -> Vec<Point> {
        let mut points: Vec<Point> = Vec::new();
        for point in curve {
            let Some(value) = value(point) else { break };
            let (x, y) = (self.x.at(point.days), self.y.at(value));
            if let Some(last) = points.last().copied() {
                let is_last = std::ptr::eq(point, &raw const curve[curve.len() - 1]);
                if !is_last && (x - last.0).hypot(y - last.1) < 0.33 {
                    continue;
                }
                points.push((x, last.1));
            }
            points.push((x, y));
        }
        points.dedup();
        points
    }

    /// Draws labels at the ends of their lines, or as lines of a key above the chart.
    pub(crate) fn draw_labels(&self, canvas: &mut Canvas, labels: &[CurveLabel], is_phone: bool) {
        let labels = labels.iter().filter(|label| !label.text.is_empty());
        if is_phone {
            for (index, label) in labels.enumerate() {
                let y = 12.0 + KEY_LINE * scale::index(index);
                self.draw_sample(canvas, label, y - 4.0);
                canvas.text((self.left + 28.0, y), label.series.text(), label.text);
            }
        } else {
            let label = |label: &CurveLabel| {
                let (width, note) = (self.labels, label.note);
                Label::new(label.y, label.text, label.series, width).with_note(
                    note,
                    Series::Rest,
                    width,
                )
            };
            let placed = labels.map(label).collect();
            // The text of the last tick is below.
            let ends = (self.top - 8.0, self.base + 6.0);
            labels::draw(canvas, self.right + 8.0, placed, ends);
        }
    }

    /// Draws what a label of the key is of.
    fn draw_sample(&self, canvas: &mut Canvas, label: &CurveLabel, y: f64) {
        if label.is_area {
            let (x, width, height) = (self.left, 20.0, 10.0);
            let bounds = Bounds {
                x,
                y: y - 5.0,
                width,
                height,
            };
            canvas.rect(bounds, label.series.fill());
        } else {
            let class = match label.series {
                Series::Reference => "kn-line-reference kn-dash",
                series => series.line(),
            };
            canvas.horizontal(self.left, self.left + 20.0, y, class);
        }
    }

    /// Draws a text above and to the right of a point; where there is no room, further to the left.
    pub(crate) fn draw_callout(&self, canvas: &mut Canvas, (x, y): Point, text: &str) {
        let end = self.right + self.labels;
        let text = fit(text, end - self.left, LABEL, true);
        let x = (x + 9.0).min(end - text_width(&text, LABEL, true));
        canvas.text((x, y - 9.0), "kn-bold kn-halo", &text);
    }
}
