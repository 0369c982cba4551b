//! Observations: a knelpunt reported, a knelpunt resolved, a municipality consulted, support received.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ConsultationOutcome, Outcome, Party, limits};

/// The knelpunt was observed: the first report opens an episode, later ones confirm it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KnelpuntReported {
    /// CBS code of the municipality, such as `GM0344`.
    #[schemars(extend("pattern" = limits::MUNICIPALITY))]
    pub municipality: String,
    /// Code of the category, from the catalogue.
    pub category: String,
    /// Code of the building block concerned, from the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub building_block: Option<String>,
    /// The party that the knelpunt waits on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<Party>,
    /// Ticket or system number, where two knelpunten are equal in all the above; never a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = limits::REFERENCE))]
    pub reference: Option<String>,
    /// When the knelpunt was observed: a date, or a date-time with offset (RFC 3339).
    #[schemars(extend("pattern" = limits::OBSERVED, "anyOf" = [{"format": "date"}, {"format": "date-time"}]))]
    pub observed_at: String,
    /// Since when the knelpunt is known to exist: a date, or a date-time with offset; not after `observedAt`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = limits::OBSERVED, "anyOf" = [{"format": "date"}, {"format": "date-time"}]))]
    pub known_since: Option<String>,
    /// Slug of the round in which it was reported, such as `2013-02`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = limits::ROUND))]
    pub round: Option<String>,
    /// The reporter, as a role; never a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reporter: Option<Reporter>,
    /// Free text without personal data, at most 4 000 code points.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = limits::TEXT, "maxLength" = limits::DESCRIPTION))]
    pub description: Option<String>,
}

impl KnelpuntReported {
    /// Creates a report with its required members alone.
    pub fn new(municipality: &str, category: &str, observed_at: &str) -> Self {
        Self {
            municipality: municipality.to_owned(),
            category: category.to_owned(),
            building_block: None,
            party: None,
            reference: None,
            observed_at: observed_at.to_owned(),
            known_since: None,
            round: None,
            reporter: None,
            description: None,
        }
    }
}

/// The knelpunt was observed to be gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KnelpuntResolved {
    /// CBS code of the municipality, such as `GM0344`.
    #[schemars(extend("pattern" = limits::MUNICIPALITY))]
    pub municipality: String,
    /// Code of the category, from the catalogue.
    pub category: String,
    /// Code of the building block concerned, from the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub building_block: Option<String>,
    /// The party that the knelpunt waited on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<Party>,
    /// Ticket or system number, as in the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = limits::REFERENCE))]
    pub reference: Option<String>,
    /// When the knelpunt was observed to be gone: a date, or a date-time with offset (RFC 3339).
    #[schemars(extend("pattern" = limits::OBSERVED, "anyOf" = [{"format": "date"}, {"format": "date-time"}]))]
    pub observed_at: String,
    /// How it ended.
    pub outcome: Outcome,
    /// Code of the remedy that helped, from the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
    /// Slug of the round in which it was reported, such as `2013-02`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = limits::ROUND))]
    pub round: Option<String>,
    /// The reporter, as a role; never a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reporter: Option<Reporter>,
    /// Free text without personal data, at most 4 000 code points.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = limits::TEXT, "maxLength" = limits::DESCRIPTION))]
    pub description: Option<String>,
}

impl KnelpuntReported {
    /// Returns the resolution of the same knelpunt, with the same observation.
    pub fn into_resolved(self, outcome: Outcome, remedy: Option<String>) -> KnelpuntResolved {
        KnelpuntResolved {
            municipality: self.municipality,
            category: self.category,
            building_block: self.building_block,
            party: self.party,
            reference: self.reference,
            observed_at: self.observed_at,
            outcome,
            remedy,
            round: self.round,
            reporter: self.reporter,
            description: self.description,
        }
    }
}

/// A municipality was consulted in a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MunicipalityConsulted {
    /// CBS code of the municipality, such as `GM0344`.
    #[schemars(extend("pattern" = limits::MUNICIPALITY))]
    pub municipality: String,
    /// Slug of the round, such as `2013-02`.
    #[schemars(extend("pattern" = limits::ROUND))]
    pub round: String,
    /// When it was consulted: a date, or a date-time with offset (RFC 3339).
    #[schemars(extend("pattern" = limits::OBSERVED, "anyOf" = [{"format": "date"}, {"format": "date-time"}]))]
    pub observed_at: String,
    /// Whether the municipality was reached.
    pub outcome: ConsultationOutcome,
    /// Codes of the categories that were covered; absent means all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topics: Option<Vec<String>>,
    /// The organisation that consulted the municipality, never a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = limits::TEXT, "maxLength" = limits::NAME))]
    pub coach_organisation: Option<String>,
}

/// A municipality received support.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SupportReceived {
    /// CBS code of the municipality, such as `GM0344`.
    #[schemars(extend("pattern" = limits::MUNICIPALITY))]
    pub municipality: String,
    /// What it received: the code of a remedy, from the catalogue.
    pub support: String,
    /// When it received the support: a date, or a date-time with offset (RFC 3339).
    #[schemars(extend("pattern" = limits::OBSERVED, "anyOf" = [{"format": "date"}, {"format": "date-time"}]))]
    pub observed_at: String,
    /// Slug of the round in which it was recorded, such as `2013-02`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = limits::ROUND))]
    pub round: Option<String>,
    /// Codes of the categories that it was about; absent means all, empty means none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topics: Option<Vec<String>>,
    /// The organisation that gave the support, never a person. It is free text, which a redaction removes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = limits::TEXT, "maxLength" = limits::NAME))]
    pub organisation: Option<String>,
}

/// The reporter of an observation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reporter {
    /// A role, such as `information-manager`; never a name.
    #[schemars(extend("pattern" = limits::TEXT, "maxLength" = limits::NAME))]
    pub role: String,
}
