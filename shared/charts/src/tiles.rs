//! Which municipality was reached in which round: a tile each.

use crate::{
    canvas::{Bounds, Canvas, coordinate, escaped},
    figure::{Draw, Drawing, FigureContext, Layout, canvas},
    matrix::{MatrixHead, MatrixLayout},
    measure::{LABEL, text_width},
};

/// Tiles of municipalities and rounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TileChart {
    /// The rounds, from the left.
    pub rounds: Vec<MatrixHead>,
    /// The municipalities.
    pub rows: Vec<TileRow>,
    /// What the tiles mean, below them.
    pub key: Vec<(RoundTile, String)>,
}

/// A municipality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TileRow {
    /// Its name.
    pub head: MatrixHead,
    /// What became of each round, with the text beside the pointer.
    pub tiles: Vec<(RoundTile, String)>,
}

/// What became of a round in a municipality.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RoundTile {
    /// It was reached.
    Reached,
    /// Nobody answered.
    NoAnswer,
    /// It declined.
    Declined,
    /// It was not called.
    NotCalled,
}

impl RoundTile {
    fn class(self) -> &'static str {
        match self {
            Self::Reached => "kn-fill-open",
            Self::NoAnswer | Self::Declined => "kn-fill-rest",
            Self::NotCalled => "kn-tile-empty",
        }
    }

    fn draw(self, canvas: &mut Canvas, bounds: Bounds, title: Option<&str>) {
        canvas.rect_titled(bounds, self.class(), title);
        let Bounds {
            x,
            y,
            width,
            height,
        } = bounds;
        match self {
            Self::NoAnswer => {
                let [left, top] = [x, y].map(coordinate);
                let [right, bottom] = [x + width, y + height].map(coordinate);
                canvas.path(&format!("M{left} {bottom}L{right} {top}"), "kn-line-ink");
            }
            Self::Declined => {
                let middle = y + height / 2.0;
                canvas.horizontal(x + width * 0.25, x + width * 0.75, middle, "kn-line-ink");
            }
            Self::Reached | Self::NotCalled => {}
        }
    }
}

impl Draw for TileChart {
    fn draw(&self, figure: &FigureContext, layout: Layout) -> Drawing {
        let names: Vec<&MatrixHead> = self.rows.iter().map(|row| &row.head).collect();
        let (labels, hrefs): (Vec<&str>, Vec<&str>) = { self.rounds.iter() }
            .map(|head| (head.label.as_str(), head.href.as_str()))
            .unzip();
        let matrix = MatrixLayout::new(layout, &names, &labels);
        let mut canvas = canvas(figure, layout);
        matrix.draw_heads(&mut canvas, &hrefs);
        for (index, row) in self.rows.iter().enumerate() {
            matrix.draw_name(&mut canvas, index, &row.head);
            for (column, (tile, title)) in row.tiles.iter().enumerate().take(labels.len()) {
                let title = (!title.is_empty()).then(|| escaped(title));
                tile.draw(&mut canvas, matrix.cell(index, column), title.as_deref());
            }
        }
        let bottom = self.draw_key(&mut canvas, &matrix);
        let has_links = { names.iter().map(|head| head.href.as_str()) }
            .chain(hrefs)
            .any(|href| !href.is_empty());
        Drawing {
            has_links,
            ..Drawing::new((layout.width(), bottom), canvas)
        }
    }
}

impl TileChart {
    /// Draws the key below the rows, and returns where it ends.
    fn draw_key(&self, canvas: &mut Canvas, matrix: &MatrixLayout) -> f64 {
        let (mut x, mut y) = (0.0, matrix.row_top(self.rows.len()) + 14.0);
        for (tile, text) in &self.key {
            let needed = 28.0 + text_width(text, LABEL, false);
            if x > 0.0 && x + needed > matrix.width {
                (x, y) = (0.0, y + 22.0);
            }
            let bounds = Bounds {
                x,
                y,
                width: 22.0,
                height: 14.0,
            };
            tile.draw(canvas, bounds, None);
            canvas.text((x + 28.0, y + 12.0), "", text);
            x += needed + 18.0;
        }
        y + if self.key.is_empty() { 0.0 } else { 20.0 }
    }
}
