//! By what knelpunten of a selection were solved.

use charts::{Mark, MarkRange, MarkScale, Series};
use questions::RemedyCount;

use super::PageFigure;
use crate::pages::{
    names,
    page_query::PageQuery,
    support,
    table::{PageRow, PageTable, TableCell, TableColumn},
};

/// Returns the remedies, those that were named most often first, with a link to what support did where any is recorded.
pub(crate) fn remedies(
    query: &PageQuery<'_>,
    counts: &[RemedyCount],
    has_support: bool,
) -> PageFigure {
    let t = query.t();
    let heading = t.text("remedies-heading");
    let total: usize = counts.iter().map(|count| count.solved).sum();
    let most = counts.iter().map(|count| count.solved).max().unwrap_or(0);
    if total == 0 {
        return PageFigure::new(query, "waardoor", heading, PageTable::default())
            .note(t.text("remedies-none"));
    }
    let scale = MarkScale {
        range: MarkRange::FromZero(real(most)),
        ticks: Vec::new(),
        reference: None,
        width: 150,
    };
    // What is known stands before what is not.
    let (named, unnamed): (Vec<_>, Vec<_>) = counts
        .iter()
        .partition(|count| count.remedy.as_deref().is_some_and(|code| code != "other"));
    let rows = named.into_iter().chain(unnamed).enumerate();
    let rows = rows.map(|(index, count)| {
        let name = match &count.remedy {
            Some(code) => names::remedy(t, query.register(), code),
            None => t.text("remedies-unknown"),
        };
        let bar = Mark::Bar(vec![(Series::Closed, real(count.solved))]);
        PageRow::new(vec![
            TableCell::text(name),
            TableCell::count(t, count.solved),
            TableCell::mark(scale.mark(&format!("waardoor-{index}"), &bar)),
        ])
    });
    let table = PageTable {
        columns: vec![
            TableColumn::text(t.text("remedies-what")),
            TableColumn::number(t.text("remedies-times")),
            TableColumn::marks(t.text("remedies-times"), scale.head()),
        ],
        rows: rows.collect(),
        has_cards: false,
    };
    let figure = PageFigure::new(query, "waardoor", heading, table)
        .subtitle(t.with("remedies-subtitle", "n", total))
        .terms(query, &["def-opgelost"])
        .note(t.text("remedies-caution"));
    if has_support {
        return figure.more(t.text("support-title"), query.link(support::PATH));
    }
    figure
}

/// Returns a count as a number on a scale.
pub(crate) fn real(count: usize) -> f64 {
    // Counts are far below 2^32.
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
