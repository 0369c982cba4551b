//! Decoding on the JSON tree, which finds every violation of an event.
//!
//! Our own, because a publisher needs every violation at once: a deserialiser stops at the first (one of the ten in
//! `violations_of_envelope_and_data_are_reported_together`), and a schema knows no codes. Shape and rules are validated
//! on the tree, and the typed data are read only if there are no violations.

use register::Register;
use serde_json::Value;

use super::build;
use crate::{
    Event, EventType, Instant, InvalidEvent, Violation,
    message::{self, ParsedMessage, time_problem},
    rules::{Rules, TimeMeaning},
    shape::{self, ReadableReplacement},
    violation::quoted,
};

/// Decodes a message that is not too large.
pub(super) fn decode(
    headers: &[(String, String)],
    payload: &[u8],
    register: &Register,
) -> Result<Event, InvalidEvent> {
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
            time_is: TimeMeaning::Given,
        };
        unchecked.validate(register, &mut violations);
    }
    if !violations.is_empty() {
        return Err(InvalidEvent::new(violations));
    }
    build::event(attributes, data)
}

/// Data that have not been validated against their event type.
pub(super) struct UncheckedData<'a> {
    pub(super) event_type: EventType,
    pub(super) data: &'a Value,
    /// Their path in the event.
    pub(super) at: &'a str,
    pub(super) subject: Option<&'a str>,
    pub(super) time: Option<Instant>,
    pub(super) time_is: TimeMeaning,
}

impl UncheckedData<'_> {
    pub(super) fn validate(&self, register: &Register, violations: &mut Vec<Violation>) {
        let Some(readable) = shape::read_members(self.event_type, self.data, self.at, violations)
        else {
            return;
        };
        let mut rules = Rules {
            register,
            time_is: self.time_is,
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
            time_is: TimeMeaning::Given,
        };
        unchecked.validate(register, violations);
    }
}
