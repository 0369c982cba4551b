//! The groups that are compared: what they are, in which order, and their tables of two days side by side.

use std::collections::HashMap;

use api::{answers::GroupName, parameters::Grouping};

use texts::messages::Messages;

use crate::pages::{
    group_kind::GroupKind,
    municipalities, names,
    page_query::PageQuery,
    table::{PageRow, PageTable, TableCell, TableColumn},
};

/// A grouping, with the ids of its texts.
pub(super) struct CompareGrouping {
    pub(super) by: Grouping,
    /// As a choice: "per gemeente".
    pub(super) choose: &'static str,
    /// The head of the column of groups.
    head: &'static str,
    /// One group, and several: "gemeente", "gemeenten".
    nouns: [&'static str; 2],
}

/// The groupings, in the order of the form.
pub(super) const GROUPINGS: [CompareGrouping; 6] = [
    CompareGrouping {
        by: Grouping::SizeClass,
        choose: "compare-by-size",
        head: "municipalities-size",
        nouns: ["compare-size", "compare-sizes"],
    },
    CompareGrouping {
        by: Grouping::Category,
        choose: "compare-by-category",
        head: "term-category",
        nouns: ["compare-category", "compare-categories"],
    },
    CompareGrouping {
        by: Grouping::Province,
        choose: "compare-by-province",
        head: "term-province",
        nouns: ["compare-province", "compare-provinces"],
    },
    CompareGrouping {
        by: Grouping::Party,
        choose: "compare-by-party",
        head: "term-waits-on",
        nouns: ["compare-party", "compare-parties"],
    },
    CompareGrouping {
        by: Grouping::BuildingBlock,
        choose: "compare-by-block",
        head: "term-building-block",
        nouns: ["compare-block", "compare-blocks"],
    },
    CompareGrouping {
        by: Grouping::Municipality,
        choose: "compare-by-municipality",
        head: "term-municipality",
        nouns: ["compare-municipality", "compare-municipalities"],
    },
];

/// The rows of a table by group; the last may be of all groups together.
pub(super) struct GroupRows {
    pub(super) rows: Vec<PageRow>,
    pub(super) whole: Option<PageRow>,
}

fn grouping(by: Grouping) -> Option<&'static CompareGrouping> {
    GROUPINGS.iter().find(|known| known.by == by)
}

/// Returns the column of groups.
pub(super) fn head(t: Messages, by: Grouping) -> TableColumn {
    let head = grouping(by).map_or("compare-group", |known| known.head);
    TableColumn::text(t.text(head))
}

/// Returns what a group is, and what several are.
pub(super) fn nouns(t: Messages, by: Grouping) -> [String; 2] {
    let nouns = grouping(by).map_or(["compare-size", "compare-sizes"], |known| known.nouns);
    nouns.map(|id| t.text(id))
}

/// Returns the name of a group; of none, that it is all together.
pub(super) fn name(query: &PageQuery<'_>, by: Grouping, group: Option<&GroupName>) -> String {
    let t = query.t();
    group.map_or_else(
        || t.text("compare-whole"),
        |group| names::group(t, query.register(), by, group),
    )
}

/// Returns the cell with the name of a group, linked to its page.
pub(super) fn name_cell(query: &PageQuery<'_>, by: Grouping, group: &GroupName) -> TableCell {
    let cell = TableCell::text(name(query, by, Some(group)));
    match link(query, by, group.group.as_deref()) {
        Some(href) => cell.link(href),
        None => cell,
    }
}

/// Returns the link to the page of a group, or of the municipalities in it.
pub(super) fn link(query: &PageQuery<'_>, by: Grouping, code: Option<&str>) -> Option<String> {
    let code = code?;
    Some(match by {
        Grouping::SizeClass => query.link_with(municipalities::PATH, &[("sizeClass", code)]),
        Grouping::Province => query.link_with(municipalities::PATH, &[("province", code)]),
        Grouping::Municipality => query.link(&format!("{}/{code}", municipalities::PATH)),
        by => query.link(&GroupKind::from_grouping(by)?.path_of(code)),
    })
}

