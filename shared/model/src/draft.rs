//! Events before they are published.

use serde::Serialize;

use crate::{Data, Event, Instant, Subject};

/// An event that is about to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The source, a URN.
    pub source: String,
    /// The id, preferably a UUID.
    pub id: String,
    /// When the source recorded it.
    pub time: Instant,
    /// The subject.
    pub subject: Subject,
    /// The data.
    pub data: Data,
}

/// An event in structured mode, its members in the order in which people read them.
#[derive(Serialize)]
struct Structured<'a> {
    specversion: &'a str,
    id: &'a str,
    source: &'a str,
    r#type: String,
    subject: String,
    time: String,
    datacontenttype: &'a str,
    dataschema: String,
    data: &'a Data,
}

impl Draft {
    /// Creates a draft with the subject derived from its data; `None` for a withdrawal or redaction, which shares the
    /// subject of the event it corrects.
    pub fn with_derived_subject(
        source: String,
        id: String,
        time: Instant,
        data: Data,
    ) -> Option<Self> {
        let subject = data.subject()?;
        Some(Self {
            source,
            id,
            time,
            subject,
            data,
        })
    }

    /// Returns the event in structured mode.
    pub fn to_json(&self) -> String {
        let event = Structured {
            specversion: "1.0",
            id: &self.id,
            source: &self.source,
            r#type: self.data.event_type().full_name(),
            subject: self.subject.to_string(),
            time: self.time.to_string(),
            datacontenttype: "application/json",
            dataschema: self.data.event_type().schema_id(),
            data: &self.data,
        };
        serde_json::to_string(&event).unwrap_or_else(|error| {
            unreachable!(
                "an event has only strings and string keys, which JSON can express: {error}"
            )
        })
    }
}

impl From<&Event> for Draft {
    fn from(event: &Event) -> Self {
        Self {
            source: event.source.clone(),
            id: event.id.clone(),
            time: event.time,
            subject: event.subject.clone(),
            data: event.data.clone(),
        }
    }
}
