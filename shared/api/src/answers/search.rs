use model::KnelpuntId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answer, Table};

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SearchResults {
    /// The hits: municipalities, categories, building blocks, parties, then knelpunten; the best of each kind first.
    pub items: Vec<SearchHit>,
    /// How many there are of each kind that was found, in the order of the hits.
    pub totals: Vec<SearchTotal>,
}

/// How many of one kind a search found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SearchTotal {
    /// What they are.
    pub kind: SearchKind,
    /// Their number, also of those beyond the limit.
    pub total: usize,
    /// Whether there may be more: knelpunten are counted up to 100.
    pub is_at_least: bool,
}

/// Something that a search found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SearchHit {
    /// What it is.
    pub kind: SearchKind,
    /// Its code: of a municipality, a category or a building block, or kind:name of a party; absent for a knelpunt.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub code: Option<String>,
    /// The id of a knelpunt; absent for anything else.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub id: Option<KnelpuntId>,
    /// Its name in Dutch; of a knelpunt, its category and its municipality.
    pub name: String,
    /// What matched.
    #[serde(rename = "where")]
    pub matches: Vec<SearchMatch>,
}

/// A kind of thing that a search finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SearchKind {
    /// A municipality of today, also by the name of one that became part of it.
    Municipality,
    /// A category.
    Category,
    /// A building block.
    BuildingBlock,
    /// A party that selected knelpunten wait on.
    Party,
    /// A knelpunt.
    Knelpunt,
}

/// A text that has words that matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SearchMatch {
    /// Which text: name, otherName, formerName, englishName, code, description or reference.
    pub field: String,
    /// The text.
    pub text: String,
    /// The words that matched, in order.
    pub marks: Vec<SearchMark>,
}

/// Where a word is in a text, counted in code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SearchMark {
    /// Of its first code point.
    pub start: usize,
    /// After its last.
    pub end: usize,
}

impl Answer for SearchResults {
    fn table(&self) -> Table {
        Table::new(&["kind", "code", "id", "name"], &self.items)
    }
}
