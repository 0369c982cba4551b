//! How many knelpunten of each group are open.

use api::{answers::Trend, parameters::Grouping};

use crate::pages::{
    figure::{PageFigure, trend::count},
    names,
    page_query::PageQuery,
    table::{PageRow, PageTable, TableCell, TableColumn},
};

/// Returns what is open in each group, at the end of the last period.
pub(super) fn numbers(query: &PageQuery<'_>, by: Grouping, trend: &Trend) -> PageFigure {
    let (t, register) = (query.t(), query.register());
    let last = trend.items.last().map(|item| item.period);
    let items = trend.items.iter().filter(|item| Some(item.period) == last);
    let mut open = 0;
    let mut rows = Vec::new();
    for item in items {
        let Some(group) = item.group.as_deref() else {
            continue;
        };
        let figures = &item.figures;
        open += figures.open_at_end;
        let cell = |number| TableCell::count(t, usize::try_from(count(number)).unwrap_or(0));
        rows.push(PageRow::new(vec![
            TableCell::text(names::group(t, register, by, group)),
            cell(figures.open_at_end),
            cell(figures.persisting_at_end).persisting(),
            cell(figures.unconfirmed_at_end),
        ]));
    }
    let table = PageTable {
        columns: vec![
            TableColumn::text(t.text("compare-group")),
            TableColumn::number(t.name("def-open")),
            TableColumn::number(t.name("def-hardnekkig")),
            TableColumn::number(t.name("def-niet-bevestigd")),
        ],
        rows,
        has_cards: false,
    };
    PageFigure::new(
        query,
        "aantal",
        t.with("compare-number-heading", "n", open),
        table,
    )
    .subtitle(t.text("compare-number-sub"))
    .note(t.text("compare-note"))
    .terms(query, &["def-open", "def-hardnekkig", "def-niet-bevestigd"])
}
