//! Decoding of bare data into a draft, for services that add the envelope themselves.

use register::Register;
use serde_json::{Map, Value};

use super::{UncheckedData, build};
use crate::{
    Draft, EVENT_LIMIT_BYTES, EventType, Instant, InvalidEvent, Subject, Violation, ViolationKind,
    message, rules::TimeMeaning, shape,
};

/// The attributes that a service adds to data to make an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The source, a URN.
    pub source: String,
    /// The id.
    pub id: String,
    /// The time of recording.
    pub time: Instant,
}

/// Decodes the JSON data of an event type into a draft that is valid within its envelope.
///
/// A missing `observedAt` becomes the time of the envelope. The subject is derived from the data; a withdrawal or
/// redaction, which shares the subject of the event it corrects, gives it as a member `subject` beside its data.
///
/// # Errors
///
/// Returns all violations at once; their paths point into the body, not into an event.
pub fn decode_data(
    envelope: Envelope,
    event_type: EventType,
    body: &[u8],
    register: &Register,
) -> Result<Draft, InvalidEvent> {
    let (value, mut violations) =
        message::parse_json(body, "").map_err(|violation| InvalidEvent {
            violations: vec![violation],
        })?;
    let (data, subject) = match value {
        Value::Object(members) => complete(members, event_type, envelope.time, &mut violations),
        other => (other, None),
    };
    let unchecked = UncheckedData {
        event_type,
        data: &data,
        at: "",
        subject: subject.as_deref(),
        time: Some(envelope.time),
        time_is: TimeMeaning::Now,
    };
    unchecked.validate(register, &mut violations);
    if !violations.is_empty() {
        return Err(InvalidEvent::new(violations));
    }
    let data = build::typed(event_type, &data)?;
    let subject = subject.as_deref().and_then(Subject::parse);
    let subject = subject.or_else(|| data.subject());
    let draft = Draft {
        subject: subject.ok_or_else(|| InvalidEvent::from(Violation::missing("/subject")))?,
        source: envelope.source,
        id: envelope.id,
        time: envelope.time,
        data,
    };
    let size = draft.to_json().len();
    if size > EVENT_LIMIT_BYTES {
        let problem = format!("has {size} bytes as an event, more than {EVENT_LIMIT_BYTES}");
        let problem = ViolationKind::TooLarge.problem(problem);
        return Err(InvalidEvent::with_one("", problem));
    }
    Ok(draft)
}

/// Adds `observedAt` if it is missing, and removes and returns the `subject` of a correction.
fn complete(
    mut members: Map<String, Value>,
    event_type: EventType,
    time: Instant,
    violations: &mut Vec<Violation>,
) -> (Value, Option<String>) {
    const OBSERVED_AT: &str = "observedAt";
    if shape::has_member(event_type, OBSERVED_AT)
        && members.get(OBSERVED_AT).is_none_or(Value::is_null)
    {
        members.insert(OBSERVED_AT.to_owned(), Value::String(time.to_string()));
    }
    let subject = match event_type {
        EventType::EventWithdrawn | EventType::EventRedacted => subject(&mut members, violations),
        EventType::KnelpuntReported
        | EventType::KnelpuntResolved
        | EventType::KnelpuntMerged
        | EventType::MunicipalityConsulted
        | EventType::SupportReceived => None,
    };
    (Value::Object(members), subject)
}

