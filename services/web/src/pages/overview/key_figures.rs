//! The four key figures, each with its change and its definition in a sentence.

use api::answers::{PeriodFigures, Summary, Trend};
use charts::{Series, sparkline};
use texts::messages::Messages;

use crate::pages::figure::trend::count;

/// The months of a sparkline, and of a year.
const SPARKLINE_MONTHS: usize = 24;
const YEAR_MONTHS: usize = 12;

/// A key figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeyFigure {
    pub(crate) name: String,
    pub(crate) value: String,
    /// Whether it says that something persists.
    pub(crate) persists: bool,
    /// Markup; empty for none.
    pub(crate) sparkline: String,
    pub(crate) note: String,
}

/// Returns the key figures, now beside a year earlier.
pub(super) fn key_figures(
    t: Messages,
    now: Summary,
    earlier: Summary,
    trend: &Trend,
) -> Vec<KeyFigure> {
    let year = trend.items.iter().rev().take(YEAR_MONTHS);
    let (closed, added) = year.fold((0, 0), |(closed, added), item| {
        (closed + item.figures.resolved, added + item.figures.opened)
    });
    let last = trend.items.last().map(|item| item.figures);
    let unconfirmed = last.map_or(0, |figures| figures.unconfirmed_at_end);
    let line = |value: fn(&PeriodFigures) -> i64, series| {
        let start = trend.items.len().saturating_sub(SPARKLINE_MONTHS);
        let values = trend.items.iter().skip(start);
        let values: Vec<u64> = values.map(|item| count(value(&item.figures))).collect();
        sparkline(&values, series)
    };
    let change = |now: usize, then: usize| {
        let [now, then] = [now, then].map(|count| i64::try_from(count).unwrap_or(i64::MAX));
        t.change(now - then)
    };
    let figure = |name: &str, value: u64, sparkline, note| KeyFigure {
        name: t.text(name),
        value: t.number(value),
        persists: false,
        sparkline,
        note,
    };
    vec![
        KeyFigure {
            persists: now.persisting > 0,
            ..figure(
                "key-persisting",
                now.persisting as u64,
                line(|figures| figures.persisting_at_end, Series::Persisting),
                t.with(
                    "key-persisting-note",
                    "change",
                    change(now.persisting, earlier.persisting),
                ),
            )
        },
        figure(
            "key-open",
            now.open as u64,
            line(|figures| figures.open_at_end, Series::Open),
            t.with("key-open-note", "change", change(now.open, earlier.open)),
        ),
        figure(
            "key-closed",
            count(closed),
            line(|figures| figures.resolved, Series::Closed),
            t.with("key-closed-note", "n", added),
        ),
        figure(
            "key-unconfirmed",
            count(unconfirmed),
            String::new(),
            t.text("key-unconfirmed-note"),
        ),
    ]
}
