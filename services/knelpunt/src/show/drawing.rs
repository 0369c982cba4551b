//! Tables for people: numbers on the right, empty columns left out, no colours, and never wider than the terminal.
//!
//! Text wraps within its column, a number never does. Where even the narrowest columns do not fit, the table continues
//! in a second block, with the leading text columns repeated.

use std::ops::Range;

use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle, Table,
    TableStyle, Width,
};

use crate::output::escape_controls;

/// The width where standard output is not a terminal.
const WIDTH: u16 = 80;
/// Words up to these lengths are not broken over lines: the first where everything fits, else the second.
const LONGEST_UNBROKEN: [usize; 2] = [24, 12];
/// Just a rule below the headings: numbers are easiest to read without lines around them.
const STYLE: TableStyle = TableStyle::new()
    .header_lines(ContentLineStyle::none())
    .header_separator(LineStyle::none().fill('─').junction('─'))
    .content_lines(ContentLineStyle::none());

/// A column: its heading, and its cell for an item.
pub(crate) struct Column<T> {
    heading: String,
    content: ColumnContent,
    /// A cell that says as little as an empty one.
    empty: &'static str,
    /// Words up to this length are never broken.
    longest_unbroken: usize,
    cell: Box<dyn Fn(&T) -> String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ColumnContent {
    /// Wraps.
    Text,
    /// Never wraps, on the left: ids and dates.
    Id,
    /// Never wraps, on the right.
    Number,
}

impl<T> Column<T> {
    /// Creates a column of texts.
    pub(crate) fn text(heading: impl Into<String>, cell: impl Fn(&T) -> String + 'static) -> Self {
        Self {
            heading: heading.into(),
            content: ColumnContent::Text,
            empty: "",
            longest_unbroken: 0,
            cell: Box::new(cell),
        }
    }

    /// Creates a column of ids or dates.
    pub(crate) fn id(heading: impl Into<String>, cell: impl Fn(&T) -> String + 'static) -> Self {
        Self {
            content: ColumnContent::Id,
            ..Self::text(heading, cell)
        }
    }

    /// Creates a column of numbers.
    pub(crate) fn number(
        heading: impl Into<String>,
        cell: impl Fn(&T) -> String + 'static,
    ) -> Self {
        Self {
            content: ColumnContent::Number,
            ..Self::text(heading, cell)
        }
    }

    /// Keeps words up to a length on one line, such as an id below a text.
    pub(crate) fn with_unbroken_length(self, longest_unbroken: usize) -> Self {
        Self {
            longest_unbroken,
            ..self
        }
    }

