//! The page of one municipality.

/// Title of the page.
pub fn title(name: &str) -> String {
    format!("Knelpunten in {name}")
}

/// What became of a municipality on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SuccessionText {
    /// It was renamed.
    Renamed,
    /// It merged into another.
    Merged,
    /// It merged into another, and small parts went elsewhere.
    MergedWithParts,
    /// It was divided.
    Split,
}

/// What became of a municipality: the texts before and after the name of its (main) successor, and after the names of
/// those that got other parts.
pub fn became(change: SuccessionText, name: &str, day: &str) -> [String; 3] {
    let text = |text: &str| text.to_owned();
    match change {
        SuccessionText::Renamed => [format!("{name} heet sinds {day} "), text("."), text("")],
        SuccessionText::Merged => [
            format!("{name} is op {day} opgegaan in "),
            text("."),
            text(""),
        ],
        SuccessionText::MergedWithParts => [
            format!("{name} is op {day} opgegaan in "),
            text("; een klein deel ging naar "),
            text("."),
        ],
        SuccessionText::Split => [
            format!("{name} is op {day} gesplitst. Wat {name} meldde, telt mee bij "),
            text(
                ", de hoofdopvolger in het register, want een melding zegt niet in welk deel van de gemeente het speelt. \
                 De rest ging naar ",
            ),
            text("."),
        ],
    }
}

/// What the list below is of, when the municipality belongs to another one.
pub fn own_reports(name: &str) -> String {
    format!("Hieronder staat wat {name} zelf heeft gemeld.")
}

/// The municipality that reported something, which belongs to another now: all that is said where there is no room for
/// links.
pub fn reported_by(change: SuccessionText, name: &str, main: &str, others: &str) -> String {
    match change {
        SuccessionText::Renamed => format!("{name}, zoals {main} eerder heette"),
        SuccessionText::Merged => name.to_owned(),
        SuccessionText::MergedWithParts => {
            format!("{name}, opgegaan in {main}; een klein deel ging naar {others}")
        }
        SuccessionText::Split => format!(
            "{name}, gesplitst: geteld bij {main}, de hoofdopvolger in het register; de rest ging naar {others}"
        ),
    }
}

/// Returns names as a list: Boxtel, Tilburg en Vught.
pub fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} en {last}", first.join(", ")),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_names_ends_with_en() {
        assert_eq!(list(&[]), "");
        assert_eq!(list(&["Vught"]), "Vught");
        assert_eq!(
            list(&["Boxtel", "Tilburg", "Vught"]),
            "Boxtel, Tilburg en Vught"
        );
    }
}
