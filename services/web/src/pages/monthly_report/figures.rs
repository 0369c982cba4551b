//! The tables of a monthly report.

use api::answers::{EpisodeListItem, PeriodFigures};

use super::{
    events::{ListedEvents, MonthEvents},
    sentences::MonthFacts,
};
use crate::pages::{
    figure::PageFigure,
    names,
    page_query::PageQuery,
    table::{PageRow, PageTable, TableCell, TableColumn},
};

/// The text of the heading of what was closed, which has other columns.
const CLOSED: &str = "monthly-closed";

/// Returns the figures of the month, the month before and the year before, side by side.
pub(super) fn numbers(query: &PageQuery<'_>, facts: &MonthFacts) -> PageFigure {
    let t = query.t();
    let month = |months| {
        facts
            .month
            .plus(months)
            .map(|month| t.short_month(month.first()))
    };
    let mut columns = vec![TableColumn::text(t.text("monthly-figure"))];
    columns
        .extend([0, -1, -12].map(|months| TableColumn::number(month(months).unwrap_or_default())));
    let value = |of: fn(&PeriodFigures) -> i64| {
        let cell = |figures: &PeriodFigures| {
            TableCell::count(t, usize::try_from(of(figures)).unwrap_or_default())
        };
        let year = facts.year_before.as_ref();
        let year = year.map_or_else(TableCell::none, cell);
        [cell(&facts.now), cell(&facts.month_before), year]
    };
    let row = |id: &str, of: fn(&PeriodFigures) -> i64| {
        let name = if id.starts_with("def-") {
            t.name(id)
        } else {
            t.text(id)
        };
        PageRow::new(
            [TableCell::text(name)]
                .into_iter()
                .chain(value(of))
                .collect(),
        )
    };
    let table = PageTable {
        columns,
        rows: vec![
            row("def-open", |figures| figures.open_at_end),
            row("trend-persisting-column", |figures| {
                figures.persisting_at_end
            }),
            row("trend-unconfirmed-column", |figures| {
                figures.unconfirmed_at_end
            }),
            row("def-erbij", |figures| figures.opened),
            row("trend-came-back", |figures| figures.recurred),
            row("def-eraf", |figures| figures.resolved),
            row("trend-reported", |figures| figures.reported),
        ],
        has_cards: false,
    };
    PageFigure::new(query, "cijfers", t.text("monthly-numbers"), table).terms(
        query,
        &["def-open", "def-hardnekkig", "def-erbij", "def-eraf"],
    )
}

/// Returns the lists of what became persisting, came back and was closed; an empty one is left out.
pub(super) fn lists(query: &PageQuery<'_>, events: MonthEvents) -> Vec<PageFigure> {
    let lists = [
        (events.persisted, "hardnekkig-geworden", "monthly-persisted"),
        (events.recurred, "teruggekomen", "monthly-recurred"),
        (events.closed, "afgesloten", CLOSED),
    ];
    let present = lists.into_iter().filter(|(list, ..)| list.total > 0);
    present
        .map(|(list, id, heading)| figure(query, id, heading, list))
        .collect()
}

fn figure(
    query: &PageQuery<'_>,
    id: &'static str,
    heading: &str,
    mut list: ListedEvents,
) -> PageFigure {
    let t = query.t();
    let is_closed = heading == CLOSED;
    let more_heads = if is_closed {
        ["monthly-how", "monthly-was-open", "monthly-by-what"].as_slice()
    } else {
        ["term-since", "term-waits-on"].as_slice()
    };
    let heads = ["term-municipality", "term-category"]
        .iter()
        .chain(more_heads);
    let total = list.total;
    let shown = list.items.len();
    list.items.sort_by(|one, other| {
        let key = |item: &EpisodeListItem| (item.municipality_name.clone(), item.since);
        key(one).cmp(&key(other))
    });
    let table = PageTable {
        columns: heads.map(|id| TableColumn::text(t.text(id))).collect(),
        rows: list
            .items
            .iter()
            .map(|item| row(query, item, is_closed))
            .collect(),
        has_cards: true,
    };
    let figure = PageFigure::new(query, id, t.with(heading, "n", total), table);
    if shown == total {
        return figure;
    }
    figure.subtitle(t.text_with(
        "monthly-first",
        &[("shown", shown.into()), ("total", total.into())],
    ))
}

fn row(query: &PageQuery<'_>, item: &EpisodeListItem, is_closed: bool) -> PageRow {
    let (t, register) = (query.t(), query.register());
    let category = names::category(t, register, &item.category);
    let mut cells = vec![
        TableCell::text(&item.municipality_name)
            .link(query.link(&format!("/gemeenten/{}", item.municipality))),
        TableCell::text(category).link(query.link(&format!("/knelpunten/{}", item.id))),
    ];
    if is_closed {
        let how = item.outcome.map(|outcome| names::outcome(t, outcome));
        let until = item.ended_on.unwrap_or_else(|| query.as_of.day());
        let remedy = item.remedy.as_deref();
        let remedy = remedy.map_or_else(
            || t.text("remedy-none"),
            |code| names::remedy(t, register, code),
        );
        cells.push(how.map_or_else(TableCell::none, TableCell::text));
        cells.push(TableCell::text(t.age(item.since_on, until)));
        cells.push(TableCell::text(remedy));
    } else {
        let party = item.party_as_written();
        cells.push(TableCell::day(t, item.since_on));
        cells.push(party.map_or_else(TableCell::none, |(_, name)| TableCell::text(name)));
    }
    PageRow::new(cells)
}
