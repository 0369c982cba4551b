//! One content of one event, without its free text: as much as figures need.

use model::{
    ConsultationOutcome, ContentId, Data, Event, EventKey, Instant, KnelpuntId, Observed, Outcome,
};
use serde::{Deserialize, Serialize};

use crate::{Symbol, WrittenNames};

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
    pub source: Symbol,
    /// Its rank among the contents that compete under its key, by canonical JSON: the smallest counts. Replacements
    /// compete among themselves. 0 without competitor.
    #[serde(skip)]
    pub rank: u32,
    /// Its data.
    pub kind: RecordKind,
}

/// The data of a record, by type of event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecordKind {
    /// A report or a resolution.
    Observed(Observation),
    /// The knelpunt is another one.
    Merged {
        /// The knelpunt that absorbs it.
        into: KnelpuntId,
        /// When the source recorded the merge; the last one counts.
        time: Instant,
    },
    /// A consultation of a municipality.
    Consulted(Box<Consulted>),
    /// Support that a municipality received.
    Supported(Box<Supported>),
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

/// An observation that a knelpunt exists, or that it is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// When it was observed: the last microsecond of a resolution given as a date.
    pub instant: Instant,
    /// Report or resolution.
    pub kind: ObservationKind,
    /// The round, if it has one.
    pub round: Option<Symbol>,
    /// The name of the party and the reference, as the event wrote them.
    pub written: WrittenNames,
    /// True for a resolution given as a date, which is visible all day although its instant is the end of the day.
    pub dated: bool,
    /// True when it has a description.
    pub described: bool,
    /// True when it names a reporter.
    pub with_reporter: bool,
}

/// What was observed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ObservationKind {
    /// The knelpunt exists.
    Report {
        /// Since when it was known: when it was observed, if the event does not say.
        since: Instant,
    },
    /// The knelpunt is gone.
    Resolution {
        /// The outcome.
        outcome: Outcome,
        /// The remedy, if given.
        remedy: Option<Symbol>,
    },
}

/// A consultation of a municipality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consulted {
    /// When it was observed.
    pub instant: Instant,
    /// Its outcome.
    pub outcome: ConsultationOutcome,
    /// The categories that were covered; none for all.
    pub topics: Option<Box<[Symbol]>>,
}

/// Support that a municipality received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supported {
    /// When it was received.
    pub instant: Instant,
    /// The categories that it was about; none for all.
    pub topics: Option<Box<[Symbol]>>,
}

impl Record {
    /// Creates the record of an event.
    pub fn from_event(event: &Event, intern: &mut impl FnMut(&str) -> Symbol) -> Self {
        Self {
            key: event.key,
            content: event.content.id(),
            source: intern(&event.source),
            rank: 0,
            kind: kind(event, intern),
        }
    }

    /// Returns the observation, if it is one.
    pub const fn observation(&self) -> Option<&Observation> {
        match &self.kind {
            RecordKind::Observed(observation) => Some(observation),
            RecordKind::Merged { .. }
            | RecordKind::Consulted(_)
            | RecordKind::Supported(_)
            | RecordKind::Withdrawn { .. }
            | RecordKind::Redacted { .. } => None,
        }
    }

    /// Returns the key of the event that this one corrects, if it corrects one.
    pub fn corrects(&self) -> Option<EventKey> {
        match &self.kind {
            RecordKind::Withdrawn { event } => Some(*event),
            RecordKind::Redacted { replacement } => Some(replacement.key),
            RecordKind::Observed(_)
            | RecordKind::Merged { .. }
            | RecordKind::Consulted(_)
            | RecordKind::Supported(_) => None,
        }
    }

    /// Visits every event that this one or its replacement corrects.
    pub fn for_each_corrected(&self, visit: &mut impl FnMut(EventKey)) {
        if let Some(corrected) = self.corrects() {
            visit(corrected);
        }
        if let RecordKind::Redacted { replacement } = &self.kind {
            replacement.for_each_corrected(visit);
        }
    }

    /// Returns the knelpunt that this one or its replacement merges its own into.
    pub fn merges_into(&self) -> Option<KnelpuntId> {
        match &self.kind {
            RecordKind::Merged { into, .. } => Some(*into),
            RecordKind::Redacted { replacement } => replacement.merges_into(),
            RecordKind::Observed(_)
            | RecordKind::Consulted(_)
            | RecordKind::Supported(_)
            | RecordKind::Withdrawn { .. } => None,
        }
    }

