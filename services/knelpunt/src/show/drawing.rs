//! Tables as they are drawn: numbers to the right, columns without anything in them left out, no colour.

use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle, Table,
    TableStyle, Width,
};
use serde_json::Value;

use crate::output::escape_controls;

/// A word up to this length, such as an id, is never broken over lines.
const LONGEST_WORD: usize = 36;
/// A rule below the headings and nothing else: numbers are read best without lines around them.
const STYLE: TableStyle = TableStyle::new()
    .header_lines(ContentLineStyle::none())
    .header_separator(LineStyle::none().fill('─').junction('─'))
    .content_lines(ContentLineStyle::none());

/// A column: its heading, and what stands in it for an item.
pub(crate) struct Column {
    heading: String,
    alignment: CellAlignment,
    /// What stands in it for nothing.
    nothing: &'static str,
    cell: Box<dyn Fn(&Value) -> String>,
}

impl Column {
    /// A column of texts.
    pub(crate) fn text(
        heading: impl Into<String>,
        cell: impl Fn(&Value) -> String + 'static,
    ) -> Self {
        Self {
            heading: heading.into(),
            alignment: CellAlignment::Left,
            nothing: "",
            cell: Box::new(cell),
        }
    }

    /// A column of numbers.
    pub(crate) fn number(
        heading: impl Into<String>,
        cell: impl Fn(&Value) -> String + 'static,
    ) -> Self {
        Self {
            alignment: CellAlignment::Right,
            ..Self::text(heading, cell)
        }
    }

    /// A column of counts that is left out when all are 0.
    pub(super) fn some_count(
        heading: impl Into<String>,
        cell: impl Fn(&Value) -> String + 'static,
    ) -> Self {
        Self {
            nothing: "0",
            ..Self::number(heading, cell)
        }
    }

    fn is_nothing(&self, cell: &str) -> bool {
        cell.is_empty() || cell == self.nothing
    }

    /// Gives the least width in which no word of the column is broken.
    fn narrowest<'a>(&'a self, cells: impl Iterator<Item = &'a String>) -> u16 {
        let words = cells
            .chain([&self.heading])
            .flat_map(|cell| cell.split_whitespace());
        let widest = words.map(|word| word.chars().count()).max();
        let widest = widest.unwrap_or_default().min(LONGEST_WORD);
        // One more for the blank at its end.
        u16::try_from(widest).unwrap_or_default() + 1
    }
}

/// Draws a table of items; says so when there are none.
pub(crate) fn table<'a>(columns: &[Column], items: impl IntoIterator<Item = &'a Value>) -> String {
    let cells = |item: &Value| -> Vec<String> {
        let texts = columns.iter().map(|column| (column.cell)(item));
        texts
            .map(|text| escape_controls(&text).into_owned())
            .collect()
    };
    let rows: Vec<Vec<String>> = items.into_iter().map(cells).collect();
    if rows.is_empty() {
        return "There are none.".to_owned();
    }
    let kept: Vec<(usize, &Column)> = columns
        .iter()
        .enumerate()
        .filter(|(place, column)| rows.iter().any(|row| !column.is_nothing(&row[*place])))
        .collect();
    let mut table = Table::new();
    table.load_style(STYLE);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    let cell = |column: &Column, text: &str| Cell::new(text).set_alignment(column.alignment);
    let heading = |(_, column): &(usize, &Column)| cell(column, &column.heading);
    table.set_header(kept.iter().map(heading));
    for row in &rows {
        table.add_row(
            kept.iter()
                .map(|(place, column)| cell(column, &row[*place])),
        );
    }
    for ((place, column), shown) in kept.iter().zip(table.column_iter_mut()) {
        let narrowest = column.narrowest(rows.iter().map(|row| &row[*place]));
        shown.set_padding((0, 1));
        shown.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(narrowest)));
    }
    table.trim_fmt()
}

/// Gives the items of an answer under a name.
pub(crate) fn items<'a>(answer: &'a Value, name: &str) -> &'a [Value] {
    answer
        .get(name)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::show::cells::text;

    fn columns() -> [Column; 3] {
        [
            Column::text("Name", |item| text(item, "/name")),
            Column::text("Empty", |item| text(item, "/empty")),
            Column::number("Count", |item| text(item, "/count")),
        ]
    }

    #[test]
    fn numbers_stand_to_the_right_and_empty_columns_are_left_out() {
        let items = [
            json!({"name": "Utrecht", "count": 7}),
            json!({"name": "Baarn", "count": 1200}),
        ];
        let drawn = table(&columns(), &items);
        assert!(!drawn.contains("Empty"), "{drawn}");
        let lines: Vec<&str> = drawn.lines().collect();
        let ends = |line: &str| line.trim_end_matches(['│', ' ']).chars().count();
        let seven = lines.iter().find(|line| line.contains("Utrecht")).unwrap();
        let many = lines.iter().find(|line| line.contains("Baarn")).unwrap();
        assert_eq!(ends(seven), ends(many), "{drawn}");
    }

    #[test]
    fn what_is_not_there_is_said_so() {
        assert_eq!(table(&columns(), &[]), "There are none.");
    }

    #[test]
    fn a_text_does_not_steer_the_terminal() {
        let drawn = table(&columns(), &[json!({"name": "\u{1b}[31mred", "count": 1})]);
        assert!(!drawn.contains('\u{1b}'), "{drawn}");
    }
}
