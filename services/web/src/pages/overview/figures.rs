//! The figures of the overview.

use api::answers::{Direction, Movers, MoversItem, Persisting, Rounds, Trend, TrendItem};
use charts::{Mark, MarkRange, MarkScale, Series, TrendChart, TrendLabels, TrendPeriod};

use super::{MONTHS, key_figures::count};
use crate::pages::{
    figure::PageFigure,
    knelpunt_rows::{KnelpuntColumn, knelpunt_table},
    page_query::PageQuery,
    table::{PageRow, PageTable, TableCell, TableColumn},
};

/// The groups that changed most, on the page.
const MOVERS: usize = 8;
const YEAR_MONTHS: usize = 12;
/// The width of the trend, in px.
const TREND_WIDTH: u16 = 1136;

/// Returns the trend by month: open and persisting, added and removed.
pub(super) fn trend(query: &PageQuery<'_>, trend: &Trend, rounds: &Rounds) -> PageFigure {
    let t = query.t();
    let start = trend.items.len().saturating_sub(MONTHS);
    let months = &trend.items[start..];
    let year = months.iter().rev().take(YEAR_MONTHS);
    let (added, removed) = year.fold((0, 0), |(added, removed), month| {
        (
            added + month.figures.opened,
            removed + month.figures.resolved,
        )
    });
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
            period: t.with("trend-in", "month", name(ends.1)),
            round: t.text("trend-round"),
        },
    };
    let counts = [("added", added.into()), ("removed", removed.into())];
    PageFigure::new(
        query,
        "verloop",
        t.text_with("trend-heading", &counts),
        trend_table(query, months),
    )
    .subtitle(t.text("trend-subtitle"))
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
    .chart(query, &chart, &alt, TREND_WIDTH)
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

/// Returns what has been open longest.
pub(super) fn oldest(query: &PageQuery<'_>, list: &Persisting) -> PageFigure {
    let t = query.t();
    let columns = [
        KnelpuntColumn::Municipality,
        KnelpuntColumn::Since,
        KnelpuntColumn::Age,
        KnelpuntColumn::WaitsOn,
        KnelpuntColumn::LastConfirmed,
    ];
    let table = knelpunt_table(query, &columns, &list.items);
    let counts = [
        ("shown", list.items.len().into()),
        ("total", list.total.into()),
    ];
    PageFigure::new(query, "langst", t.text("oldest-heading"), table)
        .subtitle(t.text_with("oldest-subtitle", &counts))
        .terms(query, &["def-hardnekkig", "def-sinds"])
}

/// Returns the categories that changed, the least likely to be due to chance first.
pub(super) fn movers(query: &PageQuery<'_>, movers: &Movers) -> PageFigure {
    let t = query.t();
    let scale = MarkScale {
        range: MarkRange::Factors(0.25, 4.0),
        ticks: [(0.25, "¼"), (0.5, "½"), (1.0, "1"), (2.0, "2"), (4.0, "4")]
            .map(|(value, text)| (value, text.to_owned()))
            .into(),
        reference: Some(1.0),
        width: 200,
    };
    let changed: Vec<&MoversItem> = movers
        .items
        .iter()
        .filter(|item| item.direction != Direction::None)
        .collect();
    let heading = match changed[..] {
        [one] => t.with("movers-heading-one", "name", &one.group.label),
        _ => t.with("movers-heading", "n", changed.len()),
    };
    let table = PageTable {
        columns: vec![
            TableColumn::text(t.text("term-category")),
            TableColumn::number(t.text("movers-before")),
            TableColumn::number(t.text("movers-now")),
            TableColumn::number(t.text("movers-ratio")),
            TableColumn::marks(t.name("def-interval"), scale.head()),
            TableColumn::text(t.text("movers-changed")),
        ],
        rows: movers
            .items
            .iter()
            .take(MOVERS)
            .enumerate()
            .map(|(index, item)| mover_row(query, &scale, index, item))
            .collect(),
        has_cards: true,
    };
    PageFigure::new(query, "veranderd", heading, table)
        .subtitle(t.text("movers-subtitle"))
        .terms(query, &["def-veranderd", "def-interval"])
}

fn mover_row(query: &PageQuery<'_>, scale: &MarkScale, index: usize, item: &MoversItem) -> PageRow {
    let t = query.t();
    let (series, verdict) = match item.direction {
        Direction::Up => (Series::Persisting, "movers-more"),
        Direction::Down => (Series::Closed, "movers-less"),
        Direction::None => (Series::Reference, "movers-chance"),
    };
    let mark = Mark::Interval {
        value: item.ratio.value,
        low: item.ratio.low,
        high: item.ratio.high,
        series,
    };
    let counted =
        |counted: u64| TableCell::count(t, usize::try_from(counted).unwrap_or(usize::MAX));
    let verdict = TableCell::text(t.text(verdict));
    PageRow::new(vec![
        TableCell::text(item.group.label.clone()),
        counted(item.before.count),
        counted(item.now.count),
        TableCell::number(t, item.ratio.value, 1),
        TableCell::mark(scale.mark(&format!("veranderd-{index}"), &mark)),
        match item.direction {
            Direction::None => verdict.faint(),
            Direction::Up | Direction::Down => verdict,
        },
    ])
}
