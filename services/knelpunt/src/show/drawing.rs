//! Tables for people: numbers on the right, empty columns left out, no colours, and never wider than the terminal.
//!
//! Text wraps within its column, a number never does. Where even the narrowest columns do not fit, the table continues
//! in a second block, with the leading text columns repeated.

use std::{fmt::Display, ops::Range};

use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle, Table,
    TableStyle, Width,
};

use crate::output::escape_controls;

/// The width where standard output is not a terminal.
const WIDTH: usize = 80;
/// The ways to arrange columns, the most generous first.
const LAYOUTS: [Layout; 3] = [
    Layout {
        gap: 2,
        longest_unbroken: 24,
    },
    Layout {
        gap: 1,
        longest_unbroken: 24,
    },
    Layout {
        gap: 1,
        longest_unbroken: 12,
    },
];
/// Just a rule below the headings: numbers are easiest to read without lines around them.
const STYLE: TableStyle = TableStyle::new()
    .header_lines(ContentLineStyle::none())
    .header_separator(LineStyle::none().fill('─').junction('─'))
    .content_lines(ContentLineStyle::none());

/// The columns of a table of items.
pub(crate) struct TableColumns<T>(Vec<Column<T>>);

/// A column: its heading, and its cell for an item.
struct Column<T> {
    heading: String,
    content: ColumnContent,
    /// A cell that says as little as an empty one.
    empty: &'static str,
    /// Words up to this length are never broken.
    longest_unbroken: usize,
    cell: Box<dyn Fn(&T) -> String>,
}

/// The length of an id, which is for copying and never broken.
const UUID_LENGTH: usize = 36;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ColumnContent {
    /// Wraps.
    Text,
    /// Never wraps, on the left: ids and dates.
    Id,
    /// Never wraps, on the right.
    Number,
}

impl<T> TableColumns<T> {
    /// Creates a table without columns.
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a column of texts.
    pub(crate) fn text<D: Display>(
        self,
        heading: impl Into<String>,
        cell: impl Fn(&T) -> D + 'static,
    ) -> Self {
        self.with(ColumnContent::Text, heading, cell, |_| {})
    }

    /// Adds a column of texts with an id below them.
    pub(crate) fn text_with_id<D: Display>(
        self,
        heading: impl Into<String>,
        cell: impl Fn(&T) -> D + 'static,
    ) -> Self {
        self.with(ColumnContent::Text, heading, cell, |column| {
            column.longest_unbroken = UUID_LENGTH;
        })
    }

    /// Adds a column of ids or dates.
    pub(crate) fn id<D: Display>(
        self,
        heading: impl Into<String>,
        cell: impl Fn(&T) -> D + 'static,
    ) -> Self {
        self.with(ColumnContent::Id, heading, cell, |_| {})
    }

    /// Adds a column of numbers.
    pub(crate) fn number<D: Display>(
        self,
        heading: impl Into<String>,
        cell: impl Fn(&T) -> D + 'static,
    ) -> Self {
        self.with(ColumnContent::Number, heading, cell, |_| {})
    }

    /// Adds a column of counts that is left out when all are 0.
    pub(crate) fn optional_count<D: Display>(
        self,
        heading: impl Into<String>,
        cell: impl Fn(&T) -> D + 'static,
    ) -> Self {
        self.with(ColumnContent::Number, heading, cell, |column| {
            column.empty = "0";
        })
    }

    fn with<D: Display>(
        mut self,
        content: ColumnContent,
        heading: impl Into<String>,
        cell: impl Fn(&T) -> D + 'static,
        change: impl FnOnce(&mut Column<T>),
    ) -> Self {
        let mut column = Column {
            heading: heading.into(),
            content,
            empty: "",
            longest_unbroken: 0,
            cell: Box::new(move |item| cell(item).to_string()),
        };
        change(&mut column);
        self.0.push(column);
        self
    }

    /// Draws the items, as wide as the terminal at most.
    pub(crate) fn draw<'a>(&self, items: impl IntoIterator<Item = &'a T>) -> String
    where
        T: 'a,
    {
        let width = Table::new().width().map_or(WIDTH, usize::from);
        table_within(width, &self.0, items)
    }
}

