//! Which groups stand out by more than chance.

use std::collections::BTreeMap;

use api::{
    answers::{Funnel, FunnelItem, FunnelPosition},
    parameters::Grouping,
};
use charts::{FunnelBand, FunnelChart};

use crate::pages::{
    figure::{PageFigure, intervals::share_interval},
    names,
    page_query::PageQuery,
    table::{PageRow, PageTable, TableCell, TableColumn},
};

/// The width of the funnel, in px.
const WIDTH: u16 = 740;

/// Returns the funnel, and beside it those outside, in alphabetical order.
pub(super) fn funnel(query: &PageQuery<'_>, by: Grouping, funnel: &Funnel) -> Vec<PageFigure> {
    let t = query.t();
    let outside = funnel.items.iter();
    let outside: Vec<&FunnelItem> = outside
        .filter(|item| item.position != FunnelPosition::Inside)
        .collect();
    let values = [
        ("n", outside.len().into()),
        ("all", funnel.items.len().into()),
    ];
    let heading = t.text_with("compare-stand-out", &values);
    let all: Vec<&FunnelItem> = funnel.items.iter().collect();
    let figure = PageFigure::new(query, "trechter", heading, table(query, by, all))
        .subtitle(t.text("compare-funnel-sub"))
        .terms(query, &["def-trechter", "def-interval"]);
    let Some(target) = funnel.target.filter(|_| by == Grouping::Municipality) else {
        return vec![figure];
    };
    let alt = [
        ("all", funnel.items.len().into()),
        ("share", t.share(target).into()),
        ("n", outside.len().into()),
    ];
    let alt = t.text_with("compare-funnel-alt", &alt);
    let figure = figure.chart(query, &chart(query, funnel, target), &alt, WIDTH);
    if outside.is_empty() {
        return vec![figure];
    }
    let heading = t.text("compare-outside");
    let list = PageFigure::new(query, "buiten", heading, table(query, by, outside))
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

fn table(query: &PageQuery<'_>, by: Grouping, items: Vec<&FunnelItem>) -> PageTable {
    let (t, register) = (query.t(), query.register());
    let mut named: Vec<(String, &FunnelItem)> = items
        .into_iter()
        .map(|item| (names::group(t, register, by, &item.group), item))
        .collect();
    named.sort_by_cached_key(|(name, _)| name.to_lowercase());
    let rows = named.into_iter().map(|(name, item)| {
        let count = |count: u64| TableCell::count(t, usize::try_from(count).unwrap_or(usize::MAX));
        let position = TableCell::text(t.text(match item.position {
            FunnelPosition::Above998 | FunnelPosition::Above95 => "compare-more-often",
            FunnelPosition::Inside => "compare-inside",
            FunnelPosition::Below95 | FunnelPosition::Below998 => "compare-less-often",
        }));
        PageRow::new(vec![
            TableCell::text(name),
            count(item.n),
            count(item.x),
            TableCell::share(t, item.share.value),
            TableCell::text(share_interval(t, item.share)),
            match item.position {
                FunnelPosition::Inside => position.faint(),
                _ => position,
            },
        ])
    });
    PageTable {
        columns: vec![
            TableColumn::text(t.text("compare-group")),
            TableColumn::number(t.text("compare-times")),
            TableColumn::number(t.text("compare-open-then")),
            TableColumn::number(t.text("compare-after-180")),
            TableColumn::text(t.name("def-interval")),
            TableColumn::text(t.text("compare-where")),
        ],
        rows: rows.collect(),
        has_cards: true,
    }
}
