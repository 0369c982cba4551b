//! Merges of two knelpunten, and the members that identify a knelpunt.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Identity, PartyKind, canonical_name, limits};

/// A knelpunt turned out to be another one, which absorbs it: its events count as events of the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KnelpuntMerged {
    /// CBS code of the municipality of both knelpunten.
    #[schemars(extend("pattern" = limits::MUNICIPALITY))]
    pub municipality: String,
    /// Code of the category of the absorbed knelpunt.
    pub category: String,
    /// Code of the building block of the absorbed knelpunt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub building_block: Option<String>,
    /// The party of the absorbed knelpunt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<Party>,
    /// The reference of the absorbed knelpunt.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = limits::REFERENCE))]
    pub reference: Option<String>,
    /// The identity of the absorbing knelpunt, within the same municipality.
    pub into: MergeTarget,
    /// The reason, at most 1 000 code points.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = limits::TEXT, "maxLength" = limits::REASON))]
    pub reason: Option<String>,
}

/// The identity of a knelpunt without its municipality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Into")]
pub struct MergeTarget {
    /// Code of the category, from the catalogue.
    pub category: String,
    /// Code of the building block, from the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub building_block: Option<String>,
    /// The party that the knelpunt waits on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<Party>,
    /// Ticket or system number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = limits::REFERENCE))]
    pub reference: Option<String>,
}

/// The party that a knelpunt waits on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// The kind of party.
    pub kind: PartyKind,
    /// Its name; case and spacing make no difference.
    #[schemars(extend("pattern" = limits::TEXT, "maxLength" = limits::NAME))]
    pub name: String,
}

impl KnelpuntMerged {
    /// Returns the full identity of the absorbing knelpunt.
    pub fn target(&self) -> Identity {
        let MergeTarget {
            category,
            building_block,
            party,
            reference,
        } = &self.into;
        canonical_identity(
            &self.municipality,
            category,
            building_block.as_deref(),
            party.as_ref(),
            reference.as_deref(),
        )
    }
}

/// Returns the canonical form of the identifying members.
pub(crate) fn canonical_identity(
    municipality: &str,
    category: &str,
    building_block: Option<&str>,
    party: Option<&Party>,
    reference: Option<&str>,
) -> Identity {
    Identity {
        municipality: municipality.to_owned(),
        category: category.to_owned(),
        building_block: building_block.map(str::to_owned),
        party: party
            .as_ref()
            .map(|party| (party.kind, canonical_name(&party.name))),
        reference: reference.map(canonical_name),
    }
}
