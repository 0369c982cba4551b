//! From bytes to a valid event, or to everything that is wrong with them.
//!
//! One look, not two: the tree is needed in any case for the canonical content, so shape and rules are checked on
//! it, and the typed data are read only when nothing is wrong.

mod body;
mod build;

use register::Register;
use serde_json::Value;

use crate::{
    EVENT_LIMIT_BYTES, Event, EventType, Instant, InvalidEvent, Violation,
    message::{self, Opened, not_a_time},
    rules::Rules,
    shape::{self, ReplacementParts},
    violation::quoted,
};

pub use body::{Envelope, decode_data};

/// Reads an event in structured or binary mode.
///
/// `headers` are those of the NATS message; without any the payload is taken as structured mode.
///
/// # Errors
///
/// When the contract does not allow the event: all that is wrong, at once.
pub fn decode(
    headers: &[(String, String)],
    payload: &[u8],
    register: &Register,
) -> Result<Event, InvalidEvent> {
    let size = payload.len() + message::attribute_bytes(headers);
    if size > EVENT_LIMIT_BYTES {
        return Err(InvalidEvent::with_one(
            "",
            format!("measures {size} bytes, more than {EVENT_LIMIT_BYTES}"),
        ));
    }
    let Opened {
        attributes,
        data,
        mut violations,
    } = message::open(headers, payload)?;
    if let (Some(event_type), Some(data)) = (attributes.event_type, &data) {
        let claim = Claim {
            event_type,
            data,
            at: "/data",
            subject: attributes.subject.as_deref(),
            time: attributes.time.as_ref().map(|(time, _)| *time),
        };
        claim.check(register, &mut violations);
    }
    if !violations.is_empty() {
        return Err(InvalidEvent::new(violations));
    }
    build::event(attributes, data)
}

/// Reads an event in structured mode.
///
/// # Errors
///
/// When the contract does not allow the event: all that is wrong, at once.
pub fn decode_structured(payload: &[u8], register: &Register) -> Result<Event, InvalidEvent> {
    decode(&[], payload, register)
}

/// Data that claim to be of a type.
struct Claim<'a> {
    event_type: EventType,
    data: &'a Value,
    /// Where they stand in the event.
    at: &'a str,
    subject: Option<&'a str>,
    time: Option<Instant>,
}

impl Claim<'_> {
    fn check(&self, register: &Register, violations: &mut Vec<Violation>) {
        let Some(parts) = shape::look(self.event_type, self.data, self.at, violations) else {
            return;
        };
        let mut rules = Rules {
            register,
            at: self.at,
            violations,
        };
        rules.check(self.event_type, &parts, self.subject, self.time);
        if let Some(replacement) = &parts.replacement {
            self.check_replacement(replacement, parts.municipality, register, violations);
        }
    }

    /// Checks what stands in another event's place as if it were an event under the same subject.
    fn check_replacement(
        &self,
        replacement: &ReplacementParts<'_>,
        municipality: Option<&str>,
        register: &Register,
        violations: &mut Vec<Violation>,
    ) {
        let at = |member: &str| format!("{}/replacement/{member}", self.at);
        let time = replacement.time.and_then(Instant::parse);
        if let Some(text) = replacement.time.filter(|_| time.is_none()) {
            violations.push(Violation::new(at("time"), not_a_time(text)));
        }
        let event_type = replacement
            .event_type
            .and_then(EventType::parse)
            .filter(|known| *known != EventType::EventRedacted);
        if let Some(name) = replacement.event_type.filter(|_| event_type.is_none()) {
            let problem = "is not a type of event that can be redacted";
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
                "is another municipality than that of the redaction",
            ));
        }
        let claim = Claim {
            event_type,
            data,
            at: &at("data"),
            subject: self.subject,
            time,
        };
        claim.check(register, violations);
    }
}
