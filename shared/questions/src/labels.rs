//! Dutch names of codes, for whoever reads an answer.

use model::PartyKind;
use register::{Register, SizeClass};

use crate::GroupBy;

/// Gives the name of a category.
pub(crate) fn category_name(code: &str, register: &Register) -> String {
    let held = register.catalogue().category(code);
    held.map_or_else(|| code.to_owned(), |held| held.nl.clone())
}

/// Gives the name of a building block.
pub(crate) fn building_block_name(code: &str, register: &Register) -> String {
    let held = register.catalogue().building_block(code);
    held.map_or_else(|| code.to_owned(), |held| held.name.clone())
}

/// Gives the name of a group's code.
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
        GroupBy::PartyKind => PartyKind::parse(code).map(|kind| party_kind_name(kind).to_owned()),
        GroupBy::Party => code.split_once(':').map(|(_, name)| name.to_owned()),
    };
    name.unwrap_or_else(|| code.to_owned())
}

/// Gives the name of a kind of party.
pub(crate) fn party_kind_name(kind: PartyKind) -> &'static str {
    match kind {
        PartyKind::Supplier => "leverancier",
        PartyKind::NationalBody => "landelijke partij",
        PartyKind::Partnership => "samenwerkingsverband",
    }
}
