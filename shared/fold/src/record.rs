//! One content of one event, without its free text: as much as figures need.

use model::{
    ConsultationOutcome, Content, ContentId, Data, Event, EventKey, Identity, Instant, Observed,
    Outcome,
};
use serde::{Deserialize, Serialize};

/// One content under one event key.
///
/// Two records under one key are two contents of one event: an error of its source, or a redaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The event's key.
    pub key: EventKey,
    /// Distinguishes this content from others under the key.
    pub content: ContentId,
    /// The source.
    pub source: String,
    /// When the source recorded it.
    pub time: Instant,
    /// Its data.
    pub kind: RecordKind,
    /// The content itself, needed only where [`crate::has_competing_contents`] is true.
    #[serde(skip)]
    pub text: Option<Content>,
}

/// The data of a record, by type of event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecordKind {
    /// An observation that the knelpunt exists.
    Reported {
        /// When it was observed.
        instant: Instant,
        /// Since when it was known, if given.
        known_since: Option<Instant>,
        /// The round, if it has one.
        round: Option<String>,
        /// True when it has a description.
        described: bool,
        /// True when it names a reporter.
        with_reporter: bool,
    },
    /// An observation that it is gone.
    Resolved {
        /// When it was observed: the last microsecond of a date.
        instant: Instant,
        /// The instant from which it is visible: the first microsecond of a date.
        visible: Instant,
        /// The outcome.
        outcome: Outcome,
        /// The remedy, if given.
        remedy: Option<String>,
        /// The round, if it has one.
        round: Option<String>,
        /// True when it has a description.
        described: bool,
        /// True when it names a reporter.
        with_reporter: bool,
    },
    /// The knelpunt is another one.
    Merged {
        /// The knelpunt that absorbs it.
        into: Identity,
    },
    /// A consultation of a municipality.
    Consulted {
        /// When it was observed.
        instant: Instant,
        /// Its outcome.
        outcome: ConsultationOutcome,
        /// The categories that were covered; none for all.
        topics: Option<Vec<String>>,
    },
    /// The withdrawal of an event of the same subject.
    Withdrawn {
        /// That event.
        event: EventKey,
    },
    /// The replacement of an event of the same subject.
    Redacted {
        /// The replacement, under its key.
        replacement: Box<Record>,
    },
}

impl Record {
    /// Creates the record of an event.
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

    /// Returns the key of the event that this one corrects, if it corrects one.
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

    /// Visits every event that this one or its replacement corrects.
    pub fn for_each_corrected(&self, name: &mut impl FnMut(EventKey)) {
        if let Some(corrected) = self.corrects() {
            name(corrected);
        }
        if let RecordKind::Redacted { replacement } = &self.kind {
            replacement.for_each_corrected(name);
        }
    }

    /// Returns the knelpunt that this one or its replacement merges its own into.
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

    /// Whether this one or its replacement names the identity of its knelpunt.
    pub fn identifies(&self) -> bool {
        match &self.kind {
            RecordKind::Reported { .. }
            | RecordKind::Resolved { .. }
            | RecordKind::Merged { .. } => true,
            RecordKind::Redacted { replacement } => replacement.identifies(),
            RecordKind::Consulted { .. } | RecordKind::Withdrawn { .. } => false,
        }
    }

    /// Sets the content, and that of the replacement of a redaction.
    pub fn set_content(&mut self, text: Content) {
        if let RecordKind::Redacted { replacement } = &mut self.kind {
            replacement.text = text.replacement();
        }
        self.text = Some(text);
    }
}

fn kind(event: &Event) -> RecordKind {
    // The event is valid, so its times can be parsed.
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
