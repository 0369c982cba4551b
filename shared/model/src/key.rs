//! The name of an event that survives doubles and retries: who sent it, under which id.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::NAMESPACE;

/// `UUIDv5(namespace, source, line feed, id)`: compared within one subject only.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[schemars(inline)]
pub struct EventKey(
    #[schemars(extend("type" = "string", "format" = "uuid"), with = "String")] Uuid,
);

impl EventKey {
    /// Makes the key of the event that `source` sent under `id`.
    pub fn new(source: &str, id: &str) -> Self {
        Self(Uuid::new_v5(
            &NAMESPACE,
            format!("{source}\n{id}").as_bytes(),
        ))
    }

    /// Gives the sixteen bytes, in order of comparison.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// Takes the sixteen bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }
}

impl fmt::Display for EventKey {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(to)
    }
}
