//! The elements of a drawing. All text is escaped here, all numbers are written here.

use std::fmt::Write as _;

/// A point in px from the top left.
pub(crate) type Point = (f64, f64);

/// The content of an `<svg>`, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Canvas {
    id: String,
    patterns: usize,
    markup: String,
}

/// A rectangle, in px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Canvas {
    /// Returns an empty one; `id` is of this drawing alone on its page.
    pub(crate) fn new(id: &str) -> Self {
        Self {
            id: escaped(id),
            patterns: 0,
            markup: String::new(),
        }
    }

    pub(crate) fn into_markup(self) -> String {
        self.markup
    }

    /// Adds markup in which all text is escaped already.
    pub(crate) fn raw(&mut self, markup: &str) {
        self.markup.push_str(markup);
    }

    /// Adds a text whose baseline begins (or, with its class, ends or is centred) at a point.
    pub(crate) fn text(&mut self, (x, y): Point, class: &str, text: &str) {
        if !text.is_empty() {
            let (x, y) = (coordinate(x), coordinate(y));
            let (class, text) = (class_attribute(class), escaped(text));
            self.add(format_args!(
                "<text x=\"{x}\" y=\"{y}\"{class}>{text}</text>"
            ));
        }
    }

    pub(crate) fn rect(&mut self, bounds: Bounds, class: &str) {
        let class = class_attribute(class);
        self.add(format_args!("<rect {}{class}/>", bounds.attributes()));
    }

    /// Adds a rectangle with a text beside the pointer, which is escaped already.
    pub(crate) fn rect_titled(&mut self, bounds: Bounds, class: &str, title: Option<&str>) {
        let Some(title) = title else {
            return self.rect(bounds, class);
        };
        let (attributes, class) = (bounds.attributes(), class_attribute(class));
        self.add(format_args!(
            "<rect {attributes}{class}><title>{title}</title></rect>"
        ));
    }

    pub(crate) fn rect_filled_by(&mut self, bounds: Bounds, pattern: &str) {
        self.add(format_args!(
            "<rect {} fill=\"{pattern}\"/>",
            bounds.attributes()
        ));
    }

    pub(crate) fn circle(&mut self, (x, y): Point, radius: f64, class: &str) {
        let [x, y, r] = [x, y, radius].map(coordinate);
        let class = class_attribute(class);
        self.add(format_args!(
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\"{class}/>"
        ));
    }

    pub(crate) fn path(&mut self, path: &str, class: &str) {
        let class = class_attribute(class);
        self.add(format_args!("<path d=\"{path}\"{class}/>"));
    }

    pub(crate) fn horizontal(&mut self, from: f64, to: f64, y: f64, class: &str) {
        let [from, to, y] = [from, to, y].map(coordinate);
        self.path(&format!("M{from} {y}H{to}"), class);
    }

    pub(crate) fn vertical(&mut self, x: f64, from: f64, to: f64, class: &str) {
        let [x, from, to] = [x, from, to].map(coordinate);
        self.path(&format!("M{x} {from}V{to}"), class);
    }

    pub(crate) fn polyline(&mut self, points: &[Point], class: &str) {
        let (points, class) = (pairs(points), class_attribute(class));
        self.add(format_args!("<polyline points=\"{points}\"{class}/>"));
    }

    pub(crate) fn polygon(&mut self, points: &[Point], class: &str) {
        let (points, class) = (pairs(points), class_attribute(class));
        self.add(format_args!("<polygon points=\"{points}\"{class}/>"));
    }

    pub(crate) fn polygon_filled_by(&mut self, points: &[Point], pattern: &str) {
        let points = pairs(points);
        self.add(format_args!(
            "<polygon points=\"{points}\" fill=\"{pattern}\"/>"
        ));
    }

    /// Defines hatching in the colour of a class, with lines `step` px apart, and returns what fills with it.
    pub(crate) fn hatching(&mut self, step: f64, class: &str) -> String {
        self.patterns += 1;
        let (id, step) = (format!("{}-{}", self.id, self.patterns), coordinate(step));
        self.add(format_args!(
            "<defs><pattern id=\"{id}\" width=\"{step}\" height=\"{step}\" patternUnits=\"userSpaceOnUse\" \
             patternTransform=\"rotate(45)\"><path d=\"M0 0V{step}\" class=\"{class}\"/></pattern></defs>"
        ));
        format!("url(#{id})")
    }

    fn add(&mut self, markup: std::fmt::Arguments) {
        // Writing to a String does not fail.
        let _ = self.markup.write_fmt(markup);
    }
}

impl Bounds {
    fn attributes(self) -> String {
        let sizes = [self.width.max(0.0), self.height.max(0.0)].map(coordinate);
        let [x, y] = [self.x, self.y].map(coordinate);
        format!(
            "x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\"",
            sizes[0], sizes[1]
        )
    }
}

/// Returns a number of px with at most one decimal.
pub(crate) fn coordinate(value: f64) -> String {
    let value = if value.is_finite() { value } else { 0.0 };
    // Adding zero turns a negative zero into zero.
    let rounded = (value * 10.0).round() / 10.0 + 0.0;
    rounded.to_string()
}

/// Returns a text in which nothing is read as markup, also in an attribute.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // XML has no other control characters, not even escaped.
            control if control.is_control() => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}

fn class_attribute(class: &str) -> String {
    if class.is_empty() {
        String::new()
    } else {
        format!(" class=\"{class}\"")
    }
}

fn pairs(points: &[Point]) -> String {
    let pairs: Vec<String> = points
        .iter()
        .map(|(x, y)| format!("{},{}", coordinate(*x), coordinate(*y)))
        .collect();
    pairs.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_cannot_be_markup() {
        let mut canvas = Canvas::new("a\"b");
        canvas.text((1.0, 2.04), "kn-axis", "<b> & \"c\" 'd' \u{1}");
        let pattern = canvas.hatching(4.0, "kn-hatch");
        assert_eq!(pattern, "url(#a&quot;b-1)");
        let markup = canvas.into_markup();
        let expected = "<text x=\"1\" y=\"2\" class=\"kn-axis\">&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;  </text>";
        assert!(markup.starts_with(expected), "{markup}");
    }

    #[test]
    fn a_coordinate_has_one_decimal_and_is_a_number() {
        let written = [0.04, -0.04, 12.0, 12.345, f64::NAN, f64::INFINITY].map(coordinate);
        assert_eq!(written, ["0", "0", "12", "12.3", "0", "0"]);
    }
}
