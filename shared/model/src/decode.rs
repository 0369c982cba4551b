//! Decoding of bytes into a valid event, or into all their violations.
//!
//! Our own, because a publisher needs every violation at once: a deserialiser stops at the first (one of the ten in
//! `violations_of_envelope_and_data_are_reported_together`), and a schema knows no codes. In one pass: the canonical
//! content needs the JSON tree anyway, so shape and rules are validated on it, and the typed data are read only if
//! there are no violations.

mod body;
mod build;

use register::Register;
use serde_json::Value;

use crate::{
    EVENT_LIMIT_BYTES, Event, EventType, Instant, InvalidEvent, Violation,
    message::{self, ParsedMessage, time_problem},
    rules::Rules,
    shape::{self, ReadableReplacement},
    violation::quoted,
};

pub use body::{Envelope, decode_data};

/// Decodes an event in structured or binary mode.
///
/// `headers` are those of the NATS message; without any, the payload is read as structured mode.
///
/// # Errors
///
/// Returns all violations of the contract at once.
pub fn decode(
    headers: &[(String, String)],
    payload: &[u8],
    register: &Register,
) -> Result<Event, InvalidEvent> {
    let size = payload.len() + message::attribute_bytes(headers);
    if size > EVENT_LIMIT_BYTES {
        return Err(InvalidEvent::with_one(
            "",
            format!("has {size} bytes, more than {EVENT_LIMIT_BYTES}"),
        ));
    }
    let ParsedMessage {
        attributes,
        data,
        mut violations,
    } = message::parse_message(headers, payload)?;
    if let (Some(event_type), Some(data)) = (attributes.event_type, &data) {
        let unchecked = UncheckedData {
            event_type,
            data,
            at: "/data",
            subject: attributes.subject.as_deref(),
            time: attributes.time.as_ref().map(|(time, _)| *time),
        };
        unchecked.validate(register, &mut violations);
    }
    if !violations.is_empty() {
        return Err(InvalidEvent::new(violations));
    }
    build::event(attributes, data)
}

/// Decodes an event in structured mode.
///
/// # Errors
///
/// Returns all violations of the contract at once.
pub fn decode_structured(payload: &[u8], register: &Register) -> Result<Event, InvalidEvent> {
    decode(&[], payload, register)
}

/// Data that have not been validated against their event type.
struct UncheckedData<'a> {
    event_type: EventType,
    data: &'a Value,
    /// Their path in the event.
    at: &'a str,
    subject: Option<&'a str>,
    time: Option<Instant>,
}

impl UncheckedData<'_> {
    fn validate(&self, register: &Register, violations: &mut Vec<Violation>) {
        let Some(readable) = shape::read_members(self.event_type, self.data, self.at, violations)
        else {
            return;
        };
        let mut rules = Rules {
            register,
            at: self.at,
            violations,
        };
        rules.validate(self.event_type, &readable, self.subject, self.time);
        if let Some(replacement) = &readable.replacement {
            self.validate_replacement(replacement, readable.municipality, register, violations);
        }
    }

    /// Validates the replacement of a redacted event as an event with the same subject.
    fn validate_replacement(
        &self,
        replacement: &ReadableReplacement<'_>,
        municipality: Option<&str>,
        register: &Register,
        violations: &mut Vec<Violation>,
    ) {
        let at = |member: &str| format!("{}/replacement/{member}", self.at);
        let time = replacement.time.and_then(Instant::parse);
        if let Some(text) = replacement.time.filter(|_| time.is_none()) {
            violations.push(Violation::new(at("time"), time_problem(text)));
        }
        let event_type = replacement
            .event_type
            .and_then(EventType::parse)
            .filter(|known| *known != EventType::EventRedacted);
        if let Some(name) = replacement.event_type.filter(|_| event_type.is_none()) {
            let problem = "is not an event type that can be redacted";
            violations.push(Violation::new(
                at("type"),
                format!("{} {problem}", quoted(name)),
            ));
        }
        let (Some(event_type), Some(data)) = (event_type, replacement.data) else {
            return;
        };
        let inner = data.get("municipality").and_then(Value::as_str);
        if inner.is_some() && municipality.is_some() && inner != municipality {
            violations.push(Violation::new(
                at("data/municipality"),
                "differs from the municipality of the redaction",
            ));
        }
        let unchecked = UncheckedData {
            event_type,
            data,
            at: &at("data"),
            subject: self.subject,
            time,
        };
        unchecked.validate(register, violations);
    }
}
