//! Dutch names of codes, for the readers of answers.

use model::PartyKind;
use register::{Register, SizeClass};
use texts::terms;

use api::parameters::Grouping;

/// Returns the name of a category.
pub(crate) fn category_name(code: &str, register: &Register) -> String {
    let category = register.catalogue().category(code);
    category.map_or_else(|| code.to_owned(), |category| category.nl.clone())
}

/// Returns the name of a building block.
pub(crate) fn building_block_name(code: &str, register: &Register) -> String {
    let block = register.catalogue().building_block(code);
    block.map_or_else(|| code.to_owned(), |block| block.name.clone())
}

/// Returns the name of a size class.
pub fn size_class_name(class: SizeClass) -> String {
    let (from, below) = class.bounds();
    terms::inhabitants(from, below)
}

/// Returns the name of a group's code.
pub(crate) fn label(by: Grouping, code: Option<&str>, register: &Register) -> String {
    let Some(code) = code else {
        return match by {
            Grouping::BuildingBlock => terms::NO_BUILDING_BLOCK,
            Grouping::PartyKind | Grouping::Party => terms::NO_PARTY,
            Grouping::Municipality
            | Grouping::Province
            | Grouping::SizeClass
            | Grouping::Category => terms::UNKNOWN,
        }
        .to_owned();
    };
    let name = match by {
        Grouping::Municipality => register
            .find_municipality(code)
            .map(|id| register.municipality(id).name.clone()),
        Grouping::Province => register
            .find_province(code)
            .map(|id| register.province(id).name.clone()),
        Grouping::SizeClass => SizeClass::parse(code).map(size_class_name),
        Grouping::Category => Some(category_name(code, register)),
        Grouping::BuildingBlock => Some(building_block_name(code, register)),
        Grouping::PartyKind => {
            PartyKind::parse(code).map(|kind| terms::party_kind(kind).to_owned())
        }
        Grouping::Party => code.split_once(':').map(|(_, name)| name.to_owned()),
    };
    name.unwrap_or_else(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(by: Grouping, code: Option<&str>, expected: &str) {
        assert_eq!(label(by, code, Register::embedded()), expected);
    }

    #[test]
    fn every_code_has_a_dutch_name_beside_it() {
        check(Grouping::Municipality, Some("GM0344"), "Utrecht");
        check(Grouping::Province, Some("PV26"), "Utrecht");
        check(Grouping::SizeClass, Some("1"), "minder dan 5.000 inwoners");
        check(
            Grouping::Category,
            Some("funding"),
            &category_name("funding", Register::embedded()),
        );
        check(
            Grouping::BuildingBlock,
            Some("bag"),
            "Basisregistratie Adressen en Gebouwen",
        );
        check(
            Grouping::PartyKind,
            Some("national-body"),
            "landelijke partij",
        );
        check(
            Grouping::Party,
            Some("supplier:centric: het bedrijf"),
            "centric: het bedrijf",
        );
        assert_ne!(category_name("funding", Register::embedded()), "funding");
    }

    #[test]
    fn a_group_without_a_value_has_a_name() {
        check(Grouping::BuildingBlock, None, "geen bouwsteen");
        check(Grouping::PartyKind, None, "geen partij");
        check(Grouping::Party, None, "geen partij");
        check(Grouping::SizeClass, None, "onbekend");
    }

    #[test]
    fn a_code_that_the_catalogue_lacks_is_its_own_name() {
        check(Grouping::Category, Some("gone"), "gone");
        check(Grouping::BuildingBlock, Some("gone"), "gone");
    }
}
