//! Dutch names of codes, for the readers of answers.

use model::PartyKind;
use register::{Register, SizeClass};
use texts::terms;

use crate::GroupBy;

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

/// Returns the name of a group's code.
pub(crate) fn label(by: GroupBy, code: Option<&str>, register: &Register) -> String {
    let Some(code) = code else {
        return match by {
            GroupBy::BuildingBlock => "geen bouwsteen".to_owned(),
            GroupBy::PartyKind | GroupBy::Party => "geen partij".to_owned(),
            GroupBy::Municipality | GroupBy::Province | GroupBy::SizeClass | GroupBy::Category => {
                "onbekend".to_owned()
            }
        };
    };
    let name = match by {
        GroupBy::Municipality => register
            .find_municipality(code)
            .map(|id| register.municipality(id).name.clone()),
        GroupBy::Province => register
            .find_province(code)
            .map(|id| register.province(id).name.clone()),
        GroupBy::SizeClass => SizeClass::parse(code).map(SizeClass::label),
        GroupBy::Category => Some(category_name(code, register)),
        GroupBy::BuildingBlock => Some(building_block_name(code, register)),
        GroupBy::PartyKind => PartyKind::parse(code).map(|kind| terms::party_kind(kind).to_owned()),
        GroupBy::Party => code.split_once(':').map(|(_, name)| name.to_owned()),
    };
    name.unwrap_or_else(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(by: GroupBy, code: Option<&str>, expected: &str) {
        assert_eq!(label(by, code, Register::embedded()), expected);
    }

    #[test]
    fn every_code_has_a_dutch_name_beside_it() {
        check(GroupBy::Municipality, Some("GM0344"), "Utrecht");
        check(GroupBy::Province, Some("PV26"), "Utrecht");
        check(GroupBy::SizeClass, Some("1"), "minder dan 5.000 inwoners");
        check(
            GroupBy::Category,
            Some("funding"),
            &category_name("funding", Register::embedded()),
        );
        check(
            GroupBy::BuildingBlock,
            Some("bag"),
            "Basisregistratie Adressen en Gebouwen",
        );
        check(
            GroupBy::PartyKind,
            Some("national-body"),
            "landelijke partij",
        );
        check(
            GroupBy::Party,
            Some("supplier:centric: het bedrijf"),
            "centric: het bedrijf",
        );
        assert_ne!(category_name("funding", Register::embedded()), "funding");
    }

    #[test]
    fn a_group_without_a_value_has_a_name() {
        check(GroupBy::BuildingBlock, None, "geen bouwsteen");
        check(GroupBy::PartyKind, None, "geen partij");
        check(GroupBy::Party, None, "geen partij");
        check(GroupBy::SizeClass, None, "onbekend");
    }

    #[test]
    fn a_code_that_the_catalogue_lacks_is_its_own_name() {
        check(GroupBy::Category, Some("gone"), "gone");
        check(GroupBy::BuildingBlock, Some("gone"), "gone");
    }
}
