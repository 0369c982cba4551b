//! The map: areas in fixed classes, hatched where nothing is known, with the lines of the regions.

use std::collections::BTreeMap;

use crate::{
    boundaries::{Boundaries, MAP_HEIGHT, MAP_WIDTH},
    canvas::{Bounds, Canvas, escaped},
    figure::{Draw, Drawing, FigureContext, Layout, canvas},
    matrix::linked,
    measure::{LABEL, text_width},
};

/// A map of the division of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapChart {
    /// The boundaries that its areas are made of.
    pub boundaries: &'static Boundaries,
    /// Its areas.
    pub areas: Vec<MapArea>,
    /// What the classes mean, for the download; on a page, [`map_key`] is beside it.
    pub key: Vec<(Shade, String)>,
}

/// An area of a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapArea {
    /// The code of the area: its own, also where it was made by a merger.
    pub code: String,
    /// The codes of the boundaries that it consists of: one, or those that were merged into it.
    pub parts: Vec<String>,
    /// The region that it belongs to: its province.
    pub region: String,
    /// Its class.
    pub shade: Shade,
    /// The text beside the pointer.
    pub title: String,
    /// Where it leads to; empty if nowhere.
    pub href: String,
}

/// How dark an area is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shade {
    /// Nothing is known of it.
    Unknown,
    /// One of five classes, from 0; what is above 4 is in the last one.
    Class(u8),
}

impl Shade {
    fn class(self) -> Option<String> {
        match self {
            Self::Unknown => None,
            Self::Class(class) => Some(format!("kn-map-{}", class.min(4))),
        }
    }

    /// Returns what fills it: a class, or the pattern for what is unknown.
    fn fill(self, hatching: &str) -> String {
        self.class().map_or_else(
            || format!("class=\"kn-map-unknown\" fill=\"{hatching}\""),
            |class| format!("class=\"{class}\""),
        )
    }
}

impl MapChart {
    fn size() -> (f64, f64) {
        (MAP_WIDTH, MAP_HEIGHT)
    }

    fn regions(&self) -> String {
        let mut regions: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for area in &self.areas {
            let codes = regions.entry(&area.region).or_default();
            codes.extend(area.parts.iter().cloned());
        }
        self.boundaries.region_path(&regions)
    }

    /// Draws the areas once, as links.
    fn draw_areas(&self, canvas: &mut Canvas) {
        let hatching = canvas.hatching(HATCHING, "kn-hatch-map");
        for area in &self.areas {
            let path = self.boundaries.joined_path(&area.parts);
            let shape = format!("d=\"{path}\" {}", area.shade.fill(&hatching));
            canvas.raw(&area.linked_element("path", &shape));
        }
        canvas.path(&self.regions(), "kn-regions");
    }

    fn drawing(&self, canvas: Canvas) -> Drawing {
        Drawing {
            has_links: self.areas.iter().any(MapArea::has_link),
            ..Drawing::new(Self::size(), canvas)
        }
    }

    /// Returns the same map, of which no area leads anywhere.
    #[must_use]
    pub fn without_links(mut self) -> Self {
        for area in &mut self.areas {
            area.href.clear();
        }
        self
    }

    /// Whether another map is of the same areas, so that it can use the paths of this one.
    fn has_areas_of(&self, other: &Self) -> bool {
        let key = |area: &MapArea| (area.code.clone(), area.parts.clone());
        let same = self.areas.iter().map(key).eq(other.areas.iter().map(key));
        same && std::ptr::eq(self.boundaries, other.boundaries)
    }
}

impl MapArea {
    fn has_link(&self) -> bool {
        !self.href.is_empty()
    }

    /// Returns an element with the text and the link of the area.
    fn linked_element(&self, element: &str, shape: &str) -> String {
        let title = if self.title.is_empty() {
            String::new()
        } else {
            format!("<title>{}</title>", escaped(&self.title))
        };
        let element = format!("<{element} {shape}>{title}</{element}>");
        linked(&self.href, &element)
    }
}

impl Draw for MapChart {
    /// Draws the map with its key, as a download has it; it has one size.
    fn draw(&self, figure: &FigureContext, layout: Layout) -> Drawing {
        let mut canvas = canvas(figure, layout);
        self.draw_areas(&mut canvas);
        draw_key(&mut canvas, &self.key, MAP_HEIGHT);
        let (width, height) = Self::size();
        Drawing::new((width, height + SWATCH.1 + 6.0), canvas)
    }
}

/// Between two lines of the hatching, in units.
const HATCHING: f64 = 10.0;
const MAP_CLASS: &str = "kn-chart kn-map";

