//! Codes as people read them, in the language of the page: a code itself is never shown.

use api::{answers::GroupName, parameters::Grouping};
use model::{ConsultationOutcome, Outcome};
use register::Register;
use texts::messages::{Language, Messages};

/// Returns the name of a category.
pub(crate) fn category(t: Messages, register: &Register, code: &str) -> String {
    let found = register.catalogue().category(code);
    let name = found.map(|found| in_language(t, &found.nl, &found.en));
    name.unwrap_or(code).to_owned()
}

/// Returns the name of a building block, which is the same in every language.
pub(crate) fn building_block(register: &Register, code: &str) -> String {
    let found = register.catalogue().building_block(code);
    found.map_or(code, |found| &found.name).to_owned()
}

/// Returns the name of a group.
pub(crate) fn group(t: Messages, register: &Register, by: Grouping, group: &GroupName) -> String {
    match (by, group.group.as_deref()) {
        (Grouping::Category, Some(code)) => category(t, register, code),
        (Grouping::BuildingBlock, Some(code)) => building_block(register, code),
        (Grouping::BuildingBlock, None) => t.text("term-no-building-block"),
        (Grouping::Party | Grouping::PartyKind, None) => t.text("term-no-party"),
        _ => group.label.clone(),
    }
}

/// Returns the name of a remedy or of support, short as in a table.
pub(crate) fn remedy(t: Messages, register: &Register, code: &str) -> String {
    let id = match code {
        "i-versneller" => "remedy-i-versneller",
        "i-nup-academy" => "remedy-i-nup-academy",
        "i-coach" => "remedy-i-coach",
        "i-spiegel" => "remedy-i-spiegel",
        "supplier-fix" => "remedy-supplier-fix",
        "funding-granted" => "remedy-funding-granted",
        "rule-changed" => "remedy-rule-changed",
        "other" => "remedy-other",
        _ => {
            let found = register.catalogue().remedy(code);
            let name = found.map(|found| in_language(t, &found.nl, &found.en));
            return name.unwrap_or(code).to_owned();
        }
    };
    t.text(id)
}

/// Returns what came of a call; without one, that there was none.
pub(crate) fn consultation(t: Messages, outcome: Option<ConsultationOutcome>) -> String {
    t.text(match outcome {
        Some(ConsultationOutcome::Reached) => "term-reached",
        Some(ConsultationOutcome::NoAnswer) => "term-no-answer",
        Some(ConsultationOutcome::Declined) => "term-declined",
        None => "term-not-called",
    })
}

/// Returns how a knelpunt ended.
pub(crate) fn outcome(t: Messages, outcome: Outcome) -> String {
    t.text(match outcome {
        Outcome::Solved => "term-solved",
        Outcome::Lapsed => "term-lapsed",
        Outcome::Central => "term-solved-nationally",
    })
}

/// Returns the role of a reporter; one that is not in the list, as it was written.
pub(crate) fn role(t: Messages, code: &str) -> String {
    let id = match code {
        "municipal-secretary" => "role-municipal-secretary",
        "operations-director" => "role-operations-director",
        "information-manager" => "role-information-manager",
        "ict-coordinator" => "role-ict-coordinator",
        "ict-department" => "role-ict-department",
        other => return other.to_owned(),
    };
    t.text(id)
}

/// Returns who reported, as the end of a sentence: `door de gemeentesecretaris`; a role that is not in the list, as written.
pub(crate) fn by_role(t: Messages, code: &str) -> String {
    let name = role(t, code);
    let is_known = name != code;
    t.with(
        if is_known { "role-by" } else { "role-by-other" },
        "role",
        name,
    )
}

fn in_language<'a>(t: Messages, dutch: &'a str, english: &'a str) -> &'a str {
    match t.language() {
        Language::Dutch => dutch,
        Language::English => english,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_remedy_of_the_catalogue_has_a_short_name() {
        let register = Register::embedded();
        for language in [Language::Dutch, Language::English] {
            let t = Messages::new(language);
            for known in register.catalogue().remedies() {
                let name = remedy(t, register, &known.code);
                let long = in_language(t, &known.nl, &known.en);
                assert!(name != long && name.len() < 40, "{name}");
            }
        }
    }
}