    /// Whether this one or its replacement names the identity of its knelpunt.
    pub fn identifies(&self) -> bool {
        match &self.kind {
            RecordKind::Observed(_) | RecordKind::Merged { .. } => true,
            RecordKind::Redacted { replacement } => replacement.identifies(),
            RecordKind::Consulted(_) | RecordKind::Supported(_) | RecordKind::Withdrawn { .. } => {
                false
            }
        }
    }

    /// Replaces every symbol, as when a record moves from one interner to another.
    pub fn map_symbols(&mut self, map: &impl Fn(Symbol) -> Symbol) {
        self.source = map(self.source);
        match &mut self.kind {
            RecordKind::Observed(observation) => observation.map_symbols(map),
            RecordKind::Consulted(consulted) => {
                for topic in consulted.topics.iter_mut().flatten() {
                    *topic = map(*topic);
                }
            }
            RecordKind::Supported(supported) => {
                for topic in supported.topics.iter_mut().flatten() {
                    *topic = map(*topic);
                }
            }
            RecordKind::Redacted { replacement } => replacement.map_symbols(map),
            RecordKind::Merged { .. } | RecordKind::Withdrawn { .. } => {}
        }
    }
}

impl Observation {
    /// Whether it is a report.
    pub const fn is_report(&self) -> bool {
        matches!(self.kind, ObservationKind::Report { .. })
    }

    /// Returns the instant from which it is visible: earlier than its own for a resolution given as a date.
    pub fn visible_from(&self) -> Instant {
        if self.dated {
            Instant::start_of(self.instant.day()).unwrap_or(self.instant)
        } else {
            self.instant
        }
    }

    fn map_symbols(&mut self, map: &impl Fn(Symbol) -> Symbol) {
        self.round = self.round.map(map);
        self.written = self.written.map_symbols(map);
        if let ObservationKind::Resolution { remedy, .. } = &mut self.kind {
            *remedy = remedy.map(map);
        }
    }
}

fn kind(event: &Event, intern: &mut impl FnMut(&str) -> Symbol) -> RecordKind {
    // The event is valid, so its times can be parsed.
    let observed = |text: &str| Observed::parse(text).unwrap_or(Observed::At(event.time));
    match &event.data {
        Data::Reported(data) => {
            let instant = observed(&data.observed_at).first();
            let since = data.known_since.as_deref();
            RecordKind::Observed(Observation {
                instant,
                kind: ObservationKind::Report {
                    since: since.map_or(instant, |text| observed(text).first()),
                },
                round: data.round.as_deref().map(&mut *intern),
                written: WrittenNames::new(data.party.as_ref(), data.reference.as_deref(), intern),
                dated: false,
                described: data.description.is_some(),
                with_reporter: data.reporter.is_some(),
            })
        }
        Data::Resolved(data) => {
            let observed = observed(&data.observed_at);
            RecordKind::Observed(Observation {
                instant: observed.last(),
                kind: ObservationKind::Resolution {
                    outcome: data.outcome,
                    remedy: data.remedy.as_deref().map(&mut *intern),
                },
                round: data.round.as_deref().map(&mut *intern),
                written: WrittenNames::new(data.party.as_ref(), data.reference.as_deref(), intern),
                dated: observed.first() < observed.last(),
                described: data.description.is_some(),
                with_reporter: data.reporter.is_some(),
            })
        }
        Data::Merged(data) => RecordKind::Merged {
            into: data.target().id(),
            time: event.time,
        },
        Data::Consulted(data) => RecordKind::Consulted(Box::new(Consulted {
            instant: observed(&data.observed_at).first(),
            outcome: data.outcome,
            topics: symbols(data.topics.as_deref(), intern),
        })),
        Data::Supported(data) => RecordKind::Supported(Box::new(Supported {
            instant: observed(&data.observed_at).first(),
            topics: symbols(data.topics.as_deref(), intern),
        })),
        Data::Withdrawn(data) => RecordKind::Withdrawn {
            event: EventKey::new(&data.event.source, &data.event.id),
        },
        Data::Redacted(_) => match &event.replacement {
            Some(replacement) => RecordKind::Redacted {
                replacement: Box::new(Record::from_event(replacement, intern)),
            },
            // A decoded redaction always has one; a withdrawal of nothing changes nothing.
            None => RecordKind::Withdrawn { event: event.key },
        },
    }
}

fn symbols(
    texts: Option<&[String]>,
    intern: &mut impl FnMut(&str) -> Symbol,
) -> Option<Box<[Symbol]>> {
    texts.map(|texts| texts.iter().map(|text| intern(text)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_small_because_there_is_one_for_each_event() {
        assert!(size_of::<Record>() <= 80, "{}", size_of::<Record>());
    }
}
