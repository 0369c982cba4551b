//! The trend of a selection, by month.

use api::answers::{Rounds, Trend, TrendItem};
use charts::{TrendChart, TrendLabels, TrendPeriod};

use super::PageFigure;
use crate::pages::{
    page_query::PageQuery,
    table::{PageRow, PageTable, TableCell, TableColumn},
};

/// The months of the trend.
const MONTHS: usize = 36;
const YEAR_MONTHS: usize = 12;
/// The width of a trend across the page, in px.
pub(crate) const ACROSS: u16 = 1136;
/// The width of a trend beside another column, in px.
pub(crate) const BESIDE: u16 = 776;

/// Returns the trend by month: open and persisting, added and removed; `widest` px wide at most.
pub(crate) fn trend(
    query: &PageQuery<'_>,
    trend: &Trend,
    rounds: &Rounds,
    (heading, subtitle): (String, String),
    widest: u16,
) -> PageFigure {
    let t = query.t();
    let months = last_months(trend);
    let ends = (months.first(), months.last());
    let (first, last) = (ends.0.map(figures_of), ends.1.map(figures_of));
    let (first, last) = (first.unwrap_or_default(), last.unwrap_or_default());
    let name = |item: Option<&TrendItem>| item.map(|item| t.month(item.period)).unwrap_or_default();
    let alt = t.text_with(
        "alt-trend",
        &[
            ("from", name(ends.0).into()),
            ("to", name(ends.1).into()),
            ("open", first.0.into()),
            ("openNow", last.0.into()),
            ("persisting", first.1.into()),
            ("persistingNow", last.1.into()),
            ("unconfirmed", last.2.into()),
        ],
    );
    let chart = TrendChart {
        periods: months.iter().map(|month| period(month, rounds)).collect(),
        labels: TrendLabels {
            open: t.with("trend-open", "n", last.0),
            persisting: t.with("trend-persisting", "n", last.1),
            unconfirmed: t.with("trend-unconfirmed", "n", last.2),
            opened: t.with("trend-added", "n", last.3),
            closed: t.with("trend-removed", "n", last.4),
            period: t.with("trend-in", "month", without_year(&name(ends.1))),
            round: t.text("trend-round"),
        },
    };
    PageFigure::new(query, "verloop", heading, trend_table(query, months))
        .subtitle(subtitle)
        .terms(
            query,
            &[
                "def-open",
                "def-hardnekkig",
                "def-erbij",
                "def-eraf",
                "def-niet-bevestigd",
            ],
        )
        .chart(query, &chart, &alt, widest)
}

/// Returns the heading that says how many were added and removed in a year.
pub(crate) fn added_and_removed(query: &PageQuery<'_>, trend: &Trend) -> String {
    let year = trend.items.iter().rev().take(YEAR_MONTHS);
    let (added, removed) = year.fold((0, 0), |(added, removed), month| {
        (
            added + month.figures.opened,
            removed + month.figures.resolved,
        )
    });
    let counts = [("added", added.into()), ("removed", removed.into())];
    query.t().text_with("trend-heading", &counts)
}

fn last_months(trend: &Trend) -> &[TrendItem] {
    let start = trend.items.len().saturating_sub(MONTHS);
    &trend.items[start..]
}

/// Open, persisting, not confirmed, added and removed.
fn figures_of(item: &TrendItem) -> (i64, i64, i64, i64, i64) {
    let figures = &item.figures;
    (
        figures.open_at_end,
        figures.persisting_at_end,
        figures.unconfirmed_at_end,
        figures.opened,
        figures.resolved,
    )
}

fn period(item: &TrendItem, rounds: &Rounds) -> TrendPeriod {
    let figures = &item.figures;
    let month = (item.period.year(), item.period.month());
    let began = |at: model::Instant| (at.day().year(), at.day().month()) == month;
    TrendPeriod {
        label: item.period.year().to_string(),
        open: count(figures.open_at_end),
        persisting: count(figures.persisting_at_end),
        unconfirmed: count(figures.unconfirmed_at_end),
        opened: count(figures.opened),
        closed: count(figures.resolved),
        in_round: rounds.items.iter().any(|round| began(round.began_at)),
    }
}

fn trend_table(query: &PageQuery<'_>, months: &[TrendItem]) -> PageTable {
    let t = query.t();
    let mut columns = vec![TableColumn::text(t.text("trend-month"))];
    let names = [
        "trend-reported",
        "def-erbij",
        "trend-came-back",
        "def-eraf",
        "def-open",
        "trend-persisting-column",
        "trend-unconfirmed-column",
    ];
    columns.extend(names.map(|id| {
        let is_term = id.starts_with("def-");
        TableColumn::number(if is_term { t.name(id) } else { t.text(id) })
    }));
    let row = |item: &TrendItem| {
        let figures = &item.figures;
        let mut cells = vec![TableCell::text(t.month(item.period))];
        let numbers = [
            figures.reported,
            figures.opened,
            figures.recurred,
            figures.resolved,
            figures.open_at_end,
            figures.persisting_at_end,
            figures.unconfirmed_at_end,
        ];
        cells.extend(
            numbers.map(|number| TableCell::count(t, usize::try_from(number).unwrap_or(0))),
        );
        PageRow::new(cells)
    };
    PageTable {
        columns,
        rows: months.iter().map(row).collect(),
        has_cards: false,
    }
}

/// Returns a month without its year, which stands at the axis.
fn without_year(month: &str) -> &str {
    month.rsplit_once(' ').map_or(month, |(name, _)| name)
}

/// Returns a count of an answer, which has them with a sign.
pub(crate) fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
