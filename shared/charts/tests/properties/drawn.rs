//! A drawing, read back from its markup.

use proptest::test_runner::TestCaseError;
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

/// A point in px.
pub(crate) type Point = (f64, f64);

/// What is in an `<svg>`.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    pub(crate) width: f64,
    height: f64,
    /// Points that something is drawn at.
    points: Vec<Point>,
    /// Each polyline with its class.
    polylines: Vec<(String, Vec<Point>)>,
    /// The width of each rectangle, with its class and height.
    rects: Vec<(String, f64, f64)>,
}

/// Returns the drawings in markup, which must be well-formed, with only the elements that charts are made of.
pub(crate) fn drawings(markup: &str) -> Result<Vec<Drawn>, TestCaseError> {
    let fail = |error: &dyn std::fmt::Display| TestCaseError::fail(format!("{error} in {markup}"));
    let mut reader = Reader::from_str(markup);
    let mut drawings = Vec::new();
    loop {
        match reader.read_event().map_err(|error| fail(&error))? {
            Event::Eof => break,
            Event::Start(element) | Event::Empty(element) => {
                read_element(&element, &mut drawings).map_err(|error| fail(&error))?;
            }
            _ => {}
        }
    }
    Ok(drawings)
}

const ELEMENTS: &[&str] = &[
    "svg", "text", "rect", "circle", "path", "polyline", "polygon", "defs", "pattern", "g",
    "title", "desc", "style", "a", "use", "p",
];

fn read_element(element: &BytesStart, drawings: &mut Vec<Drawn>) -> Result<(), String> {
    let name = AsRef::<str>::as_ref(&element.name()).to_owned();
    if !ELEMENTS.contains(&name.as_str()) {
        return Err(format!("<{name}> is no element of charts"));
    }
    let mut attributes = Vec::new();
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let key = AsRef::<str>::as_ref(&attribute.key).to_owned();
        attributes.push((key, attribute.value.into_owned()));
    }
    let text = |key: &str| {
        attributes
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.clone())
    };
    if text("style").is_some() {
        return Err("a style attribute".to_owned());
    }
    let number = |key: &str| -> Result<f64, String> {
        let text = text(key).unwrap_or_default();
        let value: f64 = text
            .parse()
            .map_err(|_| format!("{key} of {name} is {text}"))?;
        if value.is_finite() {
            Ok(value)
        } else {
            Err(format!("{key} is {value}"))
        }
    };
    if name == "svg" {
        drawings.push(Drawn {
            width: number("width")?,
            height: number("height")?,
            ..Drawn::default()
        });
        return Ok(());
    }
    let Some(drawing) = drawings.last_mut() else {
        return Ok(());
    };
    let class = text("class").unwrap_or_default();
    match name.as_str() {
        "text" if text("transform").is_none() => drawing.points.push((number("x")?, number("y")?)),
        "rect" => {
            let (x, y, width, height) = (
                number("x")?,
                number("y")?,
                number("width")?,
                number("height")?,
            );
            drawing.points.extend([(x, y), (x + width, y + height)]);
            drawing.rects.push((class, width, height));
        }
        "circle" => drawing.points.push((number("cx")?, number("cy")?)),
        "polyline" | "polygon" => {
            let points = read_points(&text("points").unwrap_or_default())?;
            drawing.points.extend(&points);
            if name == "polyline" {
                drawing.polylines.push((class, points));
            }
        }
        _ => {}
    }
    Ok(())
}

fn read_points(text: &str) -> Result<Vec<Point>, String> {
    let point = |pair: &str| {
        let (x, y) = pair.split_once(',')?;
        Some((x.parse().ok()?, y.parse().ok()?))
    };
    let points = text
        .split_whitespace()
        .map(|pair| point(pair).ok_or_else(|| format!("{pair} is no point")));
    points.collect()
}

impl Drawn {
    /// Checks that everything is inside.
    pub(crate) fn check(&self) -> Result<(), TestCaseError> {
        for (x, y) in &self.points {
            let inside =
                (-0.1..=self.width + 0.1).contains(x) && (-0.1..=self.height + 0.1).contains(y);
            if !inside {
                let (width, height) = (self.width, self.height);
                return Err(TestCaseError::fail(format!(
                    "({x}, {y}) is not in {width} × {height}"
                )));
            }
        }
        Ok(())
    }

    /// Returns the lines of a class.
    pub(crate) fn lines(&self, class: &str) -> Vec<Vec<Point>> {
        let lines = self.polylines.iter().filter(|(own, _)| own == class);
        lines.map(|(_, points)| points.clone()).collect()
    }

    /// Returns the widths of the bars: rectangles that are as high as a bar of parts.
    pub(crate) fn bars(&self) -> Vec<f64> {
        let is_bar = |height: &f64| (height - 22.0).abs() < 0.01;
        let bars = self.rects.iter().filter(|(_, _, height)| is_bar(height));
        bars.map(|(_, width, _)| *width).collect()
    }
}
