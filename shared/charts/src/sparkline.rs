//! A line without axis, beside the number that it ends in.

use crate::{canvas::Canvas, figure::Drawing, scale, scale::LinearScale, series::Series};

const WIDTH: f64 = 84.0;
const HEIGHT: f64 = 26.0;

/// Returns a line of values from 0, with a dot at the last; empty without values. It repeats what stands beside it, and
/// is hidden from those who do not see it.
pub fn sparkline(values: &[u64], series: Series) -> String {
    let Some(highest) = values.iter().max() else {
        return String::new();
    };
    let y = LinearScale::new(scale::count(*highest), HEIGHT - 3.0, 4.0);
    let x = LinearScale::new(scale::index(values.len() - 1), 2.0, WIDTH - 6.0);
    // A single value is drawn where the last is.
    let first = usize::from(values.len() == 1);
    let points: Vec<_> = { values.iter().enumerate() }
        .map(|(index, value)| {
            (
                x.at(scale::index(index + first)),
                y.at(scale::count(*value)),
            )
        })
        .collect();
    let mut canvas = Canvas::new("");
    canvas.polyline(&points, series.line());
    if let Some(last) = points.last() {
        canvas.circle(*last, 3.0, series.fill());
    }
    Drawing::new((WIDTH, HEIGHT), canvas).svg("", "kn-chart kn-sparkline")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_runs_from_left_to_right_and_ends_in_a_dot() {
        let svg = sparkline(&[0, 5, 10], Series::Open);
        assert!(svg.contains("points=\"2,23 40,13.5 78,4\""), "{svg}");
        assert!(
            svg.contains("cx=\"78\" cy=\"4\"") && svg.contains("aria-hidden"),
            "{svg}"
        );
    }

    #[test]
    fn nothing_is_drawn_without_values_and_one_value_or_only_zeros_are_drawn() {
        assert_eq!(sparkline(&[], Series::Open), "");
        assert!(sparkline(&[7], Series::Open).contains("cx=\"78\" cy=\"4\""));
        assert!(sparkline(&[0, 0], Series::Closed).contains("cx=\"78\" cy=\"23\""));
    }
}
