//! Marks in the cells of a table, all on the scale of their column: bars from zero, and values with their interval. The
//! numbers stand in the row: the marks are hidden from those who do not see them.

use crate::{
    canvas::{Bounds, Canvas, Point, coordinate},
    figure::Drawing,
    measure::{AXIS, text_width},
    scale::{LinearScale, LogScale},
    series::Series,
};

/// The scale of a column of marks.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkScale {
    /// The values that the column reaches.
    pub range: MarkRange,
    /// Values that have a line, with their text; an empty text leaves the line alone.
    pub ticks: Vec<(f64, String)>,
    /// The value that others are compared with.
    pub reference: Option<f64>,
    /// The width in px.
    pub width: u16,
}

/// From where to where a column of marks reaches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MarkRange {
    /// From zero to a value.
    FromZero(f64),
    /// From a value above zero to a higher one, by factors.
    Factors(f64, f64),
}

/// A mark.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// A value with its interval; an end that is `None` is unknown.
    Interval {
        /// The value itself.
        value: Option<f64>,
        /// The lower end.
        low: Option<f64>,
        /// The upper end: `None` is drawn as an arrow.
        high: Option<f64>,
        /// Its colour.
        series: Series,
    },
    /// Values from zero, each drawn over those before it: the total first, then a part of it.
    Bar(Vec<(Series, f64)>),
    /// A bar of which the value is uncertain.
    HatchedBar(f64),
}

/// The height of a mark, in px.
pub(crate) const MARK_HEIGHT: f64 = 16.0;
const BAR_HEIGHT: f64 = 10.0;
/// The room for half a dot at either side.
const EDGE: f64 = 5.0;
const DOT: f64 = 4.5;

impl MarkScale {
    /// Returns the texts of the ticks, for the head of the column.
    pub fn head(&self) -> String {
        let mut canvas = Canvas::new("");
        self.draw_head(&mut canvas, (0.0, 0.0));
        self.svg(canvas)
    }

    /// Returns a mark; `id` is of this mark alone on its page.
    pub fn mark(&self, id: &str, mark: &Mark) -> String {
        let mut canvas = Canvas::new(id);
        self.draw(&mut canvas, (0.0, 0.0), mark);
        self.svg(canvas)
    }

    fn svg(&self, canvas: Canvas) -> String {
        let size = (f64::from(self.width), MARK_HEIGHT);
        Drawing::new(size, canvas).svg("", "kn-chart kn-mark")
    }

    fn at(&self, value: f64) -> f64 {
        let end = f64::from(self.width) - EDGE;
        match self.range {
            MarkRange::FromZero(top) => LinearScale::new(top, EDGE, end).at(value),
            MarkRange::Factors(low, high) => LogScale::new((low, high), EDGE, end).at(value),
        }
    }

    fn is_beyond(&self, value: f64) -> (bool, bool) {
        match self.range {
            MarkRange::FromZero(top) => (false, value > top),
            MarkRange::Factors(low, high) => (value < low, value > high),
        }
    }

    pub(crate) fn draw_head(&self, canvas: &mut Canvas, (x, y): Point) {
        let width = f64::from(self.width);
        let mut free_from = 0.0;
        for (value, text) in &self.ticks {
            let wide = text_width(text, AXIS, false);
            let start = (self.at(*value) - wide / 2.0).min(width - wide).max(0.0);
            if start >= free_from {
                canvas.text(
                    (x + start + wide / 2.0, y + 12.0),
                    "kn-axis kn-middle",
                    text,
                );
                free_from = start + wide + 3.0;
            }
        }
    }

    /// Draws a mark whose top left is at a point.
    pub(crate) fn draw(&self, canvas: &mut Canvas, (x, y): Point, mark: &Mark) {
        match mark {
            Mark::Interval {
                value,
                low,
                high,
                series,
            } => {
                self.draw_lines(canvas, (x, y));
                self.draw_interval(canvas, (x, y), (*low, *high), *series);
                if let Some(value) = value.filter(|value| value.is_finite()) {
                    let center = (x + self.at(value), y + MARK_HEIGHT / 2.0);
                    match self.is_beyond(value) {
                        (false, false) => canvas.circle(center, DOT, series.fill()),
                        // A dot at the edge would be the value of the edge.
                        (is_below, _) => {
                            let direction = if is_below { -1.0 } else { 1.0 };
                            arrow(canvas, center, direction, *series);
                        }
                    }
                }
            }
            Mark::Bar(parts) => {
                for (series, value) in parts.iter().filter(|(_, value)| *value > 0.0) {
                    canvas.rect(self.bar((x, y), *value), series.fill());
                }
            }
            Mark::HatchedBar(value) => {
                if *value > 0.0 {
                    let hatching = canvas.hatching(4.0, "kn-hatch");
                    canvas.rect_filled_by(self.bar((x, y), *value), &hatching);
                }
            }
        }
    }

