//! Decoding of a message into typed, borrowed members: the common path.
//!
//! It gives up at anything doubtful, without a reason; the event is then decoded on the tree. What it accepts, the tree
//! accepts as the same event: both use the same rules, and a property test compares them.

use register::Register;

use super::wire::{WireEvent, WireObject};
use crate::{
    Content, Event, EventKey, EventType, Instant, Subject, limits,
    message::{Mode, is_json},
    rules::{Rules, TimeMeaning, text_problems},
};

/// Decodes a message; `None` when it is invalid or doubtful.
pub(super) fn decode(
    headers: &[(String, String)],
    payload: &[u8],
    register: &Register,
    buffer: &mut Vec<u8>,
) -> Option<Event> {
    if !matches!(Mode::from_headers(headers), Ok(Mode::Structured)) {
        return None;
    }
    let text = std::str::from_utf8(payload).ok()?;
    let WireObject(event) = serde_json::from_str::<WireObject<WireEvent<'_>>>(text).ok()?;
    event.validate(register, buffer)
}

impl WireEvent<'_> {
    fn validate(self, register: &Register, buffer: &mut Vec<u8>) -> Option<Event> {
        let WireObject(data) = self.data;
        let event_type = EventType::parse(&self.r#type.0)?;
        let time = Instant::parse(&self.time.0)?;
        let content_type = self.datacontenttype.given();
        let valid = self.specversion.0 == "1.0"
            && content_type.is_none_or(|content_type| is_json(&content_type.0))
            && [&self.id, &self.source, &self.subject]
                .iter()
                .all(|text| text_problems(&text.0, limits::NAME).is_empty());
        if !valid {
            return None;
        }
        let mut violations = Vec::new();
        let mut rules = Rules {
            register,
            time_is: TimeMeaning::Given,
            at: "/data",
            violations: &mut violations,
        };
        rules.validate(
            event_type,
            &data.readable(),
            Some(&self.subject.0),
            Some(time),
        );
        if !violations.is_empty() {
            return None;
        }
        let subject = Subject::parse(&self.subject.0)?;
        let content = Content::from_canonical_data(&data, &self.time.0, &self.r#type.0, buffer)?;
        Some(Event {
            key: EventKey::new(&self.source.0, &self.id.0),
            source: self.source.0.into_owned(),
            id: self.id.0.into_owned(),
            subject,
            time,
            data: data.into_data(event_type)?,
            content,
            replacement: None,
        })
    }
}
