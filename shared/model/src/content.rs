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
        text.ok().map(Self)
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
        Self::from_parts(
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

/// Says whether writing a value plainly gives its canonical form.
///
/// It does where there are no numbers and names are ASCII: strings are escaped alike, and names are in order of bytes
/// already, which is that of UTF-16 for ASCII. The data of every valid event are so, and writing plainly is four
/// times as fast.
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
    /// Gives the sixteen bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Takes the sixteen bytes.
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
        fn what_is_written_plainly_is_canonical(data in value(), time in "[ -~]{0,8}") {
            let compared = Compared { data: &data, time: &time, event_type: "x" };
            let canonical = serde_json_canonicalizer::to_string(&compared).ok();
            let content = Content::from_parts(&data, &time, "x");
            prop_assert_eq!(content.as_ref().map(Content::as_str), canonical.as_deref());
        }
    }
}
