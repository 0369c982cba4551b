//! Validates lines before they are published.

use std::collections::HashSet;

use bytes::Bytes;
use emitter::ValidatedEvent;
use journal::{OutgoingMessage, message_id};
use model::{EVENT_LIMIT_BYTES, Instant, Violation};
use register::Register;
use uuid::Uuid;

use super::lines::InputLine;
use crate::violations;

/// The byte order mark of UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A line after validation.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ValidatedLine {
    /// Its number, from 1.
    pub(crate) number: u64,
    /// Its length in the input, in bytes.
    pub(crate) taken_bytes: u64,
    /// What to do with it.
    pub(crate) outcome: LineOutcome,
}

/// What to do with a line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum LineOutcome {
    /// Nothing: it is blank.
    Blank,
    /// Publish it.
    Publish(OutgoingMessage),
    /// Nothing: the same bytes came before.
    Duplicate,
    /// Reject it, for these reasons.
    Reject(String),
}

/// Validates lines in order, and remembers the valid ones: 16 bytes each.
pub(super) struct LineValidator {
    register: &'static Register,
    now: fn() -> Instant,
    seen: HashSet<Uuid>,
}

impl LineValidator {
    pub(super) fn new(register: &'static Register, now: fn() -> Instant) -> Self {
        Self {
            register,
            now,
            seen: HashSet::new(),
        }
    }

    /// Validates the next line.
    pub(super) fn validate(&mut self, line: InputLine) -> ValidatedLine {
        let InputLine {
            number,
            content,
            taken_bytes,
        } = line;
        let outcome = match content {
            Ok(content) if content.starts_with(b"\xFF\xFE") || content.starts_with(b"\xFE\xFF") => {
                LineOutcome::Reject("is UTF-16; save the file as UTF-8".to_owned())
            }
            Ok(mut content) => {
                // Programs on Windows put a byte order mark in front of a file, and so of a part of one that was joined.
                if content.starts_with(BYTE_ORDER_MARK) {
                    content.drain(..BYTE_ORDER_MARK.len());
                }
                if content.trim_ascii().is_empty() {
                    LineOutcome::Blank
                } else {
                    self.event(content)
                }
            }
            Err(length) => {
                LineOutcome::Reject(format!("has {length} bytes, more than {EVENT_LIMIT_BYTES}"))
            }
        };
        ValidatedLine {
            number,
            taken_bytes,
            outcome,
        }
    }

    fn event(&mut self, content: Vec<u8>) -> LineOutcome {
        let content = Bytes::from(content);
        match emitter::validate(&[], content.clone(), self.register, (self.now)()) {
            Err(invalid) => {
                LineOutcome::Reject(reasons(&content, &invalid.violations, self.register))
            }
            Ok(ValidatedEvent { outgoing, .. }) => {
                if self.seen.insert(message_id(&outgoing.subject, &content)) {
                    LineOutcome::Publish(outgoing)
                } else {
                    LineOutcome::Duplicate
                }
            }
        }
    }
}

/// Returns the violations in an event on one line, each named by its field.
pub(super) fn reasons(content: &[u8], violations: &[Violation], register: &Register) -> String {
    let event = serde_json::from_slice(content).unwrap_or_default();
    let describe = |violation| violations::by_field(violation, &event, register);
    let all: Vec<String> = violations.iter().map(describe).collect();
    all.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENT: &str = r#"{"specversion":"1.0","id":"1","source":"urn:a","type":"nl.knelpunten.municipality-consulted.v1","subject":"GM0344/2013-02","time":"2013-02-14T09:12:31Z","data":{"municipality":"GM0344","round":"2013-02","observedAt":"2013-02-14","outcome":"reached"}}"#;

    fn validate(lines: &[&str]) -> Vec<LineOutcome> {
        let now = || Instant::parse("2013-02-15T00:00:00Z").unwrap();
        let mut validator = LineValidator::new(Register::embedded(), now);
        let line = |(number, content): (u64, &&str)| InputLine {
            number,
            content: Ok(content.as_bytes().to_vec()),
            taken_bytes: content.len() as u64,
        };
        (1..)
            .zip(lines)
            .map(|numbered| validator.validate(line(numbered)).outcome)
            .collect()
    }

    #[track_caller]
    fn check_rejected(line: &str, reasons: &[&str]) {
        let outcomes = validate(&[line]);
        let [LineOutcome::Reject(why)] = &outcomes[..] else {
            panic!("{outcomes:?}")
        };
        for reason in reasons {
            assert!(why.contains(reason), "{why}");
        }
    }

    #[test]
    fn the_bytes_of_a_valid_event_are_published_as_they_are() {
        let spaced = format!(" {EVENT} ");
        let payload = Bytes::from(spaced.clone());
        let subject = "knelpunten.municipality-consulted.GM0344".to_owned();
        assert_eq!(
            validate(&[&spaced]),
            [LineOutcome::Publish(OutgoingMessage { subject, payload })]
        );
    }

    #[test]
    fn a_byte_order_mark_in_front_of_a_line_is_left_out() {
        let marked = format!("\u{feff}{EVENT}");
        assert_eq!(validate(&[&marked]), validate(&[EVENT]));
        assert_eq!(validate(&["\u{feff}"]), [LineOutcome::Blank]);
    }

    #[test]
    fn a_file_in_utf_16_is_named() {
        let mut validator = LineValidator::new(Register::embedded(), || Instant::EARLIEST);
        let line = InputLine {
            number: 1,
            content: Ok(b"\xFF\xFE{\0}\0".to_vec()),
            taken_bytes: 6,
        };
        let rejected = LineOutcome::Reject("is UTF-16; save the file as UTF-8".to_owned());
        assert_eq!(validator.validate(line).outcome, rejected);
    }

    #[test]
    fn a_duplicate_is_the_same_in_every_byte() {
        let spaced = format!("{EVENT} ");
        let outcomes = validate(&[EVENT, &spaced, EVENT, "", " \t"]);
        assert!(matches!(
            outcomes[..],
            [
                LineOutcome::Publish(_),
                LineOutcome::Publish(_),
                LineOutcome::Duplicate,
                LineOutcome::Blank,
                LineOutcome::Blank
            ]
        ));
    }

    #[test]
    fn every_violation_is_on_one_line() {
        let wrong = EVENT
            .replace("\"GM0344\",", "\"GM9999\",")
            .replace("reached", "called");
        check_rejected(
            &wrong,
            &["data.municipality \"GM9999\" is not", "; data.outcome"],
        );
        check_rejected("{", &["is incomplete JSON"]);
        check_rejected("7", &["not an object"]);
    }

    #[test]
    fn a_violation_cannot_control_the_terminal() {
        let named = EVENT.replace("\"outcome\"", "\"\\u001b[31m\\n\":1,\"outcome\"");
        check_rejected(&named, &["\\u{1b}[31m\\n"]);
    }

    #[test]
    fn an_event_ahead_of_the_clock_is_rejected() {
        check_rejected(
            &EVENT.replace("2013-02-14T09", "2013-02-16T09"),
            &["time ", "ahead of the local clock"],
        );
    }

    #[test]
    fn the_length_of_a_line_beyond_the_limit_is_given() {
        let mut validator = LineValidator::new(Register::embedded(), || Instant::EARLIEST);
        let line = InputLine {
            number: 3,
            content: Err(70_000),
            taken_bytes: 70_001,
        };
        let expected = LineOutcome::Reject("has 70000 bytes, more than 65536".to_owned());
        assert_eq!(validator.validate(line).outcome, expected);
    }
}