/// A column without its function: its heading and its cells.
struct DrawnColumn<'a> {
    heading: &'a str,
    content: ColumnContent,
    longest_unbroken: usize,
    cells: Vec<String>,
}

impl DrawnColumn<'_> {
    fn alignment(&self) -> CellAlignment {
        match self.content {
            ColumnContent::Text | ColumnContent::Id => CellAlignment::Left,
            ColumnContent::Number => CellAlignment::Right,
        }
    }

    /// Returns the least width in which no number and no word up to a length is broken.
    fn narrowest(&self, longest_unbroken: usize) -> usize {
        let parts = |text: &str| text.split_whitespace().map(length).max().unwrap_or(0);
        let cells = self.cells.iter();
        let longest_unbroken = longest_unbroken.max(self.longest_unbroken);
        let widest = match self.content {
            ColumnContent::Text => cells.map(|cell| parts(cell).min(longest_unbroken)).max(),
            ColumnContent::Id | ColumnContent::Number => {
                cells.flat_map(|cell| cell.lines().map(length)).max()
            }
        };
        widest.unwrap_or(0).max(parts(self.heading))
    }
}

/// A way to arrange columns.
#[derive(Debug, Clone, Copy)]
struct Layout {
    /// Spaces between columns.
    gap: usize,
    /// Words up to this length are not broken over lines.
    longest_unbroken: usize,
}

/// A way to arrange columns, with the least width of each.
#[derive(Debug, Clone)]
struct MeasuredLayout {
    gap: usize,
    widths: Vec<usize>,
}

