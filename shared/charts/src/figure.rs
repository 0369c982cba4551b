//! A chart on a page: its drawings, each for a range of widths of the window.

use crate::canvas::{Canvas, coordinate, escaped};

/// How the numbers at axes are written.
#[derive(Clone, Copy)]
pub struct NumberFormat<'a> {
    /// Writes a count: `1.234`.
    pub count: &'a dyn Fn(u64) -> String,
    /// Writes a share, a number from 0 to 1: `12,5%`.
    pub share: &'a dyn Fn(f64) -> String,
}

/// What a chart needs of the page around it.
#[derive(Clone, Copy)]
pub struct FigureContext<'a> {
    /// The name of the figure, of which the page has one: letters, digits and `-`.
    pub id: &'a str,
    /// The alternative text.
    pub alt: &'a str,
    /// How its numbers are written.
    pub numbers: NumberFormat<'a>,
}

/// The width for which a chart is drawn. Texts have the same size in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// The widest, in px.
    Wide(u16),
    /// For tablets and print.
    Tablet,
    /// For phones.
    Phone,
}

impl Layout {
    /// Returns the width in px.
    pub fn width(self) -> f64 {
        match self {
            Self::Wide(width) => f64::from(width),
            Self::Tablet => f64::from(TABLET_WIDTH),
            Self::Phone => 358.0,
        }
    }

    pub(crate) fn is_phone(self) -> bool {
        self == Self::Phone
    }

    fn suffix(self) -> &'static str {
        match self {
            Self::Wide(_) => "w",
            Self::Tablet => "t",
            Self::Phone => "p",
        }
    }
}

const TABLET_WIDTH: u16 = 690;
/// A drawing wider than this has another for tablets.
const TABLET_ABOVE: u16 = 800;

/// Something that can be drawn.
pub trait Draw {
    /// Returns the chart for one width.
    fn draw(&self, figure: &FigureContext, layout: Layout) -> Drawing;
}

/// The content of an `<svg>` with its size.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) markup: String,
    /// Attributes for the script: which column of the drawing is which row of the table.
    pub(crate) columns: Option<Columns>,
    /// Whether parts of it are links: then it is for the mouse alone, and the alternative text stands before it.
    pub(crate) has_links: bool,
}

/// Where the periods of a chart are: the script shows the row of the table that belongs to a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Columns {
    /// The left edge of the first, in px.
    pub(crate) left: f64,
    /// The width of each, in px.
    pub(crate) width: f64,
    /// The row of the first in the table, from 0.
    pub(crate) first_row: usize,
}

impl Drawing {
    pub(crate) fn new((width, height): (f64, f64), canvas: Canvas) -> Self {
        Self {
            width,
            height,
            markup: canvas.into_markup(),
            columns: None,
            has_links: false,
        }
    }

    /// Returns the `<svg>`; an empty `alt` hides it from those who do not see it.
    pub(crate) fn svg(&self, alt: &str, class: &str) -> String {
        let [width, height] = [self.width, self.height].map(coordinate);
        let access = if alt.is_empty() || self.has_links {
            "aria-hidden=\"true\" focusable=\"false\"".to_owned()
        } else {
            format!("role=\"img\" aria-label=\"{}\"", escaped(alt))
        };
        let columns = self.columns.map_or_else(String::new, |columns| {
            let [left, width] = [columns.left, columns.width].map(coordinate);
            format!(" data-columns=\"{left} {width} {}\"", columns.first_row)
        });
        let markup = &self.markup;
        format!(
            "<svg viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" class=\"{class}\" \
             {access}{columns}>{markup}</svg>"
        )
    }
}

impl Drawing {
    /// Returns the `<svg>`, after its alternative text where it has links and thus none of its own.
    pub(crate) fn svg_after_alt(&self, alt: &str, class: &str) -> String {
        hidden_text(alt, self.has_links) + &self.svg(alt, class)
    }
}

/// Returns a canvas for a drawing of a figure.
pub(crate) fn canvas(figure: &FigureContext, layout: Layout) -> Canvas {
    Canvas::new(&format!("{}-{}", figure.id, layout.suffix()))
}

/// Returns a chart in its widths: `widest` px, that of phones, and above 800 px that of tablets. The style sheet shows one.
pub fn figure(chart: &impl Draw, figure: &FigureContext, widest: u16) -> String {
    let wide = Layout::Wide(widest);
    let layouts: &[(Layout, &str)] = if widest > TABLET_ABOVE {
        &[
            (wide, "kn-chart kn-widest"),
            (Layout::Tablet, "kn-chart kn-tablet"),
            (Layout::Phone, "kn-chart kn-phone"),
        ]
    } else {
        &[
            (wide, "kn-chart kn-wide"),
            (Layout::Phone, "kn-chart kn-phone"),
        ]
    };
    let drawings = layouts
        .iter()
        .map(|(layout, class)| (chart.draw(figure, *layout), class));
    let drawings: Vec<_> = drawings.collect();
    let has_links = drawings.iter().any(|(drawing, _)| drawing.has_links);
    let svgs: String = drawings
        .iter()
        .map(|(drawing, class)| drawing.svg(figure.alt, class))
        .collect();
    hidden_text(figure.alt, has_links) + &svgs
}

/// Returns a chart in one width, for every window.
pub fn drawing(chart: &impl Draw, figure: &FigureContext, layout: Layout) -> String {
    let drawing = chart.draw(figure, layout);
    drawing.svg_after_alt(figure.alt, "kn-chart")
}

fn hidden_text(alt: &str, has_links: bool) -> String {
    if has_links {
        format!("<p class=\"kn-alt\">{}</p>", escaped(alt))
    } else {
        String::new()
    }
}
