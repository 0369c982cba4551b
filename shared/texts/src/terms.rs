//! One word per concept. Every other module uses these, and no synonyms.
//!
//! Outcomes, consultations and the answers of a round are also labels of the workbook, which is read back: when you
//! change one, add its old wording to the `EARLIER` lists in [`workbook`](crate::workbook).

use model::{ConsultationOutcome, Outcome, PartyKind};

use crate::numbers;

/// A noun that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noun {
    /// Singular.
    pub one: &'static str,
    /// Plural.
    pub many: &'static str,
}

impl Noun {
    const fn new(one: &'static str, many: &'static str) -> Self {
        Self { one, many }
    }

    /// Returns a number of them: 1 ronde, 2 rondes.
    pub fn count(self, count: usize) -> String {
        format!("{} {}", numbers::number(count), self.form(count))
    }

    /// Returns the singular or the plural.
    pub const fn form(self, count: usize) -> &'static str {
        if count == 1 { self.one } else { self.many }
    }
}

/// Knelpunten.
pub const KNELPUNT: Noun = Noun::new("knelpunt", "knelpunten");
/// Knelpunten that are open.
pub const OPEN_KNELPUNT: Noun = Noun::new("open knelpunt", "open knelpunten");
/// Municipalities.
pub const GEMEENTE: Noun = Noun::new("gemeente", "gemeenten");
/// Rounds.
pub const RONDE: Noun = Noun::new("ronde", "rondes");
/// Reports.
pub const MELDING: Noun = Noun::new("melding", "meldingen");
/// Events.
pub const GEBEURTENIS: Noun = Noun::new("gebeurtenis", "gebeurtenissen");
/// Times.
pub const KEER: Noun = Noun::new("keer", "keer");

/// A knelpunt that was reported and is not closed.
pub const OPEN: &str = "open";
/// A knelpunt that persists.
pub const PERSISTING: &str = "hardnekkig";
/// A knelpunt that is not open any more, whatever the outcome.
pub const CLOSED: &str = "afgesloten";
/// An episode without an end.
pub const STILL_OPEN: &str = "nog open";

/// In a round: the knelpunt is still there.
pub const STILL_THERE: &str = "er nog";
/// In a round: the knelpunt is gone.
pub const GONE: &str = "weg";
/// In a round: nothing was said about the knelpunt.
pub const NOT_DISCUSSED: &str = "niet besproken";

/// Label of the name of a municipality.
pub const MUNICIPALITY: &str = "Gemeente";
/// Label of the name of a province.
pub const PROVINCE: &str = "Provincie";
/// Label of a category.
pub const CATEGORY: &str = "Categorie";
/// Label of a building block.
pub const BUILDING_BLOCK: &str = "Bouwsteen";
/// Label of the party that has to act first.
pub const WAITS_ON: &str = "Wacht op";
/// Label of the reference that tells two knelpunten apart.
pub const REFERENCE: &str = "Kenmerk";
/// Group of the knelpunten that concern no building block.
pub const NO_BUILDING_BLOCK: &str = "geen bouwsteen";
/// Group of the knelpunten that wait on no party.
pub const NO_PARTY: &str = "geen partij";
/// Group of the knelpunten whose value is unknown.
pub const UNKNOWN: &str = "onbekend";
/// Label of a round.
pub const ROUND: &str = "Ronde";
/// Label of the day of the last report.
pub const LAST_CONFIRMED: &str = "Laatst bevestigd";
/// Label of the as-of date.
pub const AS_OF: &str = "Peildatum";

/// Returns how an episode was closed.
pub const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Solved => "opgelost",
        Outcome::Lapsed => "vervallen",
        Outcome::Central => "landelijk opgelost",
    }
}

/// Returns whether a municipality was reached in a round; `None` if it was not called.
pub const fn consultation(outcome: Option<ConsultationOutcome>) -> &'static str {
    match outcome {
        Some(ConsultationOutcome::Reached) => "gesproken",
        Some(ConsultationOutcome::NoAnswer) => "niet bereikt",
        Some(ConsultationOutcome::Declined) => "zag ervan af",
        None => "niet gebeld",
    }
}

/// Returns the name of a kind of party.
pub const fn party_kind(kind: PartyKind) -> &'static str {
    match kind {
        PartyKind::Supplier => "leverancier",
        PartyKind::NationalBody => "landelijke partij",
        PartyKind::Partnership => "samenwerkingsverband",
    }
}

/// Returns a size class of municipalities: from a number of inhabitants on, and below another.
pub fn inhabitants(from: Option<u32>, below: Option<u32>) -> String {
    let [from, below] = [from, below].map(|bound| bound.map(numbers::number));
    match (from, below) {
        (Some(from), Some(below)) => format!("{from} tot {below} inwoners"),
        (Some(from), None) => format!("{from} inwoners of meer"),
        (None, Some(below)) => format!("minder dan {below} inwoners"),
        (None, None) => UNKNOWN.to_owned(),
    }
}

/// Returns the role of a reporter; one that is not in the list, as it was written.
pub fn role(code: &str) -> &str {
    match code {
        "municipal-secretary" => "gemeentesecretaris",
        "operations-director" => "directeur bedrijfsvoering",
        "information-manager" => "informatiemanager",
        "ict-coordinator" => "coördinator I&A",
        "ict-department" => "afdeling I&A",
        other => other,
    }
}

/// Returns a term as it begins a sentence or stands as a label: `vervallen` is `Vervallen`.
pub fn capitalised(term: &str) -> String {
    let mut letters = term.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// Returns a party with its kind: `Logius (landelijke partij)`.
pub fn party(kind: PartyKind, name: &str) -> String {
    format!("{name} ({})", party_kind(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_noun_is_singular_for_one_only() {
        assert_eq!(RONDE.count(1), "1 ronde");
        assert_eq!(RONDE.count(2_000), "2.000 rondes");
        assert_eq!(RONDE.count(0), "0 rondes");
    }
}
