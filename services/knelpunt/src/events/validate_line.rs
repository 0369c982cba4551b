//! What is to be done with a line, before anything is published.

use std::collections::HashSet;

use bytes::Bytes;
use journal::{OutgoingMessage, message_id};
use model::{EVENT_LIMIT_BYTES, Instant, Violation};
use register::Register;
use uuid::Uuid;

use super::lines::Line;
use crate::output;

/// A line with what is to be done with it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ValidatedLine {
    /// Its number, from 1.
    pub(crate) number: u64,
    /// Bytes of the input that it took.
    pub(crate) taken_bytes: u64,
    /// What is to be done.
    pub(crate) verdict: LineOutcome,
}

/// What is to be done with a line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum LineOutcome {
    /// There is nothing on it.
    Blank,
    /// It is to be published.
    Publish(OutgoingMessage),
    /// The same bytes came before.
    Double,
    /// It is no valid event, and why.
    Reject(String),
}

/// Judges lines in order, and remembers those that it let through: 16 bytes each.
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

    /// Judges the next line.
    pub(super) fn judge(&mut self, line: Line) -> ValidatedLine {
        let Line {
            number,
            content,
            taken_bytes,
        } = line;
        let verdict = match content {
            Ok(content) if content.trim_ascii().is_empty() => LineOutcome::Blank,
            Ok(content) => self.event(content),
            Err(measured) => LineOutcome::Reject(format!(
                "has {measured} bytes, more than {EVENT_LIMIT_BYTES}"
            )),
        };
        ValidatedLine {
            number,
            taken_bytes,
            verdict,
        }
    }

    fn event(&mut self, content: Vec<u8>) -> LineOutcome {
        let event = match model::decode_structured(&content, self.register) {
            Ok(event) => event,
            Err(invalid) => return LineOutcome::Reject(reasons(&invalid.violations)),
        };
        if let Some(fault) = event.check_clock((self.now)()) {
            return LineOutcome::Reject(reasons(&[fault]));
        }
        let subject = event.data.nats_subject();
        if !self.seen.insert(message_id(&subject, &content)) {
            return LineOutcome::Double;
        }
        LineOutcome::Publish(OutgoingMessage {
            subject,
            payload: Bytes::from(content),
        })
    }
}

/// Puts reasons on one line, fit for a terminal.
pub(super) fn reasons(faults: &[Violation]) -> String {
    let all = faults.iter().map(ToString::to_string).collect::<Vec<_>>();
    output::escape_controls(&all.join("; ")).replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENT: &str = r#"{"specversion":"1.0","id":"1","source":"urn:a","type":"nl.knelpunten.municipality-consulted.v1","subject":"GM0344/2013-02","time":"2013-02-14T09:12:31Z","data":{"municipality":"GM0344","round":"2013-02","observedAt":"2013-02-14","outcome":"reached"}}"#;

    fn judge(lines: &[&str]) -> Vec<LineOutcome> {
        let now = || Instant::parse("2013-02-15T00:00:00Z").unwrap();
        let mut judge = LineValidator::new(Register::embedded(), now);
        let line = |(number, content): (u64, &&str)| Line {
            number,
            content: Ok(content.as_bytes().to_vec()),
            taken_bytes: content.len() as u64,
        };
        (1..)
            .zip(lines)
            .map(|numbered| judge.judge(line(numbered)).verdict)
            .collect()
    }

    #[track_caller]
    fn check_rejected(line: &str, reasons: &[&str]) {
        let verdicts = judge(&[line]);
        let [LineOutcome::Reject(why)] = &verdicts[..] else {
            panic!("{verdicts:?}")
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
            judge(&[&spaced]),
            [LineOutcome::Publish(OutgoingMessage { subject, payload })]
        );
    }

    #[test]
    fn a_double_is_the_same_in_every_byte() {
        let spaced = format!("{EVENT} ");
        let verdicts = judge(&[EVENT, &spaced, EVENT, "", " \t"]);
        assert!(matches!(
            verdicts[..],
            [
                LineOutcome::Publish(_),
                LineOutcome::Publish(_),
                LineOutcome::Double,
                LineOutcome::Blank,
                LineOutcome::Blank
            ]
        ));
    }

    #[test]
    fn every_reason_is_named_on_one_line() {
        let wrong = EVENT
            .replace("\"GM0344\",", "\"GM9999\",")
            .replace("reached", "called");
        check_rejected(
            &wrong,
            &["/data/municipality \"GM9999\" is not", "; /data/outcome"],
        );
        check_rejected("{", &["is not JSON"]);
        check_rejected("7", &["not an object"]);
    }

    #[test]
    fn a_reason_does_not_steer_the_terminal() {
        let named = EVENT.replace("\"outcome\"", "\"\\u001b[31m\\n\":1,\"outcome\"");
        check_rejected(&named, &["\\u{1b}[31m\\n"]);
    }

    #[test]
    fn an_event_ahead_of_the_clock_is_rejected() {
        check_rejected(
            &EVENT.replace("2013-02-14T09", "2013-02-16T09"),
            &["/time ", "ahead of the local clock"],
        );
    }

    #[test]
    fn a_line_beyond_the_limit_says_what_it_measures() {
        let mut judge = LineValidator::new(Register::embedded(), || Instant::EARLIEST);
        let line = Line {
            number: 3,
            content: Err(70_000),
            taken_bytes: 70_001,
        };
        let expected = LineOutcome::Reject("has 70000 bytes, more than 65536".to_owned());
        assert_eq!(judge.judge(line).verdict, expected);
    }
}
