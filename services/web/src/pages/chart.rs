//! The coordinates of a line chart, in percent: it fits any width while its text keeps its size.

use texts::{numbers, overview as text};

/// A month: its label, and a value for each of the two lines.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ChartPoint {
    /// The label below the axis.
    pub(crate) label: String,
    /// The tooltip.
    pub(crate) title: String,
    pub(crate) open: u64,
    pub(crate) persisting: u64,
}

/// A chart, ready for the template.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chart {
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) open: ChartLine,
    pub(crate) persisting: ChartLine,
    pub(crate) grid_lines: Vec<GridLine>,
    pub(crate) axis_labels: Vec<AxisLabel>,
}

/// A line and its dots.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ChartLine {
    /// Points in the notation of SVG, in thousandths of the drawing.
    pub(crate) points: String,
    pub(crate) dots: Vec<ChartDot>,
}

/// A dot, in percent.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ChartDot {
    pub(crate) x: String,
    pub(crate) y: String,
    pub(crate) title: String,
}

/// A line of the grid, with its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GridLine {
    pub(crate) y: String,
    pub(crate) label: String,
}

/// A label below the axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AxisLabel {
    pub(crate) x: String,
    pub(crate) anchor: &'static str,
    pub(crate) label: String,
}

/// The edges of the drawing, in thousandths: the rest is for labels.
const TOP: u64 = 90;
const BOTTOM: u64 = 880;
const LEFT: u64 = 50;
const RIGHT: u64 = 985;
/// A centred label nearer to the left than this would be cut off.
const NEAR_EDGE: u64 = 80;
/// The most labels below the axis.
const LABELS_MAX: usize = 5;

impl Chart {
    /// Computes a chart; `None` without points.
    pub(crate) fn new(points: &[ChartPoint]) -> Option<Self> {
        let (first, last) = (points.first()?, points.last()?);
        let highest = points
            .iter()
            .map(|point| point.open.max(point.persisting))
            .max()?;
        let scale = ChartScale {
            count: points.len(),
            top: round_top(highest),
        };
        Some(Self {
            title: text::chart_title(&first.label, &last.label),
            description: text::chart_description(
                (first.open, last.open),
                (first.persisting, last.persisting),
            ),
            open: scale.line(points, |point| point.open),
            persisting: scale.line(points, |point| point.persisting),
            grid_lines: scale.grid_lines(),
            axis_labels: scale.axis_labels(points),
        })
    }
}

/// From values to coordinates.
struct ChartScale {
    count: usize,
    top: u64,
}

impl ChartScale {
    fn x(&self, index: usize) -> u64 {
        let steps = self.count.saturating_sub(1).max(1) as u64;
        // A single point is drawn at the right, where the present is.
        let index = if self.count == 1 { 1 } else { index as u64 };
        LEFT + (RIGHT - LEFT) * index / steps
    }

    fn y(&self, value: u64) -> u64 {
        BOTTOM - (BOTTOM - TOP) * value / self.top
    }

    fn line(&self, points: &[ChartPoint], value: impl Fn(&ChartPoint) -> u64) -> ChartLine {
        let coordinates: Vec<(u64, u64)> = points
            .iter()
            .enumerate()
            .map(|(index, point)| (self.x(index), self.y(value(point))))
            .collect();
        let pairs: Vec<String> = coordinates
            .iter()
            .map(|(x, y)| format!("{x},{y}"))
            .collect();
        let dots = coordinates
            .iter()
            .zip(points)
            .map(|((x, y), point)| ChartDot {
                x: percent(*x),
                y: percent(*y),
                title: point.title.clone(),
            });
        ChartLine {
            points: pairs.join(" "),
            dots: dots.collect(),
        }
    }

    fn grid_lines(&self) -> Vec<GridLine> {
        let parts = if self.top.is_multiple_of(4) { 4 } else { 2 };
        let values = (0..=parts).map(|part| self.top * part / parts);
        let line = |value| GridLine {
            y: percent(self.y(value)),
            label: numbers::number(value),
        };
        values.map(line).collect()
    }

    fn axis_labels(&self, points: &[ChartPoint]) -> Vec<AxisLabel> {
        let last = self.count - 1;
        let step = last.div_ceil(LABELS_MAX - 1).max(1);
        // From the last one backwards, so that the present always has its label.
        let mut labelled: Vec<usize> = (0..=last).rev().step_by(step).collect();
        labelled.reverse();
        let label = |index: usize| AxisLabel {
            x: percent(self.x(index)),
            anchor: if index == last {
                "end"
            } else if self.x(index) < NEAR_EDGE {
                "start"
            } else {
                "middle"
            },
            label: points[index].label.clone(),
        };
        labelled.into_iter().map(label).collect()
    }
}

fn percent(thousandths: u64) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// Returns the smallest round number that is not below a value and can be halved: 2, 4, 8, 12, 20, 40, 60, 80, 120, ….
fn round_top(value: u64) -> u64 {
    let mut unit = 1;
    loop {
        for steps in [2, 4, 8, 12] {
            if steps * unit >= value {
                return steps * unit;
            }
        }
        unit *= if unit.to_string().starts_with('5') {
            2
        } else {
            5
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(values: &[(u64, u64)]) -> Vec<ChartPoint> {
        let point = |(index, (open, persisting)): (usize, &(u64, u64))| ChartPoint {
            label: format!("maand {index}"),
            title: String::new(),
            open: *open,
            persisting: *persisting,
        };
        values.iter().enumerate().map(point).collect()
    }

    #[track_caller]
    fn check_top(value: u64, expected: u64) {
        assert_eq!(round_top(value), expected, "{value}");
    }

    #[test]
    fn the_highest_value_is_below_a_round_number() {
        for (value, top) in [
            (0, 2),
            (1, 2),
            (3, 4),
            (5, 8),
            (12, 12),
            (13, 20),
            (72, 80),
            (101, 120),
            (1_302, 2_000),
        ] {
            check_top(value, top);
        }
    }

    #[test]
    fn without_points_there_is_no_chart() {
        assert_eq!(Chart::new(&[]), None);
    }

    #[test]
    fn lines_run_from_left_to_right_and_up_with_the_value() {
        let chart = Chart::new(&points(&[(0, 0), (10, 5), (20, 20)])).unwrap();
        assert_eq!(chart.open.points, "50,880 517,485 985,90");
        assert_eq!(chart.persisting.points, "50,880 517,683 985,90");
        assert_eq!(chart.open.dots[2].y, "9.0%");
        let levels: Vec<&str> = chart
            .grid_lines
            .iter()
            .map(|line| line.label.as_str())
            .collect();
        assert_eq!(levels, ["0", "5", "10", "15", "20"]);
        assert_eq!(
            chart.title,
            "Open en hardnekkige knelpunten, maand 0 tot en met maand 2"
        );
    }

    #[test]
    fn there_are_few_labels_and_the_last_point_has_one() {
        for count in 1..60 {
            let chart = Chart::new(&points(&vec![(1, 0); count])).unwrap();
            assert!(
                (1..=LABELS_MAX).contains(&chart.axis_labels.len()),
                "{count}"
            );
            let last = chart.axis_labels.last().unwrap();
            assert_eq!(
                (last.label.as_str(), last.anchor),
                (format!("maand {}", count - 1).as_str(), "end")
            );
        }
    }

    #[test]
    fn a_single_point_is_drawn_at_the_present() {
        let chart = Chart::new(&points(&[(1, 1)])).unwrap();
        assert_eq!(
            (chart.open.points.as_str(), chart.axis_labels.len()),
            ("985,485", 1)
        );
    }
}
