//! What a workbook asks: of which municipalities, and which knelpunten are open there.

use jiff::civil::Date;
use model::{Identity, PartyKind};
use serde::{Deserialize, Serialize};

/// All that a workbook is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What it says of itself.
    pub about: About,
    /// The municipalities that are to be asked, in the order in which they are written.
    pub municipalities: Vec<Asked>,
    /// What is open there, in the order in which it is written.
    pub knelpunten: Vec<Open>,
}

/// What a workbook says of itself, so that every machine that imports it agrees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Slug of the round.
    pub round: String,
    /// The source of all events that it comes to, a URN.
    pub source: String,
    /// The day of which it shows how things stand.
    pub as_of: Date,
    /// The organisation that asks, never a person.
    pub coach_organisation: Option<String>,
}

/// A municipality that is to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// CBS code.
    pub code: String,
    /// Name in Dutch.
    pub name: String,
    /// Name of its province.
    pub province: String,
}

/// A knelpunt that is open, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// Who it is, and what an answer is held against.
    pub key: Key,
    /// The municipality that is asked about it: where the one that reported it has gone.
    pub municipality_name: String,
    /// Name of the category.
    pub category_name: String,
    /// Name of the building block.
    pub building_block_name: Option<String>,
    /// The day from which its age counts.
    pub since: Date,
    /// Whole days from then to the as-of instant.
    pub age_days: u32,
    /// What was last said of it.
    pub description: Option<String>,
}

/// What import must know of a row exactly: kept in a hidden column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Key {
    /// CBS code of the municipality that is asked.
    pub asked: String,
    /// CBS code of the municipality that reported it.
    pub municipality: String,
    /// Code of the category.
    pub category: String,
    /// Code of the building block.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub building_block: Option<String>,
    /// Kind and name of the party.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<(PartyKind, String)>,
    /// Its reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The day on which it was last reported: it cannot have been gone before.
    pub last_reported: Date,
}

impl Key {
    /// Gives the identity of the knelpunt.
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
