//! The trend: open and persisting above, opened and closed below, on one axis of time. Never one without the others.

mod bars;
mod lines;

use crate::{
    canvas::Canvas,
    figure::{Columns, Draw, Drawing, FigureContext, Layout, canvas},
    labels::column_width,
    measure::{AXIS, LABEL, text_width},
    scale,
    scale::CountAxis,
};

/// The trend of a selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrendChart {
    /// The periods, oldest first. On a phone the last 24 are drawn.
    pub periods: Vec<TrendPeriod>,
    /// The texts beside it.
    pub labels: TrendLabels,
}

/// A period of a trend.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrendPeriod {
    /// What the axis has below the first period that has it: the year.
    pub label: String,
    /// Open at the end.
    pub open: u64,
    /// Of these, persisting.
    pub persisting: u64,
    /// Of the open ones, not confirmed for a year.
    pub unconfirmed: u64,
    /// Opened in it, for the first time or again.
    pub opened: u64,
    /// Closed in it.
    pub closed: u64,
    /// Whether a round was in it.
    pub in_round: bool,
}

/// The texts at the right end, of the last period, and above a round. An empty one is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrendLabels {
    /// `393 open`
    pub open: String,
    /// `291 hardnekkig`
    pub persisting: String,
    /// `129 van de 393 een jaar niet bevestigd`
    pub unconfirmed: String,
    /// `21 erbij`
    pub opened: String,
    /// `17 eraf`
    pub closed: String,
    /// `in november`
    pub period: String,
    /// `ronde`
    pub round: String,
}

const PHONE_PERIODS: usize = 24;
/// Above the lines: the texts of rounds.
const TOP: f64 = 26.0;
const ROUND_ABOVE: f64 = 12.0;
/// Between the lines and the bars.
const BETWEEN: f64 = 34.0;
const AXIS_HEIGHT: f64 = 20.0;

/// Where the parts of a trend are, in px.
struct TrendLayout<'a> {
    periods: &'a [TrendPeriod],
    is_phone: bool,
    left: f64,
    right: f64,
    /// The width of a period.
    step: f64,
    /// The width of the labels at the right.
    labels: f64,
    /// The zero of the lines.
    base: f64,
    axis: CountAxis,
    /// The zero of the bars.
    bars_zero: f64,
    /// The half of the height of the bars.
    bars_height: f64,
}

impl TrendLayout<'_> {
    /// Returns the middle of a period.
    fn x(&self, index: usize) -> f64 {
        self.left + self.step * (scale::index(index) + 0.5)
    }

    fn start(&self, index: usize) -> f64 {
        self.left + self.step * scale::index(index)
    }

    fn bottom(&self) -> f64 {
        self.bars_zero + self.bars_height
    }

    fn last(&self) -> Option<&TrendPeriod> {
        self.periods.last()
    }
}

impl Draw for TrendChart {
    fn draw(&self, figure: &FigureContext, layout: Layout) -> Drawing {
        let trend = self.lay_out(figure, layout);
        let mut canvas = canvas(figure, layout);
        draw_rounds(&mut canvas, &trend, &self.labels.round);
        lines::draw(&mut canvas, &trend, &self.labels, figure);
        bars::draw(&mut canvas, &trend, &self.labels, figure);
        draw_time(&mut canvas, &trend);
        Drawing {
            columns: Some(Columns {
                left: trend.left,
                width: trend.step,
                first_row: self.periods.len() - trend.periods.len(),
            }),
            ..Drawing::new((layout.width(), trend.bottom() + AXIS_HEIGHT), canvas)
        }
    }
}

