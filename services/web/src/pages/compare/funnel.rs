//! Which groups stand out by more than chance.

use std::collections::{BTreeMap, BTreeSet};

use api::{
    answers::{Funnel, FunnelItem, FunnelPosition},
    parameters::Grouping,
};
use charts::{FunnelBand, FunnelChart};

use super::{
    choice::Choice,
    curves::TwoDays,
    groups::{self, GroupRows},
};
use crate::pages::{
    figure::{PageFigure, intervals::share_interval},
    page_query::PageQuery,
    table::{PageRow, PageTable, TableCell, TableColumn},
};

/// The width of the funnel, in px.
const WIDTH: u16 = 740;

/// Returns the funnel, and below it those outside, in alphabetical order.
pub(super) fn funnel(
    query: &PageQuery<'_>,
    choice: &Choice,
    funnels: &TwoDays<Funnel>,
) -> Vec<PageFigure> {
    let (t, by, funnel) = (query.t(), choice.by, &funnels.0);
    let is_outside = |item: &FunnelItem| item.position != FunnelPosition::Inside;
    let outside = funnel.items.iter().filter(|item| is_outside(item)).count();
    let [one, several] = groups::nouns(t, by);
    let values = [
        ("n", outside.into()),
        ("all", funnel.items.len().into()),
        ("one", (&one).into()),
        ("several", (&several).into()),
    ];
    let heading = t.text_with("compare-stand-out", &values);
    let figure = PageFigure::new(
        query,
        "trechter",
        heading,
        table(query, choice, funnels, |_| true),
    )
    .subtitle(t.text_with("compare-funnel-sub", &values))
    .terms(query, &["def-trechter", "def-interval"]);
    let Some(target) = funnel.target.filter(|_| by == Grouping::Municipality) else {
        return vec![figure];
    };
    let alt = [
        ("all", funnel.items.len().into()),
        ("share", t.share(target).into()),
        ("n", outside.into()),
    ];
    let alt = t.text_with("compare-funnel-alt", &alt);
    let figure = figure.chart(query, &chart(query, funnel, target), &alt, WIDTH);
    let both = [Some(funnel), funnels.1.as_ref()].into_iter().flatten();
    let outside = both
        .flat_map(|funnel| &funnel.items)
        .filter(|item| is_outside(item));
    let outside: BTreeSet<Option<&str>> = outside.map(|item| item.group.group.as_deref()).collect();
    if outside.is_empty() {
        return vec![figure];
    }
    let stands_out = |item: &FunnelItem| outside.contains(&item.group.group.as_deref());
    let table = table(query, choice, funnels, stands_out);
    let list = PageFigure::new(query, "buiten", t.text("compare-outside"), table)
        .subtitle(t.text("compare-outside-sub"))
        .terms(query, &["def-trechter"]);
    vec![figure, list]
}

fn chart(query: &PageQuery<'_>, funnel: &Funnel, target: f64) -> FunnelChart {
    let t = query.t();
    let mut bands: BTreeMap<u64, FunnelBand> = BTreeMap::new();
    for item in &funnel.items {
        bands.entry(item.n).or_insert(FunnelBand {
            n: item.n,
            inner: (item.limits95.low, item.limits95.high),
            outer: (item.limits998.low, item.limits998.high),
        });
    }
    FunnelChart {
        points: funnel.items.iter().map(|item| (item.n, item.x)).collect(),
        bands: bands.into_values().collect(),
        target,
        target_label: t.with("compare-funnel-target", "share", t.share(target)),
        band_labels: (
            t.text("compare-funnel-inner"),
            t.text("compare-funnel-outer"),
        ),
        axis_label: t.text("compare-funnel-axis"),
    }
}

/// Returns the table of the groups that are wanted, on both days.
fn table(
    query: &PageQuery<'_>,
    choice: &Choice,
    (first, other): &TwoDays<Funnel>,
    is_wanted: impl Fn(&FunnelItem) -> bool,
) -> PageTable {
    let t = query.t();
    let day = |funnel: &Funnel| {
        let rows = groups::in_order(query, choice.by, &funnel.items, |item| Some(&item.group));
        let rows = rows.into_iter().filter(|item| is_wanted(item));
        let rows = rows.map(|item| row(query, choice.by, item)).collect();
        GroupRows { rows, whole: None }
    };
    let other = choice.beside.zip(other.as_ref());
    let other = other.map(|(beside, funnel)| {
        let columns = columns(query, choice.by);
        (t.short_date(beside.day), columns, day(funnel))
    });
    let date = t.short_date(query.as_of.day());
    groups::table(columns(query, choice.by), (date, day(first)), other)
}

fn columns(query: &PageQuery<'_>, by: Grouping) -> Vec<TableColumn> {
    let t = query.t();
    vec![
        groups::head(t, by),
        TableColumn::number(t.text("compare-followed")),
        TableColumn::number(t.text("compare-open-then")),
        TableColumn::number(t.text("compare-after-180")),
        TableColumn::text(t.name("def-interval")),
        TableColumn::text(t.text("compare-where")),
    ]
}

fn row(query: &PageQuery<'_>, by: Grouping, item: &FunnelItem) -> PageRow {
    let t = query.t();
    let count = |count: u64| TableCell::count(t, usize::try_from(count).unwrap_or(usize::MAX));
    let position = TableCell::text(t.text(match item.position {
        FunnelPosition::Above998 | FunnelPosition::Above95 => "compare-more-often",
        FunnelPosition::Inside => "compare-inside",
        FunnelPosition::Below95 | FunnelPosition::Below998 => "compare-less-often",
    }));
    PageRow::new(vec![
        groups::name_cell(query, by, &item.group),
        count(item.n),
        count(item.x),
        TableCell::share(t, item.share.value),
        TableCell::text(share_interval(t, item.share)),
        match item.position {
            FunnelPosition::Inside => position.faint(),
            _ => position,
        },
    ])
}
