//! From values to coordinates.

/// A scale from zero; its values are clamped to the domain, so that nothing is drawn outside.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct LinearScale {
    top: f64,
    from: f64,
    to: f64,
}

impl LinearScale {
    /// Returns a scale that draws 0 at `from` and `top` at `to`.
    pub(crate) fn new(top: f64, from: f64, to: f64) -> Self {
        // A domain without extent would divide by zero.
        let top = if top.is_finite() && top > 0.0 {
            top
        } else {
            1.0
        };
        Self { top, from, to }
    }

    pub(crate) fn at(&self, value: f64) -> f64 {
        let value = if value.is_nan() { 0.0 } else { value };
        let value = value.clamp(0.0, self.top);
        self.from + (self.to - self.from) * value / self.top
    }
}

/// A logarithmic scale, clamped to its domain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct LogScale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl LogScale {
    /// Returns a scale that draws `low` at `from` and `high` at `to`; both are above zero, `low` is the smaller.
    pub(crate) fn new((low, high): (f64, f64), from: f64, to: f64) -> Self {
        Self {
            low,
            high,
            from,
            to,
        }
    }

    pub(crate) fn at(&self, value: f64) -> f64 {
        let value = if value.is_nan() { self.low } else { value };
        let value = value.clamp(self.low, self.high);
        let part = (value / self.low).ln() / (self.high / self.low).ln();
        self.from + (self.to - self.from) * part
    }
}

/// An axis of counts from 0, with round steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CountAxis {
    step: u64,
    steps: u64,
}

impl CountAxis {
    /// Returns the axis that reaches `highest` in at most `steps_max` steps of 1, 2 or 5 times a power of ten.
    pub(crate) fn new(highest: u64, steps_max: u64) -> Self {
        let highest = highest.max(1);
        let powers = (0..19).map(|power| 10_u64.pow(power));
        let steps = powers.flat_map(|power| [power, 2 * power, 5 * power]);
        let round = |step: &u64| highest.div_ceil(*step) <= steps_max;
        let step = { steps }.find(round).unwrap_or(highest);
        Self {
            step,
            steps: highest.div_ceil(step),
        }
    }

    pub(crate) fn top(&self) -> f64 {
        count(self.step) * count(self.steps)
    }

    /// Returns the values that have a line, from 0 up.
    pub(crate) fn ticks(&self) -> impl Iterator<Item = u64> + use<> {
        let step = self.step;
        (0..=self.steps).map(move |tick| tick.saturating_mul(step))
    }
}

/// Returns a count as a coordinate's number.
#[expect(
    clippy::cast_precision_loss,
    reason = "a pixel is far coarser than what is lost above 2^53"
)]
pub(crate) fn count(value: u64) -> f64 {
    value as f64
}

/// Returns a position in a list as a number.
pub(crate) fn index(value: usize) -> f64 {
    count(value as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvas::coordinate;

    #[track_caller]
    fn check_axis(highest: u64, expected: &[u64]) {
        let ticks: Vec<u64> = CountAxis::new(highest, 5).ticks().collect();
        assert_eq!(ticks, expected, "{highest}");
    }

    #[test]
    fn steps_are_round_and_reach_the_highest() {
        check_axis(0, &[0, 1]);
        check_axis(1, &[0, 1]);
        check_axis(5, &[0, 1, 2, 3, 4, 5]);
        check_axis(6, &[0, 2, 4, 6]);
        check_axis(393, &[0, 100, 200, 300, 400]);
        check_axis(1_302, &[0, 500, 1_000, 1_500]);
        assert!(CountAxis::new(u64::MAX, 5).top() >= count(u64::MAX));
    }

    #[test]
    fn values_outside_are_drawn_at_the_edge() {
        let linear = LinearScale::new(10.0, 100.0, 0.0);
        let values = [-1.0, 0.0, 5.0, 10.0, 99.0, f64::NAN];
        let drawn = values.map(|value| coordinate(linear.at(value)));
        assert_eq!(drawn, ["100", "100", "50", "0", "0", "100"]);
        let log = LogScale::new((0.25, 4.0), 0.0, 100.0);
        let values = [0.0, 0.25, 1.0, 4.0, f64::INFINITY, f64::NAN];
        let drawn = values.map(|value| coordinate(log.at(value)));
        assert_eq!(drawn, ["0", "0", "50", "100", "100", "0"]);
        let empty = LinearScale::new(0.0, 0.0, 10.0);
        assert_eq!(coordinate(empty.at(0.0)), "0");
    }
}
