//! Grouping by one attribute of a knelpunt's identity.

use std::collections::HashMap;

use api::{answers::GroupName, parameters::Grouping};
use fold::{IdentityKeys, Interner, Symbol};
use model::PartyKind;
use register::{Register, SizeClass};

use crate::{geography::Geography, labels::label};

/// The group that a knelpunt belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum GroupKey {
    /// It has no value.
    None,
    Code(Symbol),
    Party(PartyKind, Symbol),
    Kind(PartyKind),
    Size(SizeClass),
    Municipality(register::MunicipalityId),
    Province(register::ProvinceId),
}

/// Returns the group that a knelpunt belongs to.
fn group(by: Grouping, identity: &IdentityKeys, geography: &Geography) -> GroupKey {
    let area = geography.area(identity.municipality);
    match by {
        Grouping::Municipality => GroupKey::Municipality(area.on_division),
        Grouping::Province => GroupKey::Province(area.province),
        Grouping::SizeClass => area.size_class.map_or(GroupKey::None, GroupKey::Size),
        Grouping::Category => GroupKey::Code(identity.category),
        Grouping::BuildingBlock => identity
            .building_block
            .map_or(GroupKey::None, GroupKey::Code),
        Grouping::PartyKind => identity
            .party
            .map_or(GroupKey::None, |(kind, _)| GroupKey::Kind(kind)),
        Grouping::Party => identity
            .party
            .map_or(GroupKey::None, |(kind, name)| GroupKey::Party(kind, name)),
    }
}

/// Groups, numbered in the order in which they are found.
pub(crate) struct GroupNumbers<'a> {
    by: Option<Grouping>,
    geography: &'a Geography,
    /// By slot, one more than the number of the group; 0 for a slot without one.
    number_at: Vec<u32>,
    number_of: HashMap<GroupKey, u32>,
}

/// A value for each group.
pub(crate) struct ByGroup<'a, T> {
    numbers: GroupNumbers<'a>,
    /// By number of the group.
    values: Vec<T>,
}

impl<'a> GroupNumbers<'a> {
    /// Begins without groups; without an attribute, all knelpunten belong to group 0.
    pub(crate) fn new(by: Option<Grouping>, geography: &'a Geography) -> Self {
        Self {
            by,
            geography,
            number_at: Vec::new(),
            number_of: HashMap::new(),
        }
    }

    /// Returns the number of the group that a knelpunt belongs to, from 0; a new group gets the next number.
    pub(crate) fn number(&mut self, identity: &IdentityKeys) -> usize {
        let slot = self.slot(identity);
        if slot >= self.number_at.len() {
            self.number_at.resize(slot + 1, 0);
        }
        if self.number_at[slot] == 0 {
            let group = self
                .by
                .map_or(GroupKey::None, |by| group(by, identity, self.geography));
            self.number_at[slot] = self.number_of(group) + 1;
        }
        self.number_at[slot] as usize - 1
    }

    fn number_of(&mut self, group: GroupKey) -> u32 {
        let next = u32::try_from(self.number_of.len()).unwrap_or(u32::MAX);
        *self.number_of.entry(group).or_insert(next)
    }

    /// Includes the groups of another; returns the numbers that they have here, by those that they have there.
    pub(crate) fn include(&mut self, other: &Self) -> Vec<usize> {
        let groups = other.groups().into_iter();
        groups.map(|group| self.number_of(group) as usize).collect()
    }

    /// Returns a small number that decides about the group: it saves hashing the group of every knelpunt.
    fn slot(&self, identity: &IdentityKeys) -> usize {
        let kind = |kind: PartyKind| kind as usize;
        let Some(by) = self.by else { return 0 };
        match by {
            Grouping::Municipality | Grouping::Province | Grouping::SizeClass => {
                self.geography.index(identity.municipality)
            }
            Grouping::Category => identity.category.index(),
            Grouping::BuildingBlock => identity.building_block.map_or(0, |code| 1 + code.index()),
            Grouping::PartyKind => identity.party.map_or(0, |(party, _)| 1 + kind(party)),
            Grouping::Party => identity
                .party
                .map_or(0, |(party, name)| 1 + 3 * name.index() + kind(party)),
        }
    }

    /// Returns the groups, in order of number.
    pub(crate) fn groups(&self) -> Vec<GroupKey> {
        let mut groups = vec![GroupKey::None; self.number_of.len()];
        for (group, number) in &self.number_of {
            groups[*number as usize] = *group;
        }
        groups
    }
}

impl<'a, T: Default> ByGroup<'a, T> {
    /// Begins without groups; without an attribute, with the one group of all knelpunten.
    pub(crate) fn new(by: Option<Grouping>, geography: &'a Geography) -> Self {
        let mut values = Vec::new();
        values.resize_with(usize::from(by.is_none()), T::default);
        Self {
            numbers: GroupNumbers::new(by, geography),
            values,
        }
    }

    /// Returns the value of the group that a knelpunt belongs to.
    pub(crate) fn get_mut(&mut self, identity: &IdentityKeys) -> &mut T {
        entry(&mut self.values, self.numbers.number(identity))
    }

    /// Adds the values of another, group by group.
    pub(crate) fn add(&mut self, other: Self, add: impl Fn(&mut T, T)) {
        let numbers = self.numbers.include(&other.numbers);
        for (number, value) in numbers.into_iter().zip(other.values) {
            add(entry(&mut self.values, number), value);
        }
    }

    /// Returns the number of groups.
    pub(crate) fn len(&self) -> usize {
        self.values.len()
    }

    /// Returns each group with its value.
    pub(crate) fn into_groups(self) -> impl Iterator<Item = (GroupKey, T)> {
        let groups = self.numbers.groups().into_iter().chain([GroupKey::None]);
        groups.zip(self.values)
    }

    /// Returns the values in order of the groups' codes; the group without a value is last.
    pub(crate) fn in_order(
        self,
        interner: &Interner,
        register: &Register,
    ) -> Vec<(Option<String>, T)> {
        let groups = self.into_groups();
        let mut coded: Vec<(Option<String>, T)> = groups
            .map(|(group, value)| (group.code(interner, register), value))
            .collect();
        coded.sort_by(|(one, _), (other, _)| (one.is_none(), one).cmp(&(other.is_none(), other)));
        coded
    }
}

/// Returns the value at an index, after growing the list up to it.
pub(crate) fn entry<T: Default>(values: &mut Vec<T>, index: usize) -> &mut T {
    if index >= values.len() {
        values.resize_with(index + 1, T::default);
    }
    &mut values[index]
}

impl GroupKey {
    /// Returns the code in answers.
    pub(crate) fn code(self, interner: &Interner, register: &Register) -> Option<String> {
        match self {
            Self::None => None,
            Self::Code(code) => Some(interner.text(code).to_owned()),
            Self::Party(kind, name) => Some(format!("{}:{}", kind.code(), interner.text(name))),
            Self::Kind(kind) => Some(kind.code().to_owned()),
            Self::Size(class) => Some(class.to_string()),
            Self::Municipality(id) => Some(register.municipality(id).code.clone()),
            Self::Province(id) => Some(register.province(id).code.clone()),
        }
    }
}

/// Returns a group with its name, from its code.
pub(crate) fn group_name(by: Grouping, group: Option<String>, register: &Register) -> GroupName {
    let label = label(by, group.as_deref(), register);
    GroupName { group, label }
}
