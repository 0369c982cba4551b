//! Building of a typed event from parts without violations.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{
    Content, Data, Event, EventKey, EventType, Instant, InvalidEvent, Subject, Violation,
    message::Attributes,
};

/// Builds an event.
///
/// # Errors
///
/// When a part is missing or the data do not match the type after all, because the rules missed something. This is a
/// violation and no panic: no message in the log may ever stop the fold.
pub(super) fn event(attributes: Attributes, data: Option<Value>) -> Result<Event, InvalidEvent> {
    let Attributes {
        id: Some(id),
        source: Some(source),
        subject: Some(subject),
        event_type: Some(event_type),
        time: Some((time, time_text)),
    } = attributes
    else {
        return Err(InvalidEvent::with_one("", "is not an event"));
    };
    let subject = Subject::parse(&subject)
        .ok_or_else(|| InvalidEvent::with_one("/subject", "is not a subject"))?;
    let data = data.ok_or_else(|| InvalidEvent::from(Violation::missing("/data")))?;
    let body = EventBody {
        event_type,
        time,
        time_text: &time_text,
        data: &data,
    };
    let mut event = body.into_event((source, id), subject)?;
    event.replacement = replacement(&event, &data)?;
    Ok(event)
}

/// An event without its source, id and subject.
struct EventBody<'a> {
    event_type: EventType,
    time: Instant,
    time_text: &'a str,
    data: &'a Value,
}

impl EventBody<'_> {
    fn into_event(
        self,
        (source, id): (String, String),
        subject: Subject,
    ) -> Result<Event, InvalidEvent> {
        let content = Content::from_parts(self.data, self.time_text, &self.event_type.full_name())
            .ok_or_else(|| InvalidEvent::with_one("/data", "has no canonical form"))?;
        Ok(Event {
            key: EventKey::new(&source, &id),
            source,
            id,
            subject,
            time: self.time,
            data: typed(self.event_type, self.data)?,
            content,
            replacement: None,
        })
    }
}

fn replacement(event: &Event, data: &Value) -> Result<Option<Box<Event>>, InvalidEvent> {
    let Data::Redacted(redacted) = &event.data else {
        return Ok(None);
    };
    let replacement = &redacted.replacement;
    let (Some(event_type), Some(time)) = (
        EventType::parse(&replacement.event_type),
        Instant::parse(&replacement.time),
    ) else {
        return Err(InvalidEvent::with_one(
            "/data/replacement",
            "is not a replacement",
        ));
    };
    let body = EventBody {
        event_type,
        time,
        time_text: &replacement.time,
        data: &data["replacement"]["data"],
    };
    let sender = (redacted.event.source.clone(), redacted.event.id.clone());
    body.into_event(sender, event.subject.clone())
        .map(Box::new)
        .map(Some)
}

pub(super) fn typed(event_type: EventType, data: &Value) -> Result<Data, InvalidEvent> {
    fn read<T: DeserializeOwned>(data: &Value) -> Result<T, InvalidEvent> {
        T::deserialize(data).map_err(|error| InvalidEvent::with_one("/data", error.to_string()))
    }
    Ok(match event_type {
        EventType::KnelpuntReported => Data::Reported(read(data)?),
        EventType::KnelpuntResolved => Data::Resolved(read(data)?),
        EventType::KnelpuntMerged => Data::Merged(read(data)?),
        EventType::MunicipalityConsulted => Data::Consulted(read(data)?),
        EventType::SupportReceived => Data::Supported(read(data)?),
        EventType::EventWithdrawn => Data::Withdrawn(read(data)?),
        EventType::EventRedacted => Data::Redacted(read(data)?),
    })
}
