//! A valid event, as everybody behind the log sees it.

use crate::{Content, Data, EventKey, Instant, Subject, Violation};

/// How far the time of an event may lie ahead of a publisher's clock.
const AHEAD_OF_CLOCK_MICROSECONDS: i64 = 5 * 60 * 1_000_000;

/// A valid event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Who sent it.
    pub source: String,
    /// Under which id.
    pub id: String,
    /// The two above, as one key.
    pub key: EventKey,
    /// What it is about.
    pub subject: Subject,
    /// When the source recorded it.
    pub time: Instant,
    /// What it says.
    pub data: Data,
    /// What it says, in the form in which contents are compared.
    pub content: Content,
    /// Of a redaction: the event that stands in the place of the one redacted, under that one's key.
    pub replacement: Option<Box<Event>>,
}

impl Event {
    /// Names what is wrong when the event's time lies more than five minutes ahead of a publisher's clock.
    ///
    /// Not part of validity, which knows no clock.
    pub fn check_clock(&self, now: Instant) -> Option<Violation> {
        (self.time.since(now) > AHEAD_OF_CLOCK_MICROSECONDS).then(|| {
            let problem = format!(
                "{} lies more than 5 minutes ahead of the clock here ({now})",
                self.time
            );
            Violation::new("/time", problem)
        })
    }
}
