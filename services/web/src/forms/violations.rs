//! The violations of a form, in Dutch, at the field to correct. None is left out: one without a field is shown above all
//! fields.

use model::{Violation, ViolationKind};
use texts::violations as text;

/// A violation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldViolation {
    /// The field; `None` for the form as a whole.
    pub(crate) field: Option<&'static str>,
    /// The problem and what to do, as a sentence.
    pub(crate) text: String,
}

impl FieldViolation {
    /// Creates a violation of a field.
    pub(crate) fn at(field: &'static str, text: impl Into<String>) -> Self {
        Self {
            field: Some(field),
            text: text.into(),
        }
    }

    /// Creates a violation of the form as a whole.
    pub(crate) fn of_form(text: impl Into<String>) -> Self {
        Self {
            field: None,
            text: text.into(),
        }
    }

    /// Translates a violation of the contract.
    pub(crate) fn from_contract(violation: &Violation) -> Self {
        let text = sentence(violation).unwrap_or_else(|| {
            let path = violation.path.trim_start_matches('/');
            text::other(path, &violation.problem)
        });
        Self {
            field: field(&violation.path),
            text,
        }
    }
}

/// Returns the field for a path in the data.
fn field(path: &str) -> Option<&'static str> {
    let field = match path {
        "/category" => "category",
        "/buildingBlock" => "buildingBlock",
        "/party" | "/party/kind" => "partyKind",
        "/party/name" => "partyName",
        "/reference" => "reference",
        "/observedAt" => "observedAt",
        "/knownSince" => "knownSince",
        "/round" => "round",
        "/reporter" | "/reporter/role" => "role",
        "/description" => "description",
        "/outcome" => "outcome",
        "/remedy" => "remedy",
        "/reason" => "reason",
        "/support" => "support",
        "/topics/0" => "topic",
        "/organisation" => "organisation",
        _ if path.starts_with("/into") => "into",
        _ => return None,
    };
    Some(field)
}

/// Returns the sentence for a violation of the contract; `None` for one that no form can cause.
fn sentence(violation: &Violation) -> Option<String> {
    use ViolationKind as Kind;

    let sentence = match (violation.path.as_str(), violation.kind) {
        ("/category", Kind::Missing) => text::NO_CATEGORY,
        ("/category" | "/topics/0", _) => text::UNKNOWN_CATEGORY,
        ("/buildingBlock", _) => text::UNKNOWN_BUILDING_BLOCK,
        ("/party/kind", Kind::Missing) => text::NO_PARTY_KIND,
        ("/party/kind", _) => text::UNKNOWN_PARTY_KIND,
        ("/party/name", Kind::Missing) => text::NO_PARTY_NAME,
        ("/reference", _) => text::BAD_REFERENCE,
        ("/observedAt", Kind::ObservedLater) => text::IN_THE_FUTURE,
        ("/observedAt" | "/knownSince", Kind::NotATime) => text::NOT_A_DAY,
        ("/knownSince", Kind::KnownLater) => text::KNOWN_TOO_LATE,
        ("/round", _) => text::BAD_ROUND,
        ("/outcome", _) => text::NO_OUTCOME,
        ("/support", Kind::Missing) => text::NO_SUPPORT,
        ("/remedy" | "/support", _) => text::UNKNOWN_REMEDY,
        ("/into", Kind::MergedIntoItself) => text::MERGED_INTO_ITSELF,
        ("/into", Kind::Missing) => text::NO_TARGET,
        (_, Kind::TooLarge) => text::TOO_LARGE,
        (_, Kind::ControlCharacters) => text::CONTROL_CHARACTERS,
        (_, Kind::TooLong { length, limit }) => {
            let [length, limit] = [length, limit].map(|count| u64::try_from(count).ok());
            return Some(text::too_long(length?, limit?));
        }
        _ => return None,
    };
    Some(sentence.to_owned())
}

#[cfg(test)]
mod tests {
    use model::{Envelope, EventType, Instant};
    use register::Register;
    use serde_json::{Value, json};

    use super::*;

    /// Compares the violations of an event with the expected sentences, so that a change of the contract is noticed.
    #[track_caller]
    fn check(event_type: EventType, data: &Value, expected: &[(Option<&str>, &str)]) {
        let envelope = Envelope {
            source: "urn:example:a".to_owned(),
            id: "1".to_owned(),
            time: Instant::parse("2013-02-14T09:12:31Z").unwrap(),
        };
        let body = data.to_string();
        let decoded =
            model::decode_data(envelope, event_type, body.as_bytes(), Register::embedded());
        let invalid = decoded.unwrap_err();
        let violations = invalid.violations.iter();
        let violations: Vec<FieldViolation> =
            violations.map(FieldViolation::from_contract).collect();
        assert_eq!(violations.len(), expected.len(), "{violations:#?}");
        for (violation, (field, start)) in violations.iter().zip(expected) {
            assert_eq!(violation.field, *field, "{violation:?}");
            assert!(violation.text.starts_with(start), "{violation:?}");
            assert!(
                !violation.text.contains("kan niet worden vastgelegd:"),
                "{violation:?}"
            );
        }
    }

