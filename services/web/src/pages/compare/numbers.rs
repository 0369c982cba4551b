//! How many knelpunten of each group are open.

use api::{
    answers::{Trend, TrendItem},
    parameters::Grouping,
};

use super::{
    choice::Choice,
    curves::TwoDays,
    groups::{self, GroupRows},
};
use crate::pages::{
    figure::{PageFigure, trend::count},
    page_query::PageQuery,
    table::{PageRow, TableCell, TableColumn},
};

/// Returns what is open in each group, at the end of the last period.
pub(super) fn numbers(
    query: &PageQuery<'_>,
    choice: &Choice,
    trends: &TwoDays<Trend>,
) -> PageFigure {
    let t = query.t();
    let columns = || {
        vec![
            groups::head(t, choice.by),
            TableColumn::number(t.name("def-open")),
            TableColumn::number(t.name("def-hardnekkig")),
            TableColumn::number(t.name("def-niet-bevestigd")),
        ]
    };
    let (open, first) = rows(query, choice.by, &trends.0);
    let other = choice.beside.zip(trends.1.as_ref());
    let then = other.map(|(beside, trend)| (beside.day, rows(query, choice.by, trend)));
    let open_then = then.as_ref().map(|(day, (open, _))| (*day, *open));
    let other = then.map(|(day, (_, rows))| (t.short_date(day), columns(), rows));
    let day = t.short_date(query.as_of.day());
    let table = groups::table(columns(), (day, first), other);
    let heading = match open_then {
        None => t.with("compare-number-heading", "n", open),
        Some((day, then)) => {
            let date = t.date(day);
            let values = [
                ("n", open.into()),
                ("then", then.into()),
                ("date", (&date).into()),
            ];
            t.text_with("compare-number-then", &values)
        }
    };
    PageFigure::new(query, "aantal", heading, table)
        .subtitle(t.text("compare-number-sub"))
        .note(t.text("compare-note"))
        .terms(query, &["def-open", "def-hardnekkig", "def-niet-bevestigd"])
}

/// Returns how many are open in all groups, and the row of each.
fn rows(query: &PageQuery<'_>, by: Grouping, trend: &Trend) -> (u64, GroupRows) {
    let t = query.t();
    let last = trend.items.last().map(|item| item.period);
    let items = trend.items.iter().filter(|item| Some(item.period) == last);
    let items: Vec<&TrendItem> = items.filter(|item| item.group.is_some()).collect();
    let open = items
        .iter()
        .map(|item| count(item.figures.open_at_end))
        .sum();
    let rows = groups::in_order(query, by, &items, |item| item.group.as_deref());
    let rows = rows.into_iter().filter_map(|item| {
        let group = item.group.as_deref()?;
        let figures = &item.figures;
        let cell = |number| TableCell::count(t, usize::try_from(count(number)).unwrap_or(0));
        Some(PageRow::new(vec![
            groups::name_cell(query, by, group),
            cell(figures.open_at_end),
            cell(figures.persisting_at_end).persisting(),
            cell(figures.unconfirmed_at_end),
        ]))
    });
    let rows = rows.collect();
    (open, GroupRows { rows, whole: None })
}
