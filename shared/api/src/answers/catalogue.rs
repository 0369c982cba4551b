use model::PartyKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Answer, Table, table::objects};
use crate::{BuildingBlockCode, CategoryCode, RemedyCode};

/// The codes that events take, with their names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CatalogueAnswer {
    /// The version of the catalogue.
    pub version: String,
    /// The categories, in order of code.
    pub categories: Vec<CategoryItem>,
    /// The building blocks, in order of code.
    pub building_blocks: Vec<BuildingBlockItem>,
    /// The remedies, in order of code.
    pub remedies: Vec<RemedyItem>,
    /// The kinds of party.
    pub party_kinds: Vec<PartyKindItem>,
}

/// A kind of knelpunt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CategoryItem {
    /// Its code.
    #[schemars(with = "CategoryCode")]
    pub code: String,
    /// Its name in Dutch.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// The words of the municipalities in 2013; null if there are none.
    pub from_article: Option<String>,
}

/// A building block that a knelpunt can concern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BuildingBlockItem {
    /// Its code.
    #[schemars(with = "BuildingBlockCode")]
    pub code: String,
    /// Its name in Dutch.
    pub name: String,
}

/// A measure that resolves knelpunten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RemedyItem {
    /// Its code.
    #[schemars(with = "RemedyCode")]
    pub code: String,
    /// Its name in Dutch.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
}

/// A kind of party that a knelpunt can wait on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PartyKindItem {
    /// Its code.
    pub code: PartyKind,
    /// Its name in Dutch.
    pub name: String,
}

impl Answer for CatalogueAnswer {
    fn table(&self) -> Table {
        let lists = [
            ("category", objects(&self.categories)),
            ("building-block", objects(&self.building_blocks)),
            ("remedy", objects(&self.remedies)),
            ("party-kind", objects(&self.party_kinds)),
        ];
        let rows = lists.into_iter().flat_map(|(list, items)| {
            items.into_iter().map(move |mut item| {
                item["list"] = json!(list);
                item
            })
        });
        let rows: Vec<Value> = rows.collect();
        Table::from_objects(&["list", "code", "name", "nameEn"], &rows)
    }
}
