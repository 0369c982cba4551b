//! The upper part of a trend: open, persisting, and what of the open is not confirmed.

use super::{TOP, TrendLabels, TrendLayout, TrendPeriod};
use crate::{
    canvas::{Canvas, Point},
    figure::FigureContext,
    labels::{self, Label},
    measure::LINE,
    scale,
    scale::LinearScale,
    series::Series,
};

pub(super) fn draw(
    canvas: &mut Canvas,
    trend: &TrendLayout,
    labels: &TrendLabels,
    figure: &FigureContext,
) {
    let y = LinearScale::new(trend.axis.top(), trend.base, TOP);
    draw_grid(canvas, trend, y, figure);
    let points = |value: fn(&TrendPeriod) -> u64| -> Vec<Point> {
        let at = |(index, period)| (trend.x(index), y.at(scale::count(value(period))));
        trend.periods.iter().enumerate().map(at).collect()
    };
    let open = points(|period| period.open);
    let persisting = points(|period| period.persisting);
    let confirmed = points(|period| period.open.saturating_sub(period.unconfirmed));
    if trend.periods.iter().any(|period| period.unconfirmed > 0) {
        let hatching = canvas.hatching(5.0, "kn-hatch-open");
        let back = confirmed.iter().rev().copied();
        let band: Vec<Point> = open.iter().copied().chain(back).collect();
        canvas.polygon_filled_by(&band, &hatching);
    }
    let has_persisting = trend.periods.iter().any(|period| period.persisting > 0);
    for (points, series) in [(&open, Series::Open), (&persisting, Series::Persisting)] {
        // A line of zeros would be red for nothing.
        if series == Series::Persisting && !has_persisting {
            continue;
        }
        canvas.polyline(points, series.line());
        if let Some(last) = points.last() {
            canvas.circle(*last, 3.0, series.fill());
        }
    }
    draw_labels(canvas, trend, labels, [&open, &persisting, &confirmed]);
}

fn draw_grid(canvas: &mut Canvas, trend: &TrendLayout, y: LinearScale, figure: &FigureContext) {
    for tick in trend.axis.ticks() {
        let height = y.at(scale::count(tick));
        let class = if tick == 0 { "kn-base" } else { "kn-grid" };
        canvas.horizontal(trend.left, trend.right, height, class);
        let text = (figure.numbers.count)(tick);
        canvas.text((trend.left - 6.0, height + 4.0), "kn-axis kn-end", &text);
    }
}

fn draw_labels(
    canvas: &mut Canvas,
    trend: &TrendLayout,
    labels: &TrendLabels,
    lines: [&[Point]; 3],
) {
    let [open, persisting, confirmed] =
        lines.map(|points| points.last().map_or(trend.base, |point| point.1));
    let label = |y, text: &str, series| Label::new(y, text, series, trend.labels);
    // Below both, so that the two lines keep their labels beside them.
    let below = confirmed.max(persisting) + LINE;
    let has_band = trend.last().is_some_and(|last| last.unconfirmed > 0);
    let unconfirmed = if has_band {
        labels.unconfirmed.as_str()
    } else {
        ""
    };
    let no_persisting = trend.last().is_none_or(|last| last.persisting == 0);
    let placed = vec![
        label(open, &labels.open, Series::Open),
        label(
            persisting,
            &labels.persisting,
            Series::Persisting.unless(no_persisting),
        ),
        label(below, unconfirmed, Series::Reference),
    ];
    let ends = (TOP - LINE, trend.base + LINE);
    labels::draw(canvas, trend.right + 8.0, placed, ends);
}
