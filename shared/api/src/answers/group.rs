use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The group that figures are of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GroupName {
    /// Its code; null for the knelpunten without a value.
    pub group: Option<String>,
    /// Its name in Dutch.
    pub label: String,
}
