//! Grouping by one of what a knelpunt *is*.

use std::collections::HashMap;

use fold::{IdentityKeys, Interner, Symbol};
use model::PartyKind;
use register::{Register, SizeClass};
use serde::Serialize;

use crate::{geography::Geography, labels::label, parameters::Parameters};

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
pub(crate) enum GroupKey {
    None,
    Named(Symbol),
    Party(PartyKind, Symbol),
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
    pub const fn as_str(self) -> &'static str {
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
    pub(crate) fn take(keys: &mut Parameters) -> Option<Self> {
        let words = Self::ALL.map(Self::as_str).join(", ");
        keys.read("groupBy", &format!("one of {words}"), Self::parse)
    }

    /// Reads the word in links.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == word)
    }

    pub(crate) fn group(self, identity: &IdentityKeys, places: &Geography) -> GroupKey {
        let place = places.of(identity.municipality);
        match self {
            Self::Municipality => GroupKey::Municipality(place.on_division),
            Self::Province => GroupKey::Province(place.province),
            Self::SizeClass => place.size_class.map_or(GroupKey::None, GroupKey::Size),
            Self::Category => GroupKey::Named(identity.category),
            Self::BuildingBlock => identity
                .building_block
                .map_or(GroupKey::None, GroupKey::Named),
            Self::PartyKind => identity
                .party
                .map_or(GroupKey::None, |(kind, _)| GroupKey::Kind(kind)),
            Self::Party => identity
                .party
                .map_or(GroupKey::None, |(kind, name)| GroupKey::Party(kind, name)),
        }
    }
}

/// Groups, numbered in the order in which they are met.
pub(crate) struct GroupNumbers<'a> {
    by: Option<GroupBy>,
    places: &'a Geography,
    /// By what decides about the group, as a small number: one more than the group's number, 0 where it was not met.
    number_at: Vec<u32>,
    number_of: HashMap<GroupKey, u32>,
}

/// Something of each group.
pub(crate) struct ByGroup<'a, T> {
    numbered: GroupNumbers<'a>,
    /// By number of group.
    held: Vec<T>,
}

impl<'a> GroupNumbers<'a> {
    /// Numbers what is grouped by; when that is nothing, all belongs to the one group 0.
    pub(crate) fn by(by: Option<GroupBy>, places: &'a Geography) -> Self {
        Self {
            by,
            places,
            number_at: Vec::new(),
            number_of: HashMap::new(),
        }
    }

    /// Gives the number of the group that a knelpunt belongs to, from 0; the next one when it was not met before.
    pub(crate) fn number(&mut self, identity: &IdentityKeys) -> usize {
        let slot = self.slot(identity);
        if slot >= self.number_at.len() {
            self.number_at.resize(slot + 1, 0);
        }
        if self.number_at[slot] == 0 {
            let group = self
                .by
                .map_or(GroupKey::None, |by| by.group(identity, self.places));
            self.number_at[slot] = self.number_of(group) + 1;
        }
        self.number_at[slot] as usize - 1
    }

    fn number_of(&mut self, group: GroupKey) -> u32 {
        let next = u32::try_from(self.number_of.len()).unwrap_or(u32::MAX);
        *self.number_of.entry(group).or_insert(next)
    }

    /// Meets the groups that another has met; gives the numbers that they have here, by those that they have there.
    pub(crate) fn meet(&mut self, other: &Self) -> Vec<usize> {
        let groups = other.groups().into_iter();
        groups.map(|group| self.number_of(group) as usize).collect()
    }

    /// Two knelpunten with the same slot belong to the same group.
    fn slot(&self, identity: &IdentityKeys) -> usize {
        let kind = |kind: PartyKind| kind as usize;
        let Some(by) = self.by else { return 0 };
        match by {
            GroupBy::Municipality | GroupBy::Province | GroupBy::SizeClass => {
                self.places.number(identity.municipality)
            }
            GroupBy::Category => identity.category.index(),
            GroupBy::BuildingBlock => identity.building_block.map_or(0, |name| 1 + name.index()),
            GroupBy::PartyKind => identity.party.map_or(0, |(party, _)| 1 + kind(party)),
            GroupBy::Party => identity
                .party
                .map_or(0, |(party, name)| 1 + 3 * name.index() + kind(party)),
        }
    }

    /// Gives the groups that were met, in order of number.
    pub(crate) fn groups(&self) -> Vec<GroupKey> {
        let mut groups = vec![GroupKey::None; self.number_of.len()];
        for (group, number) in &self.number_of {
            groups[*number as usize] = *group;
        }
        groups
    }
}

impl<'a, T: Default> ByGroup<'a, T> {
    /// Begins with nothing; when nothing is grouped by, with the one group that all belongs to.
    pub(crate) fn by(by: Option<GroupBy>, places: &'a Geography) -> Self {
        let mut held = Vec::new();
        held.resize_with(usize::from(by.is_none()), T::default);
        Self {
            numbered: GroupNumbers::by(by, places),
            held,
        }
    }

    /// Gives what is held of the group that a knelpunt belongs to.
    pub(crate) fn of(&mut self, identity: &IdentityKeys) -> &mut T {
        at(&mut self.held, self.numbered.number(identity))
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
    pub(crate) fn into_groups(self) -> impl Iterator<Item = (GroupKey, T)> {
        let groups = self.numbered.groups().into_iter().chain([GroupKey::None]);
        groups.zip(self.held)
    }

    /// Gives what is held in order of the groups' codes, those without last.
    pub(crate) fn in_order(
        self,
        interner: &Interner,
        register: &Register,
    ) -> Vec<(Option<String>, T)> {
        let groups = self.into_groups();
        let mut coded: Vec<(Option<String>, T)> = groups
            .map(|(group, held)| (group.code(interner, register), held))
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

impl GroupKey {
    /// Gives the code that stands in answers; groups are ordered by it, those without last.
    pub(crate) fn code(self, interner: &Interner, register: &Register) -> Option<String> {
        match self {
            Self::None => None,
            Self::Named(name) => Some(interner.text(name).to_owned()),
            Self::Party(kind, name) => Some(format!("{}:{}", kind.code(), interner.text(name))),
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
