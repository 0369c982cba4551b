//! Event keys: the same for every copy and every retry of an event.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::identity::uuid_v5;

/// The key of an event within its subject: `UUIDv5` of the namespace and source, line feed, id.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[schemars(inline)]
pub struct EventKey(
    #[schemars(extend("type" = "string", "format" = "uuid"), with = "String")] Uuid,
);

impl EventKey {
    /// Creates the key of the event with this source and id.
    pub fn new(source: &str, id: &str) -> Self {
        Self(uuid_v5(&[source, id]))
    }

    /// Returns the sixteen bytes, whose order is that of the keys.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// Creates a key from its sixteen bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }
}

impl fmt::Display for EventKey {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(to)
    }
}
