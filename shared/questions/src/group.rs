//! Grouping by one of what a knelpunt *is*.

use std::collections::HashMap;

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

/// Groups, numbered in the order in which they are met.
pub(crate) struct Numbered<'a> {
    by: Option<GroupBy>,
    places: &'a Places,
    /// By what decides about the group, as a small number: one more than the group's number, 0 where it was not met.
    number_at: Vec<u32>,
    number_of: HashMap<Group, u32>,
}

/// Something of each group.
pub(crate) struct ByGroup<'a, T> {
    numbered: Numbered<'a>,
    /// By number of group.
    held: Vec<T>,
}

impl<'a> Numbered<'a> {
    /// Numbers what is grouped by; when that is nothing, all belongs to the one group 0.
    pub(crate) fn by(by: Option<GroupBy>, places: &'a Places) -> Self {
        Self {
            by,
            places,
            number_at: Vec::new(),
            number_of: HashMap::new(),
        }
    }

    /// Gives the number of the group that a knelpunt belongs to, from 0; the next one when it was not met before.
    pub(crate) fn number(&mut self, traits: &Traits) -> usize {
        let slot = self.slot(traits);
        if slot >= self.number_at.len() {
            self.number_at.resize(slot + 1, 0);
        }
        if self.number_at[slot] == 0 {
            let group = self
                .by
                .map_or(Group::None, |by| by.group(traits, self.places));
            self.number_at[slot] = self.number_of(group) + 1;
        }
        self.number_at[slot] as usize - 1
    }

    fn number_of(&mut self, group: Group) -> u32 {
        let next = u32::try_from(self.number_of.len()).unwrap_or(u32::MAX);
        *self.number_of.entry(group).or_insert(next)
    }

    /// Meets the groups that another has met; gives the numbers that they have here, by those that they have there.
    pub(crate) fn meet(&mut self, other: &Self) -> Vec<usize> {
        let groups = other.groups().into_iter();
        groups.map(|group| self.number_of(group) as usize).collect()
    }

    /// Two knelpunten with the same slot belong to the same group.
    fn slot(&self, traits: &Traits) -> usize {
        let kind = |kind: PartyKind| kind as usize;
        let Some(by) = self.by else { return 0 };
        match by {
            GroupBy::Municipality | GroupBy::Province | GroupBy::SizeClass => {
                self.places.number(traits.municipality)
            }
            GroupBy::Category => traits.category.index(),
            GroupBy::BuildingBlock => traits.building_block.map_or(0, |name| 1 + name.index()),
            GroupBy::PartyKind => traits.party.map_or(0, |(party, _)| 1 + kind(party)),
            GroupBy::Party => traits
                .party
                .map_or(0, |(party, name)| 1 + 3 * name.index() + kind(party)),
        }
    }

    /// Gives the groups that were met, in order of number.
    pub(crate) fn groups(&self) -> Vec<Group> {
        let mut groups = vec![Group::None; self.number_of.len()];
        for (group, number) in &self.number_of {
            groups[*number as usize] = *group;
        }
        groups
    }
}

impl<'a, T: Default> ByGroup<'a, T> {
    /// Begins with nothing; when nothing is grouped by, with the one group that all belongs to.
    pub(crate) fn by(by: Option<GroupBy>, places: &'a Places) -> Self {
        let mut held = Vec::new();
        held.resize_with(usize::from(by.is_none()), T::default);
        Self {
            numbered: Numbered::by(by, places),
            held,
        }
    }

    /// Gives what is held of the group that a knelpunt belongs to.
    pub(crate) fn of(&mut self, traits: &Traits) -> &mut T {
        at(&mut self.held, self.numbered.number(traits))
    }

    /// Adds what another holds, group by group.
    pub(crate) fn add(&mut self, other: Self, add: impl Fn(&mut T, T)) {
        let numbers = self.numbered.meet(&other.numbered);
        for (number, held) in numbers.into_iter().zip(other.held) {
            add(at(&mut self.held, number), held);
        }
    }

    /// Counts the groups that something is held of.
    pub(crate) fn len(&self) -> usize {
        self.held.len()
    }

    /// Gives each group that was met with what is held of it.
    pub(crate) fn into_groups(self) -> impl Iterator<Item = (Group, T)> {
        let groups = self.numbered.groups().into_iter().chain([Group::None]);
        groups.zip(self.held)
    }

    /// Gives what is held in order of the groups' codes, those without last.
    pub(crate) fn in_order(self, names: &Names, register: &Register) -> Vec<(Option<String>, T)> {
        let groups = self.into_groups();
        let mut coded: Vec<(Option<String>, T)> = groups
            .map(|(group, held)| (group.code(names, register), held))
            .collect();
        coded.sort_by(|(one, _), (other, _)| (one.is_none(), one).cmp(&(other.is_none(), other)));
        coded
    }
}

/// Gives what stands at a place, which is made if it was not there yet.
pub(crate) fn at<T: Default>(held: &mut Vec<T>, place: usize) -> &mut T {
    if place >= held.len() {
        held.resize_with(place + 1, T::default);
    }
    &mut held[place]
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
