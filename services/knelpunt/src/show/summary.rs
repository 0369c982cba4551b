//! The figures of everything at once, each with what it counts.

use serde_json::{Value, json};

use super::{
    cells::text,
    drawing::{Column, table},
    footer::footer,
};

const FIGURES: [(&str, &str, &str); 6] = [
    ("Knelpunten", "/knelpunten", "reported at least once"),
    (
        "Episodes",
        "/episodes",
        "from a report that opens to a resolution that ends",
    ),
    (
        "Open",
        "/open",
        "knelpunten whose last episode has not ended",
    ),
    (
        "Persisting",
        "/persisting",
        "open, and for 180 days or reported in two rounds",
    ),
    (
        "Recurrences",
        "/recurrences",
        "episodes after an earlier one of the same knelpunt",
    ),
    ("Reports", "/reports", "all that was reported"),
];

/// Draws the answer.
pub(super) fn draw(answer: &Value) -> String {
    let rows: Vec<Value> = FIGURES
        .iter()
        .map(|(name, pointer, says)| json!({"name": name, "count": text(answer, pointer), "says": says}))
        .collect();
    let columns = [
        Column::text("", |row| text(row, "/name")),
        Column::number("Number", |row| text(row, "/count")),
        Column::text("Counts", |row| text(row, "/says")),
    ];
    format!("{}\n{}", table(&columns, &rows), footer(answer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_is_there() {
        let answer = json!({
            "knelpunten": 1487, "episodes": 1568, "open": 12, "persisting": 9, "recurrences": 81, "reports": 5092,
            "n": 1568, "censored": 12, "asOf": "2012-03-31T21:59:59.999999Z", "position": 6660, "filter": {},
        });
        let drawn = draw(&answer);
        for figure in [
            "1487",
            "1568",
            "12",
            "9",
            "81",
            "5092",
            "as of 2012-03-31, at position 6660",
        ] {
            assert!(drawn.contains(figure), "{figure} in {drawn}");
        }
    }
}