/// Returns a map. It has one size, in its own units: the style sheet scales it. Its key is [`map_key`].
pub fn map(map: &MapChart, figure: &FigureContext) -> String {
    let mut canvas = canvas(figure, Layout::Tablet);
    map.draw_areas(&mut canvas);
    map.drawing(canvas).svg_after_alt(figure.alt, MAP_CLASS)
}

/// Returns two maps on one page: the first with links, the second only to look at. Where they are of the same areas, the
/// second uses the paths of the first, which must be before it on the page.
pub fn map_pair(
    (first, second): (&MapChart, &MapChart),
    (figure, second_figure): (&FigureContext, &FigureContext),
) -> (String, String) {
    if !first.has_areas_of(second) {
        let second = second.clone().without_links();
        return (map(first, figure), map(&second, second_figure));
    }
    let mut canvas = canvas(figure, Layout::Tablet);
    let shared = SharedPaths::define(&mut canvas, first, figure.id);
    for area in &first.areas {
        canvas.raw(&area.linked_element("use", &shared.shape(area)));
    }
    canvas.raw(&shared.regions());
    let first_drawing = first.drawing(canvas);
    let mut canvas = Canvas::new(second_figure.id);
    for area in &second.areas {
        canvas.raw(&format!("<use {}/>", shared.shape(area)));
    }
    canvas.raw(&shared.regions());
    let second_drawing = Drawing::new(MapChart::size(), canvas);
    (
        first_drawing.svg_after_alt(figure.alt, MAP_CLASS),
        second_drawing.svg(second_figure.alt, MAP_CLASS),
    )
}

/// Paths that two maps use.
struct SharedPaths {
    /// The beginning of their ids.
    id: String,
    hatching: String,
}

impl SharedPaths {
    /// Adds the paths of a map to a canvas, without drawing them.
    fn define(canvas: &mut Canvas, map: &MapChart, id: &str) -> Self {
        let shared = Self {
            id: escaped(id),
            hatching: canvas.hatching(HATCHING, "kn-hatch-map"),
        };
        let definition = |code: &str, path: &str| {
            format!("<path id=\"{}\" d=\"{path}\"/>", shared.path_id(code))
        };
        let areas = map.areas.iter().map(|area| {
            let path = map.boundaries.joined_path(&area.parts);
            definition(&area.code, &path)
        });
        let regions = definition("regions", &map.regions());
        let definitions: Vec<String> = areas.chain([regions]).collect();
        canvas.raw(&format!("<defs>{}</defs>", definitions.concat()));
        shared
    }

    fn path_id(&self, code: &str) -> String {
        format!("{}-{}", self.id, escaped(code))
    }

    fn shape(&self, area: &MapArea) -> String {
        let fill = area.shade.fill(&self.hatching);
        format!("href=\"#{}\" {fill}", self.path_id(&area.code))
    }

    fn regions(&self) -> String {
        let id = self.path_id("regions");
        format!("<use href=\"#{id}\" class=\"kn-regions\"/>")
    }
}

const SWATCH: (f64, f64) = (18.0, 12.0);

/// Returns the key of a map as a list of HTML; `id` is of this key alone on its page.
pub fn map_key(id: &str, classes: &[(Shade, String)]) -> String {
    let items = classes.iter().enumerate().map(|(index, (shade, text))| {
        let mut canvas = Canvas::new(&format!("{id}-{index}"));
        draw_swatch(&mut canvas, *shade, (0.0, 0.0));
        let swatch = Drawing::new(SWATCH, canvas).svg("", "kn-chart kn-swatch");
        format!("<li>{swatch} {}</li>", escaped(text))
    });
    let items: Vec<String> = items.collect();
    format!("<ul class=\"kn-key\">{}</ul>", items.concat())
}

fn draw_swatch(canvas: &mut Canvas, shade: Shade, (x, y): (f64, f64)) {
    let (width, height) = SWATCH;
    let bounds = Bounds {
        x,
        y,
        width,
        height,
    };
    if let Some(class) = shade.class() {
        canvas.rect(bounds, &class);
    } else {
        let hatching = canvas.hatching(4.0, "kn-hatch");
        canvas.rect_filled_by(bounds, &hatching);
    }
}

/// Draws the key below a map, for a download.
fn draw_key(canvas: &mut Canvas, classes: &[(Shade, String)], y: f64) {
    let mut x = 0.0;
    for (shade, text) in classes {
        draw_swatch(canvas, *shade, (x, y));
        canvas.text((x + SWATCH.0 + 6.0, y + 11.0), "", text);
        x += SWATCH.0 + text_width(text, LABEL, false) + 22.0;
    }
}
