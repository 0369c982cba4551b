//! Figures as SVG: simple structs in (numbers, labels, links), markup out. It has no words of its own: every text comes
//! from the caller, translated and with its numbers formatted. It reads no clock, file or state.
//!
//! A chart ([`Draw`]) is drawn by [`figure`] in two or three widths, of which the style sheet shows one, and by
//! [`download`] as a file. Everything is drawn with classes of [`STYLE`], without an attribute of style, so that a theme,
//! the dark scheme, print and forced colours apply, and a strict content security policy holds.
//!
//! Why no library: `plotters` and its like measure text with fonts that they must load, and write sizes and colours into
//! each element, so that no style sheet could choose them; grammar-of-graphics crates bring a runtime in JavaScript.
//! What these charts need of one (two scales, ticks, paths, label spreading) is less code than its adaptation.

mod boundaries;
mod canvas;
mod chances;
mod curve;
mod download;
mod figure;
mod funnel;
mod heat_map;
mod incidence;
mod labels;
mod map;
mod marks;
mod matrix;
mod measure;
mod panel;
mod row_chart;
mod scale;
mod series;
mod sparkline;
mod stacked_bars;
mod survival;
mod tiles;
mod timeline;
mod trend;

pub use boundaries::Boundaries;
pub use chances::{ChanceBin, ChanceChart};
pub use curve::{CurveAxes, CurvePoint, CurveTick};
pub use download::{FigureCaptions, download};
pub use figure::{Draw, Drawing, FigureContext, Layout, NumberFormat, drawing, figure};
pub use funnel::{FunnelBand, FunnelChart};
pub use heat_map::{HeatCell, HeatMap, HeatRow};
pub use incidence::{IncidenceChart, OutcomeCurve};
pub use map::{MapArea, MapChart, Shade, map, map_key, map_pair};
pub use marks::{Mark, MarkRange, MarkScale};
pub use matrix::MatrixHead;
pub use panel::PanelChart;
pub use row_chart::{MarkedRow, RowChart};
pub use series::Series;
pub use sparkline::sparkline;
pub use stacked_bars::{BarPart, StackedBar, StackedBars};
pub use survival::{SurvivalChart, SurvivalPanel};
pub use tiles::{RoundTile, TileChart, TileRow};
pub use timeline::{EpisodeEnd, TimelineChart, TimelineEpisode, TimelineRow};
pub use trend::{TrendChart, TrendLabels, TrendPeriod};

/// The style of charts on pages, in terms of the `--kn-*` tokens that the page's own style sheet defines.
pub const STYLE: &str = concat!(include_str!("charts.css"), include_str!("page.css"));
