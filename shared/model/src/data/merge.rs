//! Two knelpunten that prove to be one, and the members that identify a knelpunt.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Identity, PartyKind, canonical_name, limits};

/// A knelpunt proved to be another one: what is known of it counts as known of the other, whose identity stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KnelpuntMerged {
    /// CBS code of the municipality of both.
    #[schemars(extend("pattern" = limits::MUNICIPALITY))]
    pub municipality: String,
    /// Code of the category of the one that is absorbed.
    pub category: String,
    /// Code of the building block of the one that is absorbed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub building_block: Option<String>,
    /// The party of the one that is absorbed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<Party>,
    /// The reference of the one that is absorbed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = limits::REFERENCE))]
    pub reference: Option<String>,
    /// The identity, within the same municipality, of the one that it goes into.
    pub into: MergeTarget,
    /// Why, at most 1 000 code points.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = limits::TEXT, "maxLength" = limits::REASON))]
    pub reason: Option<String>,
}

/// An identity without its municipality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Into")]
pub struct MergeTarget {
    /// Code of the category, from the catalogue.
    pub category: String,
    /// Code of the building block, from the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub building_block: Option<String>,
    /// The party on whom it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<Party>,
    /// Number of a ticket or a system.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = limits::REFERENCE))]
    pub reference: Option<String>,
}

/// The party on whom a knelpunt waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// What kind of party.
    pub kind: PartyKind,
    /// Its name; spelling in capitals and spaces makes no difference.
    #[schemars(extend("pattern" = limits::TEXT, "maxLength" = limits::NAME))]
    pub name: String,
}

impl KnelpuntMerged {
    /// Gives the identity of the knelpunt that it goes into.
    pub fn target(&self) -> Identity {
        let MergeTarget {
            category,
            building_block,
            party,
            reference,
        } = &self.into;
        identity(
            &self.municipality,
            category,
            building_block.as_deref(),
            party.as_ref(),
            reference.as_deref(),
        )
    }
}

/// Brings the identifying members into canonical form.
pub(crate) fn identity(
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