impl TrendChart {
    fn lay_out(&self, figure: &FigureContext, layout: Layout) -> TrendLayout<'_> {
        let hidden = if layout.is_phone() {
            self.periods.len().saturating_sub(PHONE_PERIODS)
        } else {
            0
        };
        let periods = &self.periods[hidden..];
        let highest = |value: fn(&TrendPeriod) -> u64| periods.iter().map(value).max();
        let highest_open = highest(|period| period.open.max(period.persisting));
        let axis = CountAxis::new(highest_open.unwrap_or(0), 5);
        let highest_bar = highest(|period| period.opened.max(period.closed)).unwrap_or(0);
        let widest = axis.ticks().chain([highest_bar]).map(|tick| {
            let text = (figure.numbers.count)(tick);
            text_width(&text, AXIS, false)
        });
        let left = widest.fold(20.0, f64::max) + 8.0;
        let texts = &self.labels;
        let texts = [
            &texts.open,
            &texts.persisting,
            &texts.unconfirmed,
            &texts.opened,
        ];
        let least = if layout.is_phone() { 72.0 } else { 122.0 };
        let most = layout.width() * 0.35;
        let labels = column_width(&texts.map(String::as_str), (least, most));
        // Those of the bars have one line each.
        let lines = [
            &self.labels.opened,
            &self.labels.closed,
            &self.labels.period,
        ];
        let lines = lines.map(|text| text_width(text, LABEL, true));
        let labels = lines.into_iter().fold(labels, f64::max).min(most);
        let right = layout.width() - labels - 10.0;
        let (upper, lower) = if layout.is_phone() {
            (190.0, 96.0)
        } else {
            (200.0, 108.0)
        };
        let base = TOP + upper;
        TrendLayout {
            periods,
            is_phone: layout.is_phone(),
            left,
            right,
            step: (right - left) / scale::index(periods.len().max(1)),
            labels,
            base,
            axis,
            bars_zero: base + BETWEEN + lower / 2.0,
            bars_height: lower / 2.0,
        }
    }
}

fn draw_rounds(canvas: &mut Canvas, trend: &TrendLayout, label: &str) {
    let half = text_width(label, AXIS, false) / 2.0;
    let mut free_from = trend.left - half;
    for (index, _) in trend
        .periods
        .iter()
        .enumerate()
        .filter(|(_, period)| period.in_round)
    {
        let top = TOP - ROUND_ABOVE;
        canvas.rect(
            crate::canvas::Bounds {
                x: trend.start(index),
                y: top,
                width: trend.step,
                height: trend.bottom() - top,
            },
            "kn-round",
        );
        let x = trend.x(index);
        if !trend.is_phone && x - half >= free_from {
            canvas.text((x, top - 4.0), "kn-axis kn-middle", label);
            free_from = x + half + 6.0;
        }
    }
}

/// Draws the axis of time: a mark where the label changes, and each label that has room.
fn draw_time(canvas: &mut Canvas, trend: &TrendLayout) {
    let bottom = trend.bottom();
    let labels = trend.periods.iter().map(|period| period.label.as_str());
    let labels: Vec<&str> = labels.collect();
    let changes =
        (0..labels.len()).filter(|index| *index == 0 || labels[*index] != labels[*index - 1]);
    let changes: Vec<usize> = changes.collect();
    let mut free_from = 0.0;
    for (position, index) in changes.iter().enumerate() {
        let x = trend.start(*index);
        if *index > 0 {
            canvas.vertical(x, trend.base, trend.base + 5.0, "kn-base");
            canvas.vertical(x, bottom, bottom + 8.0, "kn-base");
        }
        let label_x = if *index > 0 { x + 4.0 } else { x };
        let end = label_x + text_width(labels[*index], AXIS, false);
        // The first one gives way to the next, which has a mark.
        let next = changes
            .get(position + 1)
            .map_or(trend.right, |next| trend.start(*next));
        let fits = label_x >= free_from && (*index > 0 || end + 6.0 <= next || changes.len() == 1);
        if fits && end <= trend.right + trend.labels {
            canvas.text((label_x, bottom + 15.0), "kn-axis", labels[*index]);
            free_from = end + 8.0;
        }
    }
}
