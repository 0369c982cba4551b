//! The overview.

use crate::numbers::number;

/// Title of the page.
pub const TITLE: &str = "Knelpunten bij gemeenten";
/// Link to the rounds.
pub const ROUNDS: &str = "De rondes";
/// What the rounds are, after the link.
pub const ROUNDS_MEAN: &str = ": welke gemeenten gebeld zijn, wat er nog is, en wat weg is";

/// Heading of the table of municipalities.
pub const WHERE: &str = "Waar het vastzit";
/// There is no open knelpunt.
pub const NOTHING_OPEN: &str = "Op deze peildatum is nergens een knelpunt open.";
/// Caption of the table of municipalities.
pub fn municipalities(count: usize) -> String {
    format!(
        "{} met open knelpunten, die met de meeste hardnekkige eerst",
        crate::terms::GEMEENTE.count(count)
    )
}
/// Column: persisting knelpunten.
pub const PERSISTING: &str = "Hardnekkig";
/// Column: open knelpunten.
pub const OPEN: &str = "Open";
/// Column: the most frequent category.
pub const MOSTLY: &str = "Vooral";

/// Heading of the trend.
pub const TREND: &str = "Hoe het gaat";
/// There is no report.
pub const NOTHING_REPORTED: &str = "Er is op deze peildatum nog niets gemeld.";
/// Caption of the table of months.
pub const MONTHS: &str = "Per maand, de laatste eerst. Erbij min eraf is de verandering van open.";
/// Columns of the table of months.
pub const MONTH_COLUMNS: [&str; 7] = [
    "Maand",
    "Gemeld",
    "Erbij",
    "waarvan teruggekomen",
    "Eraf",
    "Open aan het eind",
    "waarvan hardnekkig",
];

/// Legend of the axis of the chart.
pub const AXIS: &str = "aantal aan het eind van de maand";

/// Title of the chart.
pub fn chart_title(first: &str, last: &str) -> String {
    format!("Open en hardnekkige knelpunten, {first} tot en met {last}")
}

/// Alternative text of the chart, from the first to the last month.
pub fn chart_description(open: (u64, u64), persisting: (u64, u64)) -> String {
    format!(
        "Open: van {} naar {}. Hardnekkig: van {} naar {}. De cijfers staan in de tabel onder de grafiek.",
        open.0, open.1, persisting.0, persisting.1
    )
}

/// Tooltip of a month in the chart.
pub fn chart_point(month: &str, open: u64, persisting: u64) -> String {
    format!(
        "{month}: {} open, {} hardnekkig",
        number(open),
        number(persisting)
    )
}