    #[test]
    fn every_violation_of_support_is_a_dutch_sentence_at_its_field() {
        let all = json!({
            "municipality": "GM0344", "support": "koffie", "observedAt": "morgen", "topics": ["weer"],
            "organisation": "o".repeat(201), "round": "Ronde 1",
        });
        check(
            EventType::SupportReceived,
            &all,
            &[
                (Some("organisation"), "Dit zijn 201 tekens"),
                (Some("round"), "Een ronde heeft alleen"),
                (Some("support"), "Dit staat niet (meer) in de lijst"),
                (Some("topic"), "Deze categorie staat niet"),
                (Some("observedAt"), text::NOT_A_DAY),
            ],
        );
        let none = json!({"municipality": "GM0344", "observedAt": "2013-02-12"});
        let missing = [(Some("support"), text::NO_SUPPORT)];
        check(EventType::SupportReceived, &none, &missing);
    }

    #[test]
    fn every_violation_of_a_report_is_a_dutch_sentence_at_its_field() {
        let all = json!({
            "municipality": "GM0344", "category": "x", "buildingBlock": "x",
            "party": {"kind": "x", "name": "a\u{7}".repeat(101)}, "reference": "een zin", "observedAt": "morgen",
            "knownSince": "2013", "round": "Ronde 1", "reporter": {"role": "r".repeat(201)},
            "description": "d".repeat(4_001),
        });
        check(
            EventType::KnelpuntReported,
            &all,
            &[
                (Some("category"), "Deze categorie staat niet"),
                (Some("buildingBlock"), "Deze bouwsteen staat niet"),
                (Some("partyKind"), "Kies een soort partij"),
                (Some("partyName"), "Hierin staan onzichtbare tekens"),
                (
                    Some("partyName"),
                    "Dit zijn 202 tekens. Er passen er hoogstens 200.",
                ),
                (Some("reference"), "Een kenmerk heeft alleen"),
                (
                    Some("description"),
                    "Dit zijn 4.001 tekens. Er passen er hoogstens 4.000.",
                ),
                (Some("role"), "Dit zijn 201 tekens"),
                (Some("round"), "Een ronde heeft alleen"),
                (Some("observedAt"), text::NOT_A_DAY),
                (Some("knownSince"), text::NOT_A_DAY),
            ],
        );
        let halves = json!({
            "municipality": "GM0344", "party": {"name": "A"}, "observedAt": "2013-02-20", "knownSince": "2013-02-21",
        });
        check(
            EventType::KnelpuntReported,
            &halves,
            &[
                (Some("category"), "Kies een categorie"),
                (Some("partyKind"), "Kies wat voor partij"),
                (Some("observedAt"), text::IN_THE_FUTURE),
                (Some("knownSince"), "Dit kan niet later"),
            ],
        );
        let nameless =
            json!({"municipality": "GM0344", "category": "funding", "party": {"kind": "supplier"}});
        let expected = [(Some("partyName"), "Vul de naam van de partij in")];
        check(EventType::KnelpuntReported, &nameless, &expected);
    }

    #[test]
    fn so_is_every_violation_of_the_other_forms() {
        let resolution = json!({"municipality": "GM0344", "category": "funding", "remedy": "x"});
        check(
            EventType::KnelpuntResolved,
            &resolution,
            &[
                (Some("outcome"), "Kies hoe"),
                (Some("remedy"), "Dit staat niet"),
            ],
        );
        let itself = json!({
            "municipality": "GM0344", "category": "funding", "into": {"category": "funding"},
            "reason": "r".repeat(1_001),
        });
        check(
            EventType::KnelpuntMerged,
            &itself,
            &[
                (Some("reason"), "Dit zijn 1.001 tekens"),
                (Some("into"), "Dit is het knelpunt zelf"),
            ],
        );
        let nowhere = json!({"municipality": "GM0344", "category": "funding"});
        let expected = [(Some("into"), "Kies het knelpunt")];
        check(EventType::KnelpuntMerged, &nowhere, &expected);
    }

    #[test]
    fn a_violation_without_a_field_is_shown_too() {
        let violation = Violation::other("/event/id", "is blank");
        let violation = FieldViolation::from_contract(&violation);
        assert_eq!(violation.field, None);
        assert_eq!(
            violation.text,
            "Dit kan niet worden vastgelegd: event/id is blank."
        );
    }
}
