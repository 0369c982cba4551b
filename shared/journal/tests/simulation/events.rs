//! The published messages: real events of a few knelpunten, with corrections, conflicts and invalid events.

use std::sync::OnceLock;

use bytes::Bytes;
use journal::{Message, MessageFingerprint};
use model::{Event, Identity};
use register::Register;

/// The number of different messages; then they repeat.
pub(crate) const MESSAGES: usize = 128;
const SOURCE: &str = "urn:nld:test";

/// A message and its event.
#[derive(Debug)]
pub(crate) struct SampleMessage {
    /// As stored, except for its sequence.
    pub(crate) message: Message,
    /// `None` when it is invalid.
    pub(crate) event: Option<Event>,
    pub(crate) fingerprint: MessageFingerprint,
}

/// Returns all messages that can be published.
pub(crate) fn samples() -> &'static [SampleMessage] {
    static SAMPLES: OnceLock<Vec<SampleMessage>> = OnceLock::new();
    SAMPLES.get_or_init(|| (0..MESSAGES).map(sample).collect())
}

/// Returns the index of a message among them.
pub(crate) fn sample_index(message: &Message) -> Option<usize> {
    let number: usize = message.header("Nats-Msg-Id")?.parse().ok()?;
    let sample = samples().get(number)?;
    let same =
        sample.message.payload == message.payload && sample.message.subject == message.subject;
    same.then_some(number)
}

fn sample(number: usize) -> SampleMessage {
    let payload = payload(number);
    let event = model::decode_structured(payload.as_bytes(), Register::embedded()).ok();
    let message = Message {
        sequence: 0,
        subject: "knelpunten.knelpunt-reported.GM0344".to_owned(),
        headers: vec![("Nats-Msg-Id".to_owned(), number.to_string())],
        payload: Bytes::from(payload),
        last_sequence: 0,
        stored_at: jiff::Timestamp::UNIX_EPOCH,
    };
    SampleMessage {
        fingerprint: message.fingerprint(),
        message,
        event,
    }
}

/// Of each sixteen: ten reports, two resolutions, a merge, a withdrawal, a conflict or redaction, and nonsense.
fn payload(number: usize) -> String {
    let own = format!("e{number}");
    match number % 16 {
        3 | 9 => structured(
            &own,
            number,
            "knelpunt-resolved",
            &format!(r#"{},"outcome":"solved""#, observed(number)),
        ),
        6 => structured(
            &own,
            number,
            "knelpunt-merged",
            &format!(
                r#"{},"into":{{"category":"{}"}}"#,
                who(number),
                category(number + 1)
            ),
        ),
        // Sometimes of an event that arrives later.
        11 => correction(&own, number + 16 - number % 32, "event-withdrawn", ""),
        13 if number % 32 < 16 => report(
            &format!("e{}", number - 5),
            number - 5,
            ",\"round\":\"2013-02\"",
        ),
        13 => {
            let target = number - 5;
            let replacement = format!(
                r#","replacement":{{"type":"nl.knelpunten.knelpunt-reported.v1","time":"2016-01-01T00:00:00Z","data":{{{}}}}}"#,
                observed(target)
            );
            correction(&own, target, "event-redacted", &replacement)
        }
        15 => format!(r#"{{"nonsense":{number}}}"#),
        _ => report(&own, number, ""),
    }
}

fn report(id: &str, number: usize, more: &str) -> String {
    let data = format!("{}{more}", observed(number));
    structured(id, number, "knelpunt-reported", &data)
}

fn correction(id: &str, target: usize, kind: &str, more: &str) -> String {
    let municipality = municipality(target);
    let data = format!(
        r#""event":{{"source":"{SOURCE}","id":"e{target}"}},"municipality":"{municipality}"{more}"#
    );
    structured(id, target, kind, &data)
}

fn structured(id: &str, about: usize, kind: &str, data: &str) -> String {
    let subject = identity(about).id();
    format!(
        r#"{{"specversion":"1.0","id":"{id}","source":"{SOURCE}","type":"nl.knelpunten.{kind}.v1","subject":"{subject}","time":"2016-01-01T00:00:00Z","datacontenttype":"application/json","data":{{{data}}}}}"#
    )
}

fn observed(number: usize) -> String {
    let (month, day) = (1 + number * 5 % 12, 1 + number * 11 % 28);
    let at = format!("{}-{month:02}-{day:02}", 2012 + number * 7 % 4);
    format!(r#"{},"observedAt":"{at}""#, who(number))
}

fn who(number: usize) -> String {
    let (municipality, category) = (municipality(number), category(number));
    format!(r#""municipality":"{municipality}","category":"{category}""#)
}

fn municipality(number: usize) -> &'static str {
    ["GM0344", "GM0363"][number / 3 % 2]
}

fn category(number: usize) -> &'static str {
    ["capacity", "funding", "integration"][number % 3]
}

fn identity(number: usize) -> Identity {
    Identity {
        municipality: municipality(number).to_owned(),
        category: category(number).to_owned(),
        building_block: None,
        party: None,
        reference: None,
    }
}

#[test]
fn all_messages_are_valid_events_except_the_nonsense() {
    for (number, sample) in samples().iter().enumerate() {
        assert_eq!(
            sample.event.is_some(),
            number % 16 != 15,
            "{:?}",
            sample.message
        );
        assert_eq!(sample_index(&sample.message), Some(number));
    }
}
