//! What was seen or heard: a knelpunt reported, a knelpunt gone, a municipality consulted.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ConsultationOutcome, Outcome, Party, limits};

/// Somebody observed the knelpunt at a time: the first report opens an episode, the next ones confirm it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KnelpuntReported {
    /// CBS code of the municipality, such as `GM0344`.
    #[schemars(extend("pattern" = limits::MUNICIPALITY))]
    pub municipality: String,
    /// Code of the category, from the catalogue.
    pub category: String,
    /// Code of the building block that it concerns, from the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub building_block: Option<String>,
    /// The party on whom it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<Party>,
    /// Number of a ticket or a system, where two knelpunten are alike in all the above; never a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = limits::REFERENCE))]
    pub reference: Option<String>,
    /// When it was so in reality: a date, or a date-time with offset (RFC 3339).
    #[schemars(extend("pattern" = limits::OBSERVED, "anyOf" = [{"format": "date"}, {"format": "date-time"}]))]
    pub observed_at: String,
    /// Since when it was known to be so: a date, or a date-time with offset; not after `observedAt`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = limits::OBSERVED, "anyOf" = [{"format": "date"}, {"format": "date-time"}]))]
    pub known_since: Option<String>,
    /// Slug of the round in which it was heard, such as `2013-02`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = limits::ROUND))]
    pub round: Option<String>,
    /// Who said so, as a role; never a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reporter: Option<Reporter>,
    /// Free text without personal data, at most 4 000 code points.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = limits::TEXT, "maxLength" = limits::DESCRIPTION))]
    pub description: Option<String>,
}

/// Somebody observed that the knelpunt was gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KnelpuntResolved {
    /// CBS code of the municipality, such as `GM0344`.
    #[schemars(extend("pattern" = limits::MUNICIPALITY))]
    pub municipality: String,
    /// Code of the category, from the catalogue.
    pub category: String,
    /// Code of the building block that it concerned, from the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub building_block: Option<String>,
    /// The party on whom it waited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<Party>,
    /// Number of a ticket or a system, as in the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = limits::REFERENCE))]
    pub reference: Option<String>,
    /// When it was gone in reality: a date, or a date-time with offset (RFC 3339).
    #[schemars(extend("pattern" = limits::OBSERVED, "anyOf" = [{"format": "date"}, {"format": "date-time"}]))]
    pub observed_at: String,
    /// How it ended.
    pub outcome: Outcome,
    /// Code of what helped, from the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
    /// Slug of the round in which it was heard, such as `2013-02`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = limits::ROUND))]
    pub round: Option<String>,
    /// Who said so, as a role; never a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reporter: Option<Reporter>,
    /// Free text without personal data, at most 4 000 code points.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = limits::TEXT, "maxLength" = limits::DESCRIPTION))]
    pub description: Option<String>,
}

/// A municipality was asked in a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MunicipalityConsulted {
    /// CBS code of the municipality, such as `GM0344`.
    #[schemars(extend("pattern" = limits::MUNICIPALITY))]
    pub municipality: String,
    /// Slug of the round, such as `2013-02`.
    #[schemars(extend("pattern" = limits::ROUND))]
    pub round: String,
    /// When: a date, or a date-time with offset (RFC 3339).
    #[schemars(extend("pattern" = limits::OBSERVED, "anyOf" = [{"format": "date"}, {"format": "date-time"}]))]
    pub observed_at: String,
    /// Whether anybody was reached.
    pub outcome: ConsultationOutcome,
    /// The categories that were covered; absent means all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topics: Option<Vec<String>>,
    /// The organisation that asked, never a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = limits::TEXT, "maxLength" = limits::NAME))]
    pub coach_organisation: Option<String>,
}

/// Who said so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reporter {
    /// A role, such as `information-manager`; never a name.
    #[schemars(extend("pattern" = limits::TEXT, "maxLength" = limits::NAME))]
    pub role: String,
}
