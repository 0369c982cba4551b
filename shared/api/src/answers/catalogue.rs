use model::PartyKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answer, Table};
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

/// A row of the table.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct CodeRow<'a> {
    list: &'static str,
    code: &'a str,
    name: &'a str,
    name_en: Option<&'a str>,
}

impl CatalogueAnswer {
    fn rows(&self) -> impl Iterator<Item = CodeRow<'_>> {
        let row = |list, code, name, name_en| CodeRow {
            list,
            code,
            name,
            name_en,
        };
        let categories = self.categories.iter();
        let blocks = self.building_blocks.iter();
        let remedies = self.remedies.iter();
        let kinds = self.party_kinds.iter();
        categories
            .map(move |one| row("category", &one.code, &one.name, Some(&one.name_en)))
            .chain(blocks.map(move |one| row("building-block", &one.code, &one.name, None)))
            .chain(remedies.map(move |one| row("remedy", &one.code, &one.name, Some(&one.name_en))))
            .chain(kinds.map(move |one| row("party-kind", one.code.code(), &one.name, None)))
    }
}

impl Answer for CatalogueAnswer {
    fn table(&self) -> Table {
        let rows: Vec<CodeRow<'_>> = self.rows().collect();
        Table::new(&["list", "code", "name", "nameEn"], &rows)
    }
}
