//! What an event says, apart from who sent it: the form in which two events under one key are compared.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// The RFC 8785 JSON of `{data, time, type}`, as the source wrote them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Content(String);

/// The first sixteen bytes of SHA-256 over a content: tells contents apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ContentId([u8; 16]);

/// The members that are compared.
#[derive(Serialize)]
struct Compared<'a> {
    data: &'a Value,
    time: &'a str,
    #[serde(rename = "type")]
    event_type: &'a str,
}

impl Content {
    /// Canonicalises the three members; none when a number in `data` has no canonical form.
    pub fn of(data: &Value, time: &str, event_type: &str) -> Option<Self> {
        let compared = Compared {
            data,
            time,
            event_type,
        };
        serde_json_canonicalizer::to_string(&compared)
            .ok()
            .map(Self)
    }

    /// Takes a content that was written before.
    pub fn from_text(text: String) -> Self {
        Self(text)
    }

    /// Gives the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Gives, of a redaction's content, that of what stands in the place of the event redacted.
    pub fn replacement(&self) -> Option<Self> {
        let members: Value = serde_json::from_str(&self.0).ok()?;
        let replacement = members.get("data")?.get("replacement")?;
        Self::of(
            replacement.get("data")?,
            replacement.get("time")?.as_str()?,
            replacement.get("type")?.as_str()?,
        )
    }

    /// Gives what tells it apart.
    pub fn id(&self) -> ContentId {
        let digest = Sha256::digest(self.0.as_bytes());
        let mut start = [0; 16];
        start.copy_from_slice(&digest[..16]);
        ContentId(start)
    }
}

impl ContentId {
    /// Gives the sixteen bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Takes the sixteen bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}
