//! Grouping by one of what a knelpunt *is*.

use fold::{Name, Names, Traits};
use model::PartyKind;
use register::{Register, SizeClass};
use serde::Serialize;

use crate::{keys::Keys, labels::label, places::Places};

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

/// The group that figures are of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupName {
    /// Its code; null for what has none.
    pub group: Option<String>,
    /// Its name in Dutch.
    pub label: String,
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

    /// Takes the key, if it is given.
    pub(crate) fn take(keys: &mut Keys) -> Option<Self> {
        let words = Self::ALL.map(Self::word).join(", ");
        keys.read("groupBy", &format!("one of {words}"), Self::parse)
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

impl GroupName {
    /// Names a group by its code.
    pub(crate) fn of(by: GroupBy, group: Option<String>, register: &Register) -> Self {
        let label = label(by, group.as_deref(), register);
        Self { group, label }
    }
}
