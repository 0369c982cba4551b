//! The page of one municipality.

/// Title of the page.
pub fn title(name: &str) -> String {
    format!("Knelpunten in {name}")
}

/// The municipality is part of another one now; before and after the link to that one.
pub fn merged(name: &str) -> (String, String) {
    (
        format!("{name} is opgegaan in "),
        format!(". Hieronder staat wat {name} zelf heeft gemeld."),
    )
}

/// Button of the report form.
pub const REPORT: &str = "Knelpunt melden";
/// Button of the form of support.
pub const RECORD_SUPPORT: &str = "Ondersteuning vastleggen";
/// Heading of the support.
pub const SUPPORT: &str = "Ondersteuning";
/// There was no support.
pub const NO_SUPPORT: &str = "Tot deze peildatum is hier geen ondersteuning vastgelegd.";
/// Support about some categories; none of them is about none.
pub fn support_about(categories: &[String]) -> String {
    match categories {
        [] => "over geen enkele categorie".to_owned(),
        categories => format!("over {}", categories.join(", ")),
    }
}
/// Heading of the list.
pub const LIST: &str = "Wat er open staat, het oudste eerst";
/// There is no open knelpunt.
pub const NOTHING_OPEN: &str = "Op deze peildatum is hier geen knelpunt open.";
/// This is not the first page of the list.
pub const CONTINUED: &str = "Dit is een vervolgpagina.";
/// Link to the next page of the list.
pub const NEXT: &str = "Volgende knelpunten";

/// Label of the first day.
pub const SINCE: &str = "Sinds";
/// Label of the rounds.
pub const ROUNDS: &str = "Rondes";
/// Label of the recurrences.
pub const RECURRED: &str = "Teruggekomen";
/// Label of the municipality that reported it.
pub const REPORTED_BY: &str = "Gemeld door";

/// The last report, of so many.
pub fn last_confirmed(day: &str, reports: usize) -> String {
    format!("{day} ({} in totaal)", crate::terms::MELDING.count(reports))
}
