//! A figure as a file: with its own style, title, date and source, so that it can be read anywhere.

use crate::{
    canvas::{Bounds, Canvas, coordinate, escaped},
    figure::{Draw, FigureContext, Layout},
    measure::{LABEL, wrap},
};

/// What stands around a downloaded figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureCaptions {
    /// What the figure shows.
    pub title: String,
    /// What is counted, and where.
    pub subtitle: String,
    /// Of which day it is, its source, and who made the boundaries of a map: a line each.
    pub notes: Vec<String>,
}

/// The light scheme, as values: programs that read figures know no custom properties.
const TOKENS: &[(&str, &str)] = &[
    (
        "--utrecht-document-font-family",
        "'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif",
    ),
    ("--kn-ink", "#16202a"),
    ("--kn-ink-2", "#48545f"),
    ("--kn-paper", "#ffffff"),
    ("--kn-wash", "#f4f6f7"),
    ("--kn-grid", "#e4e8eb"),
    ("--kn-axis", "#6b7780"),
    ("--kn-hard", "#b0371b"),
    ("--kn-hard-1", "#f0c4b0"),
    ("--kn-hard-2", "#dd8a68"),
    ("--kn-hard-3", "#b9492a"),
    ("--kn-hard-4", "#7a1d0b"),
    ("--kn-open", "#4f7390"),
    ("--kn-open-soft", "#cbd8e2"),
    ("--kn-done", "#00736b"),
    ("--kn-done-mark", "#1f9e90"),
    ("--kn-done-soft", "#a5d5cf"),
    ("--kn-zero", "#e9edf0"),
    ("--kn-hatch", "#7d8992"),
    ("--kn-ref", "#8a949c"),
    ("--kn-edge", "#ffffff"),
    ("--kn-prov", "#6b7780"),
];

const MARGIN: f64 = 24.0;
const TITLE: f64 = 20.0;
const TITLE_LINE: f64 = 26.0;
const TEXT_LINE: f64 = 18.0;
const GAP: f64 = 16.0;

/// Returns a chart of `width` px as an SVG document, in the light scheme.
pub fn download(
    chart: &impl Draw,
    figure: &FigureContext,
    captions: &FigureCaptions,
    width: u16,
) -> String {
    let drawing = chart.draw(figure, Layout::Wide(width));
    let mut canvas = Canvas::new(figure.id);
    let mut y = MARGIN;
    for line in wrap(&captions.title, drawing.width, TITLE, true) {
        y += TITLE_LINE;
        canvas.text((MARGIN, y - 6.0), "kn-title", &line);
    }
    for line in wrap(&captions.subtitle, drawing.width, LABEL, false) {
        y += TEXT_LINE;
        canvas.text((MARGIN, y - 4.0), "kn-text-2", &line);
    }
    y += GAP;
    let top = coordinate(y);
    let markup = &drawing.markup;
    canvas.raw(&format!(
        "<g transform=\"translate({MARGIN} {top})\">{markup}</g>"
    ));
    y += drawing.height + GAP;
    for note in &captions.notes {
        for line in wrap(note, drawing.width, LABEL, false) {
            y += TEXT_LINE;
            canvas.text((MARGIN, y - 4.0), "kn-axis", &line);
        }
    }
    let (width, height) = (drawing.width + 2.0 * MARGIN, y + MARGIN);
    document((width, height), figure, captions, canvas)
}

fn document(
    (width, height): (f64, f64),
    figure: &FigureContext,
    captions: &FigureCaptions,
    content: Canvas,
) -> String {
    let mut paper = Canvas::new("");
    let bounds = Bounds {
        x: 0.0,
        y: 0.0,
        width,
        height,
    };
    paper.rect(bounds, "kn-paper");
    let [width, height] = [width, height].map(coordinate);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" class=\"kn-chart\" role=\"img\"><title>{}</title><desc>{}</desc><style>{}</style>{}{}</svg>",
        escaped(&captions.title),
        escaped(figure.alt),
        style(),
        paper.into_markup(),
        content.into_markup(),
    )
}

/// Returns the style of charts, with values for tokens.
fn style() -> String {
    let file_rules =
        ".kn-title { font-size: 20px; font-weight: 700; }\n.kn-paper { fill: var(--kn-paper); }\n";
    let style = include_str!("charts.css").to_owned() + file_rules;
    TOKENS.iter().fold(style, |style, (token, value)| {
        style.replace(&format!("var({token})"), value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_of_a_file_has_no_custom_properties_and_a_rule_for_one_class_each() {
        let style = style();
        assert!(!style.contains("var("), "{style}");
        for line in style.lines().filter(|line| !line.starts_with("/*")) {
            let (selector, _) = line.split_once(" {").expect("a rule on one line");
            let is_class = selector.starts_with(".kn-") && !selector.contains([' ', ',', '>', ':']);
            assert!(is_class, "{line}");
        }
    }
}
