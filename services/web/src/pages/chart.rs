//! A line chart, as numbers: where lines, dots, grid and labels stand, in percent, so that it fits any width while
//! its text keeps its size.

/// One moment: its label, and a value for each of the two lines.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Point {
    /// What stands below the axis.
    pub(crate) label: String,
    /// What is said when somebody points at it.
    pub(crate) title: String,
    pub(crate) open: u64,
    pub(crate) persisting: u64,
}

/// A chart, ready to be written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chart {
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) open: Line,
    pub(crate) persisting: Line,
    pub(crate) levels: Vec<Level>,
    pub(crate) moments: Vec<Moment>,
}

/// A line and its dots.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    /// Points as SVG has them, in thousandths of the drawing.
    pub(crate) points: String,
    pub(crate) dots: Vec<Dot>,
}

/// A dot, in percent.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Dot {
    pub(crate) x: String,
    pub(crate) y: String,
    pub(crate) title: String,
}

/// A line of the grid, with its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Level {
    pub(crate) y: String,
    pub(crate) label: String,
}

/// A label below the axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) x: String,
    pub(crate) anchor: &'static str,
    pub(crate) label: String,
}

/// Where the drawing begins and ends, in thousandths: the rest is for labels.
const TOP: u64 = 90;
const BOTTOM: u64 = 880;
const LEFT: u64 = 50;
const RIGHT: u64 = 985;
/// Nearer to the left than this, a label that is centred would be cut off.
const NEAR_EDGE: u64 = 80;
/// The most labels below the axis.
const LABELS_MAX: usize = 5;

impl Chart {
    /// Lays out a chart; none when there is nothing to draw.
    pub(crate) fn of(points: &[Point]) -> Option<Self> {
        let (first, last) = (points.first()?, points.last()?);
        let highest = points
            .iter()
            .map(|point| point.open.max(point.persisting))
            .max()?;
        let scale = Scale {
            count: points.len(),
            top: round_top(highest),
        };
        Some(Self {
            title: format!(
                "Open en hardnekkige knelpunten, {} tot en met {}",
                first.label, last.label
            ),
            description: format!(
                "Open: van {} naar {}. Hardnekkig: van {} naar {}. De tabel hieronder heeft alle getallen.",
                first.open, last.open, first.persisting, last.persisting
            ),
            open: scale.line(points, |point| point.open),
            persisting: scale.line(points, |point| point.persisting),
            levels: scale.levels(),
            moments: scale.moments(points),
        })
    }
}

/// From values to places.
struct Scale {
    count: usize,
    top: u64,
}

impl Scale {
    fn x(&self, place: usize) -> u64 {
        let steps = self.count.saturating_sub(1).max(1) as u64;
        // A single moment stands at the right, where now is.
        let place = if self.count == 1 { 1 } else { place as u64 };
        LEFT + (RIGHT - LEFT) * place / steps
    }

    fn y(&self, value: u64) -> u64 {
        BOTTOM - (BOTTOM - TOP) * value / self.top
    }

    fn line(&self, points: &[Point], value: impl Fn(&Point) -> u64) -> Line {
        let places: Vec<(u64, u64)> = points
            .iter()
            .enumerate()
            .map(|(place, point)| (self.x(place), self.y(value(point))))
            .collect();
        let written: Vec<String> = places.iter().map(|(x, y)| format!("{x},{y}")).collect();
        let dots = places.iter().zip(points).map(|((x, y), point)| Dot {
            x: percent(*x),
            y: percent(*y),
            title: point.title.clone(),
        });
        Line {
            points: written.join(" "),
            dots: dots.collect(),
        }
    }

    fn levels(&self) -> Vec<Level> {
        let parts = if self.top.is_multiple_of(4) { 4 } else { 2 };
        let values = (0..=parts).map(|part| self.top * part / parts);
        let level = |value| Level {
            y: percent(self.y(value)),
            label: super::dutch::number(value),
        };
        values.map(level).collect()
    }

    fn moments(&self, points: &[Point]) -> Vec<Moment> {
        let last = self.count - 1;
        let step = last.div_ceil(LABELS_MAX - 1).max(1);
        // Counted back from the last, so that now always has its label.
        let mut labelled: Vec<usize> = (0..=last).rev().step_by(step).collect();
        labelled.reverse();
        let moment = |place: usize| Moment {
            x: percent(self.x(place)),
            anchor: if place == last {
                "end"
            } else if self.x(place) < NEAR_EDGE {
                "start"
            } else {
                "middle"
            },
            label: points[place].label.clone(),
        };
        labelled.into_iter().map(moment).collect()
    }
}

fn percent(thousandths: u64) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// Gives the smallest round number that is not below a value and can be halved: 2, 4, 8, 12, 20, 40, 60, 80, 120, ….
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

    fn points(values: &[(u64, u64)]) -> Vec<Point> {
        let point = |(place, (open, persisting)): (usize, &(u64, u64))| Point {
            label: format!("maand {place}"),
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
    fn the_highest_value_lies_below_a_round_number() {
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
    fn nothing_gives_no_chart() {
        assert_eq!(Chart::of(&[]), None);
    }

    #[test]
    fn lines_run_from_left_to_right_and_up_with_the_value() {
        let chart = Chart::of(&points(&[(0, 0), (10, 5), (20, 20)])).unwrap();
        assert_eq!(chart.open.points, "50,880 517,485 985,90");
        assert_eq!(chart.persisting.points, "50,880 517,683 985,90");
        assert_eq!(chart.open.dots[2].y, "9.0%");
        let levels: Vec<&str> = chart
            .levels
            .iter()
            .map(|level| level.label.as_str())
            .collect();
        assert_eq!(levels, ["0", "5", "10", "15", "20"]);
        assert_eq!(
            chart.title,
            "Open en hardnekkige knelpunten, maand 0 tot en met maand 2"
        );
    }

    #[test]
    fn there_are_few_labels_and_the_last_moment_has_one() {
        for count in 1..60 {
            let chart = Chart::of(&points(&vec![(1, 0); count])).unwrap();
            assert!((1..=LABELS_MAX).contains(&chart.moments.len()), "{count}");
            let last = chart.moments.last().unwrap();
            assert_eq!(
                (last.label.as_str(), last.anchor),
                (format!("maand {}", count - 1).as_str(), "end")
            );
        }
    }

    #[test]
    fn a_single_moment_is_drawn_where_now_is() {
        let chart = Chart::of(&points(&[(1, 1)])).unwrap();
        assert_eq!(
            (chart.open.points.as_str(), chart.moments.len()),
            ("985,485", 1)
        );
    }
}
