//! The lower part of a trend: opened as bars up, closed as bars down, both on one scale.

use super::{TrendLabels, TrendLayout, TrendPeriod};
use crate::{
    canvas::{Bounds, Canvas},
    figure::FigureContext,
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
    let highest = { trend.periods.iter() }.map(|period| period.opened.max(period.closed));
    let highest = highest.max().unwrap_or(0);
    let height = LinearScale::new(scale::count(highest), 0.0, trend.bars_height);
    let width = (trend.step * 0.62).clamp(1.0, 15.0);
    for (index, period) in trend.periods.iter().enumerate() {
        let (up, down) = (
            height.at(scale::count(period.opened)),
            height.at(scale::count(period.closed)),
        );
        let bar = |y, height| Bounds {
            x: trend.x(index) - width / 2.0,
            y,
            width,
            height,
        };
        if period.opened > 0 {
            canvas.rect(bar(trend.bars_zero - up, up), Series::Open.fill());
        }
        if period.closed > 0 {
            canvas.rect(bar(trend.bars_zero, down), Series::Closed.fill());
        }
    }
    draw_axis(canvas, trend, highest, figure);
    draw_labels(canvas, trend, labels);
}

fn draw_axis(canvas: &mut Canvas, trend: &TrendLayout, highest: u64, figure: &FigureContext) {
    let zero = trend.bars_zero;
    canvas.horizontal(trend.left, trend.right, zero, "kn-base");
    let mut number = |value, y| {
        let text = (figure.numbers.count)(value);
        canvas.text((trend.left - 6.0, y), "kn-axis kn-end", &text);
    };
    number(0, zero + 4.0);
    if highest > 0 {
        number(highest, zero - trend.bars_height + 9.0);
        number(highest, zero + trend.bars_height);
    }
}

fn draw_labels(canvas: &mut Canvas, trend: &TrendLayout, labels: &TrendLabels) {
    if trend.last() == Some(&TrendPeriod::default()) || trend.periods.is_empty() {
        return;
    }
    let (x, zero) = (trend.right + 8.0, trend.bars_zero);
    canvas.text((x, zero - 8.0), Series::Open.text(), &labels.opened);
    canvas.text((x, zero + 18.0), Series::Closed.text(), &labels.closed);
    canvas.text(
        (x, zero + 18.0 + LINE),
        Series::Reference.text(),
        &labels.period,
    );
}
