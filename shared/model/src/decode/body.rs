//! From data alone to a draft: what somebody says to a service that adds the envelope itself.

use register::Register;
use serde_json::{Map, Value};

use super::{Claim, build};
use crate::{
    Draft, EVENT_LIMIT_BYTES, EventType, Instant, InvalidEvent, Subject, Violation, message,
    shape::{self, MISSING},
};

/// What a service adds to data to make them an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Who sends it, a URN.
    pub source: String,
    /// Under which id.
    pub id: String,
    /// When it is recorded.
    pub time: Instant,
}

/// Reads the data of a type, as JSON, into a draft that is valid in its envelope.
///
/// A missing `observedAt` is the time of the envelope. The subject is worked out; what shares that of another event (a
/// withdrawal, a redaction) says it as a member `subject` beside its data.
///
/// # Errors
///
/// All that is wrong, at once; the places are those of the body, not of an event.
pub fn decode_data(
    envelope: Envelope,
    event_type: EventType,
    body: &[u8],
    register: &Register,
) -> Result<Draft, InvalidEvent> {
    let (value, mut violations) = message::parse(body, "").map_err(|violation| InvalidEvent {
        violations: vec![violation],
    })?;
    let (data, subject) = match value {
        Value::Object(members) => completed(members, event_type, envelope.time, &mut violations),
        other => (other, None),
    };
    let claim = Claim {
        event_type,
        data: &data,
        at: "",
        subject: subject.as_deref(),
        time: Some(envelope.time),
    };
    claim.check(register, &mut violations);
    if !violations.is_empty() {
        return Err(InvalidEvent::new(violations));
    }
    let data = build::typed(event_type, &data)?;
    let subject = subject.as_deref().and_then(Subject::parse);
    let subject = subject.or_else(|| data.subject());
    let draft = Draft {
        subject: subject.ok_or_else(|| InvalidEvent::with_one("/subject", MISSING))?,
        source: envelope.source,
        id: envelope.id,
        time: envelope.time,
        data,
    };
    let size = draft.to_json().len();
    if size > EVENT_LIMIT_BYTES {
        let problem = format!("measures {size} bytes as an event, more than {EVENT_LIMIT_BYTES}");
        return Err(InvalidEvent::with_one("", problem));
    }
    Ok(draft)
}

/// Adds the time that was left out, and takes out the subject where it is said.
fn completed(
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
        | EventType::MunicipalityConsulted => None,
    };
    (Value::Object(members), subject)
}

fn subject(members: &mut Map<String, Value>, violations: &mut Vec<Violation>) -> Option<String> {
    let problem = match members.remove("subject") {
        Some(Value::String(subject)) => return Some(subject),
        None | Some(Value::Null) => {
            format!(
                "{MISSING}: give the subject of the event that is meant, as its history shows it"
            )
        }
        Some(other) => format!("is {}, not a text", shape::kind_of(&other)),
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
    fn check_faults(event_type: EventType, body: &str, places: &[&str]) {
        assert_eq!(read(event_type, body).unwrap_err(), places, "{body}");
    }

    #[test]
    fn what_is_drafted_is_what_every_reader_takes() {
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
    fn a_time_that_is_left_out_is_that_of_the_envelope() {
        for body in [
            r#"{"municipality":"GM0344","category":"funding"}"#,
            r#"{"municipality":"GM0344","category":"funding","observedAt":null}"#,
        ] {
            let time = ("/data/observedAt", "2013-02-14T09:12:31Z");
            check_valid(EventType::KnelpuntReported, body, time);
        }
        let merge = r#"{"municipality":"GM0344","category":"funding","into":{"category":"capacity"},"observedAt":"x"}"#;
        let places = read(EventType::KnelpuntMerged, merge).unwrap_err();
        assert!(places.contains(&"/observedAt".to_owned()), "{places:?}");
    }

    #[test]
    fn everything_that_is_wrong_is_named_where_it_stands_in_the_body() {
        check_faults(
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
            check_faults(EventType::KnelpuntReported, body, &[""]);
        }
    }

    #[test]
    fn what_shares_the_subject_of_another_event_has_to_say_it() {
        for (said, instead) in [
            (r#","subject":"GM0344/2013-02""#, ""),
            (r#""GM0344/2013-02""#, "7"),
            (r#""GM0344/2013-02""#, r#""x""#),
            (r#""GM0344/2013-02""#, r#""GM0363/2013-02""#),
        ] {
            let body = WITHDRAWAL.replace(said, instead);
            check_faults(EventType::EventWithdrawn, &body, &["/subject"]);
        }
        let report = REPORT.replace('}', r#","subject":"GM0344/2013-02"}"#);
        check_faults(EventType::KnelpuntReported, &report, &["/subject"]);
    }

    #[test]
    fn what_grows_too_large_in_its_envelope_is_refused() {
        let topics = vec!["funding"; 6_600];
        let body = serde_json::json!({"municipality": "GM0344", "round": "a", "outcome": "reached", "topics": topics});
        check_faults(EventType::MunicipalityConsulted, &body.to_string(), &[""]);
    }
}
