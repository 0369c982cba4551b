//! The parameters that select knelpunten: OR within a parameter, AND between parameters.

use api::Filter;
use model::{PartyKind, canonical_name, is_round};
use register::{Register, SizeClass};

use crate::Parameters;

#[cfg(test)]
mod tests;

/// The value that selects knelpunten without a value.
pub(crate) const NONE: &str = "none";

/// Parses the parameters of a filter, to values in the form in which they are compared.
pub(crate) fn parse_filter(parameters: &mut Parameters, register: &Register) -> Filter {
    let catalogue = register.catalogue();
    let mut codes = |key: &str, must_be: &str, is_known: &dyn Fn(&str) -> bool| {
        let values = parameters.all(key);
        for value in values.iter().filter(|value| !is_known(value)) {
            parameters.add_violation(key, format!("{value:?} is not {must_be}"));
        }
        distinct(values)
    };
    let or_none = |is_known: bool, value: &str| is_known || value == NONE;
    Filter {
        municipality: codes(
            "municipality",
            "a municipality in the register: give its CBS code, such as GM0344",
            &|code| register.find_municipality(code).is_some(),
        ),
        province: codes("province", "a province (PV20 to PV31)", &|code| {
            register.find_province(code).is_some()
        }),
        size_class: codes("sizeClass", "a size class (1 to 8)", &|digit| {
            SizeClass::parse(digit).is_some()
        }),
        category: codes("category", "a category in the catalogue", &|code| {
            catalogue.category(code).is_some()
        }),
        building_block: codes(
            "buildingBlock",
            "a building block in the catalogue (none: without one)",
            &|code| or_none(catalogue.building_block(code).is_some(), code),
        ),
        party_kind: codes(
            "partyKind",
            "one of supplier, national-body, partnership, none",
            &|code| or_none(PartyKind::parse(code).is_some(), code),
        ),
        party: distinct(
            codes(
                "party",
                "a party: give kind:name, such as supplier:Centric, or none",
                &|text| or_none(parse_party(text).is_some(), text),
            )
            .into_iter()
            .map(canonical_party)
            .collect(),
        ),
        round: codes(
            "round",
            "a round: give one such as 2013-02, or none",
            &|text| or_none(is_round(text), text),
        ),
        source: codes("source", "a source, such as urn:example:intake", &|text| {
            !text.trim().is_empty()
        }),
        support: codes(
            "support",
            "a remedy in the catalogue (none: without any support)",
            &|code| or_none(catalogue.remedy(code).is_some(), code),
        ),
        panel: codes("panel", "a round: give one such as 2013-02", &|text| {
            is_round(text)
        }),
    }
}

fn distinct(mut values: Vec<String>) -> Vec<String> {
    values.sort_unstable();
    values.dedup();
    values
}

/// Parses `kind:name`, with the name in canonical form.
pub(crate) fn parse_party(text: &str) -> Option<(PartyKind, String)> {
    let (kind, name) = text.split_once(':')?;
    let name = canonical_name(name);
    (!name.is_empty()).then_some((PartyKind::parse(kind)?, name))
}

fn canonical_party(text: String) -> String {
    match parse_party(&text) {
        Some((kind, name)) => format!("{}:{name}", kind.code()),
        None => text,
    }
}
