//! One content of one event, as far as figures need it: free text stays behind.

use model::{
    ConsultationOutcome, Content, ContentId, Data, Event, EventKey, Identity, Instant, Observed,
    Outcome,
};
use serde::{Deserialize, Serialize};

/// One content under one event key.
///
/// Two records under one key are two contents of one event: its source broke its word, or a redaction replaced it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The event's key.
    pub key: EventKey,
    /// Tells this content from others under the key.
    pub content: ContentId,
    /// Who sent it.
    pub source: String,
    /// When the source recorded it.
    pub time: Instant,
    /// What it says.
    pub kind: RecordKind,
    /// The content itself, needed only where [`crate::has_competing_contents`] says so.
    #[serde(skip)]
    pub text: Option<Content>,
}

/// What a record says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecordKind {
    /// Somebody observed the knelpunt.
    Reported {
        /// When.
        instant: Instant,
        /// Since when it was known, if said.
        known_since: Option<Instant>,
        /// In which round, if in one.
        round: Option<String>,
        /// True when it has a description.
        described: bool,
        /// True when it says who reported it.
        with_reporter: bool,
    },
    /// Somebody observed that it was gone.
    Resolved {
        /// When: of a date its last microsecond.
        instant: Instant,
        /// From when on it is seen: of a date its first microsecond.
        visible: Instant,
        /// How it ended.
        outcome: Outcome,
        /// What helped, if said.
        remedy: Option<String>,
        /// In which round, if in one.
        round: Option<String>,
        /// True when it has a description.
        described: bool,
        /// True when it says who reported it.
        with_reporter: bool,
    },
    /// The knelpunt proved to be another one.
    Merged {
        /// The one that it goes into.
        into: Identity,
    },
    /// A municipality was asked.
    Consulted {
        /// When.
        instant: Instant,
        /// Whether anybody was reached.
        outcome: ConsultationOutcome,
        /// The categories that were covered; none for all.
        topics: Option<Vec<String>>,
    },
    /// An event under the same subject was taken back.
    Withdrawn {
        /// That event.
        event: EventKey,
    },
    /// An event under the same subject was replaced.
    Redacted {
        /// What stands in its place, under its key.
        replacement: Box<Record>,
    },
}

impl Record {
    /// Takes from an event what figures need.
    pub fn from_event(event: &Event) -> Self {
        Self {
            key: event.key,
            content: event.content.id(),
            source: event.source.clone(),
            time: event.time,
            kind: kind(event),
            text: Some(event.content.clone()),
        }
    }

    /// Gives the key of the event that this one corrects, if it corrects one.
    pub fn corrects(&self) -> Option<EventKey> {
        match &self.kind {
            RecordKind::Withdrawn { event } => Some(*event),
            RecordKind::Redacted { replacement } => Some(replacement.key),
            RecordKind::Reported { .. }
            | RecordKind::Resolved { .. }
            | RecordKind::Merged { .. }
            | RecordKind::Consulted { .. } => None,
        }
    }

    /// Interner every event that this one corrects, also by what it puts in another's place.
    pub fn for_each_corrected(&self, name: &mut impl FnMut(EventKey)) {
        if let Some(corrected) = self.corrects() {
            name(corrected);
        }
        if let RecordKind::Redacted { replacement } = &self.kind {
            replacement.for_each_corrected(name);
        }
    }

    /// Gives the knelpunt that this one merges its own into, or what it puts in another's place does.
    pub fn merges_into(&self) -> Option<&Identity> {
        match &self.kind {
            RecordKind::Merged { into } => Some(into),
            RecordKind::Redacted { replacement } => replacement.merges_into(),
            RecordKind::Reported { .. }
            | RecordKind::Resolved { .. }
            | RecordKind::Consulted { .. }
            | RecordKind::Withdrawn { .. } => None,
        }
    }

    /// Says whether this one, or what it puts in another's place, says who its knelpunt is.
    pub fn identifies(&self) -> bool {
        match &self.kind {
            RecordKind::Reported { .. }
            | RecordKind::Resolved { .. }
            | RecordKind::Merged { .. } => true,
            RecordKind::Redacted { replacement } => replacement.identifies(),
            RecordKind::Consulted { .. } | RecordKind::Withdrawn { .. } => false,
        }
    }

    /// Puts the content in, and into the replacement of a redaction its own.
    pub fn set_content(&mut self, text: Content) {
        if let RecordKind::Redacted { replacement } = &mut self.kind {
            replacement.text = text.replacement();
        }
        self.text = Some(text);
    }
}

fn kind(event: &Event) -> RecordKind {
    // Validity is checked before: a time that could not be read would have been refused.
    let observed = |text: &str| Observed::parse(text).unwrap_or(Observed::At(event.time));
    match &event.data {
        Data::Reported(data) => RecordKind::Reported {
            instant: observed(&data.observed_at).first(),
            known_since: data
                .known_since
                .as_deref()
                .map(|text| observed(text).first()),
            round: data.round.clone(),
            described: data.description.is_some(),
            with_reporter: data.reporter.is_some(),
        },
        Data::Resolved(data) => RecordKind::Resolved {
            instant: observed(&data.observed_at).last(),
            visible: observed(&data.observed_at).first(),
            outcome: data.outcome,
            remedy: data.remedy.clone(),
            round: data.round.clone(),
            described: data.description.is_some(),
            with_reporter: data.reporter.is_some(),
        },
        Data::Merged(data) => RecordKind::Merged {
            into: data.target(),
        },
        Data::Consulted(data) => RecordKind::Consulted {
            instant: observed(&data.observed_at).first(),
            outcome: data.outcome,
            topics: data.topics.clone(),
        },
        Data::Withdrawn(data) => RecordKind::Withdrawn {
            event: EventKey::new(&data.event.source, &data.event.id),
        },
        Data::Redacted(_) => match &event.replacement {
            Some(replacement) => RecordKind::Redacted {
                replacement: Box::new(Record::from_event(replacement)),
            },
            // A decoded redaction always has one; a withdrawal of nothing changes nothing.
            None => RecordKind::Withdrawn { event: event.key },
        },
    }
}
