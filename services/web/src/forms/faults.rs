//! What is wrong with a form, in Dutch, at the field where it is to be mended. Nothing is left out: what fits no field
//! is said above all of them.

use model::Violation;

use crate::pages::dutch;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wrong {
    /// The field, if it is one's.
    pub(crate) field: Option<&'static str>,
    /// What is wrong and what to do, a sentence.
    pub(crate) text: String,
}

const NOT_A_DAY: &str = "Vul een dag in die bestaat, vanaf 1970, zoals 24-11-2026.";
/// Of a day that has not been yet.
pub(crate) const AHEAD: &str =
    "Deze dag is nog niet geweest: wat nog niet is gezien, kan niet worden gemeld.";

impl Wrong {
    /// Says it at a field.
    pub(crate) fn at(field: &'static str, text: impl Into<String>) -> Self {
        Self {
            field: Some(field),
            text: text.into(),
        }
    }

    /// Says it above all fields.
    pub(crate) fn in_all(text: impl Into<String>) -> Self {
        Self {
            field: None,
            text: text.into(),
        }
    }

    /// Takes what is wrong with the data of an event.
    pub(crate) fn of(fault: &Violation) -> Self {
        let text = in_dutch(fault).unwrap_or_else(|| {
            let place = fault.path.trim_start_matches('/');
            format!("Dit kan niet worden vastgelegd: {place} {}.", fault.problem)
        });
        Self {
            field: field(&fault.path),
            text,
        }
    }
}

/// Gives the field of a place in the data.
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
        _ if path.starts_with("/into") => "into",
        _ => return None,
    };
    Some(field)
}

/// Says a fault of the contract in Dutch; none when it is one that no form can bring about.
fn in_dutch(fault: &Violation) -> Option<String> {
    let problem = fault.problem.as_str();
    let missing = problem.starts_with("is missing");
    let text = match fault.path.as_str() {
        "/category" if missing => "Kies een categorie.",
        "/category" => "Deze categorie staat niet (meer) in de lijst: kies een andere.",
        "/buildingBlock" => "Deze bouwsteen staat niet (meer) in de lijst: kies een andere.",
        "/party/kind" if missing => "Kies wat voor partij dit is, of laat de naam leeg.",
        "/party/kind" => "Kies een soort partij uit de lijst.",
        "/party/name" if missing => "Vul de naam van de partij in, of kies geen soort partij.",
        "/reference" => {
            "Een kenmerk heeft alleen letters zonder accent, cijfers en . _ : / -, begint met een letter of cijfer en \
             is hoogstens 64 tekens lang. Een zin hoort in de toelichting."
        }
        "/observedAt" if problem.contains("more than 24 hours after") => AHEAD,
        "/observedAt" | "/knownSince" if problem.contains("neither a date") => NOT_A_DAY,
        "/knownSince" if problem == "is after observedAt" => {
            "Dit kan niet later zijn dan de dag waarop het is gezien."
        }
        "/round" => {
            "Een ronde heeft alleen kleine letters, cijfers en streepjes en is hoogstens 32 tekens lang, zoals 2026-11."
        }
        "/outcome" => "Kies hoe het voorbij ging.",
        "/remedy" => "Dit staat niet (meer) in de lijst: kies iets anders.",
        "/into" if problem.contains("the same knelpunt") => {
            "Dit is het knelpunt zelf: kies een ander waarin het opgaat."
        }
        "/into" if missing => "Kies het knelpunt waarin dit opgaat.",
        "/party/name" | "/reporter/role" | "/description" | "/reason" => return text(problem),
        "" if problem.contains(" bytes as an event") => {
            "Dit is samen te veel om vast te leggen: kort de toelichting in."
        }
        _ => return None,
    };
    Some(text.to_owned())
}

/// Says what is wrong with a text.
fn text(problem: &str) -> Option<String> {
    if problem.starts_with("has control characters") {
        let text = "Hierin staan onzichtbare tekens die niet kunnen worden vastgelegd: typ de tekst opnieuw.";
        return Some(text.to_owned());
    }
    let counted = problem.strip_prefix("has ")?;
    let (length, limit) = counted.split_once(" characters, more than ")?;
    let number = |text: &str| text.parse::<u64>().ok().map(dutch::number);
    Some(format!(
        "Dit zijn {} tekens. Er passen er hoogstens {}.",
        number(length)?,
        number(limit)?
    ))
}

#[cfg(test)]
mod tests {
    use model::{Envelope, EventType, Instant};
    use register::Register;
    use serde_json::{Value, json};

    use super::*;

    /// Holds the words of the contract against ours.
    #[track_caller]
    fn check(event_type: EventType, data: &Value, expected: &[(Option<&str>, &str)]) {
        let envelope = Envelope {
            source: "urn:example:a".to_owned(),
            id: "1".to_owned(),
            time: Instant::parse("2013-02-14T09:12:31Z").unwrap(),
        };
        let body = data.to_string();
        let judged =
            model::decode_data(envelope, event_type, body.as_bytes(), Register::embedded());
        let wrong: Vec<Wrong> = judged
            .unwrap_err()
            .violations
            .iter()
            .map(Wrong::of)
            .collect();
        assert_eq!(wrong.len(), expected.len(), "{wrong:#?}");
        for (wrong, (field, start)) in wrong.iter().zip(expected) {
            assert_eq!(wrong.field, *field, "{wrong:?}");
            assert!(wrong.text.starts_with(start), "{wrong:?}");
            assert!(
                !wrong.text.contains("kan niet worden vastgelegd:"),
                "{wrong:?}"
            );
        }
    }

    #[test]
    fn everything_that_can_be_wrong_with_a_report_is_said_in_dutch_at_its_field() {
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
                (Some("observedAt"), NOT_A_DAY),
                (Some("knownSince"), NOT_A_DAY),
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
                (Some("observedAt"), AHEAD),
                (Some("knownSince"), "Dit kan niet later"),
            ],
        );
        let nameless =
            json!({"municipality": "GM0344", "category": "funding", "party": {"kind": "supplier"}});
        let expected = [(Some("partyName"), "Vul de naam van de partij in")];
        check(EventType::KnelpuntReported, &nameless, &expected);
    }

    #[test]
    fn so_is_what_can_be_wrong_with_the_others() {
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
    fn what_no_field_can_mend_is_said_all_the_same() {
        let fault = Violation {
            path: "/event/id".to_owned(),
            problem: "is blank".to_owned(),
        };
        let wrong = Wrong::of(&fault);
        assert_eq!(wrong.field, None);
        assert_eq!(
            wrong.text,
            "Dit kan niet worden vastgelegd: event/id is blank."
        );
    }
}
