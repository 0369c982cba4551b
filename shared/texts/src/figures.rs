//! The four figures of a selection, each with its definition.

use crate::numbers::number;

/// Heading of the figures.
pub const HEADING: &str = "De cijfers";

/// All knelpunten.
pub const ALL: &str = "Knelpunten";
/// Definition of all knelpunten.
pub const ALL_MEANS: &str = "Alles wat ooit is gemeld, of het nu nog open staat of niet.";
/// Open knelpunten.
pub const OPEN: &str = "Open";
/// Definition of open.
pub const OPEN_MEANS: &str =
    "Gemeld en nog niet afgesloten. Dat er niets over gehoord is, telt niet als oplossing.";
/// Persisting knelpunten.
pub const PERSISTING: &str = "Hardnekkig";
/// Definition of persisting.
pub const PERSISTING_MEANS: &str = "Minstens 180 dagen open, of in twee of meer rondes gemeld.";
/// Recurrences.
pub const RECURRED: &str = "Teruggekomen";
/// Definition of recurrences.
pub const RECURRED_MEANS: &str = "Hoe vaak een knelpunt is gemeld nadat het was afgesloten.";

/// What a figure was counted over.
pub fn counted(n: usize, still_open: usize) -> String {
    format!(
        "n = {} episodes, waarvan {} nog open (gecensureerd).",
        number(n),
        number(still_open)
    )
}

/// As of when and up to which position.
pub fn as_of(day: &str, position: &str) -> String {
    format!("Peildatum {day}, positie {position}.")
}
