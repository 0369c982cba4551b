//! What changed between two years, by group, and whether chance can explain it.

use api::{
    answers::{Direction, Movers, MoversItem},
    parameters::Grouping,
};
use charts::{Mark, MarkScale, Series};
use texts::messages::Messages;

use super::{
    PageFigure,
    intervals::{point_mark, ratio_scale},
};
use crate::pages::{
    names, navigation,
    page_query::PageQuery,
    table::{PageRow, PageTable, TableCell, TableColumn},
};

/// How much of the movers a page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MoversDetail {
    /// The first rows, without links.
    First(usize),
    /// All rows.
    All,
    /// All rows, with the p and q of the test.
    Test,
}

impl MoversDetail {
    const fn rows(self) -> usize {
        match self {
            Self::First(rows) => rows,
            Self::All | Self::Test => usize::MAX,
        }
    }
}

/// Returns the groups that changed, the least likely to be due to chance first.
pub(crate) fn movers(
    query: &PageQuery<'_>,
    movers: &Movers,
    by: Grouping,
    detail: MoversDetail,
) -> PageFigure {
    let t = query.t();
    let scale = ratio_scale();
    let has_changed = movers
        .items
        .iter()
        .any(|item| item.direction != Direction::None);
    let items = movers.items.iter().take(detail.rows()).enumerate();
    let rows = items.map(|(index, item)| {
        let mark = scale.mark(&format!("veranderd-{index}"), &mark(item));
        row(query, (by, detail, has_changed), item, mark)
    });
    let table = PageTable {
        columns: columns(t, by, (detail, has_changed), &scale),
        rows: rows.collect(),
        has_cards: true,
    };
    let figure = PageFigure::new(query, "veranderd", heading(query, movers, by), table)
        .subtitle(t.text("movers-subtitle"))
        .terms(query, &["def-veranderd", "def-interval"]);
    match detail {
        MoversDetail::Test => figure.explanation(t.text("movers-test")),
        MoversDetail::First(_) | MoversDetail::All => figure,
    }
}

fn heading(query: &PageQuery<'_>, movers: &Movers, by: Grouping) -> String {
    let t = query.t();
    let mut changed = movers
        .items
        .iter()
        .filter(|item| item.direction != Direction::None);
    let (first, more) = (changed.next(), changed.count());
    let name = first.map(|item| names::group(t, query.register(), by, &item.group));
    let number = more + usize::from(first.is_some());
    let values = [
        ("n", number.into()),
        ("name", name.unwrap_or_default().into()),
    ];
    t.text_with(
        match by {
            Grouping::Province => "movers-heading-provinces",
            Grouping::BuildingBlock => "movers-heading-blocks",
            Grouping::Category => "movers-heading",
            _ => "movers-heading-groups",
        },
        &values,
    )
}

fn columns(
    t: Messages,
    by: Grouping,
    (detail, has_changed): (MoversDetail, bool),
    scale: &MarkScale,
) -> Vec<TableColumn> {
    let first = match by {
        Grouping::Province => "term-province",
        Grouping::BuildingBlock => "term-building-block",
        Grouping::Category => "term-category",
        Grouping::Municipality => "term-municipality",
        _ => "compare-group",
    };
    let mut columns = vec![
        TableColumn::text(t.text(first)),
        TableColumn::number(t.text("movers-before")),
        TableColumn::number(t.text("movers-now")),
        TableColumn::number(t.text("movers-ratio")),
        TableColumn::marks(t.name("def-interval"), scale.head()),
    ];
    if detail == MoversDetail::Test {
        columns.push(TableColumn::number(t.text("movers-p")));
        columns.push(TableColumn::number(t.text("movers-q")));
    }
    // Where nothing changed, the heading says so.
    if has_changed {
        columns.push(TableColumn::text(t.text("movers-changed")));
    }
    columns
}

fn row(
    query: &PageQuery<'_>,
    (by, detail, has_changed): (Grouping, MoversDetail, bool),
    item: &MoversItem,
    mark: String,
) -> PageRow {
    let t = query.t();
    let name = TableCell::text(names::group(t, query.register(), by, &item.group));
    let name = match by {
        // The names of provinces are short enough for one line.
        Grouping::Province => TableCell {
            shown: name.shown.replace('-', "\u{2011}"),
            ..name
        },
        _ => name,
    };
    let page = item.group.group.as_deref();
    let page = page.and_then(|code| navigation::path_of_group(by, code));
    // The overview links once per figure, for the sake of the keyboard.
    let page = page.filter(|_| !matches!(detail, MoversDetail::First(_)));
    let counted =
        |counted: u64| TableCell::count(t, usize::try_from(counted).unwrap_or(usize::MAX));
    let end = |end: Option<f64>| end.map(|end| t.decimal(end, 1));
    let (low, high) = (end(item.ratio.low), end(item.ratio.high));
    let mut cells = vec![
        match page {
            Some(path) => name.link(query.link(&path)),
            None => name,
        },
        counted(item.before.count),
        counted(item.now.count),
        TableCell::number(t, item.ratio.value, 2).between(t, low, high),
        TableCell::mark(mark),
    ];
    if detail == MoversDetail::Test {
        cells.extend([item.p, item.q].map(|p| TableCell::probability(t, p)));
    }
    if has_changed {
        cells.push(verdict(t, item.direction));
    }
    PageRow::new(cells)
}

fn verdict(t: Messages, direction: Direction) -> TableCell {
    match direction {
        Direction::Up => TableCell::text(t.text("movers-more")),
        Direction::Down => TableCell::text(t.text("movers-less")),
        Direction::None => TableCell::text(t.text("movers-chance")).faint(),
    }
}

fn mark(item: &MoversItem) -> Mark {
    let series = match item.direction {
        Direction::Up => Series::Persisting,
        Direction::Down => Series::Closed,
        Direction::None => Series::Reference,
    };
    point_mark(item.ratio, series)
}