/// Returns groups as they are listed: sizes from small to large, all others by name, those without a value last.
pub(super) fn in_order<'a, T>(
    query: &PageQuery<'_>,
    by: Grouping,
    groups: &'a [T],
    group: impl Fn(&T) -> Option<&GroupName>,
) -> Vec<&'a T> {
    let mut all: Vec<&T> = groups.iter().collect();
    if by != Grouping::SizeClass {
        all.sort_by_cached_key(|item| {
            let group = group(item);
            let code = group.and_then(|group| group.group.as_ref());
            let name = name(query, by, group);
            (code.is_none(), municipalities::sort_key(&name))
        });
    }
    all
}

/// Returns the table of a day, or of two side by side: each group once, those of the second day alone at the end.
pub(super) fn table(
    columns: Vec<TableColumn>,
    (day, first): (String, GroupRows),
    other: Option<(String, Vec<TableColumn>, GroupRows)>,
) -> PageTable {
    let Some((other_day, other_columns, other)) = other else {
        return PageTable {
            columns,
            rows: first.rows.into_iter().chain(first.whole).collect(),
            has_cards: true,
        };
    };
    let widths = [columns.len() - 1, other_columns.len() - 1];
    let mut names = columns.into_iter();
    let mut all: Vec<TableColumn> = names.next().into_iter().collect();
    all.extend(names.map(|column| column.under(&day)));
    all.extend(
        other_columns
            .into_iter()
            .skip(1)
            .map(|column| column.under(&other_day)),
    );
    let whole = first.whole.zip(other.whole);
    let whole = whole.map(|(mut row, other)| {
        row.cells.extend(other.cells.into_iter().skip(1));
        row
    });
    PageTable {
        columns: all,
        rows: joined(first.rows, other.rows, widths)
            .into_iter()
            .chain(whole)
            .collect(),
        has_cards: true,
    }
}

/// Joins rows about the same group: their first cells are equal.
fn joined(first: Vec<PageRow>, other: Vec<PageRow>, widths: [usize; 2]) -> Vec<PageRow> {
    let name = |row: &PageRow| {
        row.cells
            .first()
            .map(|cell| cell.shown.clone())
            .unwrap_or_default()
    };
    let nothing = |width: usize| std::iter::repeat_with(TableCell::none).take(width);
    let order: Vec<String> = other.iter().map(name).collect();
    let mut others: HashMap<String, PageRow> =
        other.into_iter().map(|row| (name(&row), row)).collect();
    let mut rows: Vec<PageRow> = Vec::new();
    for mut row in first {
        match others.remove(&name(&row)) {
            Some(other) => row.cells.extend(other.cells.into_iter().skip(1)),
            None => row.cells.extend(nothing(widths[1])),
        }
        rows.push(row);
    }
    for only in order.iter().filter_map(|name| others.remove(name)) {
        let mut cells = only.cells.into_iter();
        let mut row = PageRow::new(cells.next().into_iter().collect());
        row.cells.extend(nothing(widths[0]).chain(cells));
        rows.push(row);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, value: &str) -> PageRow {
        PageRow::new(vec![TableCell::text(name), TableCell::text(value)])
    }

    #[test]
    fn rows_of_two_days_are_joined_by_name_and_none_is_lost() {
        let rows = joined(
            vec![row("a", "1"), row("b", "2")],
            vec![row("b", "3"), row("c", "4")],
            [1, 1],
        );
        let shown = |row: &PageRow| {
            let cells = row.cells.iter().map(|cell| cell.shown.clone());
            cells.collect::<Vec<_>>().join(" ")
        };
        let shown: Vec<String> = rows.iter().map(shown).collect();
        assert_eq!(shown, ["a 1 –", "b 2 3", "c – 4"]);
    }
}
