//! The texts of Server-Sent Events, and the ids of events.

use std::fmt;

use ::api::{Change, ChangesDropped, ChangesReset};
use serde::Serialize;
use views::LogId;

use crate::problem::WebProblem;

/// The id of a message: a position, and the log that it is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct EventId {
    pub(super) position: u64,
    pub(super) log: LogId,
}

/// What a reader got last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LastEventId {
    pub(super) position: u64,
    /// None where the reader gave a position alone.
    log: Option<LogId>,
}

impl LastEventId {
    /// Returns a position in whichever log there is.
    pub(super) const fn position(position: u64) -> Self {
        Self {
            position,
            log: None,
        }
    }

    /// Parses the value of the header.
    ///
    /// # Errors
    ///
    /// 400 if it is neither an id that was sent nor a position.
    pub(super) fn parse(text: &str) -> Result<Self, WebProblem> {
        let (position, log) = match text.split_once('-') {
            Some((position, log)) => (position, Some(log)),
            None => (text, None),
        };
        let is_number = position.bytes().all(|byte| byte.is_ascii_digit());
        let position = position.parse().ok().filter(|_| is_number);
        let log = log.map(|log| i64::from_str_radix(log, 16).map(LogId));
        match (position, log.transpose()) {
            (Some(position), Ok(log)) => Ok(Self { position, log }),
            _ => Err(WebProblem::key(
                "Last-Event-ID",
                format!(
                    "{text:?} is neither an id of a change nor a position: give the last id that was sent"
                ),
            )),
        }
    }

    /// Whether it may be of a log: before its first message, a log has no id.
    pub(super) fn is_of(self, log: LogId) -> bool {
        self.position == 0 || self.log.is_none_or(|own| own == log)
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { position, log } = self;
        write!(formatter, "{position}-{:x}", log.0)
    }
}

/// Returns the message of a change.
pub(super) fn change(log: LogId, change: &Change) -> String {
    let position = change.position;
    message(EventId { position, log }, "change", change)
}

/// Returns the message that changes were left out.
pub(super) fn reset(id: EventId, reason: &str) -> String {
    let reset = ChangesReset {
        reason: reason.to_owned(),
        position: id.position,
    };
    message(id, "reset", &reset)
}

/// Returns the last message to a reader that is dropped.
pub(super) fn dropped(id: EventId, reason: &str) -> String {
    let dropped = ChangesDropped {
        reason: reason.to_owned(),
        position: id.position,
    };
    message(id, "dropped", &dropped)
}

/// Returns a comment with the id up to which a reader has everything: an id without data is remembered, but is no event.
pub(super) fn comment(id: EventId, text: &str) -> String {
    format!(": {text}\nid: {id}\n\n")
}

fn message(id: EventId, event: &str, data: &impl Serialize) -> String {
    // Plain data: serialising it does not fail. Line feeds in texts are escaped in JSON.
    let data = serde_json::to_string(data).unwrap_or_default();
    format!("id: {id}\nevent: {event}\ndata: {data}\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_was_sent_is_read_back_and_a_position_alone_is_of_any_log() {
        let log = LogId(1_700_000_000_000_000_000);
        let id = EventId { position: 12, log };
        let read = LastEventId::parse(&id.to_string()).unwrap();
        assert_eq!((read.position, read.is_of(log)), (12, true));
        assert!(!read.is_of(LogId(1)));
        assert!(LastEventId::parse("12").unwrap().is_of(log));
        assert!(LastEventId::parse("0-0").unwrap().is_of(log));
        for text in [
            "",
            "-1",
            "x",
            "+1",
            "1-g",
            "1-",
            "99999999999999999999",
            "1 ",
        ] {
            assert!(LastEventId::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_message_ends_with_an_empty_line_and_a_comment_has_no_data() {
        let id = EventId {
            position: 3,
            log: LogId(255),
        };
        let expected = "id: 3-ff\nevent: reset\ndata: {\"reason\":\"a\\nb\",\"position\":3}\n\n";
        assert_eq!(reset(id, "a\nb"), expected);
        assert_eq!(comment(id, "nothing new"), ": nothing new\nid: 3-ff\n\n");
    }
}
