//! Grouping by one of what a knelpunt *is*.

use fold::{Name, Names, Traits};
use model::PartyKind;
use register::{Register, SizeClass};

use crate::places::Places;

/// What to group by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupBy {
    /// The municipality, on the division.
    Municipality,
    /// Its province.
    Province,
    /// Its size class.
    SizeClass,
    /// The category.
    Category,
    /// The building block, or none.
    BuildingBlock,
    /// The kind of party, or none.
    PartyKind,
    /// The party, or none.
    Party,
}

/// A group that knelpunten belong to; none where they have none of what is grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Group {
    None,
    Named(Name),
    Party(PartyKind, Name),
    Kind(PartyKind),
    Size(SizeClass),
    Municipality(register::MunicipalityId),
    Province(register::ProvinceId),
}

impl GroupBy {
    /// Lists what can be grouped by.
    pub const ALL: [Self; 7] = [
        Self::Municipality,
        Self::Province,
        Self::SizeClass,
        Self::Category,
        Self::BuildingBlock,
        Self::PartyKind,
        Self::Party,
    ];

    /// Gives the word in links.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Municipality => "municipality",
            Self::Province => "province",
            Self::SizeClass => "sizeClass",
            Self::Category => "category",
            Self::BuildingBlock => "buildingBlock",
            Self::PartyKind => "partyKind",
            Self::Party => "party",
        }
    }

    /// Reads the word in links.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    pub(crate) fn group(self, traits: &Traits, places: &Places) -> Group {
        let place = places.of(traits.municipality);
        match self {
            Self::Municipality => Group::Municipality(place.on_division),
            Self::Province => Group::Province(place.province),
            Self::SizeClass => place.size_class.map_or(Group::None, Group::Size),
            Self::Category => Group::Named(traits.category),
            Self::BuildingBlock => traits.building_block.map_or(Group::None, Group::Named),
            Self::PartyKind => traits
                .party
                .map_or(Group::None, |(kind, _)| Group::Kind(kind)),
            Self::Party => traits
                .party
                .map_or(Group::None, |(kind, name)| Group::Party(kind, name)),
        }
    }
}

impl Group {
    /// Gives the code that stands in answers; groups are ordered by it, those without last.
    pub(crate) fn code(self, names: &Names, register: &Register) -> Option<String> {
        match self {
            Self::None => None,
            Self::Named(name) => Some(names.text(name).to_owned()),
            Self::Party(kind, name) => Some(format!("{}:{}", kind.code(), names.text(name))),
            Self::Kind(kind) => Some(kind.code().to_owned()),
            Self::Size(class) => Some(class.to_string()),
            Self::Municipality(id) => Some(register.municipality(id).code.clone()),
            Self::Province(id) => Some(register.province(id).code.clone()),
        }
    }
}

/// Gives the Dutch name of a group's code.
pub(crate) fn label(by: GroupBy, code: Option<&str>, register: &Register) -> String {
    let catalogue = register.catalogue();
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
        GroupBy::Category => catalogue.category(code).map(|held| held.nl.clone()),
        GroupBy::BuildingBlock => catalogue.building_block(code).map(|held| held.name.clone()),
        GroupBy::PartyKind => PartyKind::parse(code).map(|kind| party_kind_name(kind).to_owned()),
        GroupBy::Party => code.split_once(':').map(|(_, name)| name.to_owned()),
    };
    name.unwrap_or_else(|| code.to_owned())
}

/// Gives the Dutch name of a kind of party.
pub(crate) fn party_kind_name(kind: PartyKind) -> &'static str {
    match kind {
        PartyKind::Supplier => "leverancier",
        PartyKind::NationalBody => "landelijke partij",
        PartyKind::Partnership => "samenwerkingsverband",
    }
}
