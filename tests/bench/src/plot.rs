//! A plot of what was measured over time: panels one above another, as SVG, by plain code.

use std::fmt::Write as _;

const WIDTH: f64 = 760.0;
const PANEL: f64 = 150.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 10.0;
const TOP: f64 = 28.0;
const BOTTOM: f64 = 18.0;
/// Distinguishable with colour blindness (Okabe & Ito 2008).
const COLOURS: [&str; 4] = ["#0072b2", "#d55e00", "#009e73", "#000000"];

/// Lines over the same time and unit.
pub(crate) struct Panel {
    pub(crate) title: &'static str,
    pub(crate) unit: &'static str,
    /// The name of each line, and its values, one for each of the times.
    pub(crate) lines: Vec<(&'static str, Vec<f64>)>,
}

/// Draws panels over times in seconds.
pub(crate) fn svg(seconds: &[f64], panels: &[Panel]) -> String {
    let height = PANEL * f64::from(u32::try_from(panels.len()).unwrap_or_default());
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" \
         font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
    );
    let mut top = 0.0;
    for panel in panels {
        draw(&mut text, seconds, panel, top);
        top += PANEL;
    }
    text + "</svg>\n"
}

fn draw(text: &mut String, seconds: &[f64], panel: &Panel, top: f64) {
    let last = seconds.last().copied().unwrap_or_default().max(1.0);
    let values = panel.lines.iter().flat_map(|(_, values)| values);
    let highest = values.copied().fold(1.0, f64::max) * 1.05;
    let (upper, lower) = (top + TOP, top + PANEL - BOTTOM);
    let x = |second: f64| LEFT + (WIDTH - LEFT - RIGHT) * second / last;
    let y = |value: f64| lower - (lower - upper) * value / highest;
    label(text, LEFT, top + 18.0, "start", "#000", panel.title);
    for (share, anchor) in [(0.0, "start"), (0.5, "middle"), (1.0, "end")] {
        let (at, value) = (y(highest * share), highest * share);
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "<path d=\"M{LEFT} {at:.1}H{}\" stroke=\"#ccc\"/>",
            WIDTH - RIGHT
        );
        let value = format!("{value:.0} {}", panel.unit);
        label(text, LEFT - 6.0, at + 4.0, "end", "#000", &value);
        let minutes = format!("{:.1} min", last * share / 60.0);
        label(
            text,
            x(last * share),
            lower + 14.0,
            anchor,
            "#555",
            &minutes,
        );
    }
    for (number, (name, values)) in panel.lines.iter().enumerate() {
        let colour = COLOURS[number % COLOURS.len()];
        let points = seconds.iter().zip(values);
        let points = points.map(|(second, value)| format!("{:.1},{:.1}", x(*second), y(*value)));
        let points = points.collect::<Vec<_>>().join(" ");
        let _ = writeln!(
            text,
            "<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"/>"
        );
        let right = WIDTH - RIGHT - 130.0 * f64::from(u32::try_from(number).unwrap_or_default());
        label(text, right, top + 18.0, "end", colour, name);
    }
}

fn label(text: &mut String, x: f64, y: f64, anchor: &str, colour: &str, value: &str) {
    let _ = writeln!(
        text,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"{colour}\">{value}</text>"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_runs_from_left_to_right_and_the_highest_value_is_highest() {
        let panel = Panel {
            title: "memory",
            unit: "MB",
            lines: vec![("resident", vec![0.0, 100.0])],
        };
        let drawn = svg(&[0.0, 60.0], &[panel]);
        // The highest of 105 is at the top of its panel, and 0 at the bottom.
        assert!(
            drawn.contains("points=\"70.0,132.0 750.0,33.0\""),
            "{drawn}"
        );
        assert!(
            drawn.contains("1.0 min") && drawn.contains("105 MB"),
            "{drawn}"
        );
    }
}