impl Layout {
    fn measure(self, columns: &[DrawnColumn<'_>]) -> MeasuredLayout {
        let columns = columns.iter();
        MeasuredLayout {
            gap: self.gap,
            widths: columns
                .map(|column| column.narrowest(self.longest_unbroken))
                .collect(),
        }
    }
}

impl MeasuredLayout {
    fn fits(&self, width: usize) -> bool {
        let widths = self.widths.iter().map(|column| column + self.gap);
        widths.sum::<usize>() <= width + self.gap
    }
}

fn table_within<'a, T: 'a>(
    width: usize,
    columns: &[Column<T>],
    items: impl IntoIterator<Item = &'a T>,
) -> String {
    let items: Vec<&T> = items.into_iter().collect();
    if items.is_empty() {
        return "No results.".to_owned();
    }
    let drawn = columns.iter().filter_map(|column| {
        let cells = items.iter().map(|item| (column.cell)(item));
        let cells: Vec<String> = cells
            .map(|cell| escape_controls(&cell).into_owned())
            .collect();
        let is_empty = |cell: &String| cell.is_empty() || *cell == column.empty;
        (!cells.iter().all(is_empty)).then_some(DrawnColumn {
            heading: &column.heading,
            content: column.content,
            longest_unbroken: column.longest_unbroken,
            cells,
        })
    });
    let drawn: Vec<DrawnColumn<'_>> = drawn.collect();
    let layout = LAYOUTS.map(|layout| layout.measure(&drawn));
    let layout = layout.iter().find(|layout| layout.fits(width));
    // Where none fits, blocks make room: nothing needs to be narrow.
    let layout = layout
        .cloned()
        .unwrap_or_else(|| LAYOUTS[0].measure(&drawn));
    let keys = drawn
        .iter()
        .take_while(|column| column.content != ColumnContent::Number)
        .count();
    let blocks: Vec<String> = blocks(&layout, keys, width)
        .into_iter()
        .map(|block| draw_block(&drawn, &layout, keys, block, width))
        .collect();
    blocks.join("\n\n")
}

/// Divides the columns after the first `keys` into blocks that fit, each beside those keys.
fn blocks(layout: &MeasuredLayout, keys: usize, width: usize) -> Vec<Range<usize>> {
    let widths: Vec<usize> = (layout.widths.iter())
        .map(|column| column + layout.gap)
        .collect();
    let key_width: usize = widths[..keys].iter().sum();
    let (mut blocks, mut start, mut used) = (Vec::new(), keys, key_width);
    for (index, column_width) in widths.iter().enumerate().skip(keys) {
        if used + column_width > width + layout.gap && index > start {
            blocks.push(start..index);
            (start, used) = (index, key_width);
        }
        used += column_width;
    }
    blocks.push(start..widths.len());
    blocks
}

fn draw_block(
    columns: &[DrawnColumn<'_>],
    layout: &MeasuredLayout,
    keys: usize,
    block: Range<usize>,
    width: usize,
) -> String {
    let indexes: Vec<usize> = (0..keys).chain(block).collect();
    let mut table = Table::new();
    table.load_style(STYLE);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(narrow(width));
    let cell =
        |column: &DrawnColumn<'_>, text: &str| Cell::new(text).set_alignment(column.alignment());
    let shown = || indexes.iter().map(|index| &columns[*index]);
    table.set_header(shown().map(|column| cell(column, column.heading)));
    let rows = columns.first().map_or(0, |column| column.cells.len());
    for row in 0..rows {
        table.add_row(shown().map(|column| cell(column, &column.cells[row])));
    }
    // The style has a space between columns; the rest of the gap is padding, which counts as part of a column.
    let padding = layout.gap - 1;
    for (index, drawn) in indexes.iter().zip(table.column_iter_mut()) {
        drawn.set_padding((0, narrow(padding)));
        let least = Width::Fixed(narrow(layout.widths[*index] + padding));
        drawn.set_constraint(ColumnConstraint::LowerBoundary(least));
    }
    table.trim_fmt()
}

fn narrow(width: usize) -> u16 {
    u16::try_from(width).unwrap_or(u16::MAX)
}

fn length(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Item {
        name: &'static str,
        count: u32,
    }

    fn columns() -> TableColumns<Item> {
        TableColumns::new()
            .text("Name", |item: &Item| item.name)
            .text("Empty", |_| "")
            .number("Count", |item| item.count)
    }

    const ITEMS: [Item; 2] = [
        Item {
            name: "Utrecht",
            count: 7,
        },
        Item {
            name: "Baarn",
            count: 1200,
        },
    ];

    #[test]
    fn numbers_are_on_the_right_and_empty_columns_are_left_out() {
        let drawn = columns().draw(&ITEMS);
        assert!(!drawn.contains("Empty"), "{drawn}");
        let ends = |name: &str| {
            let line = drawn.lines().find(|line| line.contains(name)).unwrap();
            line.trim_end().chars().count()
        };
        assert_eq!(ends("Utrecht"), ends("Baarn"), "{drawn}");
    }

    #[test]
    fn a_table_without_items_is_no_table() {
        assert_eq!(columns().draw(&[]), "No results.");
    }

    #[test]
    fn a_text_cannot_control_the_terminal() {
        let item = Item {
            name: "\u{1b}[31mred",
            count: 1,
        };
        assert!(!columns().draw([&item]).contains('\u{1b}'));
    }

    #[track_caller]
    fn check_width(width: usize, numbers: usize, blocks: usize) {
        let columns = TableColumns::new().text("Municipality", |item: &Item| item.name);
        let columns = (0..numbers).fold(columns, |columns, number| {
            columns.number(format!("Heading {number}"), |item| {
                format!("{}.5 ({} – ?)", item.count, item.count)
            })
        });
        let item = Item {
            name: "a long name that wraps to many lines, and a very-long-word-without-spaces",
            count: 1_000,
        };
        let drawn = table_within(width, &columns.0, [&item]);
        assert!(drawn.lines().all(|line| length(line) <= width), "{drawn}");
        assert_eq!(
            drawn.matches("1000.5 (1000 – ?)").count(),
            numbers,
            "{drawn}"
        );
        assert_eq!(drawn.matches("Municipality").count(), blocks, "{drawn}");
    }

    #[test]
    fn a_wide_table_continues_in_blocks_and_breaks_no_number() {
        check_width(80, 2, 1);
        check_width(80, 8, 4);
        check_width(200, 8, 1);
    }
}
