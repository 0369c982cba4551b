//! An event as a publisher makes it: the envelope around what it has to say.

use serde::Serialize;

use crate::{Data, Event, Instant, Subject};

/// An event that is about to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Who sends it, a URN.
    pub source: String,
    /// Under which id; of use is a UUID.
    pub id: String,
    /// When it was recorded.
    pub time: Instant,
    /// What it is about.
    pub subject: Subject,
    /// What it says.
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
    data: &'a Data,
}

impl Draft {
    /// Works the subject out of the data; none for a withdrawal or a redaction, which share another event's.
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

    /// Writes the event in structured mode.
    pub fn to_json(&self) -> String {
        let event = Structured {
            specversion: "1.0",
            id: &self.id,
            source: &self.source,
            r#type: self.data.event_type().full_name(),
            subject: self.subject.to_string(),
            time: self.time.to_string(),
            datacontenttype: "application/json",
            data: &self.data,
        };
        serde_json::to_string(&event).unwrap_or_else(|error| {
            unreachable!("an event is text under names of text, which JSON has: {error}")
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
