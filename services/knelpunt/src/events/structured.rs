//! Messages of the log as lines in structured mode, whatever mode they were published in.

use std::borrow::Cow;

use journal::Message;
use model::{Event, STRUCTURED_MODE};
use percent_encoding::percent_decode_str;
use register::Register;
use serde_json::{Value, json};

use super::validate_line::reasons;

/// The prefix of the headers of an event in binary mode.
const PREFIX: &str = "ce-";

/// Returns a message as a line without its end, or why it is invalid.
pub(super) fn line(message: &Message, register: &Register) -> Result<Vec<u8>, String> {
    let decoded = model::decode(&message.headers, &message.payload, register);
    let event =
        decoded.map_err(|invalid| reasons(&message.payload, &invalid.violations, register))?;
    if is_structured(message) {
        return Ok(one_line(&message.payload).into_owned());
    }
    let line = from_binary(message, &event)?;
    // An event just within the limit as headers may be beyond it in JSON.
    model::decode_structured(&line, register)
        .map_err(|invalid| reasons(&line, &invalid.violations, register))?;
    Ok(line)
}

/// Returns a message, valid or not, as one JSON object.
pub(super) fn raw(message: &Message) -> Vec<u8> {
    let headers: Vec<Value> = message
        .headers
        .iter()
        .map(|(name, value)| json!([name, value]))
        .collect();
    json!({
        "sequence": message.sequence,
        "subject": message.subject,
        "headers": headers,
        "payload": String::from_utf8_lossy(&message.payload),
    })
    .to_string()
    .into_bytes()
}

/// Returns whether a valid event is in structured mode: in binary mode it has the header `ce-specversion`.
fn is_structured(message: &Message) -> bool {
    let content_type = message.header("Content-Type").unwrap_or_default();
    let structured = content_type
        .trim()
        .to_ascii_lowercase()
        .starts_with(STRUCTURED_MODE);
    structured || message.header("ce-specversion").is_none()
}

/// Replaces each line end by a space: in valid JSON, line ends are between tokens only.
fn one_line(payload: &[u8]) -> Cow<'_, [u8]> {
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    if !payload.iter().any(is_end) {
        return Cow::Borrowed(payload);
    }
    Cow::Owned(
        payload
            .iter()
            .map(|byte| if is_end(byte) { b' ' } else { *byte })
            .collect(),
    )
}

/// Converts an event in binary mode: data, time and type from the content, which has them as the source wrote them, and
/// extensions from the headers.
fn from_binary(message: &Message, event: &Event) -> Result<Vec<u8>, String> {
    let content: Value =
        serde_json::from_str(event.content.as_str()).map_err(|error| error.to_string())?;
    let Value::Object(mut members) = content else {
        return Err("has a content that is not an object".to_owned());
    };
    for (name, value) in extensions(message) {
        members.entry(name).or_insert(Value::String(value));
    }
    let envelope = [
        ("specversion", "1.0".to_owned()),
        ("id", event.id.clone()),
        ("source", event.source.clone()),
        ("subject", event.subject.to_string()),
        ("datacontenttype", "application/json".to_owned()),
    ];
    members.extend(envelope.map(|(name, value)| (name.to_owned(), Value::String(value))));
    Ok(Value::Object(members).to_string().into_bytes())
}

/// Returns the attributes in the headers, by names that an event in structured mode may have beside its data.
fn extensions(message: &Message) -> impl Iterator<Item = (String, String)> {
    message.headers.iter().filter_map(|(header, value)| {
        let (start, name) = header.split_at_checked(PREFIX.len())?;
        let name = name.to_ascii_lowercase();
        let is_extension = start.eq_ignore_ascii_case(PREFIX)
            && !name.is_empty()
            && name != "data"
            && name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        let value = percent_decode_str(value).decode_utf8_lossy().into_owned();
        is_extension.then_some((name, value))
    })
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    const DATA: &str = r#"{"municipality":"GM0344","round":"2013-02","observedAt":"2013-02-14","outcome":"reached"}"#;

    fn message(headers: &[(&str, &str)], payload: &str) -> Message {
        Message {
            sequence: 7,
            subject: "knelpunten.municipality-consulted.GM0344".to_owned(),
            headers: headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            payload: Bytes::from(payload.to_owned()),
            last_sequence: 7,
            stored_at: jiff::Timestamp::UNIX_EPOCH,
        }
    }

    fn structured() -> String {
        format!(
            r#"{{"specversion":"1.0","id":"1","source":"urn:a","type":"nl.knelpunten.municipality-consulted.v1","subject":"GM0344/2013-02","time":"2013-02-14T10:12:31+01:00","data":{DATA}}}"#
        )
    }

    fn binary(more: (&'static str, &'static str)) -> Message {
        let headers = [
            ("ce-specversion", "1.0"),
            ("CE-Id", "1"),
            ("ce-source", "urn:a"),
            ("ce-type", "nl.knelpunten.municipality-consulted.v1"),
            ("ce-subject", "GM0344%2F2013-02"),
            ("ce-time", "2013-02-14T10:12:31+01:00"),
            ("Content-Type", "application/json"),
            more,
        ];
        message(&headers, DATA)
    }

    fn event(line: &[u8]) -> Event {
        model::decode_structured(line, Register::embedded()).unwrap()
    }

    #[test]
    fn an_event_in_structured_mode_is_unchanged() {
        let payload = structured();
        for headers in [
            &[][..],
            &[(
                "Content-Type",
                "application/cloudevents+json; charset=utf-8",
            )],
        ] {
            let line = line(&message(headers, &payload), Register::embedded()).unwrap();
            assert_eq!(line, payload.as_bytes());
        }
    }

    #[test]
    fn an_event_on_several_lines_becomes_one_line() {
        let payload = structured().replace(",\"data", ",\r\n\"data");
        let line = line(&message(&[], &payload), Register::embedded()).unwrap();
        assert!(!line.contains(&b'\n') && !line.contains(&b'\r'));
        assert_eq!(event(&line), event(payload.as_bytes()));
    }

    #[test]
    fn an_event_in_binary_mode_is_the_same_event_in_structured_mode() {
        let line = line(&binary(("ce-traceparent", "00-%61")), Register::embedded()).unwrap();
        assert_eq!(event(&line), event(structured().as_bytes()));
        let members: Value = serde_json::from_slice(&line).unwrap();
        assert_eq!(members["traceparent"], "00-a");
        assert_eq!(members["time"], "2013-02-14T10:12:31+01:00");
    }

    #[test]
    fn no_extension_replaces_the_data() {
        for name in ["ce-data", "ce-data_base64", "ce-"] {
            let line = line(&binary((name, "x")), Register::embedded()).unwrap();
            assert_eq!(event(&line), event(structured().as_bytes()));
        }
    }

    #[test]
    fn an_invalid_message_has_reasons_and_can_be_written_raw() {
        let message = message(&[("a", "b")], "{\n");
        let why = line(&message, Register::embedded()).unwrap_err();
        assert!(why.contains("is incomplete JSON"), "{why}");
        assert_eq!(
            String::from_utf8(raw(&message)).unwrap(),
            r#"{"headers":[["a","b"]],"payload":"{\n","sequence":7,"subject":"knelpunten.municipality-consulted.GM0344"}"#
        );
    }
}
