//! Identity of a knelpunt: six canonical fields, so that services that share nothing agree on its id.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha1::{Digest as _, Sha1};
use uuid::{Uuid, uuid};

use crate::PartyKind;

/// The namespace of knelpunt ids, event keys and message ids (RFC 9562, version 5).
pub const NAMESPACE: Uuid = uuid!("5b0c2a0e-6d1f-5c5e-9a53-0d7f3c1e8b42");

/// A knelpunt's id: `UUIDv5` of its identity.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[schemars(inline)]
pub struct KnelpuntId(
    #[schemars(extend("type" = "string", "format" = "uuid"), with = "String")] Uuid,
);

/// The fields that identify a knelpunt, in canonical form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Identity {
    /// CBS code of the municipality that reported it.
    pub municipality: String,
    /// Code of the category.
    pub category: String,
    /// Code of the building block, if it concerns one.
    pub building_block: Option<String>,
    /// Kind and canonical name of the party that it waits on, if any.
    pub party: Option<(PartyKind, String)>,
    /// Canonical reference, where two knelpunten are equal in all the above.
    pub reference: Option<String>,
}

/// The subject of an event.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Subject {
    /// A knelpunt.
    Knelpunt(KnelpuntId),
    /// The consultations of a municipality in a round, or what it received of a kind of support: a name does not say
    /// which, and a correction need not.
    InMunicipality {
        /// CBS code.
        municipality: String,
        /// Slug of the round, or code of the support.
        name: String,
    },
}

/// Returns the `UUIDv5` of the namespace and these texts, joined by line feeds.
pub(crate) fn uuid_v5(texts: &[&str]) -> Uuid {
    let mut hash = Sha1::new_with_prefix(NAMESPACE);
    for (index, text) in texts.iter().enumerate() {
        let separator = if index == 0 { "" } else { "\n" };
        hash.update(separator);
        hash.update(text);
    }
    let mut start = [0; 16];
    start.copy_from_slice(&hash.finalize()[..16]);
    uuid::Builder::from_sha1_bytes(start).into_uuid()
}

impl Identity {
    /// Returns the id of the knelpunt with this identity.
    pub fn id(&self) -> KnelpuntId {
        let (kind, name) = self
            .party
            .as_ref()
            .map_or(("", ""), |(kind, name)| (kind.code(), name.as_str()));
        KnelpuntId::from_canonical_fields([
            &self.municipality,
            &self.category,
            self.building_block.as_deref().unwrap_or_default(),
            kind,
            name,
            self.reference.as_deref().unwrap_or_default(),
        ])
    }
}

impl KnelpuntId {
    /// Parses a lower-case UUID with hyphens.
    pub fn parse(text: &str) -> Option<Self> {
        let id = Uuid::try_parse(text).ok()?;
        let mut buffer = Uuid::encode_buffer();
        (id.hyphenated().encode_lower(&mut buffer) == text).then_some(Self(id))
    }

    /// Returns the id of the knelpunt with these canonical fields, in the order of [`Identity`]; absent ones are empty.
    pub(crate) fn from_canonical_fields(fields: [&str; 6]) -> Self {
        Self(uuid_v5(&fields))
    }

    /// Returns the sixteen bytes, whose order is that of the ids.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// Creates an id from its sixteen bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }
}

impl fmt::Display for KnelpuntId {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(to)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Knelpunt(id) => id.fmt(to),
            Self::InMunicipality { municipality, name } => write!(to, "{municipality}/{name}"),
        }
    }
}

impl Subject {
    /// Parses a knelpunt id, `<municipality>/<round>` or `<municipality>/<support>`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once('/') {
            None => KnelpuntId::parse(text).map(Self::Knelpunt),
            Some((municipality, name)) if is_name(name) => Some(Self::InMunicipality {
                municipality: municipality.to_owned(),
                name: name.to_owned(),
            }),
            Some(_) => None,
        }
    }
}

