//! The content of an event without its envelope: the form in which two events under one key are compared.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// The RFC 8785 JSON of `{data, time, type}`, as the source wrote them.
///
/// Ordered by its bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Content {
    json: Box<str>,
    id: ContentId,
}

/// Identifies a content: the first sixteen bytes of its SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ContentId([u8; 16]);

/// The members of an event that make up its content.
#[derive(Serialize)]
struct Compared<'a, D> {
    data: &'a D,
    time: &'a str,
    #[serde(rename = "type")]
    event_type: &'a str,
}

impl Content {
    /// Returns the canonical form of the three members; `None` when a number in `data` has none.
    pub fn from_parts(data: &Value, time: &str, event_type: &str) -> Option<Self> {
        let compared = Compared {
            data,
            time,
            event_type,
        };
        let text = if is_canonical_as_written(data) {
            serde_json::to_string(&compared)
        } else {
            serde_json_canonicalizer::to_string(&compared)
        };
        text.ok().map(Self::from_text)
    }

    /// Returns the canonical form of data that serialise in it: they have no numbers, and their members are declared in
    /// the order of RFC 8785.
    pub(crate) fn from_canonical_data(
        data: &impl Serialize,
        time: &str,
        event_type: &str,
        buffer: &mut Vec<u8>,
    ) -> Option<Self> {
        let compared = Compared {
            data,
            time,
            event_type,
        };
        buffer.clear();
        serde_json::to_writer(&mut *buffer, &compared).ok()?;
        let json = std::str::from_utf8(buffer).ok()?;
        Some(Self {
            json: json.into(),
            id: ContentId::from_json(json),
        })
    }

    /// Creates a content from its stored text, which is not checked.
    pub fn from_text(text: String) -> Self {
        Self {
            id: ContentId::from_json(&text),
            json: text.into(),
        }
    }

    /// Returns the canonical JSON.
    pub fn as_str(&self) -> &str {
        &self.json
    }

    /// Returns the content of the replacement, if this is the content of a redaction.
    pub fn replacement(&self) -> Option<Self> {
        let members: Value = serde_json::from_str(&self.json).ok()?;
        let replacement = members.get("data")?.get("replacement")?;
        Self::from_parts(
            replacement.get("data")?,
            replacement.get("time")?.as_str()?,
            replacement.get("type")?.as_str()?,
        )
    }

    /// Returns the id of this content.
    pub const fn id(&self) -> ContentId {
        self.id
    }
}

/// Returns whether `serde_json` writes this value in its canonical form.
///
/// It does when there are no numbers and all names are ASCII: both escape strings alike, and `serde_json` sorts names
/// by bytes, which for ASCII is RFC 8785's order (UTF-16 code units). This holds for the data of every valid event,
/// and is four times as fast as canonicalising.
fn is_canonical_as_written(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => true,
        Value::Number(_) => false,
        Value::Array(items) => items.iter().all(is_canonical_as_written),
        Value::Object(members) => members
            .iter()
            .all(|(name, value)| name.is_ascii() && is_canonical_as_written(value)),
    }
}

impl ContentId {
    fn from_json(json: &str) -> Self {
        let digest = Sha256::digest(json.as_bytes());
        let mut start = [0; 16];
        start.copy_from_slice(&digest[..16]);
        Self(start)
    }

    /// Returns the sixteen bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Creates an id from its sixteen bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn value() -> impl Strategy<Value = Value> {
        let text = proptest::collection::vec(any::<char>(), 0..8).prop_map(String::from_iter);
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            text.clone().prop_map(Value::from),
            "[\\x00-\\x7f]{0,6}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 24, 6, move |inner| {
            let name = prop_oneof!["[ -~]{0,4}".boxed(), text.clone().boxed()];
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::btree_map(name, inner, 0..6)
                    .prop_map(|members| Value::from(serde_json::Map::from_iter(members))),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        #[test]
        fn the_shortcut_writes_what_the_canonicaliser_writes(data in value(), time in "[ -~]{0,8}") {
            let compared = Compared { data: &data, time: &time, event_type: "x" };
            let canonical = serde_json_canonicalizer::to_string(&compared).ok();
            let content = Content::from_parts(&data, &time, "x");
            prop_assert_eq!(content.as_ref().map(Content::as_str), canonical.as_deref());
        }
    }
}
