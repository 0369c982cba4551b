//! Around the content of every page: header, notices, choice of a date, footer.

use crate::numbers::number;

/// Name of the site.
pub const NAME: &str = "Knelpunt";
/// The line beside the name.
pub const MOTTO: &str = "Welke knelpunten bij gemeenten blijven, waar, en hoe lang al";
/// Link past the header.
pub const SKIP: &str = "Naar de inhoud";
/// Label of the breadcrumbs.
pub const BREADCRUMBS: &str = "Kruimelpad";
/// Name of the first page.
pub const OVERVIEW: &str = "Overzicht";
/// Link to the first page.
pub const TO_OVERVIEW: &str = "Naar het overzicht";
/// Label of the notices.
pub const NOTICES: &str = "Eerst dit";
/// Button that shows the page as of the chosen date.
pub const SHOW: &str = "Toon";
/// Link to the page as of now.
pub const TO_TODAY: &str = "Terug naar vandaag";
/// A value that is not there.
pub const NONE: &str = "–";

/// Heading of the footer.
pub const ACCOUNTABILITY: &str = "Verantwoording";
/// Label of the division.
pub const DIVISION: &str = "Gemeentelijke indeling";
/// Label of the log position.
pub const POSITION: &str = "Positie in het logboek";
/// Label of the digest.
pub const DIGEST: &str = "Controlegetal";
/// Link to the page with the same figures forever.
pub const PERMANENT_LINK: &str = "Vaste link";
/// What the permanent link is, after the link.
pub const PERMANENT_LINK_MEANS: &str = ": toont altijd deze cijfers, wat er later ook bij komt.";
/// Before the links to the data.
pub const DATA: &str = "Dezelfde gegevens als JSON:";
/// Link to the description of the API.
pub const API: &str = "Beschrijving van de API";

/// Heading: some events are invalid.
pub const INCOMPLETE: &str = "Niet alles telt mee";
/// Some events are invalid.
pub const INCOMPLETE_TEXT: &str =
    "Een deel van de berichten in het logboek is ongeldig en telt niet mee.";
/// Link to the invalid events.
pub const INCOMPLETE_LINK: &str = "Bekijk welke en waarom";

/// Heading: the log is unavailable.
pub const OUTDATED: &str = "Niet actueel";
/// The log is unavailable, for a reason if it is known; the figures end at a position.
pub fn outdated(reason: Option<&str>, position: u64) -> String {
    let reason = reason
        .map(|reason| format!(" ({reason})"))
        .unwrap_or_default();
    format!(
        "De verbinding met het logboek is weg{reason}. De cijfers zijn bijgewerkt tot en met positie {}; wat daarna is \
         gemeld, ontbreekt.",
        number(position)
    )
}

/// Heading: simulated knelpunten.
pub const SIMULATED: &str = "Gesimuleerde gegevens";
/// So many of all knelpunten here are simulated.
pub fn simulated(part: usize, whole: usize) -> String {
    let part = part_of(part, whole);
    format!("{part} komen uit een simulatie. Niets daarvan is echt gebeurd.")
}

/// Heading: the municipalities and categories of real problems are made up.
pub const ASSIGNED: &str = "Plaatsing is synthetisch";
/// So many of all knelpunten here have made-up municipalities and categories.
pub fn assigned(part: usize, whole: usize) -> String {
    let part = part_of(part, whole);
    format!(
        "{part} zijn echte, gesloten problemen van Volvo IT Belgium (BPI Challenge 2013; W. Steeman, 4TU.ResearchData). \
         De plaatsing in gemeenten en categorieën is synthetisch: over deze gemeenten zegt zij niets."
    )
}

fn part_of(part: usize, whole: usize) -> String {
    if part == whole {
        return "Alle knelpunten hier".to_owned();
    }
    format!("{} van de {} knelpunten hier", number(part), number(whole))
}

/// Names of the data behind a page, for the links in the footer.
pub mod data {
    /// The figures.
    pub const FIGURES: &str = "cijfers";
    /// The list of municipalities.
    pub const MUNICIPALITIES: &str = "gemeenten";
    /// The trend.
    pub const TREND: &str = "verloop";
    /// The list of knelpunten.
    pub const LIST: &str = "lijst";
    /// The state of a knelpunt.
    pub const STATE: &str = "stand";
    /// The events of a knelpunt.
    pub const EVENTS: &str = "gebeurtenissen";
    /// All rounds.
    pub const ROUNDS: &str = "rondes";
    /// One round.
    pub const ROUND: &str = "ronde";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_counts_unless_it_concerns_all() {
        assert!(simulated(5, 5).starts_with("Alle knelpunten hier komen uit een simulatie"));
        assert!(assigned(1_487, 1_487).starts_with("Alle knelpunten hier zijn echte"));
        assert!(simulated(2, 1_000).starts_with("2 van de 1.000 knelpunten hier komen"));
    }
}