/// Whether a text may be the slug of a round or the code of a support: `^[a-z0-9][a-z0-9-]{0,63}$`.
fn is_name(text: &str) -> bool {
    let (start, end) = text.split_at_checked(32).unwrap_or((text, ""));
    let of_code = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    crate::rules::is_round(start) && end.len() <= 32 && end.bytes().all(of_code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canonical_name;

    #[track_caller]
    fn check(name: &str, canonical: &str, id: &str) {
        assert_eq!(canonical_name(name), canonical);
        let identity = Identity {
            municipality: "GM0344".to_owned(),
            category: "funding".to_owned(),
            building_block: None,
            party: Some((PartyKind::Supplier, canonical_name(name))),
            reference: None,
        };
        assert_eq!(identity.id().to_string(), id);
    }

    #[test]
    fn services_that_share_nothing_agree_on_names_and_ids() {
        for name in [
            "Fabriek IJssel B.V.\u{200b}",
            "\u{feff}Fabriek IJssel B.V.",
            "Fabriek IJs\u{ad}sel B.V.",
            "Fabriek\u{2060} IJssel B.V.",
            "\u{200b} Fabriek \u{200e} IJssel B.V. \u{e0020}",
        ] {
            check(
                name,
                "fabriek ijssel b.v.",
                "bdbecb59-05c7-59fe-a42b-e20fa0f5ac3b",
            );
        }
        check(
            "  Fabriek  IJssel ",
            "fabriek ijssel",
            "fe26f0b1-abf0-569b-83e9-240366e7a9d1",
        );
        check(
            "E\u{301}te\u{301}",
            "\u{e9}t\u{e9}",
            "8050d006-3a3f-529b-bc12-44daf531e47c",
        );
        check(
            "\u{a0}Logius\u{2009}BV",
            "logius bv",
            "9b4b77ef-a04e-54bb-a0d2-e7db5fa4b834",
        );
        check(
            "\u{39f}\u{394}\u{39f}\u{3a3}",
            "\u{3bf}\u{3b4}\u{3bf}\u{3c2}",
            "b7e04293-e956-5ad3-b3cf-0ce5c11a8bd2",
        );
        check("\u{132}", "\u{133}", "5211a704-9a47-5957-a644-e2a8e9c9e63c");
        check(
            "J\u{30c}",
            "\u{1f0}",
            "82083e3c-b6eb-5881-a68a-da5b49642249",
        );
        check(
            "stra\u{df}e",
            "stra\u{df}e",
            "46d82f71-11bb-58d2-be1b-5153ea6fb3b9",
        );
        check(
            "\u{130}zmir",
            "i\u{307}zmir",
            "a75d259e-6d10-54c9-9006-9ef09f1b99ef",
        );
        check(
            "A\u{30a}NGSTRO\u{308}M",
            "\u{e5}ngstr\u{f6}m",
            "e5cc18be-b114-536a-84b2-4e02c73a2344",
        );
    }

    #[test]
    fn a_subject_is_a_lower_case_uuid_or_a_municipality_and_a_name() {
        assert!(Subject::parse("fe26f0b1-abf0-569b-83e9-240366e7a9d1").is_some());
        assert!(Subject::parse("FE26F0B1-ABF0-569B-83E9-240366E7A9D1").is_none());
        assert!(Subject::parse("fe26f0b1abf0569b83e9240366e7a9d1").is_none());
        assert!(Subject::parse("GM0344/2013-02").is_some());
        assert!(Subject::parse("GM0344/").is_none());
        assert!(Subject::parse("GM0344/i-versneller").is_some());
        assert!(Subject::parse(&format!("GM0344/{}", "a".repeat(64))).is_some());
        assert!(Subject::parse(&format!("GM0344/{}", "a".repeat(65))).is_none());
        assert!(Subject::parse(&format!("GM0344/{}.", "a".repeat(32))).is_none());
    }
}