    fn draw_lines(&self, canvas: &mut Canvas, (x, y): Point) {
        for (value, _) in &self.ticks {
            canvas.vertical(x + self.at(*value), y, y + MARK_HEIGHT, "kn-grid");
        }
        if let Some(reference) = self.reference {
            let x = x + self.at(reference);
            canvas.vertical(x, y, y + MARK_HEIGHT, "kn-line-reference");
        }
    }

    fn draw_interval(
        &self,
        canvas: &mut Canvas,
        (x, y): Point,
        (low, high): (Option<f64>, Option<f64>),
        series: Series,
    ) {
        if low.is_none() && high.is_none() {
            return;
        }
        let (low, high) = (low.unwrap_or(0.0), high.unwrap_or(f64::INFINITY));
        let (from, to) = (x + self.at(low), x + self.at(high));
        let middle = y + MARK_HEIGHT / 2.0;
        canvas.horizontal(from, to, middle, series.line());
        if self.is_beyond(low).0 {
            arrow(canvas, (from, middle), -1.0, series);
        }
        if self.is_beyond(high).1 {
            arrow(canvas, (to, middle), 1.0, series);
        }
    }

    /// Returns a bar, of which the least that is not zero can be seen.
    fn bar(&self, (x, y): Point, value: f64) -> Bounds {
        let top = match self.range {
            MarkRange::FromZero(top) | MarkRange::Factors(_, top) => top,
        };
        let width = LinearScale::new(top, 0.0, f64::from(self.width)).at(value);
        Bounds {
            x,
            y: y + (MARK_HEIGHT - BAR_HEIGHT) / 2.0,
            width: width.max(1.5),
            height: BAR_HEIGHT,
        }
    }
}

/// Draws an arrow whose point is at the end of an interval, to the right (1) or left (-1).
fn arrow(canvas: &mut Canvas, (x, y): Point, direction: f64, series: Series) {
    let [tip, back, top, bottom] =
        [x + 4.0 * direction, x - direction, y - 4.0, y + 4.0].map(coordinate);
    let y = coordinate(y);
    canvas.path(
        &format!("M{back} {top}L{tip} {y}L{back} {bottom}"),
        series.line(),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratios() -> MarkScale {
        let tick = |(value, text): (f64, &str)| (value, text.to_owned());
        MarkScale {
            range: MarkRange::Factors(0.25, 4.0),
            ticks: [(0.25, "¼"), (0.5, "½"), (1.0, "1"), (2.0, "2"), (4.0, "4")]
                .map(tick)
                .to_vec(),
            reference: Some(1.0),
            width: 170,
        }
    }

    #[track_caller]
    fn check(low: Option<f64>, high: Option<f64>, arrows: usize) {
        let mark = Mark::Interval {
            value: Some(1.0),
            low,
            high,
            series: Series::Reference,
        };
        let svg = ratios().mark("a", &mark);
        assert_eq!(svg.matches('L').count() / 2, arrows, "{svg}");
        assert!(
            svg.contains("cx=\"85\"") && svg.contains("aria-hidden"),
            "{svg}"
        );
    }

    #[test]
    fn an_interval_that_goes_beyond_the_scale_ends_in_an_arrow() {
        check(Some(0.5), Some(2.0), 0);
        check(Some(0.1), Some(2.0), 1);
        check(Some(0.1), Some(9.0), 2);
        check(Some(0.5), None, 1);
        check(None, None, 0);
    }

    #[test]
    fn a_value_beyond_the_scale_is_an_arrow_and_no_dot() {
        for value in [0.1, 9.0] {
            let mark = Mark::Interval {
                value: Some(value),
                low: None,
                high: None,
                series: Series::Reference,
            };
            let svg = ratios().mark("a", &mark);
            assert!(!svg.contains("<circle") && svg.contains("<path"), "{svg}");
        }
    }

    #[test]
    fn a_bar_of_zero_is_not_drawn_and_one_of_little_is() {
        let scale = MarkScale {
            range: MarkRange::FromZero(1_000.0),
            ticks: Vec::new(),
            reference: None,
            width: 110,
        };
        let bar = |value| scale.mark("a", &Mark::Bar(vec![(Series::Persisting, value)]));
        assert!(!bar(0.0).contains("<rect"));
        assert!(bar(1.0).contains("width=\"1.5\""));
        assert!(bar(9_999.0).contains("width=\"110\" height=\"10\""));
        assert!(
            scale
                .mark("a", &Mark::HatchedBar(3.0))
                .contains("url(#a-1)")
        );
    }
}
