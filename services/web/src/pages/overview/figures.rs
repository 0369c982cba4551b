//! What the overview has in a form of its own.

use api::{
    answers::{Movers, Persisting},
    parameters::Grouping,
};

use crate::pages::{
    figure::{
        PageFigure,
        movers::{self, MoversDetail},
        panels::{GroupTrend, panels},
    },
    group_kind::GroupKind,
    knelpunt_rows::{KnelpuntColumn, knelpunt_table},
    knelpunten,
    page_query::PageQuery,
};

/// The groups that changed most, on the page.
const MOVERS: usize = 8;
/// The categories with small multiples on the page.
const PANELS: usize = 6;

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
    let figure = PageFigure::new(query, "langst", t.text("oldest-heading"), table)
        .subtitle(t.text_with("oldest-subtitle", &counts))
        .terms(query, &["def-hardnekkig", "def-sinds"]);
    if list.items.len() == list.total {
        return figure;
    }
    let all = query.link_with(knelpunten::PATH, &[("status", "persisting")]);
    figure.more(t.with("list-all", "n", list.total), all)
}

/// Returns the categories of which most persists.
pub(super) fn categories(query: &PageQuery<'_>, groups: &[GroupTrend]) -> PageFigure {
    let t = query.t();
    let shown = &groups[..groups.len().min(PANELS)];
    let heading = t.text("categories-each");
    let sub = t.with("groups-each-most", "n", shown.len());
    let column = t.text("term-category");
    panels(query, "categorieen", shown, heading, column)
        .subtitle(format!("{} {sub}", t.text("groups-each-sub")))
        .more(
            t.with("categories-all", "n", groups.len()),
            query.link(GroupKind::Category.path()),
        )
}

/// Returns the categories that changed, the least likely to be due to chance first.
pub(super) fn movers(query: &PageQuery<'_>, changed: &Movers) -> PageFigure {
    let by = Grouping::Category;
    let figure = movers::movers(query, changed, by, MoversDetail::First(MOVERS));
    if changed.items.len() <= MOVERS {
        return figure;
    }
    let text = query.t().with("movers-all", "n", changed.items.len());
    let all = query.link(GroupKind::Category.path());
    figure.more(text, format!("{all}#veranderd"))
}
