//! What surrounds every answer to a question: where in the log, as of when and over what it was given.

use jiff::civil::Date;
use model::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{CategoryCode, DateSchema, Example, ProvinceCode, SizeClassCode, parameters::pairs_of};

/// An answer with everything that explains it.
///
/// A link with `asOf`, `knownAt` and `division` returns the same answer forever.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "{T}Response")]
pub struct AnswerEnvelope<T> {
    /// The answer's own fields.
    #[serde(flatten)]
    pub answer: T,
    /// The stream sequence up to which the views have folded; with `knownAt`, that sequence.
    pub position: u64,
    /// The digest of the canonical part at this position; null with `knownAt`, because the digest is that of now and such
    /// an answer must stay the same forever.
    pub digest: Option<String>,
    /// The instant as of which the question was answered.
    pub as_of: Instant,
    /// The filter, with its values in canonical form.
    pub filter: Filter,
    /// The date whose division of municipalities was used.
    #[schemars(with = "DateSchema")]
    pub division: Date,
    /// The sequence of `knownAt`, if the question had one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub known_at: Option<u64>,
    /// Episodes of the selected knelpunten at the as-of instant.
    pub n: usize,
    /// Episodes among them that are still open.
    pub censored: usize,
}

/// Which knelpunten a question is about: OR within a parameter, AND between parameters. An empty list selects all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Filter {
    /// CBS codes of municipalities.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub municipality: Vec<String>,
    /// Codes of provinces.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<ProvinceCode>")]
    pub province: Vec<String>,
    /// Size classes, `1` to `8`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<SizeClassCode>")]
    pub size_class: Vec<String>,
    /// Codes of categories.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<CategoryCode>")]
    pub category: Vec<String>,
    /// Codes of building blocks, or `none`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub building_block: Vec<String>,
    /// Kinds of party, or `none`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub party_kind: Vec<String>,
    /// Parties as `kind:name`, or `none`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub party: Vec<String>,
    /// Rounds, or `none`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub round: Vec<String>,
    /// Sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub source: Vec<String>,
    /// Kinds of support, by the code of the remedy, or `none`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub support: Vec<String>,
    /// Rounds, every one of which reached the municipality: these are joined by AND.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub panel: Vec<String>,
}

impl Filter {
    /// Returns the values that it selects by, with the names of their parameters, in a fixed order.
    pub fn to_pairs(&self) -> Vec<(String, String)> {
        pairs_of(self)
    }
}

impl<T: Example> Example for AnswerEnvelope<T> {
    fn example() -> Self {
        Self {
            answer: T::example(),
            position: 13_022,
            digest: Some("5d41402abc4b2a76b9719d911017c592".to_owned()),
            as_of: Instant::from_microseconds(1_372_629_599_999_999),
            filter: Filter {
                province: vec!["PV26".to_owned()],
                ..Filter::default()
            },
            division: jiff::civil::date(2013, 6, 30),
            known_at: None,
            n: 412,
            censored: 133,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    struct Opened {
        at: Instant,
        id: model::KnelpuntId,
    }

    #[test]
    fn an_answer_is_read_back_as_it_was_written() {
        let answer = AnswerEnvelope {
            answer: Opened {
                at: Instant::from_microseconds(1_500_000),
                id: model::KnelpuntId::from_bytes([7; 16]),
            },
            position: 12,
            digest: None,
            as_of: Instant::EARLIEST,
            filter: Filter {
                category: vec!["a".to_owned()],
                ..Filter::default()
            },
            division: jiff::civil::date(2013, 1, 1),
            known_at: Some(12),
            n: 3,
            censored: 1,
        };
        let written = json!({
            "at": "1970-01-01T00:00:01.5Z", "id": "07070707-0707-0707-0707-070707070707",
            "position": 12, "digest": null, "asOf": "1970-01-01T00:00:00Z", "filter": {"category": ["a"]},
            "division": "2013-01-01", "knownAt": 12, "n": 3, "censored": 1,
        });
        assert_eq!(serde_json::to_value(&answer).unwrap(), written);
        let read: AnswerEnvelope<Opened> = serde_json::from_value(written).unwrap();
        assert_eq!(read, answer);
        let schema = schemars::schema_for!(AnswerEnvelope<Opened>).to_value();
        assert_eq!(schema["title"], "OpenedResponse");
        assert_eq!(schema["properties"]["id"]["format"], "uuid");
        assert_eq!(schema["properties"]["at"]["format"], "date-time");
    }
}
