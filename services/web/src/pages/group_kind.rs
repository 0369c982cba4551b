//! The kinds of groups that have pages: categories, building blocks, parties.

use api::{Filter, parameters::Grouping};

/// A kind of group that has a page for each group, and one for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GroupKind {
    Category,
    BuildingBlock,
    Party,
}

impl GroupKind {
    /// Returns the kind of the groups of an attribute, if these have pages.
    pub(crate) const fn from_grouping(by: Grouping) -> Option<Self> {
        match by {
            Grouping::Category => Some(Self::Category),
            Grouping::BuildingBlock => Some(Self::BuildingBlock),
            Grouping::Party => Some(Self::Party),
            Grouping::Municipality
            | Grouping::Province
            | Grouping::SizeClass
            | Grouping::PartyKind => None,
        }
    }

    /// Returns the attribute whose values these groups are.
    pub(crate) const fn grouping(self) -> Grouping {
        self.choose([Grouping::Category, Grouping::BuildingBlock, Grouping::Party])
    }

    /// Returns the path of the page of all.
    pub(crate) const fn path(self) -> &'static str {
        self.choose(["/categorieen", "/bouwstenen", "/partijen"])
    }

    /// Returns the path of the page of one, by its code.
    pub(crate) fn path_of(self, code: &str) -> String {
        format!("{}/{}", self.path(), httpd::query::encode(code))
    }

    /// Returns the filter that selects one, by its code.
    pub(crate) fn filter(self, code: &str) -> Filter {
        let code = vec![code.to_owned()];
        let all = Filter::default();
        match self {
            Self::Category => Filter {
                category: code,
                ..all
            },
            Self::BuildingBlock => Filter {
                building_block: code,
                ..all
            },
            Self::Party => Filter { party: code, ..all },
        }
    }

    /// Returns what belongs to this kind, of what belongs to a category, a building block and a party.
    pub(crate) const fn choose<T: Copy>(self, [category, block, party]: [T; 3]) -> T {
        match self {
            Self::Category => category,
            Self::BuildingBlock => block,
            Self::Party => party,
        }
    }
}
