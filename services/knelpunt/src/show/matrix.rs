//! How many knelpunten persist and are open, by municipality and category.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{
    cells::{items, text},
    drawing::{Column, table},
    footer::footer,
};

/// Draws the answer: categories are numbered, because their names are wider than any screen.
pub(super) fn draw(answer: &Value) -> String {
    let cells = items(answer, "cells");
    let names: BTreeMap<String, String> = cells
        .iter()
        .map(|cell| (text(cell, "/category"), text(cell, "/categoryName")))
        .collect();
    let mut columns = vec![
        Column::text("", |row| text(row, "/code")),
        Column::text("Municipality", |row| text(row, "/name")),
    ];
    let mut legend = String::new();
    for (number, (code, name)) in (1..).zip(&names) {
        let pointer = format!("/counts/{number}");
        columns.push(Column::number(number.to_string(), move |row| {
            text(row, &pointer)
        }));
        legend = format!("{legend}{number:>3}  {name} ({code})\n");
    }
    let drawn = table(&columns, &rows(cells, &names));
    if cells.is_empty() {
        return format!("{drawn}\n{}", footer(answer));
    }
    format!(
        "{drawn}\nPersisting of open, by category:\n{legend}{}",
        footer(answer)
    )
}

/// Gives a row for each municipality, with the counts of each category under its number.
fn rows(cells: &[Value], names: &BTreeMap<String, String>) -> Vec<Value> {
    let numbers: BTreeMap<&String, usize> = names.keys().zip(1..).collect();
    let mut rows: BTreeMap<String, (String, Map<String, Value>)> = BTreeMap::new();
    for cell in cells {
        let counts = format!("{}/{}", text(cell, "/persisting"), text(cell, "/open"));
        let number = numbers
            .get(&text(cell, "/category"))
            .map_or_else(String::new, ToString::to_string);
        let row = rows.entry(text(cell, "/municipality")).or_default();
        row.0 = text(cell, "/municipalityName");
        row.1.insert(number, Value::String(counts));
    }
    rows.into_iter()
        .map(|(code, (name, counts))| json!({"code": code, "name": name, "counts": counts}))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(municipality: &str, category: &str, persisting: u32, open: u32) -> Value {
        json!({
            "municipality": municipality, "municipalityName": format!("Naam {municipality}"),
            "category": category, "categoryName": format!("Naam {category}"), "open": open, "persisting": persisting,
        })
    }

    #[test]
    fn each_municipality_is_a_row_and_each_category_a_numbered_column() {
        let answer = json!({
            "cells": [cell("GM0344", "staff", 1, 2), cell("GM0345", "funding", 0, 3), cell("GM0345", "staff", 4, 5)],
            "n": 11, "censored": 10, "asOf": "2012-03-31T21:59:59.999999Z", "position": 1, "filter": {},
        });
        let drawn = draw(&answer);
        for part in [
            "  1  Naam funding (funding)",
            "  2  Naam staff (staff)",
            "n 11 (episodes)",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        let row = |code: &str| {
            drawn
                .lines()
                .find(|line| line.contains(code))
                .unwrap()
                .to_owned()
        };
        assert!(
            row("GM0344").contains("1/2") && !row("GM0344").contains("/3"),
            "{drawn}"
        );
        assert!(
            row("GM0345").contains("0/3") && row("GM0345").contains("4/5"),
            "{drawn}"
        );
    }

    #[test]
    fn nothing_open_is_said_so() {
        let answer = json!({"cells": [], "n": 0, "censored": 0, "asOf": "2012-03-31T22:00:00Z", "position": 0, "filter": {}});
        assert!(draw(&answer).starts_with("No results.\nn 0"));
    }
}