fn subject(members: &mut Map<String, Value>, violations: &mut Vec<Violation>) -> Option<String> {
    let problem = match members.remove("subject") {
        Some(Value::String(subject)) => return Some(subject),
        None | Some(Value::Null) => {
            "is missing: give the subject of the event it corrects, as shown in its history"
                .to_owned()
        }
        Some(other) => format!("is {}, not a string", shape::kind_of(&other)),
    };
    violations.push(Violation::new("/subject", problem));
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode_structured;

    const REPORT: &str =
        r#"{"municipality":"GM0344","category":"funding","observedAt":"2013-02-12"}"#;
    const WITHDRAWAL: &str = r#"{"municipality":"GM0344","event":{"source":"urn:a","id":"1"},"subject":"GM0344/2013-02"}"#;

    fn read(event_type: EventType, body: &str) -> Result<Draft, Vec<String>> {
        let envelope = Envelope {
            source: "urn:example:a".to_owned(),
            id: "1".to_owned(),
            time: Instant::parse("2013-02-14T09:12:31Z").unwrap(),
        };
        let read = decode_data(envelope, event_type, body.as_bytes(), Register::embedded());
        read.map_err(|invalid| {
            invalid
                .violations
                .into_iter()
                .map(|violation| violation.path)
                .collect()
        })
    }

    #[track_caller]
    fn check_valid(event_type: EventType, body: &str, member: (&str, &str)) {
        let json = read(event_type, body).unwrap().to_json();
        let event = decode_structured(json.as_bytes(), Register::embedded()).unwrap();
        assert_eq!(event.data.event_type(), event_type);
        let value: Value = serde_json::from_str(&json).unwrap();
        let found = value.pointer(member.0).and_then(Value::as_str);
        assert_eq!(found, Some(member.1), "{json}");
    }

    #[track_caller]
    fn check_violations(event_type: EventType, body: &str, paths: &[&str]) {
        assert_eq!(read(event_type, body).unwrap_err(), paths, "{body}");
    }

    #[test]
    fn a_draft_is_a_valid_event_for_every_reader() {
        check_valid(
            EventType::KnelpuntReported,
            REPORT,
            ("/data/observedAt", "2013-02-12"),
        );
        check_valid(
            EventType::MunicipalityConsulted,
            r#"{"municipality":"GM0344","round":"2013-02","outcome":"reached"}"#,
            ("/subject", "GM0344/2013-02"),
        );
        check_valid(
            EventType::EventWithdrawn,
            WITHDRAWAL,
            ("/subject", "GM0344/2013-02"),
        );
    }

    #[test]
    fn a_missing_observed_at_is_the_time_of_the_envelope() {
        for body in [
            r#"{"municipality":"GM0344","category":"funding"}"#,
            r#"{"municipality":"GM0344","category":"funding","observedAt":null}"#,
        ] {
            let time = ("/data/observedAt", "2013-02-14T09:12:31Z");
            check_valid(EventType::KnelpuntReported, body, time);
        }
        let merge = r#"{"municipality":"GM0344","category":"funding","into":{"category":"capacity"},"observedAt":"x"}"#;
        let paths = read(EventType::KnelpuntMerged, merge).unwrap_err();
        assert!(paths.contains(&"/observedAt".to_owned()), "{paths:?}");
    }

    #[test]
    fn all_violations_are_named_with_their_paths_in_the_body() {
        check_violations(
            EventType::KnelpuntReported,
            r#"{"municipality":"GM9999","category":"x","party":{"kind":"supplier"},"observedAt":"2014","more":1,"more":2}"#,
            &[
                "/more",
                "/party/name",
                "/more",
                "/municipality",
                "/category",
                "/observedAt",
            ],
        );
        for body in ["", "{", "[]", "7", "{\"municipality\":"] {
            check_violations(EventType::KnelpuntReported, body, &[""]);
        }
    }

    #[test]
    fn a_correction_has_to_give_its_subject() {
        for (original, replacement) in [
            (r#","subject":"GM0344/2013-02""#, ""),
            (r#""GM0344/2013-02""#, "7"),
            (r#""GM0344/2013-02""#, r#""x""#),
            (r#""GM0344/2013-02""#, r#""GM0363/2013-02""#),
        ] {
            let body = WITHDRAWAL.replace(original, replacement);
            check_violations(EventType::EventWithdrawn, &body, &["/subject"]);
        }
        let report = REPORT.replace('}', r#","subject":"GM0344/2013-02"}"#);
        check_violations(EventType::KnelpuntReported, &report, &["/subject"]);
    }

    #[test]
    fn data_that_are_too_large_within_their_envelope_are_invalid() {
        let topics = vec!["funding"; 6_600];
        let body = serde_json::json!({"municipality": "GM0344", "round": "a", "outcome": "reached", "topics": topics});
        check_violations(EventType::MunicipalityConsulted, &body.to_string(), &[""]);
    }
}
