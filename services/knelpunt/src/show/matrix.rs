//! The number of persisting and open knelpunten by municipality and category.

use std::collections::BTreeMap;

use api::answers::{Matrix, MatrixCell};

use super::drawing::TableColumns;

/// A municipality, with its counts by category.
struct Row {
    code: String,
    name: String,
    counts: BTreeMap<String, String>,
}

/// Draws the answer: categories are numbered, because their names are wider than any terminal.
pub(super) fn draw(matrix: &Matrix) -> String {
    let cells = &matrix.cells;
    let names: BTreeMap<&str, &str> = cells
        .iter()
        .map(|cell| (cell.category.as_str(), cell.category_name.as_str()))
        .collect();
    let mut columns = TableColumns::new()
        .id("", |row: &Row| row.code.clone())
        .text("Municipality", |row| row.name.clone());
    let mut legend = String::new();
    for (number, (code, name)) in (1..).zip(&names) {
        let category = (*code).to_owned();
        columns = columns.number(number.to_string(), move |row| {
            row.counts.get(&category).cloned().unwrap_or_default()
        });
        legend = format!("{legend}\n{number:>3}  {name} ({code})");
    }
    let drawn = columns.draw(&rows(cells));
    if cells.is_empty() {
        return drawn;
    }
    format!("{drawn}\nPersisting / open, by category:{legend}")
}

/// Returns a row for each municipality.
fn rows(cells: &[MatrixCell]) -> Vec<Row> {
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    for cell in cells {
        let row = rows.entry(&cell.municipality).or_insert_with(|| Row {
            code: cell.municipality.clone(),
            name: cell.municipality_name.clone(),
            counts: BTreeMap::new(),
        });
        let counts = format!("{}/{}", cell.persisting, cell.open);
        row.counts.insert(cell.category.clone(), counts);
    }
    rows.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(municipality: &str, category: &str, persisting: usize, open: usize) -> MatrixCell {
        MatrixCell {
            municipality: municipality.to_owned(),
            municipality_name: format!("Naam {municipality}"),
            category: category.to_owned(),
            category_name: format!("Naam {category}"),
            open,
            persisting,
        }
    }

    #[test]
    fn each_municipality_is_a_row_and_each_category_a_numbered_column() {
        let drawn = draw(&Matrix {
            cells: vec![
                cell("GM0344", "staff", 1, 2),
                cell("GM0345", "funding", 0, 3),
                cell("GM0345", "staff", 4, 5),
            ],
        });
        for part in ["  1  Naam funding (funding)", "  2  Naam staff (staff)"] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        let row = |code: &str| drawn.lines().find(|line| line.contains(code)).unwrap();
        assert!(row("GM0344").contains("1/2") && !row("GM0344").contains("/3"));
        assert!(row("GM0345").contains("0/3") && row("GM0345").contains("4/5"));
    }

    #[test]
    fn an_empty_matrix_has_no_results() {
        let drawn = draw(&Matrix { cells: Vec::new() });
        assert_eq!(drawn, "No results.");
    }
}
