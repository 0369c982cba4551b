//! The funnel: each dot is one or more municipalities, by how many knelpunten they have and how they fare; between the
//! bands, chance alone may explain the difference.

use std::collections::BTreeMap;

use crate::{
    canvas::{Canvas, Point},
    figure::{Draw, Drawing, FigureContext, Layout, canvas},
    labels::{self, Label, column_width},
    measure::{AXIS, text_width},
    scale::{self, CountAxis, LinearScale},
    series::Series,
};

/// A funnel.
#[derive(Debug, Clone, PartialEq)]
pub struct FunnelChart {
    /// Each municipality: its number of knelpunten, and how many of them are counted.
    pub points: Vec<(u64, u64)>,
    /// The bands, by rising numbers of knelpunten.
    pub bands: Vec<FunnelBand>,
    /// The share that all have together.
    pub target: f64,
    /// Its text.
    pub target_label: String,
    /// The texts of the inner and the outer band.
    pub band_labels: (String, String),
    /// What the horizontal axis counts.
    pub axis_label: String,
}

/// The limits at one number of knelpunten, as shares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FunnelBand {
    /// The number of knelpunten.
    pub n: u64,
    /// The lower and upper limit of the inner band.
    pub inner: (f64, f64),
    /// Those of the outer band.
    pub outer: (f64, f64),
}

const LEFT: f64 = 46.0;
const TOP: f64 = 16.0;
/// The largest dot: more municipalities do not grow it.
const DOT_MAX: f64 = 12.0;

struct FunnelLayout {
    x: LinearScale,
    y: LinearScale,
    axis: CountAxis,
    right: f64,
    base: f64,
    labels: f64,
}

impl Draw for FunnelChart {
    fn draw(&self, figure: &FigureContext, layout: Layout) -> Drawing {
        let funnel = self.lay_out(layout);
        let mut canvas = canvas(figure, layout);
        self.draw_bands(&mut canvas, &funnel);
        funnel.draw_axes(&mut canvas, figure);
        canvas.text((LEFT, funnel.base + 36.0), "kn-axis", &self.axis_label);
        let target = funnel.y.at(self.target);
        canvas.horizontal(LEFT, funnel.right, target, "kn-line-ink");
        self.draw_dots(&mut canvas, &funnel);
        self.draw_labels(&mut canvas, &funnel);
        Drawing::new((layout.width(), funnel.base + 42.0), canvas)
    }
}

impl FunnelChart {
    fn lay_out(&self, layout: Layout) -> FunnelLayout {
        let (inner, outer) = &self.band_labels;
        let texts = [self.target_label.as_str(), inner, outer];
        let least = if layout.is_phone() { 66.0 } else { 122.0 };
        let labels = column_width(&texts, (least, layout.width() * 0.35));
        let right = layout.width() - labels - 10.0;
        let base = TOP + if layout.is_phone() { 210.0 } else { 250.0 };
        let most = self.points.iter().map(|(n, _)| *n);
        let most = most.chain(self.bands.iter().map(|band| band.n)).max();
        let axis = CountAxis::new(most.unwrap_or(0), 8);
        // A dot at the end of the axis stays inside.
        FunnelLayout {
            x: LinearScale::new(axis.top(), LEFT, right - DOT_MAX),
            y: LinearScale::new(1.0, base, TOP),
            axis,
            right,
            base,
            labels,
        }
    }

    fn draw_bands(&self, canvas: &mut Canvas, funnel: &FunnelLayout) {
        for limits in [
            |band: &FunnelBand| band.outer,
            |band: &FunnelBand| band.inner,
        ] {
            let point =
                |band: &FunnelBand, share| (funnel.x.at(scale::count(band.n)), funnel.y.at(share));
            let upper = self.bands.iter().map(|band| point(band, limits(band).1));
            let lower = self
                .bands
                .iter()
                .rev()
                .map(|band| point(band, limits(band).0));
            let band: Vec<Point> = upper.chain(lower).collect();
            if band.len() > 2 {
                canvas.polygon(&band, "kn-band-open");
            }
        }
    }

    fn draw_dots(&self, canvas: &mut Canvas, funnel: &FunnelLayout) {
        let mut counts: BTreeMap<(u64, u64), u64> = BTreeMap::new();
        for (n, counted) in self.points.iter().filter(|(n, _)| *n > 0) {
            *counts.entry((*n, (*counted).min(*n))).or_default() += 1;
        }
        for ((n, counted), municipalities) in counts {
            let share = scale::count(counted) / scale::count(n);
            let center = (funnel.x.at(scale::count(n)), funnel.y.at(share));
            let radius = (2.2 + 1.1 * scale::count(municipalities).sqrt()).min(DOT_MAX);
            let class = if self.is_outside(n, share) {
                "kn-fill-ink"
            } else {
                "kn-dot"
            };
            canvas.circle(center, radius, class);
        }
    }

    /// Whether a share is beyond the inner band, which chance rarely explains.
    fn is_outside(&self, n: u64, share: f64) -> bool {
        let band = self.bands.iter().rev().find(|band| band.n <= n);
        band.is_some_and(|band| share < band.inner.0 || share > band.inner.1)
    }

    fn draw_labels(&self, canvas: &mut Canvas, funnel: &FunnelLayout) {
        let label = |share: f64, text: &str, series| {
            Label::new(funnel.y.at(share), text, series, funnel.labels)
        };
        let mut placed = vec![label(self.target, &self.target_label, Series::Ink)];
        if let Some(last) = self.bands.last() {
            placed.push(label(last.inner.1, &self.band_labels.0, Series::Reference));
            placed.push(label(last.outer.1, &self.band_labels.1, Series::Reference));
        }
        labels::draw(canvas, funnel.right + 8.0, placed, (0.0, funnel.base));
    }
}

impl FunnelLayout {
    fn draw_axes(&self, canvas: &mut Canvas, figure: &FigureContext) {
        for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
            let y = self.y.at(share);
            let class = if share > 0.0 { "kn-grid" } else { "kn-base" };
            canvas.horizontal(LEFT, self.right, y, class);
            let text = (figure.numbers.share)(share);
            canvas.text((LEFT - 6.0, y + 4.0), "kn-axis kn-end", &text);
        }
        let mut free_from = 0.0;
        for tick in self.axis.ticks() {
            let x = self.x.at(scale::count(tick));
            let text = (figure.numbers.count)(tick);
            let half = text_width(&text, AXIS, false) / 2.0;
            if x - half >= free_from {
                canvas.text((x, self.base + 18.0), "kn-axis kn-middle", &text);
                free_from = x + half + 6.0;
            }
        }
    }
}