    /// Creates a column of counts that is left out when all are 0.
    pub(super) fn optional_count(
        heading: impl Into<String>,
        cell: impl Fn(&T) -> String + 'static,
    ) -> Self {
        Self {
            empty: "0",
            ..Self::number(heading, cell)
        }
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
    fn narrowest(&self, longest_unbroken: usize) -> u16 {
        let parts = |text: &str| text.split_whitespace().map(length).max().unwrap_or(0);
        let cells = self.cells.iter();
        let longest_unbroken = longest_unbroken.max(self.longest_unbroken);
        let widest = match self.content {
            ColumnContent::Text => cells.map(|cell| parts(cell).min(longest_unbroken)).max(),
            ColumnContent::Id | ColumnContent::Number => {
                cells.flat_map(|cell| cell.lines().map(length)).max()
            }
        };
        let widest = widest.unwrap_or(0).max(parts(self.heading));
        // One more for the space at its end.
        u16::try_from(widest).unwrap_or(u16::MAX).saturating_add(1)
    }
}

/// Draws a table of items, as wide as the terminal at most.
pub(crate) fn table<'a, T: 'a>(
    columns: &[Column<T>],
    items: impl IntoIterator<Item = &'a T>,
) -> String {
    table_within(Table::new().width().unwrap_or(WIDTH), columns, items)
}

fn table_within<'a, T: 'a>(
    width: u16,
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
    let [loose, tight] = LONGEST_UNBROKEN;
    let narrowest = |longest_unbroken: usize| -> Vec<u16> {
        let columns = drawn.iter();
        columns
            .map(|column| column.narrowest(longest_unbroken))
            .collect()
    };
    let fits = |widths: &[u16]| widths.iter().sum::<u16>() <= width;
    let widths = Some(narrowest(loose)).filter(|widths| fits(widths));
    let widths = widths.unwrap_or_else(|| narrowest(tight));
    let keys = drawn
        .iter()
        .take_while(|column| column.content != ColumnContent::Number)
        .count();
    let blocks: Vec<String> = blocks(&widths, keys, width)
        .into_iter()
        .map(|block| draw_block(&drawn, &widths, keys, block, width))
        .collect();
    blocks.join("\n\n")
}

/// Divides the columns after the first `keys` into blocks that fit, each beside those keys.
fn blocks(widths: &[u16], keys: usize, width: u16) -> Vec<Range<usize>> {
    let key_width: u16 = widths[..keys].iter().sum();
    let (mut blocks, mut start, mut used) = (Vec::new(), keys, key_width);
    for (index, column_width) in widths.iter().enumerate().skip(keys) {
        if used + column_width > width && index > start {
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
    widths: &[u16],
    keys: usize,
    block: Range<usize>,
    width: u16,
) -> String {
    let indexes: Vec<usize> = (0..keys).chain(block).collect();
    let mut table = Table::new();
    table.load_style(STYLE);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(width);
    let cell =
        |column: &DrawnColumn<'_>, text: &str| Cell::new(text).set_alignment(column.alignment());
    let shown = || indexes.iter().map(|index| &columns[*index]);
    table.set_header(shown().map(|column| cell(column, column.heading)));
    let rows = columns.first().map_or(0, |column| column.cells.len());
    for row in 0..rows {
        table.add_row(shown().map(|column| cell(column, &column.cells[row])));
    }
    for (index, drawn) in indexes.iter().zip(table.column_iter_mut()) {
        drawn.set_padding((0, 1));
        drawn.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(
            widths[*index],
        )));
    }
    table.trim_fmt()
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

    fn columns() -> [Column<Item>; 3] {
        [
            Column::text("Name", |item: &Item| item.name.to_owned()),
            Column::text("Empty", |_| String::new()),
            Column::number("Count", |item: &Item| item.count.to_string()),
        ]
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
        let drawn = table(&columns(), &ITEMS);
        assert!(!drawn.contains("Empty"), "{drawn}");
        let ends = |name: &str| {
            let line = drawn.lines().find(|line| line.contains(name)).unwrap();
            line.trim_end().chars().count()
        };
        assert_eq!(ends("Utrecht"), ends("Baarn"), "{drawn}");
    }

    #[test]
    fn a_table_without_items_is_no_table() {
        assert_eq!(table(&columns(), &[]), "No results.");
    }

    #[test]
    fn a_text_cannot_control_the_terminal() {
        let item = Item {
            name: "\u{1b}[31mred",
            count: 1,
        };
        assert!(!table(&columns(), [&item]).contains('\u{1b}'));
    }

    #[track_caller]
    fn check_width(width: u16, numbers: usize, blocks: usize) {
        let mut columns = vec![Column::text("Municipality", |item: &Item| {
            item.name.to_owned()
        })];
        for number in 0..numbers {
            columns.push(Column::number(
                format!("Heading {number}"),
                |item: &Item| format!("{}.5 ({} – ?)", item.count, item.count),
            ));
        }
        let item = Item {
            name: "a long name that wraps to many lines, and a very-long-word-without-spaces",
            count: 1_000,
        };
        let drawn = table_within(width, &columns, [&item]);
        assert!(
            drawn.lines().all(|line| length(line) <= usize::from(width)),
            "{drawn}"
        );
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
        check_width(80, 8, 3);
        check_width(200, 8, 1);
    }
}
