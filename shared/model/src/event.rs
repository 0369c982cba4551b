//! Valid events, as every reader of the log sees them.

use crate::{Content, Data, EventKey, Instant, Subject, Violation, ViolationKind};

/// How far the time of an event may be ahead of the publisher's clock.
const AHEAD_OF_CLOCK_MICROSECONDS: i64 = 5 * 60 * 1_000_000;

/// A valid event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The source.
    pub source: String,
    /// The id.
    pub id: String,
    /// The key made of source and id.
    pub key: EventKey,
    /// The subject.
    pub subject: Subject,
    /// When the source recorded it.
    pub time: Instant,
    /// The data.
    pub data: Data,
    /// The content: the form in which two events under one key are compared.
    pub content: Content,
    /// For a redaction: the event that replaces the redacted one, under its key.
    pub replacement: Option<Box<Event>>,
}

impl Event {
    /// Returns a violation if the event's time is more than five minutes ahead of the publisher's clock.
    ///
    /// Publishers and importers check this; it is not part of validity, which knows no clock.
    pub fn check_clock(&self, now: Instant) -> Option<Violation> {
        (self.time.since(now) > AHEAD_OF_CLOCK_MICROSECONDS).then(|| {
            let problem = format!(
                "{} is more than 5 minutes ahead of the local clock ({now})",
                self.time
            );
            Violation::new("/time", ViolationKind::AheadOfClock.problem(problem))
        })
    }
}
