//! The lists of the outlook: by chance, and those of which it cannot be said.

use api::answers::{Outlook, OutlookItem};
use charts::{MarkScale, Series};

use super::{CURSOR, Choice, OUTLOOK, PATH};
use crate::{
    pages::{
        figure::{
            PageFigure,
            intervals::{ENOUGH, point_mark, share_cell, share_scale},
        },
        knelpunt_rows, names,
        page_query::PageQuery,
        table::{PageRow, PageTable, TableCell, TableColumn},
    },
    problem::WebProblem,
};

/// Returns the lists of the page: one of both, or two.
pub(super) fn lists(
    query: &mut PageQuery<'_>,
    choice: &Choice,
    first: &Outlook,
    second: Option<&Outlook>,
) -> Result<Vec<PageFigure>, WebProblem> {
    let is_known = choice.list.as_deref() != Some("unknown");
    let mut lists = Vec::new();
    if first.total > 0 && is_known {
        lists.push(known(query, choice, first)?);
    }
    let unknown_list = second.or((!is_known).then_some(first));
    if let Some(list) = unknown_list.filter(|list| list.total > 0) {
        lists.push(unknown(query, choice, list)?);
    }
    Ok(lists)
}

/// Returns the list by chance.
fn known(
    query: &mut PageQuery<'_>,
    choice: &Choice,
    outlook: &Outlook,
) -> Result<PageFigure, WebProblem> {
    let t = query.t();
    let scale = share_scale();
    let mut rows = Vec::new();
    for (index, item) in outlook.items.iter().enumerate() {
        rows.push(known_row(query, &scale, index, item)?);
    }
    let chance = t.with("outlook-chance-open", "days", &choice.days);
    let mut columns = what_columns(query);
    columns.extend([
        TableColumn::number(chance),
        TableColumn::marks(t.name("def-interval"), scale.head()),
        TableColumn::number(t.text("outlook-comparable")),
    ]);
    let table = PageTable {
        columns,
        rows,
        has_cards: true,
    };
    let counts = [
        ("shown", outlook.items.len().into()),
        ("total", outlook.total.into()),
    ];
    let list = PageFigure::new(query, "lijst", t.text("outlook-list"), table)
        .subtitle(t.text_with("outlook-list-sub", &counts))
        .explanation(t.text("outlook-method"))
        .terms(query, &["def-vooruitblik", "def-interval"]);
    Ok(with_more(query, list, choice, "known", outlook))
}

/// Returns the list of those of which the chance cannot be told.
fn unknown(
    query: &mut PageQuery<'_>,
    choice: &Choice,
    outlook: &Outlook,
) -> Result<PageFigure, WebProblem> {
    let t = query.t();
    let mut rows = Vec::new();
    for item in &outlook.items {
        rows.push(unknown_row(query, item)?);
    }
    let mut columns = what_columns(query);
    columns.extend([
        TableColumn::text(t.text("outlook-reason")),
        TableColumn::number(t.text("outlook-over-all")),
    ]);
    let table = PageTable {
        columns,
        rows,
        has_cards: true,
    };
    let heading = t.with("outlook-unknown", "n", outlook.total);
    let list = PageFigure::new(query, "niet-te-zeggen", heading, table)
        .subtitle(t.text("outlook-unknown-sub"))
        .explanation(t.text("outlook-method"))
        .terms(query, &["def-vooruitblik", "def-sinds"]);
    Ok(with_more(query, list, choice, "unknown", outlook))
}

/// Links to the whole list, or to the next page of it.
fn with_more(
    query: &PageQuery<'_>,
    list: PageFigure,
    choice: &Choice,
    which: &str,
    outlook: &Outlook,
) -> PageFigure {
    let Some(cursor) = outlook.next_cursor.as_deref() else {
        return list;
    };
    let t = query.t();
    if choice.list.is_none() {
        let href = query.link_with(PATH, &choice.keys(&[(OUTLOOK, which)]));
        return list.more(t.with("outlook-all", "n", outlook.total), href);
    }
    let keys = choice.keys(&[(OUTLOOK, which), (CURSOR, cursor)]);
    let text = t.with("outlook-next", "n", outlook.items.len());
    list.more(text, query.link_with(PATH, &keys))
}

/// The columns that say which knelpunt it is.
fn what_columns(query: &PageQuery<'_>) -> Vec<TableColumn> {
    let t = query.t();
    let ids = [
        "knelpunten-knelpunt",
        "term-municipality",
        "knelpunten-age",
        "term-waits-on",
    ];
    ids.map(|id| TableColumn::text(t.text(id))).into()
}

/// The cells that say which knelpunt it is.
fn what_cells(query: &mut PageQuery<'_>, item: &OutlookItem) -> Result<Vec<TableCell>, WebProblem> {
    let knelpunt = query.knelpunt(item.id)?;
    let (t, register) = (query.t(), query.register());
    let block = knelpunt.building_block.as_deref();
    let block = block.map(|code| names::building_block(register, code));
    let about = [block.as_deref(), knelpunt.reference_as_written.as_deref()];
    let note = knelpunt_rows::described(t, about, knelpunt.first_description.as_deref());
    let waits_on = knelpunt.party_as_written();
    let waits_on = waits_on.map(|(_, name)| TableCell::text(name));
    let municipality = query.link(&format!("/gemeenten/{}", item.municipality));
    Ok(vec![
        TableCell::text(names::category(t, register, &item.category))
            .link(query.link(&format!("/knelpunten/{}", item.id)))
            .note(note),
        TableCell::text(&item.municipality_name).link(municipality),
        TableCell::age(t, item.since_on, query.as_of.day()),
        waits_on.unwrap_or_else(TableCell::none),
    ])
}

fn known_row(
    query: &mut PageQuery<'_>,
    scale: &MarkScale,
    index: usize,
    item: &OutlookItem,
) -> Result<PageRow, WebProblem> {
    let (t, share) = (query.t(), item.still_open);
    let mut cells = what_cells(query, item)?;
    let series = if share.value.is_some_and(|value| value >= 0.9) {
        Series::Persisting
    } else {
        Series::Open
    };
    let mark = point_mark(share, series);
    let without = share.value.is_some_and(|value| value >= 1.0);
    cells.extend([
        share_cell(t, share),
        if without {
            TableCell::text(t.text("outlook-none-went")).faint()
        } else {
            TableCell::mark(scale.mark(&format!("lijst-{index}"), &mark))
        },
        TableCell::count(t, item.at_risk),
    ]);
    Ok(PageRow::new(cells))
}

fn unknown_row(query: &mut PageQuery<'_>, item: &OutlookItem) -> Result<PageRow, WebProblem> {
    let t = query.t();
    let mut cells = what_cells(query, item)?;
    let reason = if item.at_risk < ENOUGH {
        t.with("outlook-too-few", "n", item.at_risk)
    } else {
        t.text("outlook-too-far")
    };
    let over_all = item.compared_with_all.and_then(|all| {
        let of = t.with("outlook-over-all-of", "n", all.at_risk);
        all.still_open
            .value
            .map(|value| TableCell::share(t, Some(value)).note(of))
    });
    cells.extend([
        TableCell::text(reason),
        over_all.unwrap_or_else(TableCell::none),
    ]);
    Ok(PageRow::new(cells))
}
