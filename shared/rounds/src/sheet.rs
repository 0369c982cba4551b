//! The contents of a call sheet: the municipalities to call, and the knelpunten that are open there.

use std::collections::BTreeMap;

use api::answers::PersistingItem;
use jiff::civil::Date;
use model::{Identity, PartyKind};
use register::Register;
use serde::{Deserialize, Serialize};

/// The contents of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallSheet {
    /// Round, source and date.
    pub info: WorkbookInfo,
    /// The municipalities to call, in the order of the rows.
    pub municipalities: Vec<SheetMunicipality>,
    /// The knelpunten that are open there, in the order of the rows.
    pub knelpunten: Vec<SheetKnelpunt>,
}

/// What a workbook carries with it, so that every machine that imports it agrees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkbookInfo {
    /// Slug of the round.
    pub round: String,
    /// The source of all its events, a URN.
    pub source: String,
    /// The day whose state it shows.
    pub as_of: Date,
    /// The organisation that calls, never a person.
    pub coach_organisation: Option<String>,
}

/// A municipality to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetMunicipality {
    /// CBS code.
    pub code: String,
    /// Name in Dutch.
    pub name: String,
    /// Name of its province.
    pub province: String,
}

/// A row for a knelpunt that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetKnelpunt {
    /// Its identity, and the values that an answer is checked against.
    pub key: RowKey,
    /// The municipality to call about it: the successor, where the one that reported it was merged.
    pub municipality_name: String,
    /// Name of the category.
    pub category_name: String,
    /// Name of the building block.
    pub building_block_name: Option<String>,
    /// The day from which its age counts.
    pub since: Date,
    /// Whole days from then to the as-of instant.
    pub age_days: u32,
    /// Its latest description.
    pub description: Option<String>,
}

/// The exact values that the import needs of a row, in a hidden column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RowKey {
    /// CBS code of the municipality to call.
    #[serde(rename = "asked")]
    pub called: String,
    /// CBS code of the municipality that reported it.
    pub municipality: String,
    /// Code of the category.
    pub category: String,
    /// Code of the building block.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub building_block: Option<String>,
    /// Kind and name of the party, as it was last written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<(PartyKind, String)>,
    /// Its reference, as it was last written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The day of the last report: a resolution cannot be earlier.
    pub last_reported: Date,
}

impl SheetMunicipality {
    /// Returns the municipalities of a day, in alphabetical order.
    pub fn of_day(register: &Register, day: Date) -> Vec<Self> {
        let existing = register.municipalities();
        let existing = existing.filter(|(_, municipality)| municipality.existed_on(day));
        let mut all: Vec<Self> = existing
            .map(|(_, municipality)| Self {
                code: municipality.code.clone(),
                name: municipality.name.clone(),
                province: register.province(municipality.province).name.clone(),
            })
            .collect();
        all.sort_by_key(|one| model::canonical_name(&one.name));
        all
    }
}

impl CallSheet {
    /// Creates the contents of a workbook from the open knelpunten, the oldest first; those of other municipalities are
    /// left out.
    pub fn new(
        info: WorkbookInfo,
        municipalities: Vec<SheetMunicipality>,
        open: impl IntoIterator<Item = PersistingItem>,
    ) -> Self {
        let codes = municipalities.iter().map(|one| one.code.as_str());
        let indexes: BTreeMap<&str, usize> = codes.zip(0..).collect();
        let found = open.into_iter().filter_map(|item| {
            let index = *indexes.get(&*item.municipality)?;
            Some((index, SheetKnelpunt::from(item)))
        });
        let mut found: Vec<(usize, SheetKnelpunt)> = found.collect();
        // A stable sort: within a municipality they stay in their order.
        found.sort_by_key(|(index, _)| *index);
        Self {
            info,
            knelpunten: found.into_iter().map(|(_, open)| open).collect(),
            municipalities,
        }
    }
}

impl From<PersistingItem> for SheetKnelpunt {
    fn from(item: PersistingItem) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole days, from 0 on"
        )]
        let age_days = item.age_days.max(0.0) as u32;
        let party = item.party_as_written();
        let party = party.map(|(kind, name)| (kind, name.to_owned()));
        Self {
            since: item.since.day(),
            key: RowKey {
                last_reported: item.last_reported_at.day(),
                called: item.municipality.clone(),
                municipality: item.inherited_from.unwrap_or(item.municipality),
                category: item.category,
                building_block: item.building_block,
                party,
                reference: item.reference_as_written,
            },
            municipality_name: item.municipality_name,
            category_name: item.category_name,
            building_block_name: item.building_block_name,
            age_days,
            description: item.description,
        }
    }
}

impl RowKey {
    /// Returns the identity of the knelpunt.
    pub fn identity(&self) -> Identity {
        let canonical = |(kind, name): &(PartyKind, String)| (*kind, model::canonical_name(name));
        Identity {
            municipality: self.municipality.clone(),
            category: self.category.clone(),
            building_block: self.building_block.clone(),
            party: self.party.as_ref().map(canonical),
            reference: self.reference.as_deref().map(model::canonical_name),
        }
    }
}
